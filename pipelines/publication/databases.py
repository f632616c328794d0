"""Making the databases of a release, each in one go from the core tables of the workspace.

They are made in the workspace directory and become visible only through `releasing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.build import Build
from pipelines.core.steps import keys_of
from pipelines.core.workspace import count, export, make, put
from warehouse.reports.dropped import DROPPED, count_dropped
from warehouse.reports.national import build_national_cells
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, Zone, connect_for_build
from warehouse.swedish_time import STOCKHOLM

CORE_TABLES = (
    "certificate",
    "header",
    "sick_leave_period",
    "sick_leave_row",
    "sick_leave_case",
    "message_fact",
    "relation",
    "provider",
    "unit",
    "doctor",
    "person",
    "document_conflict",
)
"""Core tables that a restricted release keeps as Parquet."""

CARE_COPIES = (
    "sick_leave_row",
    "sick_leave_case",
    "provider",
    "directory_provider",
    "unit",
    "doctor",
    "population",
    "diagnosis_code",
)
"""Tables that go into the care database as they are: they hold no person id and no certificate id."""

CARE_MODELS = ("header", "person", "message_to_care")
"""Tables that the models of `sql/care` pseudonymise on their way into the care database."""

NATIONAL_COPIES = ("population", "diagnosis_code")
REHAB_COPIES = ("unit", "doctor", "provider", "diagnosis_code")

Counts = dict[str, int]


def export_core(workspace: duckdb.DuckDBPyConnection, data: DataDirectory) -> Counts:
    """Write the core tables as Parquet; returns their row counts."""
    folder = data.work / "core"
    folder.mkdir(parents=True, exist_ok=True)
    for name in CORE_TABLES:
        export(workspace, name, keys_of(name), folder)
    return {name: count(workspace, name) for name in CORE_TABLES}


def make_care(workspace: duckdb.DuckDBPyConnection, data: DataDirectory, settings: Settings, build: Build) -> Counts:
    """Make `care.duckdb`: pseudonymised facts, cases and dimensions; returns row counts."""

    def fill(care: duckdb.DuckDBPyConnection) -> None:
        for name in CARE_COPIES:
            copy_table(workspace, name, care)
        for name in CARE_MODELS:
            temporary = f"care_{name}"
            make(workspace, "care", name, table=temporary)
            copy_table(workspace, temporary, care, name)
        put(care, "release", release_row(build))

    return _database(data.work / "care.duckdb", data, settings, fill)


def make_rehab(workspace: duckdb.DuckDBPyConnection, data: DataDirectory, settings: Settings, build: Build) -> Counts:
    """Make `rehab.duckdb`: the certificates that ongoing cases are made of; returns row counts."""

    def fill(rehab: duckdb.DuckDBPyConnection) -> None:
        copy_table(workspace, "rehab_certificate", rehab)
        for name in REHAB_COPIES:
            copy_table(workspace, name, rehab)
        put(rehab, "release", release_row(build))

    return _database(data.work / "rehab.duckdb", data, settings, fill)


def make_national(
    workspace: duckdb.DuckDBPyConnection, data: DataDirectory, settings: Settings, build: Build
) -> Counts:
    """Make `national.duckdb` from the care database, and what was dropped from the core: counts after the threshold."""
    care = connect_for_build(data.work / "care.duckdb", settings.memory_limit, data.work / "spill")
    try:
        tables = build_national_cells(care, build.today, settings.threshold)
    finally:
        care.close()

    def fill(national: duckdb.DuckDBPyConnection) -> None:
        put(national, "national_cell", tables.cells)
        put(national, "national_loss", tables.losses)
        put(national, "national_measure", tables.measures)
        put(national, DROPPED, count_dropped(workspace, build.today, settings.threshold))
        for name in NATIONAL_COPIES:
            copy_table(workspace, name, national)
        put(national, "release", release_row(build, threshold=settings.threshold))

    return _database(data.work / "national.duckdb", data, settings, fill)


def _database(
    path: Path, data: DataDirectory, settings: Settings, fill: Callable[[duckdb.DuckDBPyConnection], None]
) -> Counts:
    path.unlink(missing_ok=True)
    with open_database(path, data, settings) as database:
        fill(database)
        return _counts(database)


ZONE_DATABASES = {Zone.RESTRICTED: "rehab.duckdb", Zone.CARE: "care.duckdb", Zone.PUBLIC: "national.duckdb"}


def database_counts(data: DataDirectory, settings: Settings, zone: Zone) -> Counts:
    """Row counts of the database that the build made for a zone; empty when it has been released already."""
    path = data.work / ZONE_DATABASES[zone]
    if not path.exists():
        return {}
    with open_database(path, data, settings) as database:
        return _counts(database)


def _counts(database: duckdb.DuckDBPyConnection) -> Counts:
    tables = [name for (name,) in database.execute("SELECT table_name FROM information_schema.tables").fetchall()]
    return {name: count(database, name) for name in sorted(tables)}


@contextmanager
def open_database(path: Path, data: DataDirectory, settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of a release while it is made; whole on disk when the block ends well."""
    database = connect_for_build(path, settings.memory_limit, data.work / "spill")
    try:
        yield database
        database.execute("CHECKPOINT")
    finally:
        database.close()


def copy_table(
    source: duckdb.DuckDBPyConnection, name: str, target: duckdb.DuckDBPyConnection, as_name: str | None = None
) -> None:
    """Stream a table from one database to another in its own order."""
    rows = source.table(name).to_arrow_reader()
    target.from_arrow(rows).create(as_name or name)


def release_row(build: Build, **more: int) -> pa.Table:
    """The one row that a release says of itself; its time is Swedish, as readers take one without zone."""
    data_time = datetime.fromisoformat(build.data_time).astimezone(STOCKHOLM).replace(tzinfo=None)
    row = {"version": build.version, "as_of": build.today, "data_time": data_time, **more}
    return pa.Table.from_pylist([row])
