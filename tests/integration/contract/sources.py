"""One set of facts, told by each kind of source in its own way."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.landing.events import EventType
from pipelines.landing.landing import Batch
from pipelines.sources.folder import FolderSource
from pipelines.sources.queue import QueueSource
from pipelines.sources.queue_address import read_address
from pipelines.sources.service import ServiceSource
from pipelines.sources.service_client import CallLimits
from pipelines.sources.source import Positions, Source
from pipelines.sources.store import StoreSource
from pipelines.synthetic.documents import CertificateDocument, MessageDocument, write_document, write_message
from tests.integration.small_store import SmallStore
from tests.servers.broker import Broker
from tests.servers.certificate_service import CertificateService
from warehouse.swedish_time import STOCKHOLM

QUEUE = "certificate.contract"


@dataclass(frozen=True)
class Happened:
    """Something that happened to a certificate, in Swedish local time."""

    kind: EventType
    certificate_id: str
    time: datetime
    recipient: str = "HSVARD"


@dataclass(frozen=True)
class Facts:
    """What every source tells. Everything is told of every certificate, so that no source knows more than another."""

    documents: tuple[CertificateDocument, ...]
    happened: tuple[Happened, ...]
    messages: tuple[MessageDocument, ...]

    def document(self, certificate_id: str) -> CertificateDocument:
        return next(one for one in self.documents if one.certificate_id == certificate_id)

    def times(self) -> dict[tuple[str, str, str | None], str]:
        """The time of each thing that happened, by kind, certificate and (of a sending) recipient."""
        return {
            (one.kind.value, one.certificate_id, one.recipient if one.kind is EventType.SENT else None): (
                one.time.isoformat()
            )
            for one in self.happened
        }

    def numbers(self) -> dict[str, int]:
        """The recording number of each certificate, in order of registration."""
        return {one.certificate_id: number for number, one in enumerate(self.documents, start=1)}


class Alike:
    """A source whose events carry what only one kind of source knows: recording numbers, and times to the second.

    The store alone has recording numbers, and a broker stamps its messages with the time at which they reach it.
    """

    def __init__(self, source: Source, facts: Facts) -> None:
        self.name = source.name
        self.left_out = source.left_out
        self.expected, self.mark, self.close = source.expected, source.mark, source.close
        self._source = source
        self._numbers, self._times = facts.numbers(), facts.times()

    def batches(self, position: Positions) -> Iterator[Batch]:
        for batch in self._source.batches(position):
            yield replace(batch, events=[self._alike(event) for event in batch.events])

    def _alike(self, event: Any) -> Any:
        if event.event_type is EventType.CREATED:
            return replace(event, recording_number=self._numbers[event.certificate_id])
        recipient = event.recipient if event.event_type is EventType.SENT else None
        time = self._times.get((event.event_type.value, event.certificate_id, recipient))
        return replace(event, source_time=time) if time else event


def open_store(facts: Facts, folder: Path, _: ExitStack, __: Any) -> Source:
    """The store's tables in SQLite; the tests of the store compare the other databases with it."""
    small = SmallStore(folder)
    for document in facts.documents:
        small.certificate(document)
    for one in facts.happened:
        state = {EventType.REVOKED: "CANCELLED", EventType.SENT: "SENT"}[one.kind]
        small.state(one.certificate_id, state, one.recipient, one.time)
    for message in facts.messages:
        small.message(message)
    return StoreSource(small.url)


def open_queue(facts: Facts, _: Path, __: ExitStack, broker: Broker) -> Source:
    """The event queue at a real broker."""
    broker.send_all(QUEUE, [(body, properties) for properties, body in queue_events(facts)])
    return QueueSource(read_address(broker.url()), QUEUE, quiet_seconds=2.0)


def open_folder_of_events(facts: Facts, folder: Path, _: ExitStack, __: Any) -> Source:
    """A gzipped file of events, one a line."""
    folder.mkdir()
    lines = [json.dumps({**properties, "body": body}) for properties, body in queue_events(facts)]
    with gzip.open(folder / "events.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines))
    return FolderSource(folder, quiet_seconds=0)


def open_service(facts: Facts, _: Path, running: ExitStack, __: Any) -> Source:
    """The new-model certificate service over HTTP."""
    service = running.enter_context(CertificateService().running())
    for document in facts.documents:
        happened = {one.kind: one for one in facts.happened if one.certificate_id == document.certificate_id}
        sent, revoked = happened.get(EventType.SENT), happened.get(EventType.REVOKED)
        unit = document.unit
        assert unit is not None and unit.provider_id is not None
        service.hold(
            unit.provider_id,
            document.certificate_id,
            write_document(document),
            sent=sent.time.isoformat() if sent else None,
            revoked=revoked.time.isoformat() if revoked else None,
        )
    for message in facts.messages:
        service.message_documents[message.message_id] = b64encode(write_message(message)).decode()
    providers = sorted({str(one.unit.provider_id) for one in facts.documents if one.unit})
    limits = CallLimits(pause_seconds=0.001, silent_seconds=5)
    return _WithMessages(ServiceSource(service.url, lambda: providers, limits=limits), facts)


class _WithMessages:
    """The service has no list of messages: they are asked for by id, as another source has named them."""

    def __init__(self, source: ServiceSource, facts: Facts) -> None:
        self.name, self.left_out = source.name, source.left_out
        self.expected, self.mark, self.close = source.expected, source.mark, source.close
        self._source, self._facts = source, facts

    def batches(self, position: Positions) -> Iterator[Batch]:
        yield from self._source.batches(position)
        yield self._source.messages([message.message_id for message in self._facts.messages])


def queue_events(facts: Facts) -> Iterator[tuple[Mapping[str, str], str]]:
    """The facts as messages of the certificate queue: properties and body (section 2.5)."""
    for document in facts.documents:
        yield _properties("created", document.certificate_id), write_document(document).decode()
    for one in facts.happened:
        properties = _properties(one.kind.value, one.certificate_id)
        properties["timestamp"] = str(round(one.time.replace(tzinfo=STOCKHOLM).timestamp() * 1000))
        if one.kind is EventType.SENT:
            yield {**properties, "certificate-recipient": one.recipient}, ""
        else:
            yield properties, write_document(facts.document(one.certificate_id)).decode()
    for message in facts.messages:
        yield {"action": "message-sent", "message-id": message.message_id}, write_message(message).decode()


def _properties(action: str, certificate_id: str) -> dict[str, str]:
    return {"action": action, "certificate-id": certificate_id, "certificate-type": "lisjp"}
