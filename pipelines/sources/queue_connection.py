"""One connection to a message broker over STOMP 1.2, through stomp.py.

stomp.py receives in a thread of its own; here its frames stand in line until they are asked for. STOMP 1.2 because only
there an acknowledgement goes by an id of its own: `message-id` may be a property of the sender's.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Condition
from typing import Any, Final
from uuid import uuid4

import stomp
from stomp.exception import StompException

from pipelines.sources.queue_address import BrokerAddress
from warehouse.errors import SourceUnavailableError

CONNECTING_SECONDS = 10.0
ANSWER_SECONDS = 30.0
HEARTBEAT_MILLISECONDS = 10_000
"""How often each side says that it is there. Over TLS, stomp.py notices the end of a connection by this alone."""

SUBSCRIPTION = "intyg"
DEBUG_LOGGER = "stomp.py"

_LOST: Final = None
"""Stands in line where the connection was lost."""

# stomp.py writes headers and bodies into its debug log and whole tracebacks into its error log (rule C-9).
logging.getLogger(DEBUG_LOGGER).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivered message: its properties, its body, and the id by which it is acknowledged."""

    properties: dict[str, str]
    body: bytes
    acknowledgement: str


class BrokerConnection:
    """A connection with at most one subscription. Raises SourceUnavailableError whenever the broker does not answer."""

    def __init__(
        self, address: BrokerAddress, *, heartbeat: int = HEARTBEAT_MILLISECONDS, patience: float = CONNECTING_SECONDS
    ) -> None:
        self._line = _Line()
        self._connection = stomp.Connection12(
            list(address.hosts),
            prefer_localhost=False,
            try_loopback_connect=False,
            reconnect_attempts_max=1,
            timeout=patience,
            heartbeats=(heartbeat, heartbeat),
            auto_decode=False,
        )
        if address.tls:
            self._connection.set_ssl(
                for_hosts=list(address.hosts),
                ca_certs=str(address.authority) if address.authority else None,
                cert_file=str(address.certificate) if address.certificate else None,
            )
        self._connection.set_listener("line", self._line)
        self._connect(address, patience)

    def subscribe(self, queue: str, prefetch: int, *, browse: bool = False) -> None:
        """Let the broker send at most `prefetch` messages of `queue` that are not acknowledged.

        To browse is to be shown the messages without taking them.
        """
        headers = {"activemq.prefetchSize": str(prefetch)}
        if browse:
            headers["browser"] = "true"
        receipt = str(uuid4())
        self._send(
            self._connection.subscribe,
            f"/queue/{queue}",
            SUBSCRIPTION,
            ack="client-individual",
            headers={**headers, "receipt": receipt},
        )
        self._settled(receipt)

    def receive(self, seconds: float) -> Delivery | None:
        """The next message, or None when none came for so long."""
        try:
            frame = self._line.frames.get(timeout=max(seconds, 0))
        except Empty:
            return None
        if frame is _LOST:
            self._line.frames.put(_LOST)
            raise SourceUnavailableError(self._line.failure)
        return Delivery(frame.headers, frame.body or b"", frame.headers.get("ack", ""))

    def acknowledge(self, deliveries: list[Delivery]) -> None:
        """Acknowledge each message by itself, and wait until the broker has taken in the last one (rule C3-3)."""
        receipt = str(uuid4())
        for delivery in deliveries[:-1]:
            self._send(self._connection.ack, delivery.acknowledgement)
        for delivery in deliveries[-1:]:
            self._send(self._connection.ack, delivery.acknowledgement, receipt=receipt)
            self._settled(receipt)

    def close(self) -> None:
        """Say good-bye when the broker still listens, and let go."""
        if self._connection.is_connected():
            with suppress(SourceUnavailableError):
                self._send(self._connection.disconnect)
                self._line.wait_for_the_end(ANSWER_SECONDS)
        with suppress(OSError, StompException, AttributeError):
            self._connection.transport.disconnect_socket()

    def _connect(self, address: BrokerAddress, patience: float) -> None:
        self._send(self._connection.connect, address.user, address.password)
        if not self._line.wait_for_welcome(patience):
            failure = self._line.failure
            self.close()
            raise SourceUnavailableError(failure)

    def _send(self, order: Any, *arguments: Any, **options: Any) -> None:
        try:
            order(*arguments, **options)
        except (OSError, StompException, AttributeError) as error:
            # stomp.py takes its socket away while another thread may be sending: an AttributeError then.
            raise SourceUnavailableError(f"The event queue cannot be reached ({type(error).__name__}).") from None

    def _settled(self, receipt: str) -> None:
        if not self._line.wait_for(receipt, ANSWER_SECONDS):
            raise SourceUnavailableError(self._line.failure)


class _Line(stomp.ConnectionListener):  # type: ignore[misc]
    """What arrives on a connection; filled by the thread of stomp.py, asked by ours."""

    def __init__(self) -> None:
        self.frames: SimpleQueue[Any] = SimpleQueue()
        self.failure = "The event queue did not answer in time."
        self._changed = Condition()
        self._welcome = False
        self._lost = False
        self._receipts: set[str] = set()

    def wait_for_welcome(self, seconds: float) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._welcome or self._lost, seconds)
            return self._welcome and not self._lost

    def wait_for(self, receipt: str, seconds: float) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: receipt in self._receipts or self._lost, seconds)
            return receipt in self._receipts

    def wait_for_the_end(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._lost, seconds)

    def on_connected(self, frame: Any) -> None:
        del frame
        with self._changed:
            self._welcome = True
            self._changed.notify_all()

    def on_message(self, frame: Any) -> None:
        self.frames.put(frame)

    def on_receipt(self, frame: Any) -> None:
        with self._changed:
            self._receipts.add(frame.headers["receipt-id"])
            self._changed.notify_all()

    def on_error(self, frame: Any) -> None:
        del frame  # its text may name users and queues
        self._lose("The event queue refused what was asked of it; check user, password and rights.")

    def on_disconnected(self) -> None:
        self._lose("The connection to the event queue was lost.")

    def on_heartbeat_timeout(self) -> None:
        self._lose("The event queue stopped answering.")

    def _lose(self, failure: str) -> None:
        with self._changed:
            if not self._lost:
                self._lost, self.failure = True, failure
                self.frames.put(_LOST)
            self._changed.notify_all()
