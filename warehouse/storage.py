"""Where everything lies under the data directory, and how files are put in place.

One directory per zone, so that each can have its own owner and rights: a process that serves the public site is
given `public/` and nothing else.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
from filelock import FileLock, Timeout

from warehouse.errors import BusyError

_opening = Lock()
"""Two threads that open the same file at once would set up one and the same database twice."""


class Zone(StrEnum):
    """Who may open what: see the architecture page."""

    RESTRICTED = "restricted"
    CARE = "care"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """The layout below the data directory. Directories are made when something is first written to them."""

    root: Path

    def zone(self, zone: Zone) -> Path:
        return self.root / zone.value

    @property
    def source(self) -> Path:
        """The demonstration's synthetic store, directory and population files."""
        return self.root / "source"

    @property
    def landing(self) -> Path:
        return self.zone(Zone.RESTRICTED) / "landing"

    @property
    def staging(self) -> Path:
        return self.zone(Zone.RESTRICTED) / "staging"

    @property
    def work(self) -> Path:
        """The build in progress; anything here may be thrown away between runs."""
        return self.zone(Zone.RESTRICTED) / "work"

    @property
    def keys(self) -> Path:
        """Keys that the operator has not given in the environment; never inside a zone."""
        return self.root / "keys"

    @property
    def application(self) -> Path:
        return self.root / "application"

    @property
    def saved_queries(self) -> Path:
        """Queries saved by users of the open API; the public site writes here and nowhere else."""
        return self.root / "saved-queries"

    @contextmanager
    def writer(self) -> Iterator[None]:
        """Be the only writer. Raises BusyError when another run is writing."""
        self.root.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.root / "writer.lock").acquire(timeout=0):
                yield
        except Timeout:
            raise BusyError("Another run is writing to the data directory; try again when it is done.") from None


def prepare_sqlite(path: Path) -> None:
    """Make the SQLite database at `path`, if there is none, and let it keep a write-ahead log, so that reading it
    never waits for writing.

    SQLite does not wait while another connection switches the kind of log: it fails at once. So those who open a new
    database together do this one after another. Raises sqlite3.Error and OSError when the file cannot be used.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path.with_name(f".{path.name}.opening"), mode=0o600)
    with lock, closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def write_durably(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: readers see the old file or the whole new one, also after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_directory(path.parent)


def write_json(path: Path, content: Any) -> None:
    """`write_durably` for a JSON document with sorted keys."""
    write_durably(path, (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())


def sync_directory(directory: Path) -> None:
    """Make renames inside `directory` survive a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_files(directory: Path) -> None:
    """Flush every file below `directory` to the disk, and the directories that name them."""
    for path in sorted(directory.rglob("*")):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    sync_directory(directory)


def remove_tree(directory: Path) -> None:
    """Remove `directory` and all below it; absent is fine."""
    shutil.rmtree(directory, ignore_errors=True)


def connect_for_build(
    path: Path | None, memory_limit: str, spill: Path, *, passing: bool = False
) -> duckdb.DuckDBPyConnection:
    """A writing connection for builds: bounded memory, spilling inside the restricted zone, no network.

    A `passing` database is thrown away by the version of DuckDB that made it: it may be written as no older one reads.
    """
    spill.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    if passing:
        config["storage_compatibility_version"] = "latest"
    return duckdb.connect(str(path) if path else ":memory:", config=config)


def connect_for_reading(path: Path, threads: int | None = 2) -> duckdb.DuckDBPyConnection:
    """A reading connection that cannot write, attach, load or open any other file.

    Beside the database of a delta release lies `base/` with that of its base, which the views of the delta read: it is
    attached as `base` before the connection is closed to everything else.
    """
    base = path.parent / "base" / path.name
    config: dict[str, str | bool | int | float | list[str]] = {} if threads is None else {"threads": threads}
    with _opening:
        connection = duckdb.connect(str(path), read_only=True, config=config)
        # Within one process, a second connection to the same file finds it set up already.
        if not _is_locked(connection):
            if base.is_file():
                attach(connection, base, "base")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
    return connection


def attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Attach another database for reading, under a name of our own."""
    quoted = str(path).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")


def _is_locked(connection: duckdb.DuckDBPyConnection) -> bool:
    row = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
    return row is not None and bool(row[0])
