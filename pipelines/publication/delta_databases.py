"""Making the databases of a delta release: what was touched, and views that show it in place of the base's rows.

A reader finds the same tables as in a base. The facts of the delta lie in the schema `delta`; the views of
`sql/visible` put them together with the database of the base, which readers attach as `base`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipelines.build import Build, delta_folder
from pipelines.core.workspace import count, put
from pipelines.publication.databases import Counts, copy_table, open_database, release_row
from warehouse import sql_models
from warehouse.releases import Release
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, Zone, attach, connect_for_reading

CARE_FACTS = {
    "sick_leave_row": "placed.sick_leave_row",
    "sick_leave_case": "placed.sick_leave_case",
    "header": "placed.header",
    "person": "placed.person",
    "message_to_care": "placed.message_to_care",
    "hidden_person": "hidden_person",
}
REHAB_FACTS = {"rehab_certificate": "rehab_certificate", "hidden_certificate": "hidden_certificate"}
"""Tables of the schema `delta`, and where the workspace holds them."""

REGISTERS = ("provider", "unit", "doctor")
CARE_INPUTS, REHAB_INPUTS = ("diagnosis_code", "directory_provider"), ("diagnosis_code",)
"""Tables of the workspace that go into the database as they are."""

CARE_VIEWS = ("sick_leave_row", "sick_leave_case", "header", "person", "message_to_care", "population")
REHAB_VIEWS = ("rehab_certificate",)


def make_delta_databases(
    workspace: duckdb.DuckDBPyConnection,
    data: DataDirectory,
    settings: Settings,
    build: Build,
    bases: dict[Zone, Release],
) -> None:
    """Make `care.duckdb` and `rehab.duckdb` of a delta release, and the list of conflicts."""
    parts: tuple[tuple[Path, dict[str, str], Sequence[str], Sequence[str]], ...] = (
        (bases[Zone.CARE].base_file("care.duckdb"), CARE_FACTS, CARE_INPUTS, CARE_VIEWS),
        (bases[Zone.RESTRICTED].base_file("rehab.duckdb"), REHAB_FACTS, REHAB_INPUTS, REHAB_VIEWS),
    )
    for base, facts, inputs, views in parts:
        path = delta_folder(data) / base.name
        path.unlink(missing_ok=True)
        with open_database(path, data, settings) as database:
            _fill(workspace, database, facts, inputs)
            put(database, "release", release_row(build))
            attach(database, base, "base")
            for name in views:
                database.execute(sql_models.load("visible", name).as_view())
    core = delta_folder(data) / "core"
    core.mkdir(exist_ok=True)
    workspace.table("placed.document_conflict").write_parquet(str(core / "document_conflict.parquet"))


def _fill(
    workspace: duckdb.DuckDBPyConnection,
    database: duckdb.DuckDBPyConnection,
    facts: dict[str, str],
    inputs: Sequence[str],
) -> None:
    database.execute("CREATE SCHEMA delta")
    for name, made in facts.items():
        copy_table(workspace, made, database, f"delta.{name}")
    for name in REGISTERS:
        copy_table(workspace, f"placed.{name}", database, name)
    for name in inputs:
        copy_table(workspace, name, database)


def delta_is_made(data: DataDirectory) -> bool:
    """Whether a delta lies ready to be released."""
    return all((delta_folder(data) / name).is_file() for name in ("build.json", "care.duckdb", "rehab.duckdb"))


def visible_counts(database: Path) -> Counts:
    """Rows of each table as a reader of a release sees it."""
    reading = connect_for_reading(database)
    try:
        names = reading.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_catalog = current_database() AND table_schema = 'main'"
        ).fetchall()
        return {name: count(reading, name) for (name,) in sorted(names)}
    finally:
        reading.close()
