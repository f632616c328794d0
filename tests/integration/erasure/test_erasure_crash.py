"""Killed at any instant, an order is open and can be carried on, or done; no release holds half of it (X-10)."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipelines.erasure.ordering import complete
from pipelines.erasure.orders import Orders, any_open
from pipelines.landing.landing import Landing
from tests.integration.erasure.marked_store import DOOMED, ENDING, OLDER, STAYING, MarkedStore
from tests.integration.erasure.test_nothing_remains import traces
from warehouse.releases import ReleaseStore
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, Zone

ERASE = """
import importlib, os, signal, sys
from pipelines.erasure.ordering import erase
from pipelines.erasure.orders import new_order
from warehouse.settings import load_settings

def killing(work, call):
    calls = iter(range(1, 1000))
    return lambda *these: work(*these) if next(calls) < call else os.kill(os.getpid(), signal.SIGKILL)

if len(sys.argv) > 2:
    place, call = sys.argv[2].split("#")
    module, name = place.rsplit(".", 1)
    module = importlib.import_module(module)
    setattr(module, name, killing(getattr(module, name), int(call)))
order = new_order("2026-17", "Chef Exempel", "Handl\u00e4ggare Exempel", certificates=["doomed-certificate-7f3a"])
print("loaded", flush=True)
erase(load_settings(data=sys.argv[1]), order)
"""


def _start(data: Path, *killed_at: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", ERASE, str(data), *killed_at], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"loaded\n"
    return process


def _assert_whole(data: DataDirectory) -> None:
    """Each release in force is whole, and holds the certificate in all of its parts or in none."""
    for zone in Zone:
        store = ReleaseStore(data.zone(zone))
        store.verify(store.current().version)
    restricted = ReleaseStore(data.zone(Zone.RESTRICTED)).current()
    shown = {
        name: DOOMED in pq.read_table(restricted.file(f"core/{name}.parquet"))["certificate_id"].to_pylist()
        for name in ("certificate", "header", "sick_leave_period", "message_fact")
    }
    with duckdb.connect(str(restricted.file("rehab.duckdb")), read_only=True) as rehab:
        # The marked certificate is replaced itself, and hides the one that it replaces (rule K-3).
        shown["rehab"] = (OLDER,) not in rehab.table("rehab_certificate").project("certificate_id").fetchall()
    assert len(set(shown.values())) == 1, shown


def _assert_done(settings: Settings) -> None:
    data = DataDirectory(settings.data)
    landing = Landing(data.landing)
    receipts = Orders(data, landing.ledger).receipts()
    landing.close()
    assert [receipt.order_number for receipt in receipts if receipt.done_at] == ["2026-17"]
    assert not any_open(data)
    assert traces(settings) == {}
    release = ReleaseStore(data.zone(Zone.RESTRICTED)).current()
    assert pq.read_metadata(release.file("core/certificate.parquet")).num_rows == STAYING + len(ENDING)


@pytest.mark.parametrize(
    "instant",
    [
        pytest.param("pipelines.landing.landing.replace_segment#2", id="while landing is written anew"),
        pytest.param("pipelines.assets.release.release_zone#2", id="between the releases of two zones"),
        pytest.param(
            "pipelines.erasure.erasing.erase_in_application#1",
            id="when the releases are in force",
            marks=pytest.mark.nightly,
        ),
    ],
)
def test_a_killed_order_is_open_and_the_next_run_completes_it(
    instant: str, marked: MarkedStore, settings: Settings
) -> None:
    del marked
    with _start(settings.data, instant) as process:
        assert process.wait() == -signal.SIGKILL
    assert any_open(DataDirectory(settings.data))
    _assert_whole(DataDirectory(settings.data))
    complete(settings)
    _assert_done(settings)


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_twenty_kills_at_random_instants_leave_nothing_half_done(
    marked: MarkedStore, settings: Settings, seed: int
) -> None:
    del marked
    chance = random.Random(seed)
    started, killed, seconds = time.monotonic(), 0, 20.0
    for _ in range(20):
        with _start(settings.data) as process:
            try:
                process.wait(timeout=chance.uniform(0, seconds))
                seconds = max(1.0, (time.monotonic() - started) / 2)
            except subprocess.TimeoutExpired:
                process.kill()
                killed += process.wait() == -signal.SIGKILL
        _assert_whole(DataDirectory(settings.data))
    with _start(settings.data) as process:
        assert process.wait() == 0
    assert killed > 0, "no order was killed: the test proves nothing"
    _assert_done(settings)
