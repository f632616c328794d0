"""Readers of the releases that are kept beside the one in force: for older versions, and for what changed between."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from dashboards.serving.readers import CurrentReader
from warehouse.releases import Release

R = TypeVar("R")

MOST_OPEN = 2
"""How many readers of older releases stay open: the two that a comparison needs."""


class KeptReaders(Generic[R]):
    """Hands out readers of any release that is kept, that in force included. Safe to share between threads.

    For readers that need no closing.
    """

    def __init__(self, current: CurrentReader[R], open_reader: Callable[[Release], R]) -> None:
        self._current = current
        self._open_reader = open_reader
        self._lock = Lock()
        self._opened: OrderedDict[str, R] = OrderedDict()

    def releases(self) -> tuple[Release, ...]:
        """The releases that are kept up to the one in force, oldest first; none before the first publication."""
        last = self._current.version() or ""
        return tuple(one for one in reversed(self._current.releases()) if one.version <= last)

    def reader(self, release: Release) -> R:
        """A reader of a release."""
        with self._current.reading() as (in_force, reader):
            if in_force.version == release.version:
                return reader
        with self._lock:
            if release.version not in self._opened:
                self._opened[release.version] = self._open_reader(release)
                while len(self._opened) > MOST_OPEN:
                    self._opened.popitem(last=False)
            self._opened.move_to_end(release.version)
            return self._opened[release.version]
