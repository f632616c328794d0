"""Listening to the queues for as long as it takes: what `intyg listen` does (rules O-2 to O-4)."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from threading import Event
from time import monotonic
from types import FrameType

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_when_event_set, wait_exponential_jitter
from tenacity.nap import sleep_using_event

from pipelines.assets.landing import TITLES, land_all, without_erased
from pipelines.erasure import Tombstones
from pipelines.landing.landing import Batch, Landing, LandingCounts
from pipelines.sources.queue import QueueSource
from pipelines.sources.queue_opening import (
    EVENTS,
    TRIGGERS,
    broker_address,
    open_dead_letters,
    open_events,
    open_triggers,
)
from warehouse.errors import BusyError, SourceUnavailableError
from warehouse.settings import Settings
from warehouse.storage import DataDirectory

GATHERING_SECONDS = 1.0
"""How long a batch waits for one more event."""

LOCK_SECONDS = 0.5
"""How often it is tried whether a run has let go of the data directory."""

QUIET_NOTE_SECONDS = 60.0
"""How often a quiet queue is noted as read to its end."""

LONGEST_BACK_OFF_SECONDS = 60.0

_log = logging.getLogger(__name__)


def listen(settings: Settings, stop: Event) -> dict[str, int]:
    """Land what comes on the configured queues until `stop` is set; returns how many events were new, by queue.

    A broker that is away is tried again with growing pauses. Each batch is landed when no run is writing, and
    acknowledged then. Raises NotReadyError when no broker is configured.
    """
    address = broker_address(settings)
    openers: dict[str, Callable[[], QueueSource]] = {EVENTS: partial(open_events, address, settings, 1)}
    if settings.trigger_queue_name:
        openers[TRIGGERS] = partial(open_triggers, address, settings, 1)
    ears = [_Ear(name, opener, DataDirectory(settings.data), stop) for name, opener in openers.items()]
    with ThreadPoolExecutor(len(ears)) as pool:
        running = [pool.submit(ear.listen) for ear in ears]
        for done in as_completed(running):
            # An end without being asked to is a fault: the others shall not go on as if nothing had happened.
            stop.set()
            done.result()
    return {ear.name: ear.landed for ear in ears}


def take_dead_letters(settings: Settings) -> LandingCounts:
    """Land what the broker gave up delivering from the event queue (rule C3-3); staged with the next run.

    Raises BusyError while a run is writing.
    """
    data = DataDirectory(settings.data)
    with data.writer(), closing(Landing(data.landing)) as landing, closing(open_dead_letters(settings)) as source:
        return land_all(source, landing, Tombstones(landing, data))


@contextmanager
def until_signalled() -> Iterator[Event]:
    """An event that is set when the process is asked to end (SIGTERM, SIGINT)."""
    stop = Event()

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    former = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@dataclass
class _Ear:
    """Listens to one queue, over as many connections as it takes."""

    name: str
    open: Callable[[], QueueSource]
    data: DataDirectory
    stop: Event
    landed: int = 0

    def listen(self) -> None:
        while not self.stop.is_set():
            source = self._connected()
            if source is None:
                return
            with closing(source):
                try:
                    self._land_all(source)
                except SourceUnavailableError as error:
                    self._note_failure(error)
                    self.stop.wait(GATHERING_SECONDS)

    def _connected(self) -> QueueSource | None:
        """A connection, however long it takes; None when asked to end before."""
        trying = Retrying(
            retry=retry_if_exception_type(SourceUnavailableError),
            wait=wait_exponential_jitter(initial=1, max=LONGEST_BACK_OFF_SECONDS),
            stop=stop_when_event_set(self.stop),
            sleep=sleep_using_event(self.stop),
            before_sleep=self._note_attempt,
            reraise=True,
        )
        try:
            return trying(self.open)
        except SourceUnavailableError:
            return None

    def _land_all(self, source: QueueSource) -> None:
        noted = 0.0
        while not self.stop.is_set():
            batch = source.next_batch(GATHERING_SECONDS)
            if batch:
                self._land(batch)
            elif monotonic() - noted > QUIET_NOTE_SECONDS:
                self._note()
                noted = monotonic()

    def _land(self, batch: Batch) -> None:
        """Land a batch as soon as no run is writing. A batch that is given up is not acknowledged, and comes again."""
        while not self.stop.is_set():
            try:
                with self.data.writer(), closing(Landing(self.data.landing)) as landing:
                    wanted = without_erased(batch, Tombstones(landing, self.data))
                    self.landed += landing.land(replace(wanted, landed=None))
                    landing.ledger.note_source(self.name)
            except BusyError:
                self.stop.wait(LOCK_SECONDS)
            else:
                if batch.landed:
                    batch.landed()
                return

    def _note_attempt(self, attempt: RetryCallState) -> None:
        error = attempt.outcome.exception() if attempt.outcome else None
        if isinstance(error, SourceUnavailableError):
            self._note_failure(error)

    def _note_failure(self, error: SourceUnavailableError) -> None:
        _log.warning("The %s: %s", TITLES.get(self.name, self.name), error)
        self._note(str(error))

    def _note(self, failure: str | None = None) -> None:
        """For the status page; a run that is writing makes its own notes."""
        with suppress(BusyError), self.data.writer(), closing(Landing(self.data.landing)) as landing:
            landing.ledger.note_source(self.name, failure)
