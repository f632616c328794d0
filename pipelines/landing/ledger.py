"""The ledger of landing: which events are landed, in which segment, and how far each source has been read.

One SQLite database. What it says is in force: a segment file that the ledger does not name does not exist. It holds
hashes and positions only, never an id or a payload.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from warehouse.storage import prepare_sqlite

KEYS_PER_QUERY = 10_000

metadata = sa.MetaData()

segment_table = sa.Table(
    "segment",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("payload_bytes", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("landed_at", sa.Text, nullable=False),
)
event_key_table = sa.Table(
    "event_key",
    metadata,
    sa.Column("key", sa.LargeBinary(16), primary_key=True),
    sa.Column("segment", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
position_table = sa.Table(
    "position",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("moved_at", sa.Text, nullable=False),
)
source_state_table = sa.Table(
    "source_state",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("reached_at", sa.Text),
    sa.Column("failed_at", sa.Text),
    sa.Column("failure", sa.Text),
)
file_table = sa.Table(
    "file",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("landed_at", sa.Text, nullable=False),
    sa.Column("order", sa.Integer, nullable=False),
)
tombstone_table = sa.Table(
    "tombstone",
    metadata,
    sa.Column("token", sa.LargeBinary(16), primary_key=True),
    sa.Column("order_number", sa.Text, nullable=False),
    sa.Column("erased_at", sa.Text, nullable=False),
)
erasure_receipt_table = sa.Table(
    "erasure_receipt",
    metadata,
    sa.Column("order_number", sa.Text, primary_key=True),
    sa.Column("ordered_by", sa.Text, nullable=False),
    sa.Column("confirmed_by", sa.Text, nullable=False),
    sa.Column("certificates", sa.Integer, nullable=False),
    sa.Column("persons", sa.Integer, nullable=False),
    sa.Column("providers", sa.Integer, nullable=False),
    sa.Column("events_removed", sa.Integer, nullable=False),
    sa.Column("documents_rewritten", sa.Integer, nullable=False),
    sa.Column("figures_from", sa.Text),
    sa.Column("opened_at", sa.Text, nullable=False),
    sa.Column("done_at", sa.Text),
)
refusal_table = sa.Table(
    "refusal",
    metadata,
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("events", sa.Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """One landed segment: `events` rows from one source, the file's SHA-256 in hex."""

    number: int
    source: str
    events: int
    payload_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LandedFile:
    """A whole file landed as it was (directory, population); the newest of a kind is in force."""

    kind: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class SourceState:
    """When a source was last read to its end, and the failure since then, if any (rule C-8). Times are UTC texts."""

    source: str
    reached_at: str | None
    failed_at: str | None
    failure: str | None


class Ledger:
    """Reads and writes the ledger. Only the writer of the data directory may call the writing methods."""

    def __init__(self, path: Path) -> None:
        prepare_sqlite(path)
        self._engine = sa.create_engine(f"sqlite:///{path}")
        sa.event.listen(self._engine, "connect", _durable)
        with self._engine.begin() as connection:
            # In one statement each: somebody else may be opening a new ledger at the same time.
            for table in metadata.sorted_tables:
                connection.execute(sa.schema.CreateTable(table, if_not_exists=True))

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        with self._engine.begin() as connection:
            yield connection

    def truncate_log(self) -> None:
        """Bring everything into the database file, and empty the write-ahead log."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def known(self, keys: Sequence[bytes]) -> set[bytes]:
        """Which of `keys` are landed already."""
        found: set[bytes] = set()
        with self._engine.connect() as connection:
            for start in range(0, len(keys), KEYS_PER_QUERY):
                part = keys[start : start + KEYS_PER_QUERY]
                query = sa.select(event_key_table.c.key).where(event_key_table.c.key.in_(part))
                found.update(connection.scalars(query))
        return found

    def next_number(self) -> int:
        with self._engine.connect() as connection:
            last = connection.scalar(sa.select(sa.func.max(segment_table.c.number)))
        return (last or 0) + 1

    def segments(self) -> list[Segment]:
        """All landed segments, oldest first."""
        columns = segment_table.c
        query = sa.select(
            columns.number, columns.source, columns.events, columns.payload_bytes, columns.sha256
        ).order_by(columns.number)
        with self._engine.connect() as connection:
            return [Segment(*row) for row in connection.execute(query)]

    def landed_after(self, number: int) -> list[str]:
        """When each segment above `number` was landed, oldest segment first: UTC, to the second."""
        columns = segment_table.c
        query = sa.select(columns.landed_at).where(columns.number > number).order_by(columns.number)
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def position(self, source: str) -> dict[str, Any]:
        """Where reading of `source` stands; empty before the first reading."""
        query = sa.select(position_table.c.value).where(position_table.c.source == source)
        with self._engine.connect() as connection:
            value = connection.scalar(query)
        return json.loads(value) if value else {}

    def source_states(self) -> list[SourceState]:
        """The state of every source that was ever asked, by name."""
        columns = source_state_table.c
        query = sa.select(columns.source, columns.reached_at, columns.failed_at, columns.failure)
        with self._engine.connect() as connection:
            return [SourceState(*row) for row in connection.execute(query.order_by(columns.source))]

    def note_source(self, source: str, failure: str | None = None) -> None:
        """Note that `source` was read to its end, or why it could not be."""
        columns = source_state_table.c
        state = (
            {"failed_at": now(), "failure": failure}
            if failure
            else {"reached_at": now(), "failed_at": None, "failure": None}
        )
        with self.transaction() as connection:
            if connection.scalar(sa.select(columns.source).where(columns.source == source)) is None:
                connection.execute(sa.insert(source_state_table).values(source=source))
            connection.execute(sa.update(source_state_table).where(columns.source == source).values(**state))

    def files(self) -> list[LandedFile]:
        """Landed files, oldest first within each kind."""
        query = sa.select(file_table.c.kind, file_table.c.sha256, file_table.c.bytes)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(file_table.c.kind, file_table.c.order))
            return [LandedFile(*row) for row in rows]


def add_segment(connection: sa.Connection, segment: Segment, keys: Sequence[bytes]) -> None:
    """Enter a segment and its events; part of the caller's transaction."""
    connection.execute(
        sa.insert(segment_table).values(
            number=segment.number,
            source=segment.source,
            events=segment.events,
            payload_bytes=segment.payload_bytes,
            sha256=segment.sha256,
            landed_at=now(),
        )
    )
    if keys:
        connection.execute(sa.insert(event_key_table), [{"key": key, "segment": segment.number} for key in keys])


def replace_segment(
    connection: sa.Connection, old: int, new: Segment | None, removed: Sequence[bytes], kept: Sequence[bytes]
) -> None:
    """Let `new` stand for the segment `old`, with the events `kept` and without `removed`.

    Part of the caller's transaction. Each event is found by its key: the table has no other way in.
    """
    this = event_key_table.c.key == sa.bindparam("this")
    if removed:
        connection.execute(sa.delete(event_key_table).where(this), [{"this": key} for key in removed])
    connection.execute(sa.delete(segment_table).where(segment_table.c.number == old))
    if new:
        add_segment(connection, new, [])
        moved = sa.update(event_key_table).where(this).values(segment=new.number)
        connection.execute(moved, [{"this": key} for key in kept])


def set_position(connection: sa.Connection, source: str, value: dict[str, Any]) -> None:
    """Move the position of `source`; part of the caller's transaction (rule C-6)."""
    connection.execute(sa.delete(position_table).where(position_table.c.source == source))
    connection.execute(
        sa.insert(position_table).values(source=source, value=json.dumps(value, sort_keys=True), moved_at=now())
    )


def add_file(connection: sa.Connection, file: LandedFile) -> None:
    """Enter a landed file as the newest of its kind; part of the caller's transaction."""
    last = connection.scalar(sa.select(sa.func.max(file_table.c.order)))
    connection.execute(sa.delete(file_table).where(file_table.c.kind == file.kind, file_table.c.sha256 == file.sha256))
    connection.execute(
        sa.insert(file_table).values(
            kind=file.kind, sha256=file.sha256, bytes=file.bytes, landed_at=now(), order=(last or 0) + 1
        )
    )


def _durable(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = FULL")
    # What is deleted is overwritten, so that an erasure leaves nothing in free pages.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def now() -> str:
    """The time of an entry: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
