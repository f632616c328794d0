"""One open reader per release: the pointer is resolved for each request, old readers are closed when unused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from warehouse.errors import NotReadyError
from warehouse.releases import Release, ReleaseStore

R = TypeVar("R")


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

    def version(self) -> str | None:
        """The version in force, without opening it; None before the first publication."""
        return self._store.current_version()

    def releases(self) -> tuple[Release, ...]:
        """The releases that are kept, newest first, without opening them."""
        return tuple(self._store.get(version) for version in reversed(self._store.versions()))

    @contextmanager
    def reading(self) -> Iterator[tuple[Release, R]]:
        """The release in force and its reader, both the same for the whole block.

        Raises NotReadyError before the first publication.
        """
        opened = self._take()
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

    def _give_back(self, opened: _Open[R]) -> None:
        with self._lock:
            opened.users -= 1
            self._close_unused()

    def _close_unused(self) -> None:
        for old in [retired for retired in self._retired if retired.users == 0]:
            self._retired.remove(old)
            self._close_reader(old.reader)
