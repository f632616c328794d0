"""Which files of folders have been read: their path, size, time and content, all as hashes, in landing's ledger.

An entry is made in the same transaction as the events of the file (rule C-6). Without its entry a file is read again,
which is harmless.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import sqlalchemy as sa

from pipelines.landing.ledger import KEYS_PER_QUERY
from pipelines.sources.folder_files import Entry

DIGEST_BYTES = 16

metadata = sa.MetaData()
folder_file_table = sa.Table(
    "folder_file",
    metadata,
    sa.Column("path", sa.LargeBinary(DIGEST_BYTES), primary_key=True),
    sa.Column("state", sa.LargeBinary(DIGEST_BYTES), nullable=False),
    sa.Column("content", sa.LargeBinary(DIGEST_BYTES), nullable=False, index=True),
    sqlite_with_rowid=False,
)


class ReadFiles:
    """The files of one place that have been read, by the ledger at `ledger`; None knows nothing and keeps nothing."""

    def __init__(self, address: str, ledger: Path | None) -> None:
        self._address = address
        self._ledger = ledger
        self._engine = sa.create_engine(f"sqlite:///{ledger}") if ledger else None

    def close(self) -> None:
        if self._engine:
            self._engine.dispose()

    def unknown(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those of `entries` that are new or have another size or time than when they were read."""
        states = self._states([self._path(entry) for entry in entries])
        return [entry for entry in entries if states.get(self._path(entry)) != _state(entry)]

    def has_content(self, content: bytes) -> bool:
        """Whether a file with this content has been read under any name (rule C4-4)."""
        if not self._present() or not self._engine:
            return False
        query = sa.select(folder_file_table.c.path).where(folder_file_table.c.content == content).limit(1)
        with self._engine.connect() as connection:
            return connection.scalar(query) is not None

    def keep(self, read: Sequence[tuple[Entry, bytes]]) -> Callable[[sa.Connection], None]:
        """What enters files with the digest of their content into the ledger, as part of landing's transaction."""
        rows = [{"path": self._path(entry), "state": _state(entry), "content": content} for entry, content in read]

        def enter(connection: sa.Connection) -> None:
            folder_file_table.create(connection, checkfirst=True)
            for start in range(0, len(rows), KEYS_PER_QUERY):
                some = rows[start : start + KEYS_PER_QUERY]
                former = folder_file_table.c.path.in_([row["path"] for row in some])
                connection.execute(sa.delete(folder_file_table).where(former))
                connection.execute(sa.insert(folder_file_table), some)

        return enter

    def _states(self, paths: list[bytes]) -> dict[bytes, bytes]:
        if not self._present() or not self._engine:
            return {}
        columns, found = folder_file_table.c, dict[bytes, bytes]()
        with self._engine.connect() as connection:
            for start in range(0, len(paths), KEYS_PER_QUERY):
                query = sa.select(columns.path, columns.state).where(
                    columns.path.in_(paths[start : start + KEYS_PER_QUERY])
                )
                found.update((path, state) for path, state in connection.execute(query))
        return found

    def _present(self) -> bool:
        """Whether anything was ever read: the table comes with the first file."""
        if not self._engine or not self._ledger or not self._ledger.is_file():
            return False
        return sa.inspect(self._engine).has_table(folder_file_table.name)

    def _path(self, entry: Entry) -> bytes:
        return digest(f"{self._address}\x1f{entry.path}".encode(errors="surrogateescape"))


def digest(content: bytes) -> bytes:
    """How the ledger knows a path or a content."""
    return hashlib.sha256(content).digest()[:DIGEST_BYTES]


def _state(entry: Entry) -> bytes:
    return digest(f"{entry.size}\x1f{entry.modified}".encode())
