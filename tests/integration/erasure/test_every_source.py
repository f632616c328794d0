"""An erasure reaches what any kind of source has delivered, and what it delivers again (X-9, X-17)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.assets.erasure import GROUPS_WITHOUT_SOURCES
from pipelines.assets.landing import land_all
from pipelines.erasure import Tombstones
from pipelines.erasure.ordering import erase
from pipelines.erasure.orders import new_order
from pipelines.landing.events import EventType
from pipelines.landing.landing import Landing
from pipelines.publication.databases import CORE_TABLES
from pipelines.running import run_groups
from pipelines.sources.source import Source
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
from tests.integration.erasure.conftest import TODAY
from tests.integration.erasure.data_search import files_with
from tests.integration.erasure.marked_store import ANOTHER_PERSON, DOOMED, MESSAGE, MESSAGE_TEXT, PERSON, TEXT, TRACES
from tests.integration.small_store import PERSON_KEY, SmallStore, sick_leave
from warehouse.releases import ReleaseStore
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory, Zone

MONTHS = (5, 6, 7)
OPENERS: dict[str, Callable[[Facts, Path, ExitStack, Any], Source]] = {
    "queue": open_queue,
    "folder": open_folder_of_events,
    "service": open_service,
}


def _moment(day: int) -> datetime:
    return datetime(2026, 9, day, 12)  # noqa: DTZ001 - Swedish local time


def _facts(holds_doomed: bool) -> Facts:
    """Certificates of another person, and one that carries the markers."""
    documents = [
        sick_leave(f"other-{month}", ANOTHER_PERSON, (f"2026-0{month}-01", f"2026-0{month}-14"), text="Annan")
        for month in MONTHS
    ]
    messages = [MessageDocument("message-0", "to_care", "other-5", ANOTHER_PERSON, "OVRIGT", _moment(5))]
    happened = [Happened(EventType.SENT, "other-5", _moment(4), "FKASSA")]
    if holds_doomed:
        documents.append(
            sick_leave(DOOMED, PERSON, ("2026-09-01", "2026-09-20"), type_id="lisjp", signed_at=_moment(1), text=TEXT)
        )
        happened.append(Happened(EventType.SENT, DOOMED, _moment(2), "FKASSA"))
        messages.append(MessageDocument(MESSAGE, "to_care", DOOMED, PERSON, "KOMPLT", _moment(3), text=MESSAGE_TEXT))
    return Facts(tuple(documents), tuple(happened), tuple(messages))


def _deliver(settings: Settings, source: Source, facts: Facts) -> None:
    """Land what a source tells, and bring everything behind it up to date."""
    data = DataDirectory(settings.data)
    directory = SmallStore(settings.data.parent / "directory")
    directory.unit("U1", "P1")
    with closing(Landing(data.landing)) as landing:
        landing.land_file("hsa_lookups", directory.lookups())
        land_all(Alike(source, facts), landing, Tombstones(landing, data))
    source.close()
    directory.engine.dispose()
    run_groups(settings.data, GROUPS_WITHOUT_SOURCES)


def _traces(settings: Settings) -> dict[str, list[str]]:
    found = {trace: files_with(settings.data, trace) for trace in TRACES}
    return {trace: files for trace, files in found.items() if files}


def _core(settings: Settings) -> dict[str, Any]:
    folder = ReleaseStore(DataDirectory(settings.data).zone(Zone.RESTRICTED)).current().path / "core"
    return {name: pq.read_table(folder / f"{name}.parquet") for name in CORE_TABLES}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTYG_TODAY", TODAY.isoformat())
    monkeypatch.setenv("INTYG_PERSON_KEY", PERSON_KEY.decode())


@pytest.mark.parametrize("kind", list(OPENERS))
def test_no_byte_of_what_the_source_delivered_remains_or_comes_back(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("broker") if kind == "queue" else None
    settings, never = (load_settings(data=tmp_path / name / "data") for name in ("erased", "never"))
    facts, without = _facts(True), _facts(False)
    with ExitStack() as running:
        _deliver(settings, OPENERS[kind](facts, tmp_path / "first", running, server), facts)
        assert {DOOMED, PERSON, TEXT, MESSAGE} <= set(_traces(settings)), "the search would not find anything"

        assert erase(settings, new_order("2026-18", "Chef Exempel", "Handläggare", certificates=[DOOMED])).done_at
        assert _traces(settings) == {}

        _deliver(settings, OPENERS[kind](facts, tmp_path / "again", running, server), facts)
        assert _traces(settings) == {}

        _deliver(never, open_store(without, tmp_path / "without", running, server), without)
    erased, expected = _core(settings), _core(never)
    assert [name for name in CORE_TABLES if not erased[name].equals(expected[name])] == []
