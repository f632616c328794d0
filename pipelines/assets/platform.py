"""The resource that every asset works through: settings, the data directory, and the single writer's lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import duckdb

from pipelines.core.workspace import Workspace
from pipelines.landing.landing import Landing
from pipelines.sources.source import Source
from pipelines.sources.store import StoreSource
from pipelines.staging.stage import Staging
from warehouse.errors import NotReadyError
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory

DEMO_STORE = "store.sqlite"


class Platform(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Where the platform works. `data` overrides the setting of the same name."""

    data: str | None = None

    @property
    def settings(self) -> Settings:
        return load_settings(data=self.data)

    @property
    def directory(self) -> DataDirectory:
        return DataDirectory(self.settings.data)

    @property
    def staging(self) -> Staging:
        return Staging(self.directory.staging)

    @contextmanager
    def landing(self) -> Iterator[Landing]:
        """Landing, as the only writer."""
        with self.directory.writer():
            landing = Landing(self.directory.landing)
            try:
                yield landing
            finally:
                landing.close()

    @contextmanager
    def workspace(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The build's workspace, as the only writer."""
        with self.directory.writer(), Workspace(self.directory, self.settings).open() as connection:
            yield connection

    @contextmanager
    def source(self) -> Iterator[Source]:
        """The configured certificate store. Raises NotReadyError when there is none."""
        url = self.settings.store_url
        store = self.directory.source / DEMO_STORE
        if url is None and not store.is_file():
            raise NotReadyError(
                "There is no certificate store to read: set INTYG_STORE_URL, or make one with `intyg store create`."
            )
        source = StoreSource(url.get_secret_value() if url else f"sqlite:///{Path(store).resolve()}")
        try:
            yield source
        finally:
            source.close()
