"""What becomes of queue events in staging (rules C3-1, C3-4, C3-5, E-1, F-4); no broker is needed here."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.landing.events import RawEvent
from pipelines.landing.landing import Batch, Landing
from pipelines.sources.queue_events import certificate_event, text_body, trigger_event
from pipelines.sources.service_known import Known
from pipelines.staging.stage import Staging
from pipelines.synthetic.documents import MessageDocument, write_document, write_message
from tests.integration.small_store import sick_leave
from warehouse.settings import load_settings
from warehouse.storage import DataDirectory

PERSON = "198001012386"
DOCUMENT = write_document(sick_leave("certificate-1", PERSON, ("2026-09-01", "2026-09-14", 100)))
TIME = "1788264000123"

Staged = dict[str, list[dict[str, Any]]]


def staged(folder: Path, *events: RawEvent) -> Staged:
    """The rows of each staged table that has any."""
    staging = Staging(folder / "staging")
    with closing(Landing(folder / "landing")) as landing:
        assert landing.land(Batch(list(events), "queue/events")) == len(events)
        staging.stage_missing(landing)
    assert sum(staging.summary(1)["outcomes"].values()) == len(events)
    tables = {path.stem: pq.read_table(path).to_pylist() for path in sorted(staging.path(1).glob("*.parquet"))}
    return {name: rows for name, rows in tables.items() if rows}


def event(body: bytes = b"", **properties: str) -> RawEvent:
    named = {name.replace("_", "-"): value for name, value in properties.items()}
    return certificate_event("queue/events", {"timestamp": TIME, **named}, body)


def test_a_revocation_brings_its_document_along(tmp_path: Path) -> None:
    tables = staged(tmp_path, event(DOCUMENT, action="revoked", certificate_id="certificate-1"))
    assert tables.keys() == {"certificate_event", "certificate_document", "period"}
    assert [row["certificate_id"] for row in tables["certificate_document"]] == ["certificate-1"]
    revocation = tables["certificate_event"][0]
    assert revocation["event_type"] == "revoked"
    assert revocation["event_time"] == datetime(2026, 9, 1, 14)  # noqa: DTZ001 - staged times are Swedish local time


@pytest.mark.parametrize("named", ["", "  ", "another"])
def test_the_id_in_the_document_of_a_revocation_is_the_one_that_holds(tmp_path: Path, named: str) -> None:
    tables = staged(tmp_path, event(DOCUMENT, action="revoked", certificate_id=named))
    assert [row["certificate_id"] for row in tables["certificate_event"]] == ["certificate-1"]
    assert ("hint_differs" in tables["certificate_document"][0]["flags"]) == bool(named)


@pytest.mark.parametrize("body", [b"", b"<broken", b"\x00\xff"])
def test_a_revocation_without_a_readable_document_holds_by_its_envelope(tmp_path: Path, body: bytes) -> None:
    tables = staged(tmp_path, event(body, action="revoked", certificate_id=" certificate-1 "))
    assert tables.keys() == {"certificate_event"}
    assert tables["certificate_event"][0]["certificate_id"] == "certificate-1"


def test_a_sending_without_payload(tmp_path: Path) -> None:
    sent = event(action="sent", certificate_id="certificate-1", certificate_recipient="FKASSA")
    row = staged(tmp_path, sent)["certificate_event"][0]
    assert (row["certificate_id"], row["event_type"], row["recipient"]) == ("certificate-1", "sent", "FKASSA")


def test_a_message_with_leaves_of_either_types_namespace(tmp_path: Path) -> None:
    time = datetime(2026, 9, 1, 12)  # noqa: DTZ001
    messages = [
        write_message(MessageDocument(f"message-{number}", "to_care", "certificate-1", PERSON, "KOMPLT", time))
        for number in range(2)
    ]
    older = messages[1].replace(b"certificate:types:3", b"certificate:types:2")
    assert older != messages[1]
    tables = staged(tmp_path, *(event(body, action="message-sent") for body in (messages[0], older)))
    assert [row["message_id"] for row in tables["message"]] == ["message-0", "message-1"]
    assert {row["certificate_id"] for row in tables["message"]} == {"certificate-1"}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (event(action="created", certificate_id="c"), "empty_document"),
        (event(b"\x00\xff\x00", action="created", certificate_id="c"), "wrong_encoding"),
        (event(b"<html/>", action="created", certificate_id="c"), "unknown_root"),
        (event(b"<a>" + b"x" * (16 * 1024 * 1024), action="created"), "too_large"),
        (event(b"hello", action="message-sent"), "not_xml"),
        (event(action="sent"), "missing_certificate_id"),
        (event(action="revoked"), "missing_certificate_id"),
        (event(action="archived", certificate_id="c"), "unknown_event"),
        (event(certificate_id="c"), "unknown_event"),
        (event(b"hello", action="archived"), "not_xml"),
        (trigger_event("trigger/events", {"eventType": "certificate-signed"}, b""), "missing_certificate_id"),
    ],
)
def test_what_cannot_be_read_is_in_quarantine_and_stops_nothing(tmp_path: Path, given: RawEvent, reason: str) -> None:
    tables = staged(tmp_path, given, event(DOCUMENT, action="created"))
    assert [row["reason"] for row in tables["quarantine"]] == [reason]
    assert [row["certificate_id"] for row in tables["certificate_document"]] == ["certificate-1"]


def test_a_document_counts_whatever_its_event_is_called(tmp_path: Path) -> None:
    tables = staged(tmp_path, event(DOCUMENT, action="archived", certificate_id="certificate-1"))
    assert [row["certificate_id"] for row in tables["certificate_document"]] == ["certificate-1"]


def test_a_trigger_is_knowledge_of_a_certificate(tmp_path: Path) -> None:
    told = {"eventType": "certificate-signed", "certificateId": "certificate-1", "timestamp": TIME}
    tables = staged(tmp_path, trigger_event("trigger/events", told, b"ignored"))
    assert [(row["certificate_id"], row["event_type"]) for row in tables["certificate_event"]] == [
        ("certificate-1", "trigger")
    ]


def test_the_service_is_asked_for_what_a_trigger_names(tmp_path: Path) -> None:
    settings = load_settings(data=tmp_path)
    data = DataDirectory(settings.data)
    told = {"eventType": "certificate-signed", "certificateId": "certificate-2", "timestamp": TIME}
    with closing(Landing(data.landing)) as landing:
        landing.land(Batch([trigger_event("trigger/events", told, b""), event(DOCUMENT, action="created")], "queue"))
        Staging(data.staging).stage_missing(landing)
    assert Known(settings).gaps() == ["certificate-2"]


@pytest.mark.parametrize("time", ["", "soon", "-", "9" * 30])
def test_a_time_that_is_none_leaves_the_event_without_one(tmp_path: Path, time: str) -> None:
    sent = certificate_event("queue/events", {"action": "sent", "certificate-id": "c", "timestamp": time}, b"")
    assert staged(tmp_path, sent)["certificate_event"][0]["event_time"] is None


def test_the_senders_message_id_is_told_from_the_brokers() -> None:
    brokers = event(action="message-sent", message_id="ID:host-1234-1:1:1:1:1")
    assert (brokers.source_key, brokers.message_id) == ("ID:host-1234-1:1:1:1:1", None)
    senders = event(action="message-sent", message_id="8f5e2c1a-0000-4000-8000-000000000001")
    assert (senders.source_key, senders.message_id) == (None, "8f5e2c1a-0000-4000-8000-000000000001")


@pytest.mark.parametrize(
    ("java", "proper"),
    [
        (b"\xed\xa0\xbd\xed\xb9\x82 ok", "\U0001f642 ok".encode()),
        (b"a\xc0\x80b", b"a\x00b"),
        ("åäö \U0001f642".encode(), "åäö \U0001f642".encode()),
        (b"\xed\xa0\xbd alone", b"\xed\xa0\xbd alone"),
        (b"\xff\xed\xa0\xbd\xed\xb9\x82", b"\xff\xed\xa0\xbd\xed\xb9\x82"),
    ],
)
def test_java_text_becomes_utf_8_and_everything_else_stays(java: bytes, proper: bytes) -> None:
    assert text_body(java) == proper
