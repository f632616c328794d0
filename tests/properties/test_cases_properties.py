"""Full cases in SQL against the oracle: which rows belong together, and days, ends and certificates so far."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.oracle.cases import Case, days_of, full_cases, in_order
from tests.oracle.facts import write_care_database
from tests.oracle.rows import Row
from tests.properties.histories import Written, a_share_of_the_examples, batch, random_histories, rows_of

AS_OF = date(2016, 1, 15)
FEWER = a_share_of_the_examples(4)
SAID = "start_date, end_date, degree, case_days, case_end, end_before, case_certificates"
COLUMNS = (
    f"row_no, case_no, person_no, provider_no, certificate_no, doctor_no, care_unit_no, unit_no, chapter, code, {SAID}"
)


def _made(rows: list[Row], columns: str) -> list[tuple[Any, ...]]:
    """The rows of `sick_leave_row` that the product makes of plain rows, in row order."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_care_database(Path(folder) / "care.duckdb", rows, AS_OF)
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute(f"SELECT {columns} FROM sick_leave_row ORDER BY row_no").fetchall()


def _so_far(case: Case) -> Iterable[tuple[object, ...]]:
    """What each row of a case should say of the case so far."""
    for row in sorted(case, key=lambda r: (*in_order(r), r.end)):
        until = [other for other in case if other.start <= row.start]
        before = [other.end for other in case if other.start < row.start]
        days = set().union(*(days_of(other.start, other.end) for other in until))
        yield (
            row.start,
            row.end,
            row.degree,
            len(days),
            max(other.end for other in until),
            max(before, default=None),
            len({other.certificate for other in until}),
        )


def _counted(rows: list[Row]) -> list[Row]:
    return [row for row in rows if not row.revoked]


def _said_of_cases(rows: list[Row]) -> list[tuple[tuple[object, ...], ...]]:
    made: dict[object, list[tuple[object, ...]]] = {}
    for case_no, *said in _made(rows, f"case_no, {SAID}"):
        made.setdefault(case_no, []).append(tuple(said))
    return sorted(map(tuple, made.values()), key=repr)


def _expected_of_cases(rows: list[Row]) -> list[tuple[tuple[object, ...], ...]]:
    return sorted((tuple(_so_far(case)) for case in full_cases(rows)), key=repr)


@given(batch)
@FEWER
def test_rows_tell_of_their_case_so_far(histories: list[list[Written]]) -> None:
    rows = rows_of(histories)
    assume(_counted(rows))
    assert _said_of_cases(rows) == _expected_of_cases(rows)


def test_rows_of_thousands_of_histories_tell_of_their_case(seed: int) -> None:
    rows = rows_of(random_histories(random.Random(seed), persons=3000))
    assert _said_of_cases(rows) == _expected_of_cases(rows)


@given(batch, st.randoms(use_true_random=False))
@FEWER
def test_the_order_of_arrival_means_nothing(histories: list[list[Written]], chance: random.Random) -> None:
    rows = rows_of(histories)
    assume(_counted(rows))
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert _made(rows, COLUMNS) == _made(shuffled, COLUMNS)


@given(batch)
@FEWER
def test_numbers_are_dense_and_rise_together(histories: list[list[Written]]) -> None:
    rows = rows_of(histories)
    assume(_counted(rows))
    numbers = _made(rows, "row_no, case_no, provider_no, person_no, start_date")
    assert [row[0] for row in numbers] == list(range(1, len(_counted(rows)) + 1))
    assert [row[1] for row in numbers] == sorted(row[1] for row in numbers)
    ordered = [row[2:] for row in numbers]
    assert ordered == sorted(ordered)
    assert len({row[1] for row in numbers}) == len(full_cases(rows))
