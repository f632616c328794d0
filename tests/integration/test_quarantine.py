"""The quarantine as an operator works with it: list, show, replay, give up; nothing about persons, nothing changed."""

from __future__ import annotations

import re
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

import intyg
from pipelines.documents import DocumentOutcome, Rejection, read_document
from pipelines.erasure import Tombstones
from pipelines.landing.events import EventType, RawEvent
from pipelines.landing.landing import Batch, Landing
from pipelines.publication.databases import CORE_TABLES
from pipelines.quarantine.decisions import all_decisions, forget_erased, give_up
from pipelines.quarantine.items import Item, all_items, find
from pipelines.quarantine.overview import by_reason
from pipelines.quarantine.reasons import REASONS
from pipelines.quarantine.replay import chosen
from pipelines.staging import stage
from pipelines.staging.stage import Staging, stage_segment
from pipelines.synthetic.documents import write_document
from tests.integration.small_store import Pipeline, SmallStore, sick_leave
from warehouse.application.models import AuditEventRow, AuditResourceRow
from warehouse.application.opening import APPLICATION_DATABASE
from warehouse.errors import UserError
from warehouse.releases import ReleaseStore
from warehouse.storage import Zone

TODAY = date(2026, 11, 23)
PERSON = "198001012386"
GOOD = [sick_leave(f"good-{number}", PERSON, ("2026-09-01", f"2026-09-{14 + number}", 100)) for number in range(4)]
BAD = {
    "not_xml": b"<RegisterCertificate>",
    "wrong_encoding": write_document(GOOD[0]).replace("Vårdgivare".encode(), "Vårdgivare".encode("latin-1")),
    "control_character": write_document(GOOD[0]).replace(b"<version>", b"<version>\x02"),
    "missing_patient": write_document(sick_leave("without-patient", "", ("2026-09-01", "2026-09-14"))),
}


@pytest.fixture
def small(tmp_path: Path) -> SmallStore:
    """Readable certificates, one bad document for each of some reasons, and one certificate with two documents."""
    small = SmallStore(tmp_path / "store")
    small.unit("U1", "P1")
    for document in GOOD:
        small.certificate(document)
    for reason, payload in BAD.items():
        small.certificate(sick_leave(f"bad-{reason}", PERSON), payload)
    small.certificate(GOOD[1], write_document(sick_leave("good-1", PERSON, ("2026-09-01", "2026-12-24"))))
    return small


@pytest.fixture
def pipeline(small: SmallStore, tmp_path: Path) -> Pipeline:
    pipeline = Pipeline(tmp_path / "data", TODAY)
    pipeline.ingest(small)
    return pipeline


@pytest.fixture
def landing(pipeline: Pipeline) -> Iterator[Landing]:
    landing = Landing(pipeline.data.landing)
    yield landing
    landing.close()


def command(pipeline: Pipeline, *arguments: str, refused: bool = False) -> str:
    """What `intyg quarantine` prints; the message when it is to be refused."""
    result = CliRunner().invoke(intyg.app, ["--data", str(pipeline.root), "--quiet", "quarantine", *arguments])
    if refused:
        assert isinstance(result.exception, UserError), result.output
        return str(result.exception)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def item_of(pipeline: Pipeline, landing: Landing, reason: str) -> Item:
    return next(item for item in all_items(pipeline.data, landing) if item.reason == reason)


def staged_bytes(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in sorted(directory.rglob("*.*"))}


def read_by_a_faulty_reader(payload: bytes) -> DocumentOutcome:
    """A reader as it may have been before a fix: it cannot cope with half of the certificates."""
    outcome = read_document(payload)
    return Rejection("reader_failed", "ZeroDivisionError") if b"good-1" in payload or b"good-3" in payload else outcome


def test_the_list_counts_every_reason_and_says_what_to_do(pipeline: Pipeline) -> None:
    shown = command(pipeline, "list")
    for code in BAD:
        reason = REASONS[code]
        row = next(line for line in shown.splitlines() if f" {code} " in line)
        assert [part.strip() for part in row.split("│")[1:4]] == [code, reason.title.en, "1"]
        assert reason.remedy.en in row


def test_items_are_listed_with_numbers_and_shown_without_persons(pipeline: Pipeline, landing: Landing) -> None:
    items = all_items(pipeline.data, landing)
    assert {item.reason for item in items} == BAD.keys()
    listed = command(pipeline, "list", "--items")
    outputs = [listed, command(pipeline, "list")]
    for item in items:
        assert re.fullmatch("[0-9a-f]{12}", item.number)
        assert item.number in listed
        shown = command(pipeline, "show", item.number)
        for value in (
            item.reason,
            "store",
            "documents",
            item.hash_prefix,
            f"{len(BAD[item.reason])} bytes",
            item.detail,
        ):
            assert value in shown
        outputs.append(shown)
    for output in outputs:
        assert "bad-" not in output
        assert PERSON not in output
        assert "RegisterCertificate>" not in output
    assert command(pipeline, "list", "--reason", "not_xml").count("not_xml") == 1
    assert "No item" in command(pipeline, "show", "ffffffffffff", refused=True)


def test_days_are_those_of_arrival(pipeline: Pipeline, landing: Landing) -> None:
    items = all_items(pipeline.data, landing)
    arrived = items[0].received_on
    assert abs((arrived - datetime.now(UTC).date()).days) <= 1
    (first, *_) = by_reason(items, arrived)
    assert (first.waiting, first.today, first.oldest_days) == (1, 1, 0)
    (later, *_) = by_reason(items, arrived + timedelta(days=9))
    assert (later.waiting, later.today, later.oldest_days) == (1, 0, 9)


def test_conflicts_are_items_that_no_replay_can_mend(pipeline: Pipeline, landing: Landing, tmp_path: Path) -> None:
    pipeline.build()
    store = ReleaseStore(pipeline.data.zone(Zone.RESTRICTED))
    with store.building("20261123T020000Z-0000") as built:
        shutil.copytree(pipeline.core, built / "core")
        store.finish(built, "20261123T020000Z-0000", {"as_of": TODAY.isoformat()})
    store.put_in_force("20261123T020000Z-0000")

    item = item_of(pipeline, landing, "conflict")
    assert REASONS["conflict"].remedy.en in command(pipeline, "list")
    assert item.number in command(pipeline, "list", "--reason", "conflict")
    assert "judged anew" in command(pipeline, "replay", "--number", item.number, refused=True)
    assert "judged anew" in command(pipeline, "replay", "--reason", "conflict", refused=True)
    assert f"Read {len(BAD)} items again" in command(pipeline, "replay", "--all")
    command(pipeline, "give-up", item.number, "--because", "The other one is right.")
    assert item_of(pipeline, landing, "conflict").given_up

    command(pipeline, "show", item.number, "--raw", str(tmp_path / "taken.xml"))
    with sa.create_engine(f"sqlite:///{pipeline.data.application / APPLICATION_DATABASE}").connect() as connection:
        (person,) = connection.execute(sa.select(AuditResourceRow.__table__)).all()
    assert (person.patient_id, person.unit_id) == (PERSON, "U1"), "whom a readable document is about is recorded"


@pytest.mark.parametrize("former_version", [None, "0"])
def test_a_replay_gives_what_a_first_reading_would_have_given(
    former_version: str | None, small: SmallStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    straight = Pipeline(tmp_path / "straight", TODAY)
    straight.ingest(small)
    straight.build()
    pipeline = Pipeline(tmp_path / "replayed", TODAY)
    landing = Landing(pipeline.data.landing)
    monkeypatch.setattr(stage, "read_document", read_by_a_faulty_reader)
    if former_version is None:
        pipeline.ingest(small)
    else:
        monkeypatch.setattr(Staging, "stage_missing", lambda *_, **__: 0)
        pipeline.ingest(small)
        for segment in landing.ledger.segments():
            former = Staging(pipeline.data.staging, former_version)
            stage_segment(landing.directory, former.directory, segment.number)
    monkeypatch.undo()

    failed = chosen(all_items(pipeline.data, landing), reason="reader_failed", number=None, everything=False)
    assert len(failed) == 3, "the fault of the reader is known, whichever version it was"
    shown = command(pipeline, "replay", "--all")
    assert f"Read {len(failed) + len(BAD)} items again: {len(failed)} can be read now, {len(BAD)} stay." in shown
    afresh = tmp_path / "afresh"
    for segment in landing.ledger.segments():
        stage_segment(landing.directory, afresh, segment.number)
    assert staged_bytes(Staging(pipeline.data.staging).directory) == staged_bytes(afresh)
    assert {item.reason for item in all_items(pipeline.data, landing)} == BAD.keys()
    landing.close()
    pipeline.build()
    for table in CORE_TABLES:
        replayed, first = ((one.core / f"{table}.parquet").read_bytes() for one in (pipeline, straight))
        assert replayed == first, table


def test_a_replay_never_brings_back_what_was_erased(
    pipeline: Pipeline, landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    payload = write_document(sick_leave("good-1-erased", PERSON, ("2026-09-01", "2026-09-14")))
    landing.land(Batch([RawEvent("queue", EventType.CREATED, source_key="q-1", payload=payload)], "queue"))
    monkeypatch.setattr(stage, "read_document", read_by_a_faulty_reader)
    Staging(pipeline.data.staging).stage_missing(landing)
    monkeypatch.undo()
    item = item_of(pipeline, landing, "reader_failed")
    Tombstones(landing, pipeline.data).put_up(["good-1-erased"], "order-1")
    assert "1 can be read now" in command(pipeline, "replay", "--number", item.number)
    with duckdb.connect() as connection:
        staged = connection.read_parquet(Staging(pipeline.data.staging).pattern("certificate_document"))
        certificates = {name for (name,) in staged.project("certificate_id").fetchall()}
    assert "good-1" in certificates
    assert "good-1-erased" not in certificates
    with pytest.raises(UserError, match="No item"):
        find(all_items(pipeline.data, landing), item.number)


def test_replaying_one_item_or_one_reason(pipeline: Pipeline, landing: Landing) -> None:
    items = all_items(pipeline.data, landing)
    before = staged_bytes(Staging(pipeline.data.staging).directory)
    item = item_of(pipeline, landing, "not_xml")
    assert "Read 1 items again: 0 can be read now, 1 stay." in command(pipeline, "replay", "--number", item.number[:9])
    assert "Read 1 items again" in command(pipeline, "replay", "--reason", "missing_patient")
    assert "Read 0 items again" in command(pipeline, "replay", "--reason", "too_deep")
    assert staged_bytes(Staging(pipeline.data.staging).directory) == before
    assert all_items(pipeline.data, landing) == items
    assert "Say what to replay" in command(pipeline, "replay", refused=True)
    assert "Say what to replay" in command(pipeline, "replay", "--all", "--reason", "not_xml", refused=True)


def test_giving_up_is_kept_with_its_reason_and_shown(pipeline: Pipeline, landing: Landing) -> None:
    item = item_of(pipeline, landing, "not_xml")
    command(pipeline, "give-up", item.number, "--because", "The source has  deleted it.")
    assert "The source has deleted it." in command(pipeline, "show", item.number)
    assert "The source has deleted it." in command(pipeline, "list", "--items")
    (count,) = [one for one in by_reason(all_items(pipeline.data, landing), TODAY) if one.reason.code == "not_xml"]
    assert (count.waiting, count.given_up) == (0, 1)
    assert f"Read {len(BAD) - 1} items again" in command(pipeline, "replay", "--all")
    assert "Read 1 items again" in command(pipeline, "replay", "--number", item.number)
    command(pipeline, "give-up", item.number, "--because", "Asked once more.")
    assert [one.because for one in item_of(pipeline, landing, "not_xml").decisions] == [
        "The source has deleted it.",
        "Asked once more.",
    ]


def test_a_reason_names_nobody(pipeline: Pipeline, landing: Landing) -> None:
    item = item_of(pipeline, landing, "not_xml")
    for because in (
        " ",
        "x" * 501,
        "Gäller 19800101-2386",
        "Gäller 198001012386.",
        "Gäller 800101-2386",
        "Intyg fd59cab6-942c-4b5d-a932-ea5117783afa",
    ):
        with pytest.raises(UserError, match="reason"):
            give_up(landing.ledger, item.key, because)
    assert all_decisions(landing.ledger) == {}


def test_the_number_stays_when_the_segment_is_written_anew(pipeline: Pipeline, landing: Landing) -> None:
    kept, removed = item_of(pipeline, landing, "not_xml"), item_of(pipeline, landing, "wrong_encoding")
    for item in (kept, removed):
        give_up(landing.ledger, item.key, "Nothing to be done.")
    landing.without(removed.segment, {bytes.fromhex(removed.key)})
    Staging(pipeline.data.staging).stage_missing(landing)
    again = item_of(pipeline, landing, "not_xml")
    assert again.number == kept.number
    assert again.segment != kept.segment
    with pytest.raises(UserError, match="No item"):
        find(all_items(pipeline.data, landing), removed.number)
    assert forget_erased(landing.ledger) == 1
    assert all_decisions(landing.ledger).keys() == {kept.key}


def test_taking_a_document_out_is_recorded_first(pipeline: Pipeline, landing: Landing, tmp_path: Path) -> None:
    item = item_of(pipeline, landing, "missing_patient")
    file = tmp_path / "taken.xml"
    command(pipeline, "show", item.number, "--raw", str(file))
    assert file.read_bytes() == BAD["missing_patient"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    engine = sa.create_engine(f"sqlite:///{pipeline.data.application / APPLICATION_DATABASE}")
    with engine.connect() as connection:
        (event,) = connection.execute(sa.select(AuditEventRow.__table__)).all()
        assert connection.execute(sa.select(AuditResourceRow.__table__)).all() == []
    assert (event.activity, event.resource_kind, event.level, event.purpose) == (
        "READ",
        "Intyg",
        "detail",
        "ADMINISTRATION",
    )
    assert event.filter_text == f"quarantine item {item.number}"
    assert "already" in command(pipeline, "show", item.number, "--raw", str(file), refused=True)


def test_without_an_audit_log_nothing_is_written(
    pipeline: Pipeline, landing: Landing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = item_of(pipeline, landing, "missing_patient")
    nowhere = tmp_path / "file"
    nowhere.write_text("no directory")
    monkeypatch.setenv("INTYG_APPLICATION_URL", f"sqlite:///{nowhere}/application.sqlite")
    command(pipeline, "show", item.number, "--raw", str(tmp_path / "taken.xml"), refused=True)
    assert not (tmp_path / "taken.xml").exists()


def test_nothing_taken_in_yet(tmp_path: Path) -> None:
    assert "Nothing has been taken in" in command(Pipeline(tmp_path / "empty", TODAY), "list", refused=True)


def test_events_without_a_document_are_items_too(pipeline: Pipeline, landing: Landing) -> None:
    landing.land(Batch([RawEvent("queue", EventType.REVOKED, source_key="q-1")], "queue"))
    Staging(pipeline.data.staging).stage_missing(landing)
    item = item_of(pipeline, landing, "missing_certificate_id")
    assert (item.source, item.event_type) == ("queue", "revoked")
    assert "0 bytes" in command(pipeline, "show", item.number)
