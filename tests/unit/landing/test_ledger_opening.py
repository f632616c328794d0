"""A new ledger may be opened by several at once: a listener, a run, and somebody who asks for the status."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.managers import SyncManager
from pathlib import Path
from threading import Barrier

from pipelines.landing.ledger import Ledger

AT_ONCE = 4
LEDGERS = 40


def first_numbers(start: Barrier, directory: Path) -> list[int]:
    """Open the ledgers, each at the same time as the other processes."""
    numbers = []
    for attempt in range(LEDGERS):
        start.wait()
        ledger = Ledger(directory / str(attempt) / "ledger.sqlite")
        numbers.append(ledger.next_number())
        ledger.close()
    return numbers


def test_many_open_a_new_ledger_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with SyncManager(ctx=context) as manager, ProcessPoolExecutor(AT_ONCE, mp_context=context) as pool:
        start = manager.Barrier(AT_ONCE, timeout=60)
        opened = [pool.submit(first_numbers, start, tmp_path) for _ in range(AT_ONCE)]
        assert [one.result() for one in opened] == [[1] * LEDGERS] * AT_ONCE
