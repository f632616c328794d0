"""The queue against the store: the same events, in any order and as often as they come, give the same core tables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.landing.landing import Landing
from pipelines.publication.databases import CORE_TABLES
from pipelines.running import run_groups
from pipelines.sources.queue import QueueSource
from pipelines.sources.queue_address import read_address
from pipelines.staging.stage import Staging
from pipelines.synthetic.documents import MessageDocument, write_document
from tests.integration.small_store import Pipeline, SmallStore, sick_leave
from tests.servers.broker import Broker
from warehouse.storage import DataDirectory
from warehouse.swedish_time import STOCKHOLM

pytestmark = pytest.mark.xdist_group("broker")

TODAY = date(2026, 11, 23)
PERSON = "198001012386"
NOON = datetime(2026, 9, 1, 12)  # noqa: DTZ001 - stores hold Swedish local time without offset
BY_SOURCE = {"document_conflict"}
"""Tables whose rows name landed events, which are others in every source."""

Message = tuple[str | bytes, dict[str, str]]


@pytest.fixture
def small(tmp_path: Path) -> SmallStore:
    """Certificates with revocations, sendings, a replacement, a real conflict, a faulty document and messages."""
    small = SmallStore(tmp_path / "store")
    small.unit("U1", "P1")
    small.unit("U2", "P1", care_unit_id="U1")
    for number in range(8):
        identity = f"certificate-{number}"
        document = sick_leave(
            identity,
            PERSON if number % 2 else "198001022392",
            ("2026-09-01", f"2026-09-{14 + number}", (25, 50, 75, 100)[number % 4]),
            unit=f"U{number % 2 + 1}",
            diagnosis=("F432", "M545")[number % 2],
            signed_at=NOON,
            relations=(("ERSATT", "certificate-0"),) if number == 5 else (),
        )
        small.certificate(document)
        small.state(identity, "SENT", "FKASSA", NOON.replace(minute=number))
    small.state("certificate-3", "CANCELLED", time=datetime(2026, 10, 25, 2, 30))  # noqa: DTZ001 - it occurs twice
    small.state("certificate-5", "CANCELLED", time=NOON.replace(hour=14))
    small.certificate(
        sick_leave("certificate-4", PERSON),
        write_document(sick_leave("certificate-4", PERSON, ("2026-09-01", "2026-10-30"), signed_at=NOON)),
    )
    small.certificate(sick_leave("certificate-6", PERSON), b"<not a certificate/>")
    for number in (1, 7):
        small.message(MessageDocument(f"message-{number}", "to_care", f"certificate-{number}", PERSON, "KOMPLT", NOON))
    return small


def _landed(pipeline: Pipeline) -> Iterator[dict[str, Any]]:
    with closing(Landing(pipeline.data.landing)) as landing:
        for segment in landing.ledger.segments():
            for batch in landing.read_segment(segment.number):
                yield from batch.to_pylist()


def _as_messages(events: list[dict[str, Any]]) -> list[Message]:
    """What the senders put on the queue when the store takes these in; a revocation carries its document again."""
    documents = {event["certificate_id"]: event["payload"] for event in events if event["event_type"] == "created"}
    messages: list[Message] = []
    for event in events:
        told = {"certificate-id": event["certificate_id"], "certificate-type": event["hint_type"] or ""}
        if event["source_time"]:
            local = datetime.fromisoformat(event["source_time"]).replace(tzinfo=STOCKHOLM)
            told["timestamp"] = str(round(local.timestamp() * 1000))
        if event["event_type"] == "created":
            messages.append((event["payload"].decode(), {"action": "created", **told}))
        elif event["event_type"] == "revoked":
            messages.append((documents[event["certificate_id"]].decode(), {"action": "revoked", **told}))
        elif event["event_type"] == "sent":
            messages.append(("", {"action": "sent", "certificate-recipient": event["recipient"], **told}))
        elif event["event_type"] == "message":
            messages.append((event["payload"].decode(), {"action": "message-sent"}))
    return messages


def _take_in(pipeline: Pipeline, broker: Broker, queue: str, numbers: dict[bytes, int]) -> None:
    """Land and stage what is on the queue, with the recording numbers of the store."""
    source = QueueSource(read_address(broker.url()), queue, quiet_seconds=0.8)
    with closing(source), closing(Landing(pipeline.data.landing)) as landing:
        for batch in source.batches(landing.ledger.position):
            events = [replace(event, recording_number=numbers.get(event.payload_sha256)) for event in batch.events]
            landing.land(replace(batch, events=events))
        Staging(pipeline.data.staging).stage_missing(landing)


def _core(pipeline: Pipeline) -> dict[str, bytes]:
    pipeline.build()
    return {name: (pipeline.core / f"{name}.parquet").read_bytes() for name in CORE_TABLES if name not in BY_SOURCE}


@pytest.mark.parametrize("shuffle_seed", [0, pytest.param(1, marks=pytest.mark.nightly)])
def test_the_queue_gives_the_same_bytes_as_the_store_in_any_order(
    small: SmallStore, tmp_path: Path, broker: Broker, queue: str, shuffle_seed: int
) -> None:
    from_store = Pipeline(tmp_path / "from_store", TODAY)
    from_store.ingest(small)
    events = list(_landed(from_store))
    numbers = {event["payload_sha256"]: event["recording_number"] for event in events if event["recording_number"]}

    chance = random.Random(shuffle_seed)
    messages = _as_messages(events)
    messages += chance.sample(messages, 8)
    chance.shuffle(messages)
    from_queue = Pipeline(tmp_path / "from_queue", TODAY)
    with closing(Landing(from_queue.data.landing)) as landing:
        landing.land_file("hsa_lookups", small.lookups())
    parts = chance.randint(2, 4)
    for part in range(parts):
        broker.send_all(queue, messages[part::parts])
        _take_in(from_queue, broker, queue, numbers)
    assert broker.waiting(queue) == 0

    by_store, by_queue = _core(from_store), _core(from_queue)
    assert [name for name in by_store if by_store[name] != by_queue[name]] == []
    conflicts = [pq.read_table(one.core / "document_conflict.parquet").num_rows for one in (from_store, from_queue)]
    assert conflicts == [1, 1]


def test_a_run_reads_the_configured_queue_and_tells_when_it_is_away(
    tmp_path: Path, broker: Broker, queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    monkeypatch.setenv("INTYG_DOCUMENTS", str(documents))
    monkeypatch.setenv("INTYG_QUEUE_URL", broker.url(password="hemligt"))
    monkeypatch.setenv("INTYG_QUEUE_NAME", queue)
    broker.send(queue, "", {"action": "sent", "certificate-id": "one"})
    data = DataDirectory(tmp_path / "data")
    run_groups(data.root, ("landing",))
    assert _state(data).failure and "hemligt" not in str(_state(data).failure)
    assert broker.waiting(queue) == 1
    monkeypatch.setenv("INTYG_QUEUE_URL", broker.url())
    run_groups(data.root, ("landing",))
    assert _state(data).reached_at and not _state(data).failure
    assert broker.waiting(queue) == 0


def _state(data: DataDirectory) -> Any:
    with closing(Landing(data.landing)) as landing:
        return next(state for state in landing.ledger.source_states() if state.source == "queue")
