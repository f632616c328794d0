"""`intyg listen`: lands at once, waits for runs, finds its way back to the broker, and ends when asked (O-2 to O-4)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from pipelines import listening
from pipelines.landing.landing import Landing
from pipelines.landing.ledger import SourceState
from pipelines.listening import listen, take_dead_letters
from tests.servers.broker import Broker
from tests.servers.relay import Relay
from warehouse.errors import BusyError, NotReadyError
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory

pytestmark = pytest.mark.xdist_group("broker")

PATIENCE = 60.0
CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short pauses, so that the tests do not wait for what operation can wait for."""
    monkeypatch.setattr(listening, "GATHERING_SECONDS", 0.1)
    monkeypatch.setattr(listening, "LOCK_SECONDS", 0.02)
    monkeypatch.setattr(listening, "LONGEST_BACK_OFF_SECONDS", 0.5)


@pytest.fixture
def settings(broker: Broker, queue: str, tmp_path: Path) -> Settings:
    settings = load_settings(data=tmp_path / "data", queue_url=broker.url(), queue_name=queue)
    Landing(DataDirectory(settings.data).landing).close()  # it is there in operation: the first run makes it
    return settings


@contextmanager
def listening_to(settings: Settings) -> Iterator[Future[dict[str, int]]]:
    """Somebody who listens; asked to end, and waited for, at the end of the block."""
    stop = Event()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(listen, settings, stop)
        try:
            yield running
            assert not running.done(), running.exception()
        finally:
            stop.set()


def eventually(true: Callable[[], bool]) -> None:
    """Wait until something is true, on another thread or in another process."""
    pause, ends = Event(), monotonic() + PATIENCE
    while not true():
        assert monotonic() < ends, "it never came true"
        pause.wait(0.05)


def landed(settings: Settings) -> list[str]:
    """The certificates of all landed events."""
    with closing(Landing(DataDirectory(settings.data).landing)) as landing:
        return [
            row["certificate_id"]
            for segment in landing.ledger.segments()
            for batch in landing.read_segment(segment.number)
            for row in batch.to_pylist()
        ]


def state(settings: Settings, name: str = "queue") -> SourceState | None:
    with closing(Landing(DataDirectory(settings.data).landing)) as landing:
        return next((one for one in landing.ledger.source_states() if one.source == name), None)


def sent(*certificates: str) -> list[tuple[str | bytes, dict[str, str]]]:
    return [("", {"action": "sent", "certificate-id": certificate}) for certificate in certificates]


def test_what_comes_is_landed_and_acknowledged_at_once(broker: Broker, queue: str, settings: Settings) -> None:
    with listening_to(settings) as running:
        broker.send_all(queue, sent("one", "two"))
        eventually(lambda: landed(settings) == ["one", "two"])
        broker.send_all(queue, sent("three"))
        eventually(lambda: len(landed(settings)) == 3)
        eventually(lambda: broker.waiting(queue) == 0)
    assert running.result() == {"queue": 3}
    told = state(settings)
    assert told and told.reached_at and not told.failure


def test_it_waits_while_a_run_is_writing(
    broker: Broker, queue: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_out, writer = Event(), DataDirectory.writer

    @contextmanager
    def watched(data: DataDirectory) -> Iterator[None]:
        try:
            with writer(data):
                yield
        except BusyError:
            kept_out.set()
            raise

    data = DataDirectory(settings.data)
    with writer(data):
        monkeypatch.setattr(DataDirectory, "writer", watched)
        broker.send_all(queue, sent("one"))
        with listening_to(settings):
            assert kept_out.wait(PATIENCE)
            kept_out.clear()
            assert kept_out.wait(PATIENCE)
        assert landed(settings) == []
        assert broker.waiting(queue) == 1, "asked to end while it waited, it must not have acknowledged"
    with listening_to(settings):
        eventually(lambda: landed(settings) == ["one"])


def test_it_finds_its_way_back_to_a_broker_that_was_away(broker: Broker, queue: str, settings: Settings) -> None:
    broker.stop()
    with listening_to(settings):
        eventually(lambda: bool((told := state(settings)) and told.failure))
        told = state(settings)
        assert told and "läs" not in str(told.failure)
        broker.start()
        broker.send_all(queue, sent("one"))
        eventually(lambda: landed(settings) == ["one"])
        broker.stop()
        broker.start()
        broker.send_all(queue, sent("two"))
        eventually(lambda: landed(settings) == ["one", "two"])
    told = state(settings)
    assert told and not told.failure


def test_nothing_is_lost_or_doubled_on_a_line_that_breaks_often(broker: Broker, queue: str, settings: Settings) -> None:
    everything = [f"certificate-{number}" for number in range(120)]
    with Relay(broker.port) as relay:
        through = settings.model_copy(update={"queue_url": type(settings.queue_url)(broker.url(port=relay.port))})
        with listening_to(through):
            for start in range(0, len(everything), 20):
                broker.send_all(queue, sent(*everything[start : start + 20]))
                eventually(lambda: bool(landed(settings)))
                relay.cut()
            eventually(lambda: len(landed(settings)) >= len(everything))
            eventually(lambda: broker.waiting(queue) == 0)
    assert sorted(landed(settings)) == sorted(everything)


def test_the_trigger_queue_is_listened_to_beside_the_other(broker: Broker, queue: str, settings: Settings) -> None:
    triggers = f"{queue}.triggers"
    with listening_to(settings.model_copy(update={"trigger_queue_name": triggers})) as running:
        broker.send_all(queue, sent("one"))
        broker.send(triggers, "", {"eventType": "certificate-signed", "certificateId": "two"})
        eventually(lambda: sorted(landed(settings)) == ["one", "two"])
    assert running.result() == {"queue": 1, "trigger": 1}


def test_dead_letters_are_taken_in_on_request(broker: Broker, queue: str, settings: Settings) -> None:
    broker.send_all(queue, sent("one"))
    broker.refuse(queue)
    counts = take_dead_letters(settings)
    assert (counts.offered, counts.landed) == (1, 1)
    assert landed(settings) == ["one"]


def test_without_a_broker_there_is_nothing_to_listen_to(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="INTYG_QUEUE_URL"):
        listen(load_settings(data=tmp_path), Event())


def _program(settings: Settings, broker: Broker) -> subprocess.Popen[str]:
    environment = {**os.environ, "INTYG_QUEUE_URL": broker.url(), "INTYG_QUEUE_NAME": settings.queue_name}
    command = [sys.executable, "-m", "intyg", "--data", str(settings.data), "listen"]
    return subprocess.Popen(
        command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("ask", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.nightly)])
def test_the_program_ends_cleanly_when_asked(
    broker: Broker, queue: str, settings: Settings, ask: signal.Signals
) -> None:
    broker.send_all(queue, sent("one"))
    program = _program(settings, broker)
    eventually(lambda: landed(settings) == ["one"] or program.poll() is not None)
    program.send_signal(ask)
    told, complaint = program.communicate(timeout=PATIENCE)
    assert (program.returncode, complaint) == (0, "")
    assert "New events from the queue: 1." in told
    assert broker.waiting(queue) == 0


@pytest.mark.nightly
def test_a_program_killed_at_random_instants_loses_and_doubles_nothing(
    broker: Broker, queue: str, settings: Settings, seed: int
) -> None:
    chance, pause = random.Random(seed), Event()
    everything = [f"certificate-{number}" for number in range(600)]
    for start in range(0, len(everything), 50):
        broker.send_all(queue, sent(*everything[start : start + 50]))
        program = _program(settings, broker)
        before = len(landed(settings))
        eventually(lambda before=before, program=program: len(landed(settings)) > before or bool(program.poll()))
        pause.wait(chance.random() * 0.05)
        program.kill()
        program.communicate()
    with listening_to(settings):
        eventually(lambda: broker.waiting(queue) == 0)
    assert sorted(landed(settings)) == sorted(everything)
