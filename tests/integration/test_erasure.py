"""Erasure by order: nothing of the certificate remains, and the figures are those of a store that never held it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipelines.erasure import erase
from pipelines.landing.landing import Landing
from pipelines.landing.ledger import erasure_order_table
from pipelines.running import run_groups
from pipelines.synthetic.documents import MessageDocument
from tests.integration.small_store import PERSON_KEY, Pipeline, SmallStore, sick_leave
from warehouse.errors import UserError
from warehouse.releases import ReleaseStore
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory, Zone

TODAY = date(2026, 11, 23)
DOOMED = "doomed-certificate"
MARKER = "marker-7f3a"
PERSON = "198001012386"
ANOTHER = "198001022393"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("INTYG_TODAY", TODAY.isoformat())
    monkeypatch.setenv("INTYG_PERSON_KEY", PERSON_KEY.decode())
    monkeypatch.setenv("INTYG_STORE_URL", f"sqlite:///{tmp_path / 'store' / 'store.sqlite'}")
    return load_settings(data=tmp_path / "data")


def _others(small: SmallStore) -> None:
    small.unit("U1", "P1")
    for number in range(3):
        small.certificate(sick_leave(f"other-{number}", ANOTHER, (f"2026-0{number + 6}-01", f"2026-0{number + 6}-20")))


def _doomed(small: SmallStore) -> None:
    small.certificate(sick_leave(DOOMED, PERSON, ("2026-09-01", "2026-09-20"), text=MARKER))
    small.state(DOOMED, "SENT", "FKASSA")
    small.message(
        MessageDocument("doomed-message", "to_care", DOOMED, PERSON, "KOMPLT", datetime(2026, 10, 1), text=MARKER)  # noqa: DTZ001
    )


def _run(settings: Settings, small: SmallStore) -> None:
    landing = Landing(DataDirectory(settings.data).landing)
    landing.land_file("hsa_lookups", small.lookups())
    landing.close()
    run_groups(settings.data)


def _holds(data: Path, text: str) -> list[str]:
    """Files below `data` that hold the text, in their bytes or inside Parquet and DuckDB."""
    found = []
    for path in sorted(path for path in data.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".parquet":
            content += repr(pq.read_table(path).to_pylist()).encode()
        if path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as connection:
                for (name,) in connection.execute("SELECT table_name FROM information_schema.tables").fetchall():
                    content += repr(connection.table(name).fetchall()).encode()
        if text.encode() in content:
            found.append(str(path.relative_to(data)))
    return found


def test_nothing_remains_and_figures_are_as_if_it_never_was(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = SmallStore(tmp_path / "store")
    _others(small)
    _doomed(small)
    _run(settings, small)
    assert _holds(settings.data, DOOMED), "the search would not find anything"
    assert _holds(settings.data, PERSON)

    receipt = erase(settings, [DOOMED], order="2026-17", confirmed_by="Chef Exempel")

    assert "2026-17" in receipt
    assert DOOMED not in receipt
    for trace in (DOOMED, PERSON, MARKER, "doomed-message"):
        assert _holds(settings.data, trace) == []
    clean = SmallStore(tmp_path / "clean")
    _others(clean)
    never = Pipeline(tmp_path / "never", TODAY)
    never.ingest(clean)
    never.build()
    release = ReleaseStore(DataDirectory(settings.data).zone(Zone.RESTRICTED)).current()
    for table in ("certificate", "sick_leave_row", "sick_leave_case", "person"):
        kept = pq.read_table(release.file(f"core/{table}.parquet"))
        expected = pq.read_table(never.core / f"{table}.parquet")
        assert kept.drop_columns([c for c in ("recording_number",) if c in kept.column_names]).equals(
            expected.drop_columns([c for c in ("recording_number",) if c in expected.column_names])
        )


def test_a_redelivery_is_refused(tmp_path: Path, settings: Settings) -> None:
    small = SmallStore(tmp_path / "store")
    _others(small)
    _doomed(small)
    _run(settings, small)
    erase(settings, [DOOMED], order="2026-17", confirmed_by="Chef Exempel")
    _doomed_again = sick_leave(DOOMED, PERSON, ("2026-09-01", "2026-09-25"), text=MARKER)
    small.certificate(_doomed_again)
    run_groups(settings.data)
    assert _holds(settings.data, DOOMED) == []
    assert _holds(settings.data, MARKER) == []


def test_the_order_is_kept_without_identity(tmp_path: Path, settings: Settings) -> None:
    small = SmallStore(tmp_path / "store")
    _others(small)
    _doomed(small)
    _run(settings, small)
    erase(settings, [DOOMED, "never-had-this"], order="2026-17", confirmed_by="Chef Exempel")
    landing = Landing(DataDirectory(settings.data).landing)
    with landing.ledger.transaction() as connection:
        (order,) = connection.execute(erasure_order_table.select()).fetchall()
    landing.close()
    assert (order.number, order.confirmed_by, order.certificates) == ("2026-17", "Chef Exempel", 2)
    assert order.done_at is not None


def test_an_order_needs_a_number_and_a_second_person(settings: Settings) -> None:
    with pytest.raises(UserError, match="order number"):
        erase(settings, [DOOMED], order=" ", confirmed_by="Chef Exempel")
