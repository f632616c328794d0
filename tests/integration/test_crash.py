"""Killed at any instant, the next run completes: nothing lost, nothing doubled, no half release ever seen."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from pipelines.publication.databases import CORE_TABLES
from pipelines.running import ALL_GROUPS, run_groups
from tests.integration.small_store import PERSON_KEY, SmallStore, sick_leave
from warehouse.releases import ReleaseStore
from warehouse.storage import DataDirectory, Zone

TODAY = date(2026, 11, 23)
CERTIFICATES = 400
RUN = """
import os, signal, sys
from pathlib import Path
from pipelines.running import ALL_GROUPS, run_groups
print("loaded", flush=True)
run_groups(Path(sys.argv[1]), sys.argv[2:] or ALL_GROUPS)
if sys.argv[2:]:
    os.kill(os.getpid(), signal.SIGKILL)
"""


@dataclass
class Reader(threading.Thread):
    """Reads the way the sites do, without pause: resolves each pointer and checks the whole release behind it."""

    data: DataDirectory
    stopped: threading.Event = field(default_factory=threading.Event)
    faults: list[str] = field(default_factory=list)
    seen: set[tuple[Zone, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.stopped.is_set():
            for zone in Zone:
                store = ReleaseStore(self.data.zone(zone))
                version = store.current_version()
                if version and (zone, version) not in self.seen:
                    try:
                        store.verify(version)
                        self.seen.add((zone, version))
                    except Exception as fault:
                        self.faults.append(f"{zone}: {fault}")
            time.sleep(0.005)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallStore:
    small = SmallStore(tmp_path / "store")
    for number in range(CERTIFICATES):
        person = f"19{60 + number % 40}0101238{number % 10}"
        start = f"2026-{1 + number % 9:02}-01"
        small.certificate(sick_leave(f"certificate-{number}", person, (start, f"2026-{1 + number % 9:02}-20")))
    for number in range(0, CERTIFICATES, 37):
        small.revoke(f"certificate-{number}")
    monkeypatch.setenv("INTYG_TODAY", TODAY.isoformat())
    monkeypatch.setenv("INTYG_PERSON_KEY", PERSON_KEY.decode())
    monkeypatch.setenv("INTYG_STORE_URL", small.url)
    return small


def _core(data: DataDirectory) -> dict[str, bytes]:
    release = ReleaseStore(data.zone(Zone.RESTRICTED)).current()
    return {name: release.file(f"core/{name}.parquet").read_bytes() for name in CORE_TABLES}


def _start(data: Path, groups: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    """Start a run, whole or up to a boundary where it kills itself; returns when its program is loaded."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(data), *groups], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"loaded\n"
    return process


def _kill_after(seconds: float, data: Path) -> int:
    """Start a whole run and kill it; the exit code tells whether it was killed or had finished."""
    with _start(data) as process:
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            return process.wait()


def _survives(tmp_path: Path, instants: list[float]) -> None:
    straight = tmp_path / "straight"
    with _start(straight) as process:
        started = time.monotonic()
        assert process.wait() == 0
        whole = time.monotonic() - started
    expected = _core(DataDirectory(straight))

    data = DataDirectory(tmp_path / "data")
    reader = Reader(data)
    reader.start()
    killed = sum(_kill_after(instant * whole, data.root) == -signal.SIGKILL for instant in instants)
    run_groups(data.root)
    reader.stopped.set()
    reader.join()

    assert killed > 0, "no run was killed: the test proves nothing"
    assert reader.faults == []
    assert _core(data) == expected
    for zone in Zone:
        zone_store = ReleaseStore(data.zone(zone))
        for version in zone_store.versions():
            zone_store.verify(version)


@pytest.mark.usefixtures("store")
def test_three_kills_lose_nothing(tmp_path: Path) -> None:
    _survives(tmp_path, [0.1, 0.5, 0.9])


@pytest.mark.usefixtures("store")
def test_a_run_killed_at_each_stage_boundary_loses_nothing(tmp_path: Path) -> None:
    run_groups(tmp_path / "straight")
    data = DataDirectory(tmp_path / "data")
    for number in range(1, len(ALL_GROUPS)):
        with _start(data.root, ALL_GROUPS[:number]) as process:
            assert process.wait() == -signal.SIGKILL
    run_groups(data.root)
    assert _core(data) == _core(DataDirectory(tmp_path / "straight"))


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@pytest.mark.usefixtures("store")
def test_fifty_kills_at_random_instants_lose_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    _survives(tmp_path, [chance.uniform(0.0, 1.0) for _ in range(50)])
