"""Opening a release for reading: hardened, read-only, with what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from warehouse.diagnosis_names import read_diagnosis_names
from warehouse.storage import connect_for_reading


@dataclass(frozen=True, slots=True)
class Release:
    """The one row a release says of itself. `data_time` is the time of its newest facts; `threshold` national only."""

    version: str
    as_of: date
    data_time: datetime
    threshold: int | None = None


def open_release(path: Path) -> duckdb.DuckDBPyConnection:
    """A hardened read-only connection to a release; raises duckdb.Error when there is none."""
    connection = connect_for_reading(path, threads=None)
    # The driver loads pandas (a second or more) at its first statement with parameters: now, not at a reader's click.
    connection.execute("SELECT $ready", {"ready": True})
    read_diagnosis_names(connection)
    return connection


def read_release(connection: duckdb.DuckDBPyConnection) -> Release:
    """The release row; raises duckdb.Error when the file is no release."""
    columns = [row[0] for row in connection.execute("DESCRIBE release").fetchall()]
    row = connection.execute("SELECT * FROM release").fetchone()
    if row is None:
        raise duckdb.DataError("the release says nothing of itself")
    said = dict(zip(columns, row, strict=True))
    return Release(said["version"], said["as_of"], said["data_time"], said.get("threshold"))
