"""Readings of whole files (directory, population, diagnoses): which file said what, from which day, and what was bad.

A file is landed once by its content; a reading says from which day it holds. The readings of a kind in the order of
their days are its history, whatever order they were landed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from pipelines.landing.ledger import Ledger, metadata

file_reading_table = sa.Table(
    "file_reading",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("valid_from", sa.Text, nullable=False),
    sa.UniqueConstraint("kind", "sha256", "valid_from"),
)
rejected_row_table = sa.Table(
    "rejected_row",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("reason", sa.Text, nullable=False),
)


class RejectedRow(NamedTuple):
    """A row of a file that was set aside: its number in the file, from 1, and the code of the reason."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class FileReading:
    """One landed file of a kind and the first day that it speaks of."""

    kind: str
    sha256: str
    valid_from: date


def add_reading(connection: sa.Connection, reading: FileReading) -> None:
    """Enter a reading as the last of its day, also when it was entered before. Part of the caller's transaction."""
    row = {"kind": reading.kind, "sha256": reading.sha256, "valid_from": reading.valid_from.isoformat()}
    last = connection.scalar(sa.select(sa.func.max(file_reading_table.c.number)))
    connection.execute(sa.delete(file_reading_table).filter_by(**row))
    connection.execute(sa.insert(file_reading_table).values(number=(last or 0) + 1, **row))


def readings(ledger: Ledger, kind: str) -> list[FileReading]:
    """The readings of a kind by the day they hold from; of one day the one landed last comes last."""
    columns = file_reading_table.c
    query = sa.select(columns.sha256, columns.valid_from).where(columns.kind == kind)
    with ledger.transaction() as connection:
        rows = connection.execute(query.order_by(columns.valid_from, columns.number)).all()
    return [FileReading(kind, sha256, date.fromisoformat(day)) for sha256, day in rows]


def set_rejected_rows(connection: sa.Connection, kind: str, sha256: str, rejected: Iterable[RejectedRow]) -> None:
    """Note which rows of a file were set aside, in place of what was noted before; part of the caller's transaction."""
    columns = rejected_row_table.c
    connection.execute(sa.delete(rejected_row_table).where(columns.kind == kind, columns.sha256 == sha256))
    rows = [{"kind": kind, "sha256": sha256, "number": row.number, "reason": row.reason} for row in rejected]
    if rows:
        connection.execute(sa.insert(rejected_row_table), rows)


def rejected_rows(ledger: Ledger, kind: str, sha256: str) -> list[RejectedRow]:
    """The rows of a file that were set aside, in file order."""
    columns = rejected_row_table.c
    query = sa.select(columns.number, columns.reason).where(columns.kind == kind, columns.sha256 == sha256)
    with ledger.transaction() as connection:
        return [RejectedRow(*row) for row in connection.execute(query.order_by(columns.number))]


def rejected_counts(ledger: Ledger) -> dict[str, int]:
    """Rows set aside by reason, over the last file of each kind."""
    columns, read = rejected_row_table.c, file_reading_table.c
    with ledger.transaction() as connection:
        kinds = connection.scalars(sa.select(read.kind).distinct()).all()
        found: dict[str, int] = {}
        for kind in sorted(kinds):
            last = sa.select(read.sha256).where(read.kind == kind).order_by(read.valid_from.desc(), read.number.desc())
            counted = (
                sa.select(columns.reason, sa.func.count())
                .where(columns.kind == kind, columns.sha256 == last.limit(1).scalar_subquery())
                .group_by(columns.reason)
            )
            for reason, number in connection.execute(counted):
                found[reason] = found.get(reason, 0) + number
    return found
