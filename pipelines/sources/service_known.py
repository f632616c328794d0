"""What the platform knows already and the certificate service is compared with (rule C2-1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

import duckdb

from pipelines.core.organisation import read_landed_directory
from pipelines.landing.landing import Landing
from pipelines.sources.service import ServiceSource
from pipelines.sources.service_answers import Totals
from pipelines.sources.service_hints import HintBook
from pipelines.staging.stage import Staging
from warehouse import sql_models
from warehouse.identity import normalise_hsa_id
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, connect_for_build

LAYER = "landing"
GAPS_PER_READING = 200


class Known:
    """Known care providers, what is landed of them, and certificates whose document is missing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._data = DataDirectory(settings.data)
        self._staging = Staging(self._data.staging)

    def providers(self) -> set[str]:
        """HSA ids of the care providers in the directory's files, in any staged document, and in the settings."""
        configured = (self._settings.service_providers or "").split(",")
        found = {normalise_hsa_id(one) for one in configured if one.strip()}
        with closing(Landing(self._data.landing)) as landing:
            directory = read_landed_directory(landing)
        found.update(str(row["provider_id"]) for row in (*directory.providers, *directory.units) if row["provider_id"])
        with self._staged("certificate_document") as connection:
            if connection:
                found.update(one for (one,) in connection.execute(_sql("provider_seen")).fetchall())
        return found

    def held(self) -> dict[str, Totals]:
        """How many certificates and revocations are landed from the service, by care provider."""
        rows = self._landed("service_holding")
        return {provider: Totals(certificates, revoked) for provider, certificates, revoked in rows}

    def held_certificates(self) -> dict[str, set[str]]:
        """The certificates that are landed from the service, by care provider."""
        found: dict[str, set[str]] = {}
        for provider, certificate_id in self._landed("service_certificate"):
            found.setdefault(provider, set()).add(certificate_id)
        return found

    def _landed(self, model: str) -> list[tuple[Any, ...]]:
        """The rows of a model over all that is landed from the service."""
        with closing(Landing(self._data.landing)) as landing:
            paths = [
                str(landing.segment_path(segment.number))
                for segment in landing.ledger.segments()
                if segment.source.startswith("service/")
            ]
        if not paths:
            return []
        with self._connection() as connection:
            connection.read_parquet(paths).create_view("service_event")
            return connection.execute(_sql(model)).fetchall()

    def gaps(self) -> list[str]:
        """Certificates that events or messages name and no document has come for; other ones at each reading."""
        with self._staged("certificate_event", "message", "certificate_document") as connection:
            if not connection:
                return []
            turn = {"turn": datetime.now(UTC).isoformat(), "most": GAPS_PER_READING}
            return [one for (one,) in connection.execute(_sql("known_without_document"), turn).fetchall()]

    @contextmanager
    def _staged(self, *tables: str) -> Iterator[duckdb.DuckDBPyConnection | None]:
        """A connection that shows the staged tables, or None while nothing is staged."""
        if not any(self._staging.directory.glob("[!.]*/summary.json")):
            yield None
            return
        with self._connection() as connection:
            for table in tables:
                connection.read_parquet(self._staging.pattern(table)).create_view(table)
            yield connection

    @contextmanager
    def _connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        spill = self._data.work / "service"
        with closing(connect_for_build(None, self._settings.memory_limit, spill)) as connection:
            yield connection


def open_service(url: str, settings: Settings) -> ServiceSource:
    """The service as the settings have it, compared with the data directory. Raises UserError for wrong settings."""
    known = Known(settings)
    return ServiceSource(
        url,
        known.providers,
        held=known.held,
        gaps=known.gaps,
        hints=HintBook(DataDirectory(settings.data).landing),
        compare_minutes=settings.service_compare_minutes,
        certificate=settings.service_certificate,
    )


def _sql(name: str) -> str:
    return sql_models.load(LAYER, name).sql
