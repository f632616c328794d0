"""The control record: per stream, day and kind, what the source holds and what became of it here (rules N-1, N-2)."""

from __future__ import annotations

import json
from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.control.store_counts import STREAMS, SourceCount, SourceItem
from pipelines.core.workspace import drop, export, make, put
from pipelines.landing.landing import SEGMENT_SCHEMA, Landing
from warehouse import sql_models
from warehouse.storage import DataDirectory, write_json

LAYER = "control"
RECORD = "control_record"
FAULTS = ("missing", "vanished", "lost_in_staging", "lost_in_core")
"""Columns that count what has no explanation."""

_DAY_COLUMNS = [("stream", pa.string()), ("day", pa.date32()), ("event_type", pa.string())]
_COUNT = pa.schema([*_DAY_COLUMNS, ("number", pa.int64()), ("left_out", pa.int64())])
_REFUSAL = pa.schema([*_DAY_COLUMNS, ("refused", pa.int64())])
_COUNTED = pa.schema([("stream", pa.string()), ("counted_at", pa.string())])
_SEGMENT = pa.schema(
    [
        SEGMENT_SCHEMA.field(name)
        for name in ("event_key", "source", "event_type", "certificate_id", "source_time", "received_at")
    ]
)


class Counter(Protocol):
    """Something that can say what a source holds, independent of the way it is read."""

    def all(self) -> list[SourceCount]:
        """Every stream, by day and kind."""
        ...

    def items_between(self, stream: str, first: date, last: date) -> Iterator[list[SourceItem]]:
        """Every item of one stream from one day to another, in batches."""
        ...


class Erased(Protocol):
    """Knows which certificates have been erased."""

    def erased(self, certificate_ids: Iterable[str]) -> set[str]: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a control record says: rows, days that are not green, and the last day up to which all are."""

    rows: int
    red: tuple[dict[str, Any], ...]
    green_until: date | None


def directory(data: DataDirectory) -> Path:
    """Where the control record lies; it holds counts only, no id."""
    return data.landing.parent / "control"


def note_counts(data: DataDirectory, counter: Counter) -> int:
    """Count a source and keep the counts for the next control record; returns how many items it holds."""
    counted_at = datetime.now(UTC).isoformat(timespec="milliseconds")
    counts = counter.all()
    rows = [{**asdict(count), "day": count.day.isoformat()} for count in counts]
    write_json(directory(data) / "source_count.json", {"counted_at": counted_at, "counts": rows})
    return sum(count.number for count in counts)


def make_record(
    connection: duckdb.DuckDBPyConnection,
    data: DataDirectory,
    landing: Landing,
    counter: Counter | None,
    erased: Erased,
) -> Verdict:
    """`control_record` in the workspace and as a file, from landing, staging, core and the counts noted last."""
    _show_landing(connection, landing)
    _put_counts(connection, data)
    put(connection, "source_refusal", _REFUSAL.empty_table())
    for name in ("landed_event", "event_outcome", RECORD):
        make(connection, LAYER, name)
    if counter:
        refusals = _refusals(_days_with(connection, "missing"), counter, erased)
        if refusals.num_rows:
            put(connection, "source_refusal", refusals)
            make(connection, LAYER, RECORD)
    folder = directory(data)
    folder.mkdir(parents=True, exist_ok=True)
    export(connection, RECORD, sql_models.load(LAYER, RECORD).keys, folder)
    return read_verdict(data)


def read_verdict(data: DataDirectory) -> Verdict:
    """What the newest control record says. Raises FileNotFoundError before the first one."""
    rows = pq.read_table(directory(data) / f"{RECORD}.parquet").to_pylist()
    red = tuple(row for row in rows if not row["green"])
    first_red = min((row["day"] for row in red), default=None)
    last = max((row["day"] for row in rows), default=None)
    return Verdict(len(rows), red, first_red - timedelta(days=1) if first_red else last)


def _show_landing(connection: duckdb.DuckDBPyConnection, landing: Landing) -> None:
    drop(connection, "landing_segment")
    paths = [str(landing.segment_path(segment.number)) for segment in landing.ledger.segments()]
    if paths:
        connection.read_parquet(paths).project(", ".join(_SEGMENT.names)).create_view("landing_segment")
    else:
        put(connection, "landing_segment", _SEGMENT.empty_table())


def _put_counts(connection: duckdb.DuckDBPyConnection, data: DataDirectory) -> None:
    try:
        noted = json.loads((directory(data) / "source_count.json").read_text())
    except FileNotFoundError:
        noted = {"counted_at": None, "counts": []}
    counts = [{**count, "day": date.fromisoformat(count["day"])} for count in noted["counts"]]
    streams = STREAMS if noted["counted_at"] else ()
    put(connection, "source_count", pa.Table.from_pylist(counts, schema=_COUNT))
    counted = [{"stream": stream, "counted_at": noted["counted_at"]} for stream in streams]
    put(connection, "counted_stream", pa.Table.from_pylist(counted, schema=_COUNTED))


def _days_with(connection: duckdb.DuckDBPyConnection, difference: str) -> list[tuple[str, date, str]]:
    rows = connection.table(RECORD).filter(f"{difference} > 0").project("stream, day, event_type")
    return [(stream, day, event_type) for stream, day, event_type in rows.fetchall()]


def _refusals(days: list[tuple[str, date, str]], counter: Counter, erased: Erased) -> pa.Table:
    """What of a difference is certificates that were erased and are still in the source."""
    found = []
    for stream in sorted({stream for stream, _, _ in days}):
        differing = {(day, event_type) for other, day, event_type in days if other == stream}
        refused = _refused_items(stream, differing, counter, erased)
        found += [
            {"stream": stream, "day": day, "event_type": event_type, "refused": number}
            for (day, event_type), number in sorted(refused.items())
        ]
    return pa.Table.from_pylist(found, schema=_REFUSAL)


def _refused_items(
    stream: str, differing: set[tuple[date, str]], counter: Counter, erased: Erased
) -> Tally[tuple[date, str]]:
    """How many items of erased certificates a stream still has, by day and kind."""
    refused: Tally[tuple[date, str]] = Tally()
    days = [day for day, _ in differing]
    for batch in counter.items_between(stream, min(days), max(days)):
        asked = [item for item in batch if (item.day, item.event_type) in differing]
        gone = erased.erased({item.certificate_id for item in asked})
        refused.update((item.day, item.event_type) for item in asked if item.certificate_id in gone)
    return refused
