"""Triggers name what is to be fetched from the certificate service; what is fetched is the proof (rule C2-4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipelines.landing.events import EventType, RawEvent
from pipelines.landing.landing import Batch, Landing
from pipelines.sources.queue_events import trigger_event
from pipelines.sources.service import ServiceSource
from pipelines.sources.service_hints import HintBook
from tests.integration.service.conftest import HASTY, PROVIDER, document
from tests.servers.certificate_service import CertificateService, status
from warehouse.errors import SourceUnavailableError


@pytest.fixture
def landing(tmp_path: Path) -> Iterator[Landing]:
    area = Landing(tmp_path)
    yield area
    area.close()


@pytest.fixture
def hinted(landing: Landing, open_source: Callable[..., ServiceSource]) -> ServiceSource:
    return open_source((), hints=HintBook(landing.directory))


def _trigger(landing: Landing, *triggers: tuple[str, str]) -> None:
    names = {"message-sent": "messageId"}
    events = [
        trigger_event("trigger", {"eventType": kind, names.get(kind, "certificateId"): one, "timestamp": "1"}, b"")
        for kind, one in triggers
    ]
    landing.land(Batch(events, "trigger"))


def _land(source: ServiceSource, landing: Landing) -> list[RawEvent]:
    events = []
    for batch in source.batches(landing.ledger.position):
        landing.land(batch)
        events.extend(batch.events)
    return events


def test_triggers_are_followed_once(service: CertificateService, landing: Landing, hinted: ServiceSource) -> None:
    service.hold(PROVIDER, "new", document("new"), sent="2026-09-02T08:00:00")
    service.hold(PROVIDER, "old", document("old"), revoked="2026-09-03T08:00:00")
    service.message_documents["m1"] = "PG1lZGRlbGFuZGUvPg=="
    _trigger(landing, ("certificate-signed", "new"), ("certificate-sent", "new"), ("certificate-revoked", "old"))
    _trigger(landing, ("message-sent", "m1"), ("certificate-signed", "not there any more"))
    found = [(event.event_type, event.certificate_id or event.message_id) for event in _land(hinted, landing)]
    assert found == [
        (EventType.CREATED, "new"),
        (EventType.SENT, "new"),
        (EventType.REVOKED, "old"),
        (EventType.MESSAGE, "m1"),
    ]
    calls = service.calls.total()
    assert _land(hinted, landing) == []
    assert service.calls.total() == calls
    _trigger(landing, ("certificate-sent", "old"))
    assert [event.event_type for event in _land(hinted, landing)] == [EventType.REVOKED]


def test_a_new_trigger_changes_the_mark(landing: Landing, hinted: ServiceSource) -> None:
    before = hinted.mark()
    _trigger(landing, ("certificate-signed", "new"))
    assert hinted.mark() != before


def test_triggers_wait_for_a_service_that_cannot_answer(
    service: CertificateService, landing: Landing, open_source: Callable[..., ServiceSource]
) -> None:
    service.hold(PROVIDER, "new", document("new"))
    service.hold("ANOTHER", "other", document("other"))
    service.fail("xml", *[status(500)] * HASTY.attempts)
    _trigger(landing, ("certificate-signed", "new"))
    source = open_source(("ANOTHER",), hints=HintBook(landing.directory))
    with pytest.raises(SourceUnavailableError):
        _land(source, landing)
    (segment,) = [one for one in landing.ledger.segments() if one.source.startswith("service")]
    assert segment.events == 1, "everything else has been read"
    assert "new" in [event.certificate_id for event in _land(source, landing)]


def test_one_trigger_that_cannot_be_followed_keeps_no_other_waiting(
    service: CertificateService, landing: Landing, hinted: ServiceSource
) -> None:
    service.hold(PROVIDER, "a", document("a"))
    service.hold(PROVIDER, "b", document("b"))
    service.fail("xml", *[status(500)] * HASTY.attempts)
    _trigger(landing, ("certificate-signed", "a"), ("certificate-signed", "b"))
    assert [event.certificate_id for event in _land(hinted, landing)] == ["b"]
    assert hinted.left_out == {"unanswered": 1}
