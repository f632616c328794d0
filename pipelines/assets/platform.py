"""The resource that assets work through: settings, the data directory, and the single writer's lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
import duckdb

from pipelines.core.workspace import Workspace
from pipelines.landing.landing import Landing
from pipelines.sources.configured import configured_sources
from pipelines.sources.source import OpenSource
from pipelines.staging.stage import Staging
from warehouse.errors import NotReadyError
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory


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
        """Landing, closed again afterwards."""
        landing = Landing(self.directory.landing)
        try:
            yield landing
        finally:
            landing.close()

    @contextmanager
    def workspace(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The build's workspace."""
        with Workspace(self.directory, self.settings).open() as connection:
            yield connection

    def sources(self) -> dict[str, OpenSource]:
        """How each configured source is opened, by name. Raises NotReadyError when there is none."""
        sources = configured_sources(self.settings)
        if not sources:
            raise NotReadyError(
                "There is no source to read: set INTYG_STORE_URL or another source (see `intyg settings`), "
                "or make a certificate store with `intyg store create`."
            )
        return sources


class WritingPlatform(Platform):
    """The platform as a run holds it: from its first step to its last it is the only writer.

    A lock for each step would let a second run begin a build between two steps of the first, and so throw away what the
    first had made. Raises BusyError when another run is writing.
    """

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[WritingPlatform]:
        """Hold the writer's lock for as long as the run lives."""
        del context
        with self.directory.writer():
            yield self
