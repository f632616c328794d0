"""Connector C4: a folder of documents, any depth, plain, gzipped or zipped.

A certificate document counts as its `created` event, in a subfolder named `revoked` as `revoked` (rule C4-2). Files
are read when they have been left alone for a while (rule C4-3), and never moved or changed. File names are personal
data and are not kept: a file is known by the hash of its path.
"""

from __future__ import annotations

import gzip
import hashlib
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from pipelines.landing.events import EventType, RawEvent
from pipelines.landing.landing import Batch
from pipelines.sources.source import Positions
from warehouse.errors import UserError

SOURCE = "folder"
ENDINGS = (".xml", ".json")
BATCH_BYTES = 32 * 1024 * 1024
LARGEST_DOCUMENT = 16 * 1024 * 1024


class FolderSource:
    """All documents below `folder`. `quiet_seconds` is how long a file must have been unchanged to be read."""

    name = SOURCE

    def __init__(self, folder: Path, quiet_seconds: float = 5.0) -> None:
        if not folder.is_dir():
            raise UserError(f"There is no folder {folder}.")
        self.folder = folder
        self.quiet_seconds = quiet_seconds
        self.left_out: dict[str, int] = {}

    def close(self) -> None:
        """Nothing is kept open between files."""

    def expected(self) -> int | None:
        return sum(1 for _ in self.files())

    def mark(self) -> str:
        """A hash of paths, sizes and times."""
        seen = hashlib.sha256()
        for path in self.files():
            state = path.stat()
            seen.update(f"{path}\x1f{state.st_size}\x1f{state.st_mtime_ns}\x1e".encode())
        return seen.hexdigest()

    def batches(self, position: Positions) -> Iterator[Batch]:
        del position  # a folder has no order to resume from; landing drops what it has
        events: list[RawEvent] = []
        size = 0
        for event in self.events():
            events.append(event)
            size += len(event.payload)
            if size >= BATCH_BYTES:
                yield Batch(events, SOURCE)
                events, size = [], 0
        yield Batch(events, SOURCE)

    def events(self) -> Iterator[RawEvent]:
        """One event per document, in the order of the paths."""
        newest_allowed = time.time() - self.quiet_seconds
        for path in self.files():
            if path.stat().st_mtime > newest_allowed:
                self._leave_out("still_changing")
                continue
            yield from self.events_of(path)

    def events_of(self, path: Path) -> Iterator[RawEvent]:
        """The documents of one file (several when it is an archive)."""
        kind = EventType.REVOKED if "revoked" in path.relative_to(self.folder).parts[:-1] else EventType.CREATED
        place = str(path.relative_to(self.folder))
        for inner, payload in self._documents(path):
            key = hashlib.sha256(f"{place}\x1f{inner}".encode()).hexdigest()
            yield RawEvent(SOURCE, kind, source_key=key, payload=payload)

    def files(self) -> Iterator[Path]:
        """The files that can hold documents, in the order of their paths."""
        for path in sorted(self.folder.rglob("*")):
            name = path.name.lower()
            if path.is_file() and (name.removesuffix(".gz").endswith(ENDINGS) or name.endswith(".zip")):
                yield path

    def _documents(self, path: Path) -> Iterator[tuple[str, bytes]]:
        name = path.name.lower()
        try:
            if name.endswith(".zip"):
                yield from _members(path)
            elif name.endswith(".gz"):
                with gzip.open(path) as file:
                    yield "", file.read(LARGEST_DOCUMENT + 1)
            else:
                yield "", _as_it_is(path)
        except (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile):
            # A damaged archive is landed as it is, so that it ends in quarantine and is not lost.
            yield "", _as_it_is(path)

    def _leave_out(self, reason: str) -> None:
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.filename.lower().endswith(ENDINGS):
                with archive.open(member) as file:
                    yield member.filename, file.read(LARGEST_DOCUMENT + 1)


def _as_it_is(path: Path) -> bytes:
    """At most one byte more than the largest document: enough for the reader to refuse it as too large."""
    with path.open("rb") as file:
        return file.read(LARGEST_DOCUMENT + 1)
