"""One open reader per release: the pointer is resolved for each request, old readers are closed when unused.

Earlier releases that are asked for by version are opened beside the one in force, a few at a time.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from warehouse.errors import NotReadyError
from warehouse.releases import Release, ReleaseStore

R = TypeVar("R")

MOST_EARLIER = 2
"""Earlier releases that are kept open."""

log = logging.getLogger(__name__)


class ReleaseGoneError(LookupError):
    """A release that is not kept, or was never published, has been asked for by version."""


@dataclass(slots=True)
class _Open(Generic[R]):
    release: Release
    reader: R
    users: int = 0


class CurrentReader(Generic[R]):
    """Hands out a reader of the release in force. Safe to share between threads of one process.

    `close_reader` lets go of a reader that nobody uses any more. Opens nothing before the first request, so it may
    be made before a server forks its workers.
    """

    def __init__(
        self,
        store: ReleaseStore,
        open_reader: Callable[[Release], R],
        close_reader: Callable[[R], None] = lambda _reader: None,
    ) -> None:
        self._store = store
        self._open_reader = open_reader
        self._close_reader = close_reader
        self._lock = Lock()
        self._current: _Open[R] | None = None
        self._retired: list[_Open[R]] = []
        self._earlier: OrderedDict[str, _Open[R]] = OrderedDict()

    def version(self) -> str | None:
        """The version in force, without opening it; None before the first publication."""
        return self._store.current_version()

    def releases(self) -> tuple[Release, ...]:
        """The releases that are kept, newest first, without opening them."""
        return tuple(self._store.get(version) for version in reversed(self._store.versions()))

    @contextmanager
    def reading(self, version: str | None = None) -> Iterator[tuple[Release, R]]:
        """The release in force and its reader, both the same for the whole block; or an earlier one by its version.

        Raises NotReadyError before the first publication, and ReleaseGoneError for a version that is not kept or is
        newer than the one in force: what has been rolled back is not shown.
        """
        opened = self._take() if version is None else self._take_version(version)
        try:
            yield opened.release, opened.reader
        finally:
            self._give_back(opened)

    def _take(self) -> _Open[R]:
        with self._lock:
            version = self._store.current_version()
            if version is None:
                raise NotReadyError("Nothing has been published yet; run the pipelines first.")
            if self._current is None or self._current.release.version != version:
                release = self._store.get(version)
                fresh = _Open(release, self._open_reader(release))
                if self._current is not None:
                    self._retired.append(self._current)
                self._current = fresh
                self._close_unused()
            self._current.users += 1
            return self._current

    def _take_version(self, version: str) -> _Open[R]:
        with self._lock:
            current = self._store.current_version()
        if version == current:
            return self._take()
        with self._lock:
            if current is None or version > current or version not in self._store.versions():
                raise ReleaseGoneError(version)
            opened = self._earlier.get(version) or self._opened_earlier(version)
            self._earlier[version] = opened
            self._earlier.move_to_end(version)
            opened.users += 1
            while len(self._earlier) > MOST_EARLIER:
                self._retired.append(self._earlier.popitem(last=False)[1])
            self._close_unused()
            return opened

    def _opened_earlier(self, version: str) -> _Open[R]:
        """A release that this program may be too new to read counts as gone."""
        try:
            release = self._store.get(version)
            return _Open(release, self._open_reader(release))
        except Exception as error:
            log.warning("release %s cannot be opened any more (%s)", version, type(error).__name__)
            raise ReleaseGoneError(version) from None

    def _give_back(self, opened: _Open[R]) -> None:
        with self._lock:
            opened.users -= 1
            self._close_unused()

    def _close_unused(self) -> None:
        for old in [retired for retired in self._retired if retired.users == 0]:
            self._retired.remove(old)
            self._close_reader(old.reader)
