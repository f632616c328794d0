"""Directory files of a small invented organisation, and the way from them to core tables and reports."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.enrichment import Loaded, load_file
from pipelines.landing.landing import Landing
from pipelines.publication.databases import CORE_TABLES
from pipelines.synthetic.documents import DocumentDoctor
from tests.integration.small_store import Pipeline, SmallStore, sick_leave
from warehouse.reports.engine import CareStatistics
from warehouse.reports.period import Month, Window
from warehouse.reports.result import View
from warehouse.reports.scope import AccessScope
from warehouse.settings import load_settings

TODAY = date(2026, 11, 23)
DOCTOR = "SE-L1"
PERSONS = ("198001012386", "198101012385", "198201012384", "198301012383")


def units_file(made_on: date, *units: dict[str, Any]) -> bytes:
    """A units file: `id`, `name`, and for care units `provider`, `members`; a provider has `is_provider`."""
    listed = "".join(f"<hsaUnit>{_entry(unit)}</hsaUnit>" for unit in units)
    made = f"{made_on}T12:00:00+01:00"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<FileGetHsaUnitsResponse xmlns="urn:riv:hsa:HsaWsResponder:3">'
        f"<startDate>{made}</startDate><endDate>{made}</endDate><hsaUnits>{listed}</hsaUnits></FileGetHsaUnitsResponse>"
    ).encode()


def _entry(unit: dict[str, Any]) -> str:
    members = "".join(
        f"<hsaHealthCareUnitMember>{member}</hsaHealthCareUnitMember>" for member in unit.get("members", ())
    )
    parts = {
        "hsaIdentity": unit.get("id"),
        "name": unit.get("name"),
        "orgNo": unit.get("orgNo"),
        "startDate": unit.get("start"),
        "isHsaHealthCareProvider": "true" if unit.get("is_provider") else None,
        "hsaResponsibleHealthCareProvider": unit.get("provider"),
        "hsaHealthCareUnitMembers": members or None,
    }
    return "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value)


def answers(*said: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(one) for one in said).encode()


def unit_answer(unit: str, county: str, **more: Any) -> dict[str, Any]:
    return {"kind": "unit", "id": unit, "geografi": {"lan": county, "kommun": "80"}, **more}


@dataclass
class Intake:
    """A store and a data directory; files of the directory are loaded as the program loads them."""

    root: Path
    unknown_units: str = "count"
    small: SmallStore = field(init=False)
    pipeline: Pipeline = field(init=False)

    def __post_init__(self) -> None:
        self.small = SmallStore(self.root / "store")
        self.pipeline = Pipeline(self.root / "data", TODAY)
        self.pipeline.settings = load_settings(data=self.root / "data", today=TODAY, unknown_units=self.unknown_units)

    def sign(
        self, name: str, unit: str, signed: date, *, provider: str = "P1", person: int = 0, diagnosis: str = "F40"
    ) -> None:
        """A certificate of two weeks from the day of signing, in the store and taken in."""
        start, end = signed.isoformat(), date.fromordinal(signed.toordinal() + 13).isoformat()
        document = sick_leave(
            name,
            PERSONS[person],
            (start, end, 100),
            unit=unit,
            provider=provider,
            signed_at=datetime(signed.year, signed.month, signed.day, 9),  # noqa: DTZ001
            diagnosis=diagnosis,
        )
        self.small.certificate(replace(document, doctor=DocumentDoctor(DOCTOR)))
        self.pipeline.ingest(self.small)

    def load(self, kind: str, content: bytes, valid_from: date | None = None, history: bool = False) -> Loaded:
        with closing(Landing(self.pipeline.data.landing)) as landing:
            return load_file(landing, kind, content, valid_from, history)

    def build(self) -> dict[str, bytes]:
        """Build; the bytes of every core table."""
        self.pipeline.build()
        return {name: (self.pipeline.core / f"{name}.parquet").read_bytes() for name in CORE_TABLES}

    def rows(self, table: str, columns: str) -> list[tuple[Any, ...]]:
        """Columns of a core table of the last build, in order."""
        path = self.pipeline.core / f"{table}.parquet"
        return sorted(duckdb.read_parquet(str(path)).project(columns).fetchall())

    def cases(self, provider: str, units: tuple[str, ...] | None = None, report: str = "cases_total") -> int:
        """Cases of a provider, or of a user of some of its units, over the twelve months until today."""
        window = Window(Month.parse("2025-12"), Month.parse("2026-11"))
        scope = (
            AccessScope.whole_provider(provider) if units is None else AccessScope.of_units(provider, frozenset(units))
        )
        with closing(CareStatistics(self.pipeline.data.work / "care.duckdb")) as statistics:
            result = statistics.report(report, View.CROSS_SECTION, scope, as_of=TODAY, window=window)
        return sum(total.total for total in result.table.row_totals) if result.table.row_totals else 0
