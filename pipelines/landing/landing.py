"""Putting events into landing, and reading them back.

A batch becomes one immutable Parquet segment; the ledger then takes its keys and the source's new position in one
transaction. A crash before that transaction leaves a file that nobody names, which the next batch replaces.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa

from pipelines.landing.events import RawEvent
from pipelines.landing.file_readings import FileReading, add_reading, readings
from pipelines.landing.ledger import LandedFile, Ledger, Segment, add_file, add_segment, replace_segment, set_position
from warehouse.errors import DamagedDataError
from warehouse.releases import checksum
from warehouse.storage import sync_directory, write_durably
from warehouse.swedish_time import swedish_day

EVENTS_PER_ROW_GROUP = 2_000
LEDGER = "ledger.sqlite"

SEGMENT_SCHEMA = pa.schema(
    [
        ("event_key", pa.binary(16)),
        ("source", pa.string()),
        ("source_key", pa.string()),
        ("event_type", pa.string()),
        ("certificate_id", pa.string()),
        ("message_id", pa.string()),
        ("recipient", pa.string()),
        ("source_time", pa.string()),
        ("recording_number", pa.int64()),
        ("hint_type", pa.string()),
        ("action", pa.string()),
        ("received_at", pa.string()),
        ("payload_sha256", pa.binary(32)),
        ("payload", pa.large_binary()),
    ]
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Events that are landed together, and where their source stands after them.

    `landed` is called when the events are durably in landing: a queue acknowledges them then, not before (rule C3-3).
    `within` writes to the ledger what the source notes about the events, in the same transaction (rule C-6).
    """

    events: list[RawEvent]
    source: str
    position: dict[str, Any] | None = None
    landed: Callable[[], None] | None = None
    within: Callable[[sa.Connection], None] | None = None


@dataclass(slots=True)
class LandingCounts:
    """What a reading gave: events offered by the source, new ones, and repetitions that added nothing."""

    offered: int = 0
    landed: int = 0
    repeated: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    def add(self, offered: int, landed: int) -> None:
        self.offered += offered
        self.landed += landed
        self.repeated += offered - landed


class Landing:
    """The landing area below one directory: `ledger.sqlite`, `segments/` and `files/`."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.ledger = Ledger(directory / LEDGER)

    def close(self) -> None:
        self.ledger.close()

    def segment_path(self, number: int) -> Path:
        return self.directory / "segments" / f"{number:08d}.parquet"

    def file_path(self, file: LandedFile) -> Path:
        return self.directory / "files" / file.kind / file.sha256

    def land(self, batch: Batch) -> int:
        """Land a batch; returns how many of its events were new. Repetition is harmless (rule C-5)."""
        new = self._new_events(batch.events)
        segment = self._write_segment(batch.source, new) if new else None
        with self.ledger.transaction() as connection:
            if segment:
                add_segment(connection, segment, list(new))
            if batch.position is not None:
                set_position(connection, batch.source, batch.position)
            if batch.within:
                batch.within(connection)
        if batch.landed:
            batch.landed()
        return len(new)

    def land_file(self, kind: str, content: bytes, valid_from: date | None = None) -> bool:
        """Land a whole file; true when it differs from the one landed last of its kind.

        `valid_from` is the first day that it speaks of, the day of landing when not given.
        """
        file = LandedFile(kind, hashlib.sha256(content).hexdigest(), len(content))
        newest = self.newest_file(kind)
        if newest and newest.sha256 == file.sha256:
            return False
        write_durably(self.file_path(file), content)
        with self.ledger.transaction() as connection:
            add_file(connection, file)
            add_reading(connection, FileReading(kind, file.sha256, valid_from or swedish_day()))
        return True

    def newest_file(self, kind: str) -> LandedFile | None:
        """The file of a kind that is in force, or None."""
        of_kind = [file for file in self.ledger.files() if file.kind == kind]
        return of_kind[-1] if of_kind else None

    def readings(self, kind: str) -> list[FileReading]:
        """The files of a kind that were landed, by the day they hold from: its history."""
        return readings(self.ledger, kind)

    def content(self, reading: FileReading) -> bytes:
        """The bytes of a landed file. Raises DamagedDataError when it is gone."""
        path = self.directory / "files" / reading.kind / reading.sha256
        if not path.is_file():
            raise DamagedDataError(f"A landed file of kind {reading.kind} is missing.")
        return path.read_bytes()

    def read_segment(self, number: int, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows of a segment in landing order, a row group at a time. Raises DamagedDataError when it is gone."""
        path = self.segment_path(number)
        if not path.is_file():
            raise DamagedDataError(f"Landing segment {number} is missing.")
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=EVENTS_PER_ROW_GROUP, columns=columns)

    def without(self, number: int, removed: set[bytes], rewritten: Mapping[bytes, bytes] | None = None) -> None:
        """Write a segment anew without the events `removed`, and with other payloads for the events `rewritten`.

        The old file is gone when this returns. The new content gets a new number, so that a crash leaves either the old
        or the new segment, never both. A rewritten event keeps its key and the hash of its first payload, so that it is
        still known when its source repeats it.
        """
        doomed = pa.array(sorted(removed), pa.binary(16))
        kept = [
            with_payloads(
                batch.filter(pc.invert(pc.is_in(batch.column("event_key"), value_set=doomed))), rewritten or {}
            )
            for batch in self.read_segment(number)
        ]
        table = pa.Table.from_batches(kept)
        old = next(segment for segment in self.ledger.segments() if segment.number == number)
        new = self._write_table(old.source, table) if table.num_rows else None
        with self.ledger.transaction() as connection:
            replace_segment(connection, number, new, sorted(removed), table.column("event_key").to_pylist())
        self.segment_path(number).unlink()

    def sweep(self) -> None:
        """Remove segment files that the ledger does not name: what an interrupted landing or erasure left behind."""
        known = {self.segment_path(segment.number) for segment in self.ledger.segments()}
        for path in (self.directory / "segments").glob("*"):
            if path not in known:
                path.unlink()

    def verify(self) -> None:
        """Compare every segment with the ledger. Raises DamagedDataError naming the first that differs."""
        for segment in self.ledger.segments():
            path = self.segment_path(segment.number)
            if not path.is_file() or checksum(path) != segment.sha256:
                raise DamagedDataError(f"Landing segment {segment.number} is missing or damaged.")

    def _new_events(self, events: Iterable[RawEvent]) -> dict[bytes, tuple[RawEvent, bytes]]:
        keyed: dict[bytes, tuple[RawEvent, bytes]] = {}
        for event in events:
            payload_sha256 = event.payload_sha256
            keyed.setdefault(event.key(payload_sha256), (event, payload_sha256))
        for known in self.ledger.known(list(keyed)):
            del keyed[known]
        return keyed

    def _write_segment(self, source: str, events: dict[bytes, tuple[RawEvent, bytes]]) -> Segment:
        return self._write_table(source, _as_table(events))

    def _write_table(self, source: str, table: pa.Table) -> Segment:
        number = self.ledger.next_number()
        path = self.segment_path(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".partial")
        pq.write_table(table, aside, compression="zstd", row_group_size=EVENTS_PER_ROW_GROUP, use_dictionary=["source"])
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(path)
        sync_directory(path.parent)
        payload_bytes = pc.sum(pc.binary_length(table.column("payload"))).as_py() or 0
        return Segment(number, source, table.num_rows, payload_bytes, checksum(path))


def with_payloads(batch: pa.RecordBatch, payloads: Mapping[bytes, bytes]) -> pa.RecordBatch:
    """The rows of a segment with other payloads for some of its events, by event key."""
    keys = batch.column("event_key").to_pylist()
    if payloads.keys().isdisjoint(keys):
        return batch
    former = batch.column("payload").to_pylist()
    changed = [payloads.get(key, payload) for key, payload in zip(keys, former, strict=True)]
    place = batch.schema.get_field_index("payload")
    return batch.set_column(place, batch.schema.field(place), pa.array(changed, batch.schema.field(place).type))


def _as_table(events: dict[bytes, tuple[RawEvent, bytes]]) -> pa.Table:
    received_at = datetime.now(UTC).isoformat(timespec="milliseconds")
    plain = [event for event, _ in events.values()]
    columns = {
        "event_key": list(events),
        "source": [event.source for event in plain],
        "source_key": [event.source_key for event in plain],
        "event_type": [event.event_type.value for event in plain],
        "certificate_id": [event.certificate_id for event in plain],
        "message_id": [event.message_id for event in plain],
        "recipient": [event.recipient for event in plain],
        "source_time": [event.source_time for event in plain],
        "recording_number": [event.recording_number for event in plain],
        "hint_type": [event.hint_type for event in plain],
        "action": [event.action for event in plain],
        "received_at": [received_at] * len(plain),
        "payload_sha256": [payload_sha256 for _, payload_sha256 in events.values()],
        "payload": [event.payload for event in plain],
    }
    return pa.table(columns, schema=SEGMENT_SCHEMA)
