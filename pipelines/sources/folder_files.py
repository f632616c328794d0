"""Where documents lie as files: a folder on this machine. An object prefix would be another `DocumentPlace`."""

from __future__ import annotations

import io
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from warehouse.errors import SourceUnavailableError


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: its path below the place with `/` between the parts, its size in bytes, and when it was changed.

    `modified` is the time that the file carries, in nanoseconds; `touched` is when anything about it was last changed,
    in seconds since 1970, which copying with the old time does not hide.
    """

    path: str
    size: int
    modified: int
    touched: float

    def quiet_for(self, seconds: float) -> bool:
        """Whether the file has been left alone for so long."""
        return self.touched <= time.time() - seconds


class DocumentPlace(Protocol):
    """Somewhere that files can be listed and read from. Nothing in it is ever changed (rule C4-3)."""

    address: str
    """What tells the place from others."""

    def entries(self, passed_over: Callable[[str], None]) -> Iterator[Entry]:
        """All ordinary files in the order of their paths; whatever else there is goes to `passed_over` as a reason.

        Raises SourceUnavailableError when the place cannot be reached.
        """
        ...

    def open(self, entry: Entry) -> io.BufferedReader:
        """The bytes of a file, seekable. Raises OSError when it cannot be read."""
        ...

    def now(self, entry: Entry) -> Entry | None:
        """The same file as it is now; None when it is gone."""
        ...


class LocalFolder:
    """A folder on this machine, any depth. Links are not followed: they could lead anywhere, and in circles."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.address = str(root.resolve())

    def entries(self, passed_over: Callable[[str], None]) -> Iterator[Entry]:
        if not self._root.is_dir():
            raise SourceUnavailableError(f"There is no folder {self._root}.")
        yield from self._below(self._root, "", passed_over)

    def open(self, entry: Entry) -> io.BufferedReader:
        descriptor = os.open(self._root / entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        return os.fdopen(descriptor, "rb")

    def now(self, entry: Entry) -> Entry | None:
        try:
            return _entry(entry.path, (self._root / entry.path).lstat())
        except OSError:
            return None

    def _below(self, folder: Path, prefix: str, passed_over: Callable[[str], None]) -> Iterator[Entry]:
        try:
            with os.scandir(folder) as listing:
                found = sorted(listing, key=lambda one: one.name)
        except OSError:
            passed_over("unreadable_folder")
            return
        for one in found:
            try:
                state = one.stat(follow_symlinks=False)
            except OSError:
                continue  # gone since it was listed
            path = f"{prefix}{one.name}"
            if stat.S_ISDIR(state.st_mode):
                yield from self._below(folder / one.name, f"{path}/", passed_over)
            elif stat.S_ISREG(state.st_mode):
                yield _entry(path, state)
            else:
                passed_over("link" if stat.S_ISLNK(state.st_mode) else "no_ordinary_file")


def _entry(path: str, state: os.stat_result) -> Entry:
    return Entry(path, state.st_size, state.st_mtime_ns, max(state.st_mtime, state.st_ctime))
