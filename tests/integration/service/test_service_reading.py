"""The certificate service, read over HTTP from a server that has its routes: what is read, and what is left alone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from pipelines.landing.events import EventType, RawEvent
from pipelines.sources.service import ServiceSource
from pipelines.sources.service_answers import Totals
from tests.integration.service.conftest import PROVIDER, document
from tests.servers.certificate_service import CertificateService

Open = Callable[..., ServiceSource]


def _nothing(_: str) -> dict[str, Any]:
    return {}


def read(source: ServiceSource, position: dict[str, Any] | None = None) -> list[RawEvent]:
    return [event for batch in source.batches(lambda _: position or {}) for event in batch.events]


def _named(events: list[RawEvent], kind: EventType) -> list[str | None]:
    return [event.certificate_id for event in events if event.event_type is kind]


def test_every_page_is_read_until_one_is_empty(service: CertificateService, open_source: Open) -> None:
    names = [f"certificate-{number}" for number in range(150)]
    for name in names:
        service.hold(PROVIDER, name, document(name))
    events = read(open_source())
    assert _named(events, EventType.CREATED) == names
    assert [event.payload for event in events] == [document(name) for name in names]
    assert {(event.source, event.hint_type, event.source_key) for event in events} == {
        ("service/documents", "fk7804", PROVIDER)
    }
    assert service.calls["export"] == 4, "three pages of 64 at most, and an empty one"


def test_sending_and_revocation_are_events_of_their_own(service: CertificateService, open_source: Open) -> None:
    service.hold(PROVIDER, "c1", document("c1"), sent="2026-09-02T08:00:00", revoked="2026-09-03T09:00:00")
    created, sent, revoked = read(open_source())
    assert created.event_type is EventType.CREATED
    assert (sent.event_type, sent.recipient, sent.source_time) == (EventType.SENT, "FKASSA", "2026-09-02T08:00:00")
    assert (revoked.event_type, revoked.source_time) == (EventType.REVOKED, "2026-09-03T09:00:00")
    assert {sent.source, revoked.source} == {"service/states"}


def test_the_person_who_revoked_is_not_kept(service: CertificateService, open_source: Open) -> None:
    service.hold(PROVIDER, "c1", document("c1"), revoked="2026-09-03T09:00:00")
    (revoked,) = [event for event in read(open_source()) if event.event_type is EventType.REVOKED]
    assert revoked.payload == b"FEL_PATIENT"


def test_an_export_is_left_alone_when_its_totals_agree(service: CertificateService, open_source: Open) -> None:
    service.hold(PROVIDER, "c1", document("c1"), revoked="2026-09-03T09:00:00")
    assert read(open_source(held=lambda: {PROVIDER: Totals(1, 1)})) == []
    assert service.calls["export"] == 0
    assert read(open_source(held=lambda: {PROVIDER: Totals(1, 0)})) != []


def test_every_known_provider_is_asked_about(service: CertificateService, open_source: Open) -> None:
    service.hold("P1", "c1", document("c1"))
    service.hold("P3", "c3", document("c3"))
    assert _named(read(open_source(("P1", "P2", "P3"))), EventType.CREATED) == ["c1", "c3"]
    assert service.calls["total"] == 5, "once each, and again after the two exports"


def test_a_gap_is_fetched_by_its_id(service: CertificateService, open_source: Open) -> None:
    service.hold("UNKNOWN-PROVIDER", "c1", document("c1"), sent="2026-09-02T08:00:00")
    events = read(open_source(gaps=lambda: ["absent", "c1"]))
    assert [(event.event_type, event.certificate_id) for event in events] == [
        (EventType.CREATED, "c1"),
        (EventType.SENT, "c1"),
    ]
    assert {event.source_key for event in events} == {"UNKNOWN-PROVIDER"}


def test_an_event_may_be_the_reason_to_fetch(service: CertificateService, open_source: Open) -> None:
    service.hold(PROVIDER, "c 1 å?", document("c1"), sent="2026-09-02T08:00:00")
    source = open_source()
    created, sent = source.fetch(["absent", "c 1 å?"]).events
    assert (created.event_type, created.payload) == (EventType.CREATED, document("c1"))
    assert (sent.event_type, sent.certificate_id) == (EventType.SENT, "c 1 å?")
    assert source.states(["absent", "c 1 å?"]).events == [sent]


def test_the_same_event_comes_by_export_fetch_and_metadata(service: CertificateService, open_source: Open) -> None:
    service.hold(PROVIDER, "c1", document("c1"), sent="2026-09-02T08:00:00", revoked="2026-09-03T09:00:00")
    source = open_source()
    exported = {event.key(event.payload_sha256) for event in read(source)}
    assert {event.key(event.payload_sha256) for event in source.fetch(["c1"]).events} == exported
    assert {event.key(event.payload_sha256) for event in source.states(["c1"]).events} < exported


def test_messages_are_fetched_by_id(service: CertificateService, open_source: Open) -> None:
    service.message_documents["m1"] = "PG1lZGRlbGFuZGUvPg=="
    (message,) = open_source().messages(["m1", "absent"]).events
    assert (message.event_type, message.message_id, message.payload) == (EventType.MESSAGE, "m1", b"<meddelande/>")


def test_existence_is_asked_for_reconciliation(service: CertificateService, open_source: Open) -> None:
    service.hold(PROVIDER, "c1", document("c1"))
    source = open_source()
    assert source.exists("c1")
    assert not source.exists("c2")


def test_the_mark_changes_with_the_totals(service: CertificateService, open_source: Open) -> None:
    service.hold(PROVIDER, "c1", document("c1"))
    source = open_source(held=lambda: {PROVIDER: Totals(1, 0)})
    before = source.mark()
    service.hold(PROVIDER, "c2", document("c2"))
    assert source.mark() != before


def test_nothing_is_asked_for_but_to_read(service: CertificateService, open_source: Open) -> None:
    service.hold(PROVIDER, "c1", document("c1"))
    source = open_source(gaps=lambda: ["c1"])
    read(source)
    source.states(["c1"])
    source.messages(["m1"])
    source.exists("c1")
    source.mark()
    assert service.methods == {"GET"}
    assert service.calls["unknown"] == 0


def test_registrations_that_move_the_pages_lose_nothing(service: CertificateService, open_source: Open) -> None:
    """Certificates signed earlier are registered while the export is read, so that others slip to the next page; one is
    erased, so that others slip to a page that has been read."""
    for number in range(130):
        service.hold(PROVIDER, f"c{number:03}", document("c1"))
    pending = [f"early-{number}" for number in range(3)]

    def move(page: int) -> None:
        if page and pending:
            service.hold(PROVIDER, pending.pop(), document("c1"))
            service.held[PROVIDER].insert(0, service.held[PROVIDER].pop())
            del service.held[PROVIDER][10:14]

    service.before_page = move
    created = set(_named(read(open_source()), EventType.CREATED))
    assert created >= {item["certificateId"] for item in service.held[PROVIDER]}


def test_a_difference_that_remains_is_looked_into_once_a_day(service: CertificateService, open_source: Open) -> None:
    """Certificates erased here and not in the service make the totals differ for good."""
    service.hold(PROVIDER, "c1", document("c1"))
    service.hold(PROVIDER, "erased", document("erased"))
    source = open_source(held=lambda: {PROVIDER: Totals(1, 0)})
    *_, last = source.batches(_nothing)
    assert last.source == "service/totals"
    assert PROVIDER not in str(last.position)
    before = service.calls["export"]
    assert list(source.batches(lambda _: last.position or {})) == []
    assert service.calls["export"] == before
    service.hold(PROVIDER, "c3", document("c3"))
    assert list(source.batches(lambda _: last.position or {})) != []


def test_all_care_providers_are_compared_now_and_then_and_the_busiest_always(
    service: CertificateService, open_source: Open
) -> None:
    century = 100 * 366 * 24 * 60
    held = {"BUSY": Totals(1, 0)}
    service.hold("BUSY", "c1", document("c1"))
    source = open_source(("BUSY", "QUIET"), held=lambda: held, compare_minutes=century)
    *_, compared = source.batches(_nothing)
    assert service.calls["total"] == 2
    service.hold("BUSY", "c2", document("c2"))
    service.hold("QUIET", "q1", document("q1"))
    found = [
        event.certificate_id for batch in source.batches(lambda _: compared.position or {}) for event in batch.events
    ]
    assert found == ["c1", "c2"]
    soon = open_source(("BUSY", "QUIET"), held=lambda: held, compare_minutes=1e-9)
    found = [
        event.certificate_id for batch in soon.batches(lambda _: compared.position or {}) for event in batch.events
    ]
    assert found == ["c1", "c2", "q1"]


def test_a_care_provider_that_nothing_knows_any_more_is_forgotten(
    service: CertificateService, open_source: Open
) -> None:
    for provider in ("STAYS", "TERMINATED"):
        service.hold(provider, f"c-{provider}", document("c1"))
        service.hold(provider, f"d-{provider}", document("c1"))
    known = ["STAYS", "TERMINATED"]
    source = open_source(known, compare_minutes=1e-9)
    *_, before = source.batches(_nothing)
    known.remove("TERMINATED")
    *_, after = source.batches(lambda _: before.position or {})
    assert before.position is not None
    assert after.position is not None
    for part in ("said", "looked_into"):
        assert (len(before.position[part]), len(after.position[part])) == (2, 1)


def test_no_certificate_is_named_in_the_log(
    service: CertificateService, open_source: Open, caplog: pytest.LogCaptureFixture
) -> None:
    service.hold(PROVIDER, "certificate-to-hide", document("c1"))
    with caplog.at_level(logging.DEBUG):
        read(open_source(gaps=lambda: ["certificate-to-hide"]))
    assert "certificate-to-hide" not in caplog.text
    assert PROVIDER not in caplog.text
