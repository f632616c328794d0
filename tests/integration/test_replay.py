"""Order, repetition and splitting of what the sources say change nothing in the core (rules C-5, Y-1, section 9)."""

from __future__ import annotations

import random
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines.landing.events import RawEvent
from pipelines.landing.landing import Batch, Landing
from pipelines.publication.databases import CORE_TABLES
from pipelines.sources.store import StoreSource
from pipelines.staging.stage import Staging
from pipelines.synthetic.documents import MessageDocument, write_document
from tests.integration.small_store import Pipeline, SmallStore, sick_leave

TODAY = date(2026, 11, 23)


@pytest.fixture
def small(tmp_path: Path) -> SmallStore:
    """A few certificates with everything that makes order matter: ties, revocations, relations, conflicts, messages."""
    small = SmallStore(tmp_path / "store")
    small.unit("U1", "P1")
    small.unit("U2", "P1", care_unit_id="U1")
    tied = datetime(2026, 9, 1, 12)  # noqa: DTZ001
    for number in range(12):
        person = f"1980010{number % 4 + 1}238{number % 2}"
        document = sick_leave(
            f"certificate-{number:02}",
            person,
            ("2026-09-01", "2026-09-14", 100),
            ("2026-09-15", f"2026-09-{16 + number}", 50),
            unit=f"U{number % 2 + 1}",
            diagnosis=("F432", "M545", "j06")[number % 3],
            signed_at=tied,
            relations=(("ERSATT", "certificate-00"),) if number == 5 else (),
        )
        small.certificate(document)
        small.state(document.certificate_id, "SENT", "FK" if number % 2 else "fkassa")
    small.revoke("certificate-03")
    other = write_document(sick_leave("certificate-04", "198001012386", ("2026-09-01", "2026-10-30"), signed_at=tied))
    small.certificate(sick_leave("certificate-04", "198001012386"), other)
    small.certificate(sick_leave("certificate-06", "198001012386"), b"<not a certificate/>")
    for number in (1, 9):
        small.message(
            MessageDocument(f"message-{number}", "to_care", f"certificate-{number:02}", "198001012386", "KOMPLT", tied)
        )
    return small


def _core(pipeline: Pipeline) -> dict[str, bytes]:
    pipeline.build()
    return {name: (pipeline.core / f"{name}.parquet").read_bytes() for name in CORE_TABLES}


def _land_in_order(pipeline: Pipeline, small: SmallStore, events: list[RawEvent], batches: int) -> None:
    landing = Landing(pipeline.data.landing)
    try:
        landing.land_file("hsa_lookups", small.lookups())
        for start in range(batches):
            landing.land(Batch(events[start::batches], "store/shuffled"))
        Staging(pipeline.data.staging).stage_missing(landing)
    finally:
        landing.close()


def _events(small: SmallStore) -> list[RawEvent]:
    source = StoreSource(small.url)
    try:
        return [event for batch in source.batches(lambda _: {}) for event in batch.events]
    finally:
        source.close()


def test_ingesting_twice_changes_nothing(small: SmallStore, tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path / "data", TODAY)
    assert pipeline.ingest(small) > 0
    once = _core(pipeline)
    assert pipeline.ingest(small) == 0
    assert _core(pipeline) == once


@pytest.mark.parametrize("shuffle_seed", range(4))
def test_any_order_and_splitting_gives_the_same_bytes(small: SmallStore, tmp_path: Path, shuffle_seed: int) -> None:
    straight = Pipeline(tmp_path / "straight", TODAY)
    straight.ingest(small)
    shuffled = Pipeline(tmp_path / "shuffled", TODAY)
    chance = random.Random(shuffle_seed)
    events = [*_events(small), *chance.sample(_events(small), 10)]
    chance.shuffle(events)
    _land_in_order(shuffled, small, events, batches=chance.randint(1, 7))
    assert _core(shuffled) == _core(straight)


def test_ingesting_between_new_registrations_gives_the_same_bytes(small: SmallStore, tmp_path: Path) -> None:
    stepwise = Pipeline(tmp_path / "stepwise", TODAY)
    stepwise.ingest(small)
    small.certificate(sick_leave("late", "198001012386", ("2026-10-01", "2026-10-20"), signed_at=datetime(2026, 1, 1)))  # noqa: DTZ001
    small.revoke("certificate-01")
    assert stepwise.ingest(small) > 0
    at_once = Pipeline(tmp_path / "at_once", TODAY)
    at_once.ingest(small)
    assert _core(stepwise) == _core(at_once)


def test_staging_can_be_thrown_away_and_made_anew(small: SmallStore, tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path / "data", TODAY)
    pipeline.ingest(small)
    before = _core(pipeline)
    staging = Staging(pipeline.data.staging)
    first = {path.name: path.read_bytes() for path in staging.path(1).iterdir()}
    for path in sorted(staging.directory.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    pipeline.ingest(small)
    assert {path.name: path.read_bytes() for path in staging.path(1).iterdir()} == first
    assert _core(pipeline) == before


def test_two_different_documents_of_one_id_are_one_certificate_and_a_conflict(
    small: SmallStore, tmp_path: Path
) -> None:
    pipeline = Pipeline(tmp_path / "data", TODAY)
    pipeline.ingest(small)
    pipeline.build()
    with duckdb.connect() as connection:
        certificates = connection.read_parquet(str(pipeline.core / "certificate.parquet"))
        conflicts = connection.read_parquet(str(pipeline.core / "document_conflict.parquet"))
        assert certificates.filter("certificate_id = 'certificate-04'").count("*").fetchone() == (1,)
        assert conflicts.count("*").fetchone() == (1,)


def test_a_difference_in_form_alone_is_no_conflict(tmp_path: Path) -> None:
    small = SmallStore(tmp_path / "store")
    small.unit("U1", "P1")
    document = sick_leave("c", "198001012386", ("2026-09-01", "2026-09-14"))
    small.certificate(document)
    small.certificate(document, b"\xef\xbb\xbf" + write_document(document))
    small.certificate(document, write_document(document).replace(b"><", b">\n  <"))
    pipeline = Pipeline(tmp_path / "data", TODAY)
    pipeline.ingest(small)
    pipeline.build()
    with duckdb.connect() as connection:
        conflicts = connection.read_parquet(str(pipeline.core / "document_conflict.parquet"))
        assert conflicts.count("*").fetchone() == (0,)
