"""The store's flattened sick leave against the periods read from the documents (ingestion N-3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from warehouse import sql_models

FIRST, MIDDLE, LAST = date(2026, 9, 1), date(2026, 9, 10), date(2026, 9, 20)


@pytest.fixture
def tables() -> Iterator[duckdb.DuckDBPyConnection]:
    """Certificate `a` with two periods and their copies, `b` without copies, and copies without a document."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE chosen_document (certificate_id VARCHAR, document_key VARCHAR)")
        connection.execute("INSERT INTO chosen_document VALUES ('a', 'newer'), ('b', 'only')")
        connection.execute(
            "CREATE TABLE period (document_key VARCHAR, certificate_id VARCHAR, start_date DATE, end_date DATE, "
            "degree SMALLINT)"
        )
        connection.executemany(
            "INSERT INTO period VALUES (?, ?, ?, ?, ?)",
            [
                ("newer", "a", FIRST, MIDDLE, 100),
                ("newer", "a", MIDDLE, LAST, 50),
                ("older", "a", FIRST, LAST, 25),
                ("only", "b", FIRST, LAST, 100),
            ],
        )
        connection.execute(
            "CREATE TABLE sick_leave_copy (certificate_id VARCHAR, start_date VARCHAR, end_date VARCHAR, "
            "degree INTEGER)"
        )
        connection.executemany(
            "INSERT INTO sick_leave_copy VALUES (?, ?, ?, ?)",
            [
                ("a", "2026-09-01", "2026-09-10", 100),
                ("a", "2026-09-10", "2026-09-20", 50),
                ("without document", "2026-09-10", "2026-09-20", 50),
            ],
        )
        yield connection


def differing(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [key for (key,) in connection.execute(sql_models.load("audit", "copy_differs").sql).fetchall()]


def test_equal_periods_agree(tables: duckdb.DuckDBPyConnection) -> None:
    assert differing(tables) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sick_leave_copy SET degree = 75 WHERE degree = 50",
        "UPDATE sick_leave_copy SET end_date = '2026-09-21' WHERE end_date = '2026-09-20'",
        "UPDATE sick_leave_copy SET start_date = '2026-13-01' WHERE degree = 100",
        "DELETE FROM sick_leave_copy WHERE degree = 100",
        "DELETE FROM period WHERE degree = 50",
    ],
)
def test_a_difference_on_either_side_is_found(tables: duckdb.DuckDBPyConnection, change: str) -> None:
    tables.execute(change)
    assert differing(tables) == ["a"]
