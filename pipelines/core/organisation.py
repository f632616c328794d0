"""The organisation as tables beside the core models: the directory over time, and the mapping of care providers."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.core.workspace import count, make, put
from pipelines.landing.file_readings import FileReading
from pipelines.landing.landing import Landing
from pipelines.sources.directory import Directory, Said, answers_changes, directory_rows, units_file_changes
from pipelines.sources.directory_answers import read_answers
from pipelines.sources.directory_history import Change, History
from pipelines.sources.directory_units import RefusedFileError, read_units_file
from pipelines.sources.provider_mapping import ProviderMapping, Replacement, read_mapping
from warehouse.identity import hsa_id_has_usual_shape
from warehouse.settings import Settings, UnknownUnits
from warehouse.storage import remove_tree
from warehouse.swedish_time import swedish_day

VALIDITY = [("valid_from", pa.date32()), ("valid_to", pa.date32())]
UNIT = pa.schema(
    [
        *[
            (name, pa.string())
            for name in ("unit_id", "name", "care_unit_id", "provider_id", "county", "municipality", "business_types")
        ],
        *VALIDITY,
    ]
)
PROVIDER = pa.schema([("provider_id", pa.string()), ("name", pa.string()), ("ownership", pa.string())])
DOCTOR = pa.schema(
    [
        ("doctor_id", pa.string()),
        ("first_name", pa.string()),
        ("surname", pa.string()),
        ("sex", pa.int8()),
        ("age", pa.int16()),
        ("titles", pa.string()),
        ("protected", pa.bool_()),
        *VALIDITY,
    ]
)
TABLES = {"directory_unit": UNIT, "directory_provider": PROVIDER, "directory_doctor": DOCTOR}
RULES_VERSION = 1
"""To be raised when the rules of `pipelines.sources.directory` give other rows or changes from the same files."""

CHANGE = pa.schema(
    [("kind", pa.string()), ("key", pa.string()), ("values", pa.string()), ("listed_before", pa.bool_())]
)
REPLACEMENT = pa.schema(
    [
        ("old_id", pa.string()),
        ("signed_from", pa.timestamp("s")),
        ("signed_before", pa.timestamp("s")),
        ("position", pa.int32()),
        ("provider_id", pa.string()),
        ("provider_name", pa.string()),
        ("unit_id", pa.string()),
        ("unit_name", pa.string()),
    ]
)
ARRIVAL = pa.schema([("document_key", pa.string()), ("arrived_on", pa.date32())])

FILE_CHANGES: dict[str, Callable[[bytes, Said], list[Change]]] = {
    "hsa_units": lambda content, before: units_file_changes(read_units_file(content), before),
    "hsa_lookups": lambda content, before: answers_changes(read_answers(content), before),
}
"""Kinds of directory files; of two that hold from one day the later kind is taken in last."""

_log = logging.getLogger(__name__)


def organisation(connection: duckdb.DuckDBPyConnection, landing: Landing) -> int:
    """`directory_unit`, `directory_provider`, `directory_doctor`, as `Directory` says; returns the number of rows of
    units.

    The tables are kept beside landing, so that a build after the first with the same files takes them as they are.
    """
    folder = landing.directory.parent / "directory" / _digest(landing)
    if not folder.is_dir():
        _keep_tables(read_landed_directory(landing), folder)
    for name in TABLES:
        put(connection, name, pq.read_table(folder / f"{name}.parquet"))
    return count(connection, "directory_unit")


def _digest(landing: Landing) -> str:
    """A name for all files of the directory, in the order of their days."""
    named = [f"{one.kind} {one.sha256} {one.valid_from}" for kind in FILE_CHANGES for one in landing.readings(kind)]
    return hashlib.sha256("\n".join([f"version {RULES_VERSION}", *named]).encode()).hexdigest()


def _keep_tables(directory: Directory, folder: Path) -> None:
    """Write the tables in place of those of earlier files, in one step."""
    for former in folder.parent.glob("*/"):
        remove_tree(former)
    aside = folder.with_suffix(".partial")
    aside.mkdir(parents=True)
    for name, rows in zip(TABLES, (directory.units, directory.providers, directory.doctors), strict=True):
        pq.write_table(pa.Table.from_pylist(rows, schema=TABLES[name]), aside / f"{name}.parquet", compression="zstd")
    aside.rename(folder)


def read_landed_directory(landing: Landing) -> Directory:
    """What every landed directory file says, in the order of the days they hold from.

    What a file changes is kept beside landing, so that a build reads new files alone.
    """
    readings = [(order, one) for order, kind in enumerate(FILE_CHANGES) for one in landing.readings(kind)]
    readings.sort(key=lambda entry: (entry[1].valid_from, entry[0]))
    history = History()
    folder, used = landing.directory.parent / "directory", set[Path]()
    before: dict[str, Said] = {kind: {} for kind in FILE_CHANGES}
    chains = dict.fromkeys(FILE_CHANGES, "")
    for _, reading in readings:
        chain = hashlib.sha256(f"{RULES_VERSION}{chains[reading.kind]}\x1f{reading.sha256}".encode()).hexdigest()
        chains[reading.kind] = chain
        used.add(folder / f"{chain}.parquet")
        history.add(reading.valid_from, _changes(landing, reading, before[reading.kind], folder / f"{chain}.parquet"))
    for former in set(folder.glob("*.parquet")) - used:
        former.unlink()
    return directory_rows(history)


def _changes(landing: Landing, reading: FileReading, before: Said, kept: Path) -> list[Change]:
    if kept.is_file():
        found = _read_changes(kept)
        for change in found:
            before[change.kind, change.key] = before.get((change.kind, change.key), {}) | change.values
        return found
    try:
        found = FILE_CHANGES[reading.kind](landing.content(reading), before)
    except RefusedFileError:
        _log.warning("A landed file of kind %s cannot be read and is left out.", reading.kind)
        return []
    _keep_changes(found, kept)
    return found


def _read_changes(kept: Path) -> list[Change]:
    return [
        Change(row["kind"], row["key"], json.loads(row["values"]), row["listed_before"])
        for row in pq.read_table(kept).to_pylist()
    ]


def _keep_changes(found: list[Change], kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    rows = [change._asdict() | {"values": json.dumps(change.values, ensure_ascii=False)} for change in found]
    aside = kept.with_suffix(".partial")
    pq.write_table(pa.Table.from_pylist(rows, schema=CHANGE), aside, compression="zstd")
    aside.replace(kept)


def provider_mapping(connection: duckdb.DuckDBPyConnection, landing: Landing, today: date) -> int:
    """`unit_replacement`, `provider_replacement`: the mapping in force on the day of the build (rule R-2).

    One row per replaced id and entry; `position` is the order in which entries are tried, the newest first. Returns
    the number of rows.
    """
    mapping = ProviderMapping()
    for reading in landing.readings("provider_mapping")[-1:]:
        mapping = read_mapping(landing.content(reading))
    rows = _put_replacements(connection, "unit_replacement", mapping.units, today)
    return rows + _put_replacements(connection, "provider_replacement", mapping.providers, today)


def _put_replacements(connection: duckdb.DuckDBPyConnection, name: str, found: list[Replacement], today: date) -> int:
    in_force = [one for one in found if one.in_force_from.date() <= today]
    in_force.sort(key=lambda one: (one.in_force_from, one.position), reverse=True)
    rows = [{**one._asdict(), "position": position} for position, one in enumerate(in_force)]
    return put(connection, name, pa.Table.from_pylist(rows, schema=REPLACEMENT))


def document_arrival(connection: duckdb.DuckDBPyConnection, landing: Landing, settings: Settings) -> int:
    """`document_arrival`: the day in Sweden on which each event was landed; empty unless a build asks for the
    organisation at first ingest (rule H-11). Returns the number of rows."""
    tables = [ARRIVAL.empty_table()]
    if settings.unknown_units is UnknownUnits.LEAVE_OUT:
        tables += [_arrivals(landing, segment.number) for segment in landing.ledger.segments()]
    return put(connection, "document_arrival", pa.concat_tables(tables))


def _arrivals(landing: Landing, segment: int) -> pa.Table:
    batches = list(landing.read_segment(segment, ["event_key", "received_at"]))
    keys = [key.hex() for batch in batches for key in batch.column("event_key").to_pylist()]
    times = [time for batch in batches for time in batch.column("received_at").to_pylist()]
    days = {time: swedish_day(datetime.fromisoformat(time)) for time in set(times)}
    return pa.table({"document_key": keys, "arrived_on": [days[time] for time in times]}, schema=ARRIVAL)


def unusual_hsa_id(connection: duckdb.DuckDBPyConnection) -> int:
    """`unusual_hsa_id`: ids of units, providers and doctors of another shape than in practice (rule H-2)."""
    make(connection, "core", "hsa_id_present")
    rows = connection.table("hsa_id_present").fetchall()
    unusual = sorted(hsa_id for (hsa_id,) in rows if not hsa_id_has_usual_shape(hsa_id))
    return put(connection, "unusual_hsa_id", pa.table({"hsa_id": unusual}, schema=pa.schema([("hsa_id", pa.string())])))
