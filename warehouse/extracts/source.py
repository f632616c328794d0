"""The core tables that an extract is made from: those of the newest base of the restricted zone.

Ages at any day need birth dates, which only the restricted zone has. A delta release keeps no core tables of its own:
an extract is made from the base that the release in force stands on, the last nightly build. Its version and day are
told in the result. An erasure always makes a new base, so nothing erased can come into an extract.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from warehouse.diagnosis_names import read_diagnosis_names
from warehouse.releases import ReleaseStore
from warehouse.storage import DataDirectory, Zone, connect_for_build, connect_for_reading

CORE_TABLES = ("sick_leave_row", "certificate", "header", "provider", "unit", "person")
"""What an extract reads; never `certificate_id` or `person_key` into a result."""


@dataclass(frozen=True, slots=True)
class Core:
    """A folder of core tables as Parquet, the day that counts as today in it, and the version of its release."""

    folder: Path
    as_of: date
    version: str


def core_in_force(data: DataDirectory) -> Core:
    """The core tables of the newest base. Raises NotReadyError before the first publication.

    Diagnosis codes of newer editions that the base was built with are taken in.
    """
    release = ReleaseStore(data.zone(Zone.RESTRICTED)).current()
    database = connect_for_reading(release.base_file("rehab.duckdb"))
    try:
        read_diagnosis_names(database)
        row = database.execute("SELECT as_of FROM release").fetchone()
    finally:
        database.close()
    if row is None:
        raise duckdb.DataError("the release says nothing of itself")
    return Core(release.base_file("core"), row[0], release.base_version)


@contextmanager
def open_core(core: Core, memory_limit: str, spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory that shows the core tables by name and can open nothing else.

    What does not fit in memory spills to a folder below `spill`, which must lie in the restricted zone; builds and
    erasures clear it, should a crash have left something.
    """
    spill.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=spill, ignore_cleanup_errors=True) as folder:
        connection = connect_for_build(None, memory_limit, Path(folder))
        try:
            files = {name: core.folder / f"{name}.parquet" for name in CORE_TABLES}
            connection.execute("SET allowed_paths = $paths", {"paths": [str(path) for path in files.values()]})
            connection.execute("SET enable_external_access = false")
            for name, path in files.items():
                connection.read_parquet(str(path)).create_view(name)
            yield connection
        finally:
            connection.close()
