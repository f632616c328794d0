"""A new ledger may be opened by several at once: a listener, a run, and somebody who asks for the status."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from pipelines.landing.ledger import Ledger

AT_ONCE = 6


def test_many_open_a_new_ledger_at_once(tmp_path: Path) -> None:
    def open_together(start: Barrier, path: Path) -> int:
        start.wait()
        ledger = Ledger(path)
        number = ledger.next_number()
        ledger.close()
        return number

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for attempt in range(10):
            start, path = Barrier(AT_ONCE), tmp_path / str(attempt) / "ledger.sqlite"
            opened = [pool.submit(open_together, start, path) for _ in range(AT_ONCE)]
            assert [one.result() for one in opened] == [1] * AT_ONCE
