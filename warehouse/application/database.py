"""The application database: SQLite beside the data when embedded, PostgreSQL in production.

It holds person ids (in the audit log) and belongs to the restricted zone: the public site is never given its address.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from warehouse.errors import DamagedDataError, UserError
from warehouse.storage import prepare_sqlite

MIGRATIONS = Path(__file__).parent / "migrations"
SQLITE_BUSY_SECONDS = 10
_BEGIN = "sqlite_begin"


class ApplicationDatabaseError(UserError):
    """The application database cannot be opened, read or written."""


def sqlite_url(path: Path) -> str:
    """The address of an embedded database kept in the file `path`."""
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


class ApplicationDatabase:
    """Sessions of the application database at `url` (a SQLAlchemy address). Safe to share between threads."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        self._writer = self._engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that changes nothing. Raises ApplicationDatabaseError."""
        with self._session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is committed, to the disk, before the block is left; rolled back on any error.

        Raises ApplicationDatabaseError when it cannot be committed.
        """
        with self._session(self._writer) as session:
            yield session
            session.commit()

    def compact(self) -> None:
        """Leave nothing of deleted or changed rows in free pages or the write-ahead log of an embedded database.

        Raises ApplicationDatabaseError.
        """
        if self._engine.dialect.name != "sqlite":
            return
        try:
            with self._engine.connect() as connection:
                driver = connection.connection.driver_connection
                if driver is not None:
                    driver.execute("VACUUM")
                    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except (SQLAlchemyError, sqlite3.Error):
            raise ApplicationDatabaseError("The application database cannot be compacted.") from None

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        try:
            with Session(engine) as session:
                yield session
        except SQLAlchemyError:
            # The cause is left out: a statement's values can hold person ids.
            raise ApplicationDatabaseError("The application database cannot be read or written.") from None


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to a revision, by default this version's; makes it when there is none.

    Rows are kept. To be run by one process before the sites start. Raises DamagedDataError when the database was made
    by a newer version, and ApplicationDatabaseError when it cannot be opened.
    """
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        with engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"}).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except CommandError:
        raise DamagedDataError("The application database was made by another version of the product.") from None
    except SQLAlchemyError:
        raise ApplicationDatabaseError("The application database cannot be opened or brought up to date.") from None
    finally:
        engine.dispose()


def open_engine(url: str) -> Engine:
    """An engine for `url`; error messages never quote values. Raises ApplicationDatabaseError for a bad address."""
    try:
        address = make_url(url)
        if address.get_backend_name() != "sqlite":
            return create_engine(address, hide_parameters=True, pool_pre_ping=True)
        prepare_sqlite(_make_private_file(address.database))
        engine = create_engine(address, hide_parameters=True, connect_args={"timeout": SQLITE_BUSY_SECONDS})
    except (SQLAlchemyError, ImportError, OSError):
        raise ApplicationDatabaseError("The application database's address cannot be used.") from None
    except sqlite3.Error:
        raise ApplicationDatabaseError("The application database cannot be opened.") from None
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private_file(database: str | None) -> Path:
    """Make the file so that only its owner can read it; SQLite gives its side files the same rights."""
    if not database or database == ":memory:":
        raise OSError("an application database lives in a file")
    path = Path(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    return path


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Transactions are begun by `_begin_sqlite`, so that also changes of tables are undone together.
    connection.isolation_level = None
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
