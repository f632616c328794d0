"""Looking for a text in everything that lies below a data directory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow.parquet as pq


def files_with(data: Path, text: str, but: tuple[str, ...] = ()) -> list[str]:
    """Files below `data` that hold the text: in their bytes, or inside Parquet, DuckDB and SQLite.

    `but` are parts of paths that are left out.
    """
    found = []
    for path in sorted(path for path in data.rglob("*") if path.is_file()):
        name = str(path.relative_to(data))
        if any(part in name for part in but):
            continue
        if text.casefold() in name.casefold() or any(_holds(content, text) for content in _contents(path)):
            found.append(name)
    return found


def _holds(content: bytes, text: str) -> bool:
    return any(text.encode(encoding) in content for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def _contents(path: Path) -> Iterator[bytes]:
    yield path.read_bytes()
    if path.suffix == ".parquet":
        for row in pq.read_table(path).to_pylist():
            yield from _values(row)
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            for (name,) in connection.execute("SELECT table_name FROM information_schema.tables").fetchall():
                yield repr(connection.table(name).fetchall()).encode()
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                yield repr(database.execute(f'SELECT * FROM "{name}"').fetchall()).encode()


def _values(row: dict[str, object]) -> Iterator[bytes]:
    for value in row.values():
        yield value if isinstance(value, bytes) else str(value).encode()
