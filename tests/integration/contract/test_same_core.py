"""Every kind of source tells the same facts, and the core tables are the same bytes (rules C-2, C-12, Y-1)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.assets.landing import land_all
from pipelines.erasure import Tombstones
from pipelines.landing.events import EventType
from pipelines.landing.landing import Landing
from pipelines.publication.databases import CORE_TABLES
from pipelines.sources.source import Source
from pipelines.staging.stage import Staging
from pipelines.synthetic.documents import MessageDocument
from tests.integration.contract.sources import (
    Alike,
    Facts,
    Happened,
    open_folder_of_events,
    open_queue,
    open_service,
    open_store,
)
from tests.integration.small_store import Pipeline, SmallStore, sick_leave

TODAY = date(2026, 11, 23)
PERSONS = ("198001012386", "198001022385", "198001032384")

OPENERS: dict[str, Callable[[Facts, Path, ExitStack, Any], Source]] = {
    "store": open_store,
    "queue": open_queue,
    "folder": open_folder_of_events,
    "service": open_service,
}


def _moment(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 9, day, hour)  # noqa: DTZ001 - Swedish local time


def _facts() -> Facts:
    """Cases that join and part, two providers, replacement, revocation, sending, messages, a doubtful period."""
    periods = {
        "a": (("2026-09-01", "2026-09-10", 100),),
        "b": (("2026-09-16", "2026-09-20", 50),),
        "c": (("2026-09-27", "2026-10-05", 100), ("2026-10-06", "2026-10-20", 50)),
        "d": (("2026-09-05", "2026-09-25", 75),),
        "e": (("2026-09-20", "2026-09-10", 100), ("2026-09-11", "2026-09-30", 25)),
        "f": (("2026-10-21", "2026-10-30", 100),),
    }
    documents = [
        sick_leave(
            f"certificate-{name}",
            PERSONS[number % len(PERSONS)],
            *spans,
            unit=f"U{1 + number % 2}",
            provider=f"P{1 + number % 2}",
            type_id="fk7804",
            diagnosis=("F432", "M545", "J06")[number % 3],
            signed_at=_moment(1 + number),
            relations=(("ERSATT", "certificate-c"),) if name == "f" else (),
        )
        for number, (name, spans) in enumerate(periods.items())
    ]
    happened = (
        Happened(EventType.SENT, "certificate-a", _moment(1, 13), "FKASSA"),
        Happened(EventType.SENT, "certificate-b", _moment(2, 13), "FKASSA"),
        Happened(EventType.REVOKED, "certificate-d", _moment(9)),
    )
    messages = (
        MessageDocument("message-1", "to_care", "certificate-a", PERSONS[0], "KOMPLT", _moment(8)),
        MessageDocument("message-2", "to_care", "certificate-b", PERSONS[1], "OVRIGT", _moment(9)),
    )
    return Facts(tuple(documents), happened, messages)


def _core(source: Source, facts: Facts, folder: Path) -> dict[str, bytes]:
    directory = SmallStore(folder / "directory")
    directory.unit("U1", "P1")
    directory.unit("U2", "P2")
    pipeline = Pipeline(folder / "data", TODAY)
    landing = Landing(pipeline.data.landing)
    try:
        landing.land_file("hsa_lookups", directory.lookups())
        land_all(Alike(source, facts), landing, Tombstones(landing, pipeline.data))
        Staging(pipeline.data.staging).stage_missing(landing)
    finally:
        source.close()
        landing.close()
    pipeline.build()
    return {name: (pipeline.core / f"{name}.parquet").read_bytes() for name in CORE_TABLES}


@pytest.mark.parametrize("kind", [kind for kind in OPENERS if kind != "store"])
def test_the_core_is_that_of_the_store(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue("broker") if kind == "queue" else None
    facts = _facts()
    with ExitStack() as running:
        told = _core(OPENERS[kind](facts, tmp_path / kind, running, server), facts, tmp_path / f"{kind}-data")
        expected = _core(open_store(facts, tmp_path / "store", running, None), facts, tmp_path / "store-data")
    assert {name for name in CORE_TABLES if told[name] != expected[name]} == set()


def test_all_sources_together_tell_nothing_new(tmp_path: Path) -> None:
    facts = _facts()
    with ExitStack() as running:
        expected = _core(open_store(facts, tmp_path / "store", running, None), facts, tmp_path / "store-data")
        folder = open_folder_of_events(facts, tmp_path / "folder", running, None)
        service = open_service(facts, tmp_path / "service", running, None)
        store = open_store(facts, tmp_path / "again", running, None)
        assert _core(_Together((service, folder, store)), facts, tmp_path / "data") == expected


class _Together:
    """Several sources read one after the other."""

    def __init__(self, sources: tuple[Source, ...]) -> None:
        self.name, self.left_out = "store", {}
        self._sources = sources

    def expected(self) -> int | None:
        return None

    def mark(self) -> str:
        return ""

    def close(self) -> None:
        for source in self._sources:
            source.close()

    def batches(self, position: Any) -> Any:
        for source in self._sources:
            yield from source.batches(position)
