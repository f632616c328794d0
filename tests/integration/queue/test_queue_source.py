"""The event queue over a real broker: what is read, when it is acknowledged, and what a broken line does (C-12, C3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.landing.events import EventType, RawEvent
from pipelines.landing.landing import Batch, Landing
from pipelines.sources import queue as queue_module
from pipelines.sources.queue import QueueSource
from pipelines.sources.queue_address import read_address
from pipelines.sources.queue_connection import BrokerConnection
from pipelines.sources.queue_events import trigger_event
from pipelines.synthetic.documents import MessageDocument, write_document, write_message
from tests.integration.small_store import sick_leave
from tests.servers.broker import STRANGER, Broker
from tests.servers.relay import Relay
from warehouse.errors import SourceUnavailableError, UserError

pytestmark = pytest.mark.xdist_group("broker")

PERSON = "198001012386"
QUIET = 0.8


def certificate(number: int = 1) -> str:
    return write_document(sick_leave(f"certificate-{number}", PERSON, ("2026-09-01", "2026-09-14", 100))).decode()


def created(number: int = 1) -> tuple[str, dict[str, str]]:
    properties = {"action": "created", "certificate-id": f"certificate-{number}", "certificate-type": "fk7263"}
    return certificate(number), properties


@contextmanager
def opened(broker: Broker, queue: str, **more: object) -> Iterator[QueueSource]:
    url = str(more.pop("url", broker.url()))
    with closing(QueueSource(read_address(url), queue, quiet_seconds=QUIET, **more)) as source:  # type: ignore[arg-type]
        yield source


def batches_of(source: QueueSource) -> Iterator[Batch]:
    return source.batches(lambda _: {})


def read(broker: Broker, queue: str, folder: Path, **more: object) -> tuple[list[RawEvent], int]:
    """Land all that is on the queue; returns what it gave, and how many events were new."""
    events, new = [], 0
    with opened(broker, queue, **more) as source, closing(Landing(folder)) as landing:
        for batch in batches_of(source):
            events += batch.events
            new += landing.land(batch)
    return events, new


def test_each_kind_of_event_with_its_properties(broker: Broker, queue: str, folder: Path) -> None:
    sent_at = datetime(2026, 9, 1, 12)  # noqa: DTZ001
    message = write_message(MessageDocument("message-1", "to_care", "certificate-1", PERSON, "KOMPLT", sent_at))
    told = {"certificate-id": "certificate-1", "certificate-type": "lisjp", "timestamp": "1788264000123"}
    messages: list[tuple[str | bytes, dict[str, str]]] = [
        (certificate(), {"action": "created", **told}),
        (certificate(), {"action": "revoked", **told}),
        ("", {"action": "sent", "certificate-recipient": "FKASSA", **told}),
        (message.decode(), {"action": "message-sent"}),
    ]
    broker.send_all(queue, messages)
    events, new = read(broker, queue, folder)
    assert new == 4
    assert [event.event_type for event in events] == [
        EventType.CREATED,
        EventType.REVOKED,
        EventType.SENT,
        EventType.MESSAGE,
    ]
    assert {event.source for event in events} == {"queue/events"}
    for event in events[:3]:
        assert (event.certificate_id, event.hint_type) == ("certificate-1", "lisjp")
        assert event.source_time == "2026-09-01T14:00:00.123+02:00"  # the broker's milliseconds, rule C3-1
    assert events[0].payload == events[1].payload == certificate().encode()
    assert events[2].recipient == "FKASSA"
    assert events[3].payload == message
    assert events[3].certificate_id is None
    assert all(event.source_key for event in events)


def test_an_unknown_or_missing_action_is_kept(broker: Broker, queue: str, folder: Path) -> None:
    same = {"certificate-id": "certificate-1", "timestamp": "1788264000123"}
    for properties in ({"action": "archived"}, {"action": "restored"}, {}):
        broker.send(queue, "", {**same, **properties})
    events, new = read(broker, queue, folder)
    assert new == 3
    assert [(event.event_type, event.action) for event in events] == [
        (EventType.UNKNOWN, "archived"),
        (EventType.UNKNOWN, "restored"),
        (EventType.UNKNOWN, ""),
    ]


def test_nothing_is_acknowledged_before_it_is_landed(broker: Broker, queue: str, folder: Path) -> None:
    broker.send_all(queue, [created(number) for number in range(3)])
    with opened(broker, queue) as source:
        batch = next(batches_of(source))
        assert len(batch.events) == 3
    assert broker.waiting(queue) == 3
    assert read(broker, queue, folder)[1] == 3
    assert broker.waiting(queue) == 0


def test_each_event_is_acknowledged_by_itself(broker: Broker, queue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_module, "BATCH_EVENTS", 2)
    broker.send_all(queue, [created(number) for number in range(3)])
    with opened(broker, queue) as source:
        first, second = source.next_batch(QUIET), source.next_batch(QUIET)
        assert first and second is None, "the broker must not send more than a batch ahead of its acknowledgement"
        assert first.landed
        first.landed()
        third = source.next_batch(QUIET)
        assert third and len(third.events) == 1
    assert broker.waiting(queue) == 1


def test_a_break_between_landing_and_acknowledgement_is_harmless(broker: Broker, queue: str, folder: Path) -> None:
    broker.send_all(queue, [created(number) for number in range(4)])
    with (
        Relay(broker.port) as relay,
        closing(Landing(folder)) as landing,
        opened(broker, queue, url=broker.url(port=relay.port)) as source,
    ):
        reading = batches_of(source)
        batch = next(reading)
        relay.cut()
        assert landing.land(batch) == 4
        with pytest.raises(SourceUnavailableError, match="was lost"):
            next(reading)
    assert broker.waiting(queue) == 4
    again, new = read(broker, queue, folder)
    assert (len(again), new) == (4, 0)
    assert broker.waiting(queue) == 0


def test_a_reader_killed_many_times_never_makes_a_message_dead(broker: Broker, queue: str, folder: Path) -> None:
    broker.send(queue, *created())
    with Relay(broker.port) as relay:
        for _ in range(8):
            with opened(broker, queue, url=broker.url(port=relay.port)) as source:
                assert source.next_batch(QUIET)
                relay.cut()
    events, new = read(broker, queue, folder)
    assert (len(events), new) == (1, 1)


def test_a_long_queue_comes_in_bounded_batches(broker: Broker, queue: str, folder: Path) -> None:
    number = queue_module.BATCH_EVENTS + 7
    broker.send_all(queue, [("", {"action": "sent", "certificate-id": str(one)}) for one in range(number)])
    with opened(broker, queue) as source, closing(Landing(folder)) as landing:
        sizes = []
        for batch in batches_of(source):
            sizes.append(len(batch.events))
            landing.land(batch)
    assert sum(sizes) == number
    assert max(sizes) <= queue_module.BATCH_EVENTS
    assert broker.waiting(queue) == 0


def test_large_documents_make_short_batches(broker: Broker, queue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_module, "BATCH_BYTES", 1_000)
    broker.send_all(queue, [created(number) for number in range(3)])
    with opened(broker, queue) as source:
        sizes = [len(batch.events) for batch in batches_of(source)]
    assert sizes == [1, 1, 1]


def test_bodies_come_as_they_were_sent(broker: Broker, queue: str, folder: Path) -> None:
    bodies: list[str | bytes] = [b"\x00\xff\x00binary\n\n\x00", "<å>ö</å>", b"<\xe5/>", b"x" * (17 * 1024 * 1024), ""]
    broker.send_all(queue, [(body, {"action": "created"}) for body in bodies])
    events, _ = read(broker, queue, folder)
    assert [event.payload for event in events] == [body.encode() if isinstance(body, str) else body for body in bodies]


def test_text_of_a_java_sender_becomes_proper_utf_8(broker: Broker, queue: str, folder: Path) -> None:
    text = "<svar>mår bättre \U0001f642 och sover</svar>"
    broker.send_from_java(queue, text)
    events, _ = read(broker, queue, folder)
    assert [event.payload.decode() for event in events] == [text]


def test_dead_letters_of_this_queue_are_read_and_others_left(broker: Broker, queue: str, folder: Path) -> None:
    broker.send_all(queue, [created(1), created(2)])
    broker.send(f"{queue}.other", "hello")
    broker.refuse(queue, 1)
    broker.refuse(f"{queue}.other", 1)
    before = broker.waiting("ActiveMQ.DLQ")
    assert read(broker, queue, folder)[1] == 1
    with opened(broker, "ActiveMQ.DLQ", only_from=queue) as source, closing(Landing(folder)) as landing:
        events = [event for batch in batches_of(source) for event in batch.events if landing.land(batch)]
        assert source.left_out["other_queue"] >= 1
    assert [event.certificate_id for event in events] == ["certificate-1"]
    assert broker.waiting("ActiveMQ.DLQ") == before - 1


def test_a_dead_letter_that_was_landed_adds_nothing(broker: Broker, queue: str, folder: Path) -> None:
    broker.send(queue, "", {"action": "sent", "certificate-id": "certificate-1"})
    with opened(broker, queue) as source, closing(Landing(folder)) as landing:
        for batch in batches_of(source):
            landing.land(Batch(batch.events, batch.source))
    broker.refuse(queue)
    events, new = read(broker, "ActiveMQ.DLQ", folder, only_from=queue)
    assert (len(events), new) == (1, 0)


def test_the_trigger_queue(broker: Broker, queue: str, folder: Path) -> None:
    broker.send(queue, "", {"eventType": "certificate-signed", "certificateId": "certificate-1", "sessionId": "s"})
    broker.send(queue, "ignored", {"eventType": "message-sent", "certificateId": "certificate-1", "messageId": "m-1"})
    broker.send(queue, "", {"eventType": "draft-made", "certificateId": "certificate-2"})
    events, new = read(broker, queue, folder, name="trigger", read=trigger_event)
    assert new == 3
    kinds = Counter((event.event_type, event.action, event.certificate_id, event.message_id) for event in events)
    assert kinds == {
        (EventType.TRIGGER, "certificate-signed", "certificate-1", None): 1,
        (EventType.TRIGGER, "message-sent", "certificate-1", "m-1"): 1,
        (EventType.UNKNOWN, "draft-made", "certificate-2", None): 1,
    }
    assert {event.source for event in events} == {"trigger/events"}


def test_the_mark_tells_of_what_waits_and_takes_nothing(broker: Broker, queue: str, folder: Path) -> None:
    marks = []
    for _ in range(2):
        with opened(broker, queue) as source:
            marks.append(source.mark())
    broker.send(queue, *created())
    with opened(broker, queue) as source:
        marks.append(source.mark())
    assert marks[0] == marks[1] != marks[2]
    assert broker.waiting(queue) == 1


def test_over_tls(broker: Broker, queue: str, folder: Path) -> None:
    broker.send_all(queue, [created(number) for number in range(3)])
    with closing(Landing(folder)) as landing:
        source = QueueSource(read_address(broker.tls_url(), broker.authority), queue, quiet_seconds=QUIET)
        with closing(source):
            assert sum(landing.land(batch) for batch in batches_of(source)) == 3
    assert broker.waiting(queue) == 0


def test_a_broker_of_an_unknown_authority_is_not_trusted(broker: Broker, queue: str) -> None:
    with pytest.raises(SourceUnavailableError, match="cannot be reached"):
        QueueSource(read_address(broker.tls_url()), queue, attempts=1)


@pytest.mark.parametrize("tls", [False, True])
def test_a_lost_connection_is_told(broker: Broker, queue: str, tls: bool) -> None:
    with Relay(broker.tls_port if tls else broker.port) as relay:
        url = broker.tls_url().replace(str(broker.tls_port), str(relay.port)) if tls else broker.url(port=relay.port)
        connection = BrokerConnection(read_address(url, broker.authority), heartbeat=1_000)
        connection.subscribe(queue, 10)
        relay.cut()
        with pytest.raises(SourceUnavailableError):
            connection.receive(30)
        connection.close()


def test_a_broker_that_falls_silent_is_noticed_by_its_heartbeat(broker: Broker, queue: str) -> None:
    with Relay(broker.port) as relay:
        connection = BrokerConnection(read_address(broker.url(port=relay.port)), heartbeat=500)
        connection.subscribe(queue, 10)
        relay.fall_silent()
        with pytest.raises(SourceUnavailableError):
            connection.receive(30)
        connection.close()


def test_a_broker_that_never_says_hello_is_given_up(broker: Broker) -> None:
    with Relay(broker.port) as relay:
        relay.fall_silent()
        with pytest.raises(SourceUnavailableError, match="did not answer in time"):
            BrokerConnection(read_address(broker.url(port=relay.port)), patience=0.5)


@pytest.mark.parametrize("login", [("reader", "hemligt-fel"), (STRANGER, ""), ("nobody", "hemligt-fel")])
def test_a_refused_reader_is_told_without_secrets(broker: Broker, queue: str, login: tuple[str, str]) -> None:
    with (
        pytest.raises(SourceUnavailableError) as caught,
        opened(broker, queue, url=broker.url(*login), attempts=1) as source,
    ):
        next(batches_of(source))
    assert "refused" in str(caught.value)
    assert not any(secret in str(caught.value) for secret in ("hemligt", "nobody", queue, str(broker.port)))


def test_the_account_of_all_these_tests_cannot_write(broker: Broker, queue: str) -> None:
    """Rule C-3: what is read here is read with an account to which the broker refuses to write."""
    connection = BrokerConnection(read_address(broker.url()))
    with closing(connection), pytest.raises(SourceUnavailableError, match="refused"):
        connection._connection.send(f"/queue/{queue}", "mine")
        connection.receive(30)
    assert broker.waiting(queue) == 0


def test_a_broker_that_is_away_is_told_without_secrets(queue: str) -> None:
    with pytest.raises(SourceUnavailableError, match="cannot be reached") as caught:
        QueueSource(read_address("stomp://reader:hemligt@127.0.0.1:1"), queue, attempts=2)
    assert "hemligt" not in str(caught.value)


def test_the_spare_broker_is_used(broker: Broker, queue: str) -> None:
    broker.send(queue, *created())
    url = broker.url().replace("127.0.0.1", "127.0.0.1:1,127.0.0.1")
    with opened(broker, queue, url=url) as source:
        assert source.next_batch(QUIET)


@pytest.mark.parametrize(
    "url", ["tcp://host:61616", "stomp://", "stomp://user:pass@", "stomp://user:pass@host:port", "stomp://pass@host/x"]
)
def test_an_address_that_cannot_be_read_is_told_without_secrets(url: str) -> None:
    with pytest.raises(UserError, match="INTYG_QUEUE_URL must be") as caught:
        read_address(url)
    assert "pass@" not in str(caught.value).replace("stomp://user:password@host:port", "")


def test_an_address_is_read_with_encoded_login_and_the_usual_port() -> None:
    address = read_address("stomp+ssl://l%C3%A4s:p%40ss%2F@broker.example.se")
    assert address.hosts == (("broker.example.se", 61614),)
    assert (address.user, address.password, address.tls) == ("läs", "p@ss/", True)
    assert "p@ss/" not in repr(address)


def test_a_missing_authority_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        read_address("stomp+ssl://broker.example.se", tmp_path / "missing.pem")
