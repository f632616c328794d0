"""The control record sums up, and a row that goes missing anywhere makes its day red (rules N-1, N-2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from pipelines.control.record import Verdict, directory, make_record, note_counts
from pipelines.control.store_counts import StoreCounts
from pipelines.core.workspace import Workspace
from pipelines.erasure import Tombstones, remove_certificates
from pipelines.landing.landing import Landing
from pipelines.sources import store_tables as store
from pipelines.staging.stage import Staging
from pipelines.synthetic.documents import MessageDocument
from tests.integration.small_store import SIGNED, Pipeline, SmallStore, sick_leave

TODAY = date(2026, 11, 23)
ERASED = "certificate-2"


@pytest.fixture
def small(tmp_path: Path) -> SmallStore:
    """Documents, a test certificate, a repetition, a document that cannot be read, states, relations and messages."""
    small = SmallStore(tmp_path / "store")
    small.unit("U1", "P1")
    for number in range(6):
        document = sick_leave(
            f"certificate-{number}",
            f"1980010{number + 1}2386",
            ("2026-09-01", "2026-09-14", 100),
            relations=(("ERSATT", "certificate-0"),) if number == 5 else (),
        )
        small.certificate(document)
        small.state(document.certificate_id, "SENT", "FKASSA")
    small.certificate(sick_leave("certificate-0", "198001012386", ("2026-09-01", "2026-09-14", 100)))
    small.certificate(sick_leave("certificate-6", "198001072386"), b"<not a certificate/>")
    small.certificate(sick_leave("certificate-7", "198001082386", ("2026-09-01", "2026-09-14", 100)))
    small.revoke("certificate-3")
    small.state("never-arrived", "SENT", "FKASSA")
    small.message(MessageDocument("message-1", "to_care", "certificate-1", "198001022386", "KOMPLT", SIGNED))
    with small.engine.begin() as connection:
        tests = sa.update(store.certificate).where(store.certificate.c.ID == "certificate-7")
        connection.execute(tests.values(TEST_CERTIFICATE=True))
        row = {"FROM_INTYG_ID": "certificate-5", "TO_INTYG_ID": "certificate-0", "RELATION_KOD": "ERSATT"}
        connection.execute(sa.insert(store.relation).values(CREATED_DATE=SIGNED, **row))
    return small


@pytest.fixture
def pipeline(tmp_path: Path, small: SmallStore) -> Pipeline:
    pipeline = Pipeline(tmp_path / "data", TODAY)
    _count(pipeline, small)
    pipeline.ingest(small)
    pipeline.build()
    return pipeline


def _count(pipeline: Pipeline, small: SmallStore) -> None:
    counts = StoreCounts(small.url)
    note_counts(pipeline.data, counts)
    counts.close()


def _record(pipeline: Pipeline, small: SmallStore) -> tuple[Verdict, dict[tuple[str, str], dict[str, Any]]]:
    landing, counts = Landing(pipeline.data.landing), StoreCounts(small.url)
    try:
        with Workspace(pipeline.data, pipeline.settings).open() as workspace:
            tombstones = Tombstones(landing, pipeline.data)
            verdict = make_record(workspace, pipeline.data, landing, counts, tombstones)
    finally:
        landing.close()
        counts.close()
    rows = pq.read_table(directory(pipeline.data) / "control_record.parquet").to_pylist()
    return verdict, {(row["stream"], row["event_type"]): row for row in rows}


def test_every_difference_is_explained(pipeline: Pipeline, small: SmallStore) -> None:
    verdict, rows = _record(pipeline, small)
    assert verdict.red == ()
    assert verdict.green_until == SIGNED.date()
    documents = rows["store/documents", "created"]
    assert (documents["in_source"], documents["left_out"], documents["landed"]) == (7, 1, 7)
    assert (documents["counted"], documents["quarantined"]) == (6, 1)
    assert rows["store/states", "sent"]["pending"] == 1
    assert rows["store/states", "revoked"]["counted"] == 1
    assert rows["store/messages", "message"]["counted"] == 1
    assert rows["store/relations", "relation"]["in_source"] == 1
    for row in rows.values():
        assert row["landed"] == row["counted"] + row["kept"] + row["pending"] + row["quarantined"] + row["conflict"]


def _from_the_store(_: Pipeline, small: SmallStore) -> None:
    with small.engine.begin() as connection:
        connection.execute(sa.delete(store.original_certificate).filter_by(CERTIFICATE_ID="certificate-1"))
        connection.execute(sa.delete(store.certificate_state).filter_by(CERTIFICATE_ID="certificate-1"))


def _from_landing(pipeline: Pipeline, _: SmallStore) -> None:
    landing = Landing(pipeline.data.landing)
    path = landing.segment_path(landing.ledger.segments()[0].number)
    landing.close()
    pq.write_table(pq.read_table(path).slice(1), path)


def _from_staging(table: str) -> Callable[[Pipeline, SmallStore], None]:
    def lose(pipeline: Pipeline, _: SmallStore) -> None:
        for path in pipeline.data.staging.glob(f"*/[!.]*/{table}.parquet"):
            pq.write_table(pq.read_table(path).slice(1), path)

    return lose


def _from_core(table: str) -> Callable[[Pipeline, SmallStore], None]:
    def lose(pipeline: Pipeline, _: SmallStore) -> None:
        with duckdb.connect(str(pipeline.data.work / "core.duckdb")) as workspace:
            workspace.execute(f"DELETE FROM {table} WHERE certificate_id = 'certificate-1'")

    return lose


def _revocation(pipeline: Pipeline, _: SmallStore) -> None:
    with duckdb.connect(str(pipeline.data.work / "core.duckdb")) as workspace:
        workspace.execute("UPDATE certificate SET revoked = FALSE")


@pytest.mark.parametrize(
    ("lose", "column"),
    [
        pytest.param(_from_the_store, "vanished", id="source"),
        pytest.param(_from_landing, "missing", id="landing"),
        pytest.param(_from_staging("certificate_document"), "lost_in_staging", id="document"),
        pytest.param(_from_staging("certificate_event"), "lost_in_staging", id="state"),
        pytest.param(_from_staging("message"), "lost_in_staging", id="message"),
        pytest.param(_from_staging("quarantine"), "lost_in_staging", id="quarantine"),
        pytest.param(_from_core("certificate"), "lost_in_core", id="certificate"),
        pytest.param(_from_core("message_fact"), "lost_in_core", id="message fact"),
        pytest.param(_revocation, "lost_in_core", id="revocation"),
    ],
)
def test_a_row_lost_from_any_layer_makes_its_day_red(
    lose: Callable[[Pipeline, SmallStore], None], column: str, pipeline: Pipeline, small: SmallStore
) -> None:
    lose(pipeline, small)
    _count(pipeline, small)
    verdict, _ = _record(pipeline, small)
    assert verdict.red
    assert all(row[column] > 0 for row in verdict.red)
    assert verdict.green_until is None or verdict.green_until < SIGNED.date()


def test_an_erased_certificate_that_the_store_still_has_is_explained(pipeline: Pipeline, small: SmallStore) -> None:
    landing = Landing(pipeline.data.landing)
    Tombstones(landing, pipeline.data).put_up([ERASED], "order 1", "Vera Fiktivsson")
    remove_certificates(landing, Staging(pipeline.data.staging), {ERASED})
    landing.close()
    pipeline.ingest(small)
    _count(pipeline, small)
    pipeline.build()
    verdict, rows = _record(pipeline, small)
    assert verdict.red == ()
    assert (rows["store/documents", "created"]["refused"], rows["store/states", "sent"]["refused"]) == (1, 1)


def test_what_arrives_after_the_count_is_explained(pipeline: Pipeline, small: SmallStore) -> None:
    small.certificate(sick_leave("certificate-8", "198001092386", ("2026-09-01", "2026-09-14", 100)))
    pipeline.ingest(small)
    pipeline.build()
    verdict, rows = _record(pipeline, small)
    assert verdict.red == ()
    assert rows["store/documents", "created"]["landed"] == 8
