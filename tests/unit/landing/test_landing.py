"""Landing: append-only, idempotent, and whole after a crash at any step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.landing.events import EventType, RawEvent
from pipelines.landing.landing import Batch, Landing
from warehouse.errors import DamagedDataError


def _document(number: int, payload: bytes = b"<a/>") -> RawEvent:
    return RawEvent(
        "store/documents",
        EventType.CREATED,
        certificate_id=f"certificate-{number}",
        recording_number=number,
        payload=payload,
    )


@pytest.fixture
def landing(tmp_path: Path) -> Iterator[Landing]:
    area = Landing(tmp_path)
    yield area
    area.close()


def _landed(landing: Landing) -> list[str]:
    return [
        row["certificate_id"]
        for segment in landing.ledger.segments()
        for batch in landing.read_segment(segment.number)
        for row in batch.to_pylist()
    ]


def test_events_are_landed_as_they_are(landing: Landing) -> None:
    payload = "<intyg>åäö</intyg>".encode()
    assert landing.land(Batch([_document(1, payload)], "store/documents", {"high": 1})) == 1
    (row,) = next(landing.read_segment(1)).to_pylist()
    assert row["payload"] == payload
    assert row["event_type"] == "created"
    assert row["recording_number"] == 1
    assert landing.ledger.position("store/documents") == {"high": 1}


def test_repetition_adds_nothing(landing: Landing) -> None:
    batch = Batch([_document(1), _document(2), _document(1)], "store/documents")
    assert landing.land(batch) == 2
    assert landing.land(batch) == 0
    assert landing.land(Batch([_document(2), _document(3)], "store/documents")) == 1
    assert sorted(_landed(landing)) == ["certificate-1", "certificate-2", "certificate-3"]


def test_another_payload_of_the_same_certificate_is_kept(landing: Landing) -> None:
    landing.land(Batch([_document(1, b"<a/>")], "store/documents"))
    assert landing.land(Batch([_document(1, b"<b/>")], "store/documents")) == 1


def test_a_state_is_told_apart_by_its_time_and_recipient(landing: Landing) -> None:
    def sent(recipient: str, time: str) -> RawEvent:
        return RawEvent("store/states", EventType.SENT, certificate_id="c", recipient=recipient, source_time=time)

    events = [
        sent("FKASSA", "2026-01-01T08:00:00"),
        sent("FKASSA", "2026-01-01T09:00:00"),
        sent("TRANSP", "2026-01-01T08:00:00"),
    ]
    assert landing.land(Batch(events, "store/states")) == 3
    assert landing.land(Batch(events, "store/states")) == 0


def test_a_crash_after_the_file_and_before_the_ledger_leaves_nothing_visible(
    landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("pipelines.landing.landing.add_segment", killed)
        with pytest.raises(Killed):
            landing.land(Batch([_document(1)], "store/documents", {"high": 1}))
    assert landing.ledger.segments() == []
    assert landing.ledger.position("store/documents") == {}
    assert landing.land(Batch([_document(1), _document(2)], "store/documents", {"high": 2})) == 2
    assert sorted(_landed(landing)) == ["certificate-1", "certificate-2"]


def test_position_and_rows_move_together(landing: Landing, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise RuntimeError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("pipelines.landing.landing.set_position", failing)
        with pytest.raises(RuntimeError):
            landing.land(Batch([_document(1)], "store/documents", {"high": 1}))
    assert landing.ledger.known([_document(1).key(_document(1).payload_sha256)]) == set()


def test_verify_finds_a_changed_segment(landing: Landing) -> None:
    landing.land(Batch([_document(1)], "store/documents"))
    landing.verify()
    path = landing.segment_path(1)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(DamagedDataError, match="segment 1"):
        landing.verify()


def test_a_missing_segment_is_said_to_be_missing(landing: Landing) -> None:
    landing.land(Batch([_document(1)], "store/documents"))
    landing.segment_path(1).unlink()
    with pytest.raises(DamagedDataError, match="missing"):
        list(landing.read_segment(1))


def test_the_newest_file_of_a_kind_is_in_force(landing: Landing) -> None:
    assert landing.land_file("population", b"one")
    assert landing.land_file("population", b"two")
    assert not landing.land_file("population", b"two")
    newest = landing.newest_file("population")
    assert newest is not None
    assert landing.file_path(newest).read_bytes() == b"two"
    assert landing.land_file("population", b"one"), "going back to an earlier content is a new reading"
    newest = landing.newest_file("population")
    assert newest is not None
    assert landing.file_path(newest).read_bytes() == b"one"


def test_the_ledger_holds_no_identifiers(landing: Landing) -> None:
    landing.land(Batch([_document(1, b"<personnummer>20000101-2384</personnummer>")], "store/documents", {"high": 1}))
    landing.close()
    content = b"".join(path.read_bytes() for path in landing.directory.glob("ledger.sqlite*"))
    assert b"certificate-1" not in content
    assert b"2384" not in content
