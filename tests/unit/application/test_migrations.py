"""The application database's schema: made, brought up to date, and the same as the models say."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from warehouse.application.database import (
    MIGRATIONS,
    ApplicationDatabase,
    ApplicationDatabaseError,
    open_engine,
    sqlite_url,
    upgrade,
)
from warehouse.application.models import Base
from warehouse.application.user_settings import change_settings, read_settings
from warehouse.errors import DamagedDataError

TABLES = {"user_setting", "login_acknowledgement", "audit_event", "audit_resource", "alembic_version"}


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "kunskap 100%" / "application.db")


def tables(url: str) -> set[str]:
    engine = open_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_an_empty_database_gets_all_tables(url: str) -> None:
    upgrade(url)
    assert tables(url) == TABLES


def test_the_migrations_make_what_the_models_say(url: str) -> None:
    upgrade(url)
    engine = open_engine(url)
    with engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata
        )
    engine.dispose()
    assert differences == []


def test_an_existing_database_keeps_its_rows(url: str) -> None:
    upgrade(url, "0001")
    assert tables(url) == {"user_setting", "login_acknowledgement", "alembic_version"}
    database = ApplicationDatabase(url)
    change_settings(database, "SE-USER", {"standardenhet": "SE-UNIT"})
    database.close()
    upgrade(url)
    upgrade(url)
    assert tables(url) == TABLES
    database = ApplicationDatabase(url)
    assert read_settings(database, "SE-USER") == {"standardenhet": "SE-UNIT"}
    database.close()


def test_a_failed_upgrade_leaves_the_former_schema(url: str) -> None:
    upgrade(url, "0001")
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("create table audit_resource (something_else integer)"))
    engine.dispose()
    with pytest.raises(ApplicationDatabaseError):
        upgrade(url)
    assert "audit_event" not in tables(url)


def test_a_database_of_a_newer_version_is_refused(url: str) -> None:
    upgrade(url)
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    engine.dispose()
    with pytest.raises(DamagedDataError):
        upgrade(url)


@pytest.mark.parametrize("address", ["no address", "sqlite://", "sqlite:///:memory:", "unknown-kind://host/name"])
def test_an_address_that_cannot_be_used_is_a_sentence(address: str) -> None:
    with pytest.raises(ApplicationDatabaseError) as refused:
        upgrade(address)
    assert "address" in str(refused.value)


def test_an_embedded_database_is_private_durable_and_concurrent(url: str, tmp_path: Path) -> None:
    upgrade(url)
    engine = open_engine(url)
    with engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"pragma {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        files = sorted(path for path in (tmp_path / "kunskap 100%").iterdir())
        assert {path.stat().st_mode & 0o077 for path in files} == {0}
    engine.dispose()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def statements_for_postgresql() -> str:
    """The whole schema as the statements that PostgreSQL would be sent."""
    written = StringIO()
    config = Config(output_buffer=written)
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["dialect"] = "postgresql"
    command.upgrade(config, "head", sql=True)
    return written.getvalue()


def test_the_statements_for_postgresql_are_written_without_a_server() -> None:
    statements = statements_for_postgresql()
    assert "BIGSERIAL" in statements
    assert "TIMESTAMP WITH TIME ZONE" in statements
    # One against every change of events; of their resources one against deletion and one against other changes.
    assert statements.count("CREATE TRIGGER") - statements.count("DROP TRIGGER") == 3
