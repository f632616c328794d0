"""Work that takes seconds is done one piece at a time in each process, so that others are answered meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

WAIT_SECONDS = 4
"""How long a request waits for its turn, at most."""


class BusyError(RuntimeError):
    """Another piece of work is being done, and one waits already or the wait was too long."""


class Turns:
    """One at work and one that waits; the next is told to come back. Safe to share between threads."""

    def __init__(self, wait_seconds: float = WAIT_SECONDS) -> None:
        self._wait_seconds = wait_seconds
        self._at_work = BoundedSemaphore(1)
        self._present = BoundedSemaphore(2)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Do something when it is one's turn. Raises BusyError."""
        if not self._present.acquire(blocking=False):
            raise BusyError
        try:
            if not self._at_work.acquire(timeout=self._wait_seconds):
                raise BusyError
            try:
                yield
            finally:
                self._at_work.release()
        finally:
            self._present.release()
