"""The sources that the settings name."""

from __future__ import annotations

from pipelines.sources.folder import FolderSource
from pipelines.sources.source import OpenSource
from pipelines.sources.store import StoreSource
from warehouse.settings import Settings
from warehouse.storage import DataDirectory

DEMO_STORE = "store.sqlite"


def configured_sources(settings: Settings) -> dict[str, OpenSource]:
    """How each configured source is opened, by its name.

    A source that cannot be reached raises SourceUnavailableError when it is opened or read. The synthetic store of a
    demonstration is used when it is there and no other source is configured.
    """
    demo_store = DataDirectory(settings.data).source / DEMO_STORE
    sources: dict[str, OpenSource] = {}
    if settings.store_url:
        url = settings.store_url.get_secret_value()
        sources["store"] = lambda: StoreSource(url)
    if settings.documents:
        folder = settings.documents
        sources["folder"] = lambda: FolderSource(folder, settings.quiet_seconds)
    if not sources and demo_store.is_file():
        sources["store"] = lambda: StoreSource(f"sqlite:///{demo_store.resolve()}")
    return sources
