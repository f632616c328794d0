"""The store's tables (rule 3.1): the columns of the store, on every database that is supported."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from pipelines.sources import store_tables


def test_tables_and_columns_are_those_of_the_store(shared: Path) -> None:
    with (shared / "reference" / "store_columns.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert {(row["table"], row["column"]) for row in listed} == {
        (table.name, column.name) for table in store_tables.metadata.sorted_tables for column in table.columns
    }
    for row in listed:
        column = store_tables.metadata.tables[row["table"]].c[row["column"]]
        if row["nullable"].startswith("no"):
            assert not column.nullable
        length = row["type"].removeprefix("varchar(").removesuffix(")")
        if isinstance(column.type, sa.String) and length.isdigit():
            assert column.type.length == int(length)


@pytest.mark.parametrize("dialect", [mysql.dialect(), postgresql.dialect(), sqlite.dialect()])
def test_tables_can_be_made_on(dialect: sa.Dialect) -> None:
    for table in store_tables.metadata.sorted_tables:
        statement = str(CreateTable(table).compile(dialect=dialect))
        assert all(column.name in statement for column in table.columns)
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))


def test_documents_of_16_mib_fit_on_mysql() -> None:
    statement = str(CreateTable(store_tables.original_certificate).compile(dialect=mysql.dialect()))
    assert "MEDIUMBLOB" in statement
