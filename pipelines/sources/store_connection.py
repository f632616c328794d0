"""Read-only, bounded access to the certificate store's database (rules C-3 and C-4).

Every session is told to refuse writing and to end statements that take too long, in the words of its database. No lock
is taken. Statements are counted, and a run that has used up its budget stops where it is; the next goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from tenacity import retry, retry_if_exception, stop_after_attempt, wait_exponential

from warehouse.errors import SourceUnavailableError

STREAMED_ROWS = 500
"""Rows that are fetched at a time while a statement is read; documents of these are in memory together."""

CONNECT_SECONDS = 10
STATEMENT_TOOK_TOO_LONG = frozenset({1969, 3024})
"""Error numbers of MariaDB and MySQL for a statement that was ended for its time; asking again would take as long."""

MARIADB = frozenset({"mysql", "mariadb"})


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """How much one run may ask of the store: seconds for each statement, and number of statements."""

    statement_seconds: int = 900
    statements: int = 100_000


class BudgetUsedUpError(Exception):
    """The run has sent as many statements as it may."""


def _may_pass(error: BaseException) -> bool:
    """Whether the same statement can be expected to work a moment later."""
    if not isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError):
        return False
    number = error.orig.args[0] if error.orig and error.orig.args else None
    return number not in STATEMENT_TOOK_TOO_LONG


class StoreConnection:
    """Sessions with the store at an SQLAlchemy address. Raises SourceUnavailableError when it cannot be reached."""

    def __init__(self, url: str, limits: ReadingLimits) -> None:
        self.limits = limits
        self.statements = 0
        address = sa.make_url(url)
        _refuse_missing_file(address)
        self.engine = sa.create_engine(
            address, pool_pre_ping=True, connect_args=_connect_arguments(address, limits.statement_seconds)
        )
        sa.event.listen(self.engine, "connect", self._set_up_session)

    def close(self) -> None:
        self.engine.dispose()

    def rows(
        self, query: sa.Select[Any], size: Callable[[Any], int] | None = None, most: int | None = None
    ) -> list[Any]:
        """The rows of a query, or its first ones that together reach `most` bytes as `size` measures a row."""
        self._count_statement()
        return self._rows(query, size, most)

    def value(self, query: sa.Select[Any]) -> Any:
        """The only value of a query."""
        return self.rows(query)[0][0]

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Long readings that all see the store as it was at the first of them, streamed (rule C-4)."""
        # In SQLite every transaction sees one state of the database.
        options = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        with self.engine.connect() as connection:
            yield Snapshot(connection.execution_options(**options), self._count_statement)

    def _count_statement(self) -> None:
        if self.statements >= self.limits.statements:
            raise BudgetUsedUpError
        self.statements += 1

    @retry(
        retry=retry_if_exception(_may_pass),
        stop=stop_after_attempt(4),
        wait=wait_exponential(multiplier=0.5, max=10),
        reraise=True,
    )
    def _rows(self, query: sa.Select[Any], size: Callable[[Any], int] | None, most: int | None) -> list[Any]:
        with self.engine.connect() as connection:
            if size is None or most is None:
                return list(connection.execute(query))
            streaming = connection.execution_options(stream_results=True, yield_per=STREAMED_ROWS)
            read: list[Any] = []
            total = 0
            with streaming.execute(query) as result:
                for row in result:
                    read.append(row)
                    total += size(row)
                    if total >= most:
                        break
            return read

    def _set_up_session(self, connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for statement in _session_settings(self.engine.dialect, self.limits.statement_seconds):
            cursor.execute(statement)
        cursor.close()
        # In PostgreSQL a setting goes with the transaction that made it, unless that is committed.
        connection.commit()


class Snapshot:
    """One consistent view of the store."""

    def __init__(self, connection: sa.Connection, count_statement: Callable[[], None]) -> None:
        self._connection = connection
        self._count_statement = count_statement

    def value(self, query: sa.Select[Any]) -> Any:
        """The only value of a query."""
        self._count_statement()
        return self._connection.scalar(query)

    def parts(self, query: sa.Select[Any], rows: int) -> Iterator[list[Any]]:
        """The rows of a query, `rows` at a time, without holding more of them."""
        self._count_statement()
        streaming = self._connection.execution_options(stream_results=True, yield_per=rows)
        with streaming.execute(query) as result:
            for part in result.partitions():
                yield list(part)


def _session_settings(dialect: sa.Dialect, seconds: int) -> list[str]:
    """What a new session is told, in the words of its database."""
    if dialect.name == "sqlite":
        return ["PRAGMA query_only = ON"]
    if dialect.name == "postgresql":
        return ["SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", f"SET statement_timeout = {seconds * 1000}"]
    if dialect.name in MARIADB:
        limit = (
            f"SET SESSION max_statement_time = {seconds}"
            if getattr(dialect, "is_mariadb", False)
            else f"SET SESSION max_execution_time = {seconds * 1000}"
        )
        return ["SET SESSION TRANSACTION READ ONLY", limit]
    return []


def _connect_arguments(address: sa.URL, seconds: int) -> dict[str, Any]:
    """Time limits of the network: a server that says nothing more is taken for gone."""
    driver = address.get_driver_name()
    if driver == "pg8000":
        return {"timeout": seconds + CONNECT_SECONDS}
    if driver == "pymysql":
        return {"connect_timeout": CONNECT_SECONDS, "read_timeout": seconds + CONNECT_SECONDS}
    return {}


def _refuse_missing_file(address: sa.URL) -> None:
    """SQLite would make an empty database where there is none, which is writing."""
    is_file = address.get_backend_name() == "sqlite" and address.database not in {None, "", ":memory:"}
    if is_file and not str(address.database).startswith("file:") and not Path(str(address.database)).is_file():
        raise SourceUnavailableError("The certificate store cannot be reached (there is no such file).")
