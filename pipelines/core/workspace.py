"""The workspace of a build: one DuckDB file in the restricted zone that holds the core tables while they are made.

It may be thrown away at any time; nothing reads it but the build.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.staging.stage import Staging
from pipelines.staging.tables import TABLES
from warehouse import sql_models
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, connect_for_build


class Workspace:
    """Opens the workspace file and makes tables in it."""

    def __init__(self, data: DataDirectory, settings: Settings, folder: Path | None = None) -> None:
        self._path = (folder or data.work) / "core.duckdb"
        self._spill = data.work / "spill"
        self._memory_limit = settings.memory_limit

    @contextmanager
    def open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        connection = connect_for_build(self._path, self._memory_limit, self._spill, passing=True)
        try:
            yield connection
        finally:
            connection.close()


def make(connection: duckdb.DuckDBPyConnection, layer: str, name: str, table: str | None = None) -> int:
    """Make the table of one model, under its own name unless `table` is given; returns its number of rows."""
    connection.execute(sql_models.load(layer, name).as_table(table))
    return count(connection, table or name)


def show(connection: duckdb.DuckDBPyConnection, layer: str, name: str) -> int:
    """Make the view of one model, under its own name; returns its number of rows."""
    connection.execute(sql_models.load(layer, name).as_view())
    return count(connection, name)


def put(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> int:
    """Make or replace a table from Arrow; returns its number of rows."""
    drop(connection, name)
    connection.from_arrow(table).create(name)
    return int(table.num_rows)


def stage_views(connection: duckdb.DuckDBPyConnection, staging: Staging, prefix: str = "") -> None:
    """Show all staged segments as one view per staged table, named as the table after `prefix`."""
    for name in TABLES:
        if any(staging.directory.glob(f"[!.]*/{name}.parquet")):
            _show(connection, name, staging.pattern(name), prefix)
        else:
            _show(connection, name, [], prefix)


def new_views(connection: duckdb.DuckDBPyConnection, staging: Staging, segments: Sequence[int], prefix: str) -> None:
    """Show some staged segments as one view per staged table, named as the table after `prefix`."""
    for name in TABLES:
        _show(connection, name, [str(staging.path(number) / f"{name}.parquet") for number in segments], prefix)


def _show(connection: duckdb.DuckDBPyConnection, name: str, files: str | list[str], prefix: str) -> None:
    drop(connection, prefix + name)
    if files:
        connection.read_parquet(files).create_view(prefix + name)
    else:
        put(connection, prefix + name, TABLES[name].empty_table())


def count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Rows of a table."""
    row = connection.table(name).count("*").fetchone()
    return int(row[0]) if row else 0


def drop(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Remove a table or view of our own naming, whichever it is."""
    kinds = connection.execute(
        "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [name]
    ).fetchall()
    for (kind,) in kinds:
        connection.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {_name(name)}")


def export(connection: duckdb.DuckDBPyConnection, name: str, keys: Sequence[str], directory: Path) -> Path:
    """Write a table or view as Parquet, in the order of its keys; the same rows give the same bytes."""
    path = directory / f"{name}.parquet"
    rows = connection.table(name).order(", ".join(_name(key) for key in keys))
    rows.write_parquet(str(path), compression="zstd", row_group_size=122_880)
    return path


def _name(name: str) -> str:
    if not name.isidentifier():
        raise ValueError(f"not a table name: {name}")
    return name
