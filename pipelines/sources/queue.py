"""Connector C3: the event queue of the certificate store and the certificate service (section 2.5).

The queue is read, landed and acknowledged batch by batch: what is acknowledged is durably in landing, and what was not
acknowledged comes again and is dropped by landing as a repetition (rules C3-2, C3-3, C-5). The queue is neither
complete nor ordered; completeness comes from comparing with the store and the service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from time import monotonic

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from pipelines.landing.events import RawEvent
from pipelines.landing.landing import Batch
from pipelines.sources.queue_address import BrokerAddress
from pipelines.sources.queue_connection import BrokerConnection, Delivery
from pipelines.sources.queue_events import certificate_event, text_body
from pipelines.sources.source import Positions
from warehouse.errors import SourceUnavailableError

BATCH_EVENTS = 500
BATCH_BYTES = 32 * 1024 * 1024
LONGEST_BATCH_SECONDS = 5.0
EVENTS_PER_READING = 200_000
ATTEMPTS = 3

ReadMessage = Callable[[str, Mapping[str, str], bytes], RawEvent]
"""Makes the event of a source from a message's properties and body."""


class QueueSource:
    """One queue of a broker. `quiet_seconds` is how long nothing must come for the queue to count as read to its end.

    The broker sends at most `BATCH_EVENTS` messages ahead of their acknowledgement. One reading ends after
    `EVENTS_PER_READING` events, also when more keep coming (rule C-4). With `only_from` the messages of other queues
    are left where they are: the dead letters of a broker may be those of many queues.
    """

    def __init__(
        self,
        address: BrokerAddress,
        queue: str,
        *,
        name: str = "queue",
        read: ReadMessage = certificate_event,
        only_from: str | None = None,
        quiet_seconds: float = 1.0,
        attempts: int = ATTEMPTS,
    ) -> None:
        self.name = name
        self.left_out: dict[str, int] = {}
        self._stream = f"{name}/events"
        self._queue = queue
        self._read = read
        self._only_from = only_from
        self._quiet_seconds = quiet_seconds
        self._connection = _connect(address, attempts)
        self._subscribed = False

    def close(self) -> None:
        self._connection.close()

    def expected(self) -> int | None:
        """None: a broker does not tell its clients how much it holds."""
        return None

    def mark(self) -> str:
        """The broker's id of the message that stands first; nothing is taken from the queue.

        To be asked of a source that is not read from: a connection has one subscription.
        """
        self._connection.subscribe(self._queue, prefetch=1, browse=True)
        first = self._connection.receive(self._quiet_seconds)
        return first.properties.get("message-id", "") if first and "browser" not in first.properties else "empty"

    def batches(self, position: Positions) -> Iterator[Batch]:
        """What is on the queue, until it is quiet. A batch is acknowledged when it is landed."""
        del position  # the broker keeps what is not acknowledged
        taken = 0
        while taken < EVENTS_PER_READING:
            batch = self.next_batch(self._quiet_seconds)
            if batch is None:
                return
            taken += len(batch.events)
            yield batch

    def next_batch(self, seconds: float) -> Batch | None:
        """A batch of what comes, at the latest when nothing more has come for so long; None when nothing came at all.

        Raises SourceUnavailableError when the connection is lost.
        """
        if not self._subscribed:
            self._connection.subscribe(self._queue, BATCH_EVENTS)
            self._subscribed = True
        deliveries = self._gather(seconds)
        if not deliveries:
            return None
        events = [self._event(delivery) for delivery in deliveries]
        return Batch(events, self._stream, landed=lambda: self._acknowledge(deliveries))

    def _gather(self, seconds: float) -> list[Delivery]:
        """At most a batch of messages: until it is full, old enough, or nothing has come for `seconds`."""
        deliveries: list[Delivery] = []
        size = 0
        ends = monotonic() + LONGEST_BATCH_SECONDS
        while len(deliveries) < BATCH_EVENTS and size < BATCH_BYTES and (not deliveries or monotonic() < ends):
            delivery = self._connection.receive(seconds)
            if delivery is None:
                break
            if self._is_wanted(delivery):
                deliveries.append(delivery)
                size += len(delivery.body)
        return deliveries

    def _is_wanted(self, delivery: Delivery) -> bool:
        from_queue = delivery.properties.get("original-destination")
        if self._only_from is None or from_queue in {None, f"/queue/{self._only_from}"}:
            return True
        self.left_out["other_queue"] = self.left_out.get("other_queue", 0) + 1
        return False

    def _event(self, delivery: Delivery) -> RawEvent:
        is_text = "content-length" not in delivery.properties
        body = text_body(delivery.body) if is_text else delivery.body
        return self._read(self._stream, delivery.properties, body)

    def _acknowledge(self, deliveries: list[Delivery]) -> None:
        # The events are safe: what the broker does not hear about it sends once more, and the next reading tells.
        with suppress(SourceUnavailableError):
            self._connection.acknowledge(deliveries)


def _connect(address: BrokerAddress, attempts: int) -> BrokerConnection:
    again = Retrying(
        retry=retry_if_exception_type(SourceUnavailableError),
        stop=stop_after_attempt(attempts),
        wait=wait_exponential_jitter(initial=0.5, max=10),
        reraise=True,
    )
    return again(BrokerConnection, address)
