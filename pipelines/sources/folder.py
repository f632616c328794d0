"""Connector C4: a folder of documents and event files, any depth, plain, gzipped or zipped.

A certificate document counts as its `created` event, in a subfolder named `revoked` as `revoked` (rule C4-2). Files
are read when they have been left alone for a while (rule C4-3), and never moved or changed. File names are personal
data and are neither kept nor logged: a file is known by hashes of its path, its size and time, and its content
(rules C4-4, C4-5). The folder has no order to resume from, so that what is known of a file is its position.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from itertools import islice
from pathlib import Path, PurePosixPath

from pipelines.landing.events import EventType, RawEvent
from pipelines.landing.landing import Batch
from pipelines.sources.folder_documents import Document, PassedOver, documents, event_properties, is_packed, is_wanted
from pipelines.sources.folder_files import DocumentPlace, Entry, LocalFolder
from pipelines.sources.folder_known import DIGEST_BYTES, ReadFiles, digest
from pipelines.sources.queue_events import certificate_event
from pipelines.sources.source import Positions
from warehouse.errors import SourceUnavailableError

SOURCE = "folder"
REVOKED_FOLDER = "revoked"
BATCH_BYTES = 32 * 1024 * 1024
BATCH_EVENTS = 20_000
FILES_LOOKED_UP = 1_000

LEFT_OUT = {
    "still_changing": "files that are still changing, read next time",
    "unreadable": "files that may not or cannot be read",
    "unreadable_folder": "folders that may not or cannot be listed",
    "link": "links, which are not followed",
    "no_ordinary_file": "things that are no ordinary files",
    "other_file": "files of other kinds",
    "damaged": "damaged archives, put into quarantine; what could be read of them is taken in",
    "encrypted": "encrypted members of archives",
    "archive_in_archive": "archives inside archives",
    "expands_too_much": "archives that expand too much, read up to the limit",
}
"""What the reasons in `left_out` mean."""


class FolderSource:
    """All documents below `folder`.

    `quiet_seconds` is how long a file must have been unchanged to be read. `ledger` is landing's ledger, where files
    that have been read are kept; without one every reading reads all of them. Raises SourceUnavailableError when there
    is no such folder.
    """

    name = SOURCE

    def __init__(self, folder: Path, quiet_seconds: float = 5.0, ledger: Path | None = None) -> None:
        if not folder.is_dir():
            raise SourceUnavailableError(f"There is no folder {folder}.")
        self.folder = folder
        self.quiet_seconds = quiet_seconds
        self.left_out: dict[str, int] = {}
        self._place: DocumentPlace = LocalFolder(folder)
        self._read_files = ReadFiles(self._place.address, ledger)

    def close(self) -> None:
        self._read_files.close()

    def expected(self) -> int | None:
        return sum(1 for _ in self.files())

    def mark(self) -> str:
        """A hash of paths, sizes and times of all files that have been left alone for long enough."""
        seen = hashlib.sha256()
        for entry in self._wanted(lambda _: None):
            if entry.quiet_for(self.quiet_seconds):
                state = f"{entry.path}\x1f{entry.size}\x1f{entry.modified}\x1e"
                seen.update(state.encode(errors="surrogateescape"))
        return seen.hexdigest()

    def batches(self, position: Positions) -> Iterator[Batch]:
        """Everything in files that are new or changed. What cannot be read is counted and keeps nothing waiting."""
        del position  # the ledger's entries about files take its place
        events: list[RawEvent] = []
        read: list[tuple[Entry, bytes]] = []
        size = 0
        for entry in self._new_files():
            for event in self._events_of_file(entry, read):
                events.append(event)
                size += len(event.payload)
                if size >= BATCH_BYTES or len(events) >= BATCH_EVENTS:
                    yield Batch(events, SOURCE, within=self._read_files.keep(read))
                    events, read[:], size = [], [], 0
        yield Batch(events, SOURCE, within=self._read_files.keep(read))

    def events(self) -> Iterator[RawEvent]:
        """One event per document and line of events, in the order of the paths."""
        for entry in self._new_files():
            yield from self._events_of_file(entry, [])

    def events_of(self, path: Path) -> Iterator[RawEvent]:
        """The events of one file, whether or not it has been read."""
        entry = self._place.now(Entry(path.relative_to(self.folder).as_posix(), 0, 0, 0))
        if entry:
            yield from self._events_of_file(entry, [])

    def files(self) -> Iterator[Path]:
        """The files that can hold documents, in the order of their paths."""
        for entry in self._wanted(lambda _: None):
            yield self.folder / entry.path

    def _wanted(self, passed_over: PassedOver) -> Iterator[Entry]:
        for entry in self._place.entries(passed_over):
            if is_wanted(entry.path):
                yield entry
            else:
                passed_over("other_file")

    def _new_files(self) -> Iterator[Entry]:
        """Files that have not been read as they are now, and are left alone."""
        wanted = self._wanted(self._leave_out)
        while some := list(islice(wanted, FILES_LOOKED_UP)):
            for entry in self._read_files.unknown(some):
                if entry.quiet_for(self.quiet_seconds):
                    yield entry
                else:
                    self._leave_out("still_changing")

    def _events_of_file(self, entry: Entry, read: list[tuple[Entry, bytes]]) -> Iterator[RawEvent]:
        """The events of a file; puts the file into `read` when it has been read as a whole and has not changed."""
        try:
            with self._place.open(entry) as file:
                content = _content_digest(entry, file)
                # Landing knows a document by its content itself; an archive is not worth unpacking for that.
                if not (is_packed(entry.path) and self._read_files.has_content(content)):
                    for document in documents(entry.path, file, entry.size, self._leave_out):
                        yield self._event(entry, document)
        except OSError:
            self._leave_out("unreadable")
            return
        now = self._place.now(entry)
        if now and (now.size, now.modified) == (entry.size, entry.modified):
            read.append((entry, content))
        else:
            self._leave_out("still_changing")

    def _event(self, entry: Entry, document: Document) -> RawEvent:
        key = digest(f"{entry.path}\x1f{document.place}".encode(errors="surrogateescape")).hex()
        if document.is_line and (parts := event_properties(document.content)):
            return replace(certificate_event(SOURCE, *parts), source_key=key)
        kind = EventType.UNKNOWN if document.is_line else _kind(entry.path, document.inside)
        return RawEvent(SOURCE, kind, source_key=key, payload=document.content)

    def _leave_out(self, reason: str) -> None:
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


def _kind(path: str, inside: str) -> EventType:
    """What a document counts as, by the folders that it lies in (rule C4-2)."""
    folders = (*PurePosixPath(path).parts[:-1], *PurePosixPath(inside).parts[:-1])
    return EventType.REVOKED if REVOKED_FOLDER in folders else EventType.CREATED


def _content_digest(entry: Entry, file: BufferedReader) -> bytes:
    """Tells files apart by what they would give: their bytes, how they are unpacked, and whether they revoke."""
    content = hashlib.file_digest(file, "sha256")
    file.seek(0)
    manner = f"{PurePosixPath(entry.path).suffix.lower() if is_packed(entry.path) else ''}\x1f{_kind(entry.path, '')}"
    content.update(manner.encode())
    return content.digest()[:DIGEST_BYTES]
