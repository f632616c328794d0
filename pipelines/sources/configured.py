"""The sources that the settings name."""

from __future__ import annotations

from datetime import timedelta

from pipelines.landing.landing import LEDGER
from pipelines.sources.folder import FolderSource
from pipelines.sources.queue_opening import queue_sources
from pipelines.sources.service_known import open_service
from pipelines.sources.source import OpenSource
from pipelines.sources.store import StoreReading, StoreSource
from pipelines.sources.store_connection import ReadingLimits
from warehouse.settings import Settings
from warehouse.storage import DataDirectory

DEMO_STORE = "store.sqlite"


def configured_sources(settings: Settings) -> dict[str, OpenSource]:
    """How each configured source is opened, by its name.

    A source that cannot be reached raises SourceUnavailableError when it is opened or read.
    """
    sources: dict[str, OpenSource] = {}
    address = store_address(settings)
    if address:
        sources["store"] = lambda: open_store(address, settings)
    if settings.documents:
        folder = settings.documents
        ledger = DataDirectory(settings.data).landing / LEDGER
        sources["folder"] = lambda: FolderSource(folder, settings.quiet_seconds, ledger)
    sources |= queue_sources(settings)
    if settings.service_url:
        # After the queues: a trigger that has just been landed is followed in the same run.
        address_of_service = settings.service_url
        sources["service"] = lambda: open_service(address_of_service, settings)
    return sources


def what_is_lacking(settings: Settings) -> str | None:
    """A sentence when the store is the only source: it holds no certificates of the newer model (rule C-1)."""
    if not settings.store_url or settings.service_url or settings.queue_url or settings.documents:
        return None
    return (
        "The certificate store alone is not complete: it holds no certificates of the newer model. Configure the "
        "certificate service, the event queue or a folder beside it."
    )


def open_store(address: str, settings: Settings) -> StoreSource:
    """The certificate store, read as the settings say. Raises SourceUnavailableError when it cannot be reached."""
    reading = StoreReading(
        off=settings.streams_off(),
        longest_transaction=timedelta(hours=settings.store_transaction_hours),
        limits=ReadingLimits(settings.store_statement_seconds, settings.store_statements),
    )
    return StoreSource(address, reading)


def store_address(settings: Settings) -> str | None:
    """The SQLAlchemy address of the certificate store: the configured one, else a demonstration's own.

    A demonstration's store is not read when another source is configured.
    """
    if settings.store_url:
        return settings.store_url.get_secret_value()
    demo_store = DataDirectory(settings.data).source / DEMO_STORE
    others = (settings.documents, settings.queue_url, settings.service_url)
    if any(others) or not demo_store.is_file():
        return None
    return f"sqlite:///{demo_store.resolve()}"
