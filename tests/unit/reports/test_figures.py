"""What cells show: numbers, shares and rates with their parts, and protected cells that are never a plain 0."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.reports.definitions import Figure
from warehouse.reports.figures import Cell, CellRules, Parts, Status, measured_cells, shown
from warehouse.reports.measured import NO_VALUE, MeasuredValue
from warehouse.reports.result import Count

NB = "\N{NO-BREAK SPACE}"
CUT = Count(0, 7, 7, women_protected=True)
numbers = st.integers(0, 10_000)


def test_a_protected_number_of_which_nothing_is_left_is_no_zero() -> None:
    assert CellRules().counts(CUT) == (Cell(7), Cell(None, Status.PROTECTED), Cell(7))
    assert CellRules(plain_zero=True).counts(CUT) == (Cell(7), Cell(0), Cell(7))


@given(numbers, numbers)
def test_a_share_is_cut_to_whole_per_cent_and_keeps_its_parts(part: int, rest: int) -> None:
    cell = CellRules(Figure.SHARE).cells(Count(part, 0, part), Count(part + rest, 0, part + rest))[1]
    assert cell.parts == Parts(part, part + rest)
    if part + rest == 0:
        assert (cell.value, cell.status) == (None, Status.UNAVAILABLE)
        return
    assert isinstance(cell.value, int)
    assert cell.value * (part + rest) <= 100 * part
    assert (cell.value + 1) * (part + rest) > 100 * part


def test_a_share_that_the_threshold_took_away_is_protected() -> None:
    total, women, men = CellRules(Figure.SHARE).cells(CUT, Count(0, 10, 10))
    assert (total.value, men.value) == (70, 70)
    assert women == Cell(None, Status.PROTECTED, Figure.SHARE)
    assert CellRules(Figure.SHARE, plain_zero=True).cells(CUT, Count(0, 10, 10))[1].value == 0


def test_sexes_share_their_total_rounded() -> None:
    total, women, men = CellRules(Figure.SEX_SHARE).cells(Count(1, 5, 6), None)
    assert total == Cell(6)
    assert (women.value, women.parts) == (17, Parts(1, 6))
    assert (men.value, men.parts) == (83, Parts(5, 6))


def test_a_share_of_nobody_at_all_is_not_available() -> None:
    cells = CellRules(Figure.SEX_SHARE).cells(Count(0, 0, 0), None)
    assert [shown(cell, "sv") for cell in cells] == ["0", "…", "…"]
    plain = CellRules(Figure.SEX_SHARE, plain_zero=True).cells(Count(0, 0, 0), None)
    assert [cell.value for cell in plain] == [0, 0, 0]


def test_a_rate_is_per_thousand_and_unknown_without_a_denominator() -> None:
    total, women, men = CellRules(Figure.RATE).cells(Count(1, 1, 2), Count(0, 110, 110))
    assert total == Cell(Decimal("18.18"), None, Figure.RATE, Parts(2, 110))
    assert women == Cell(None, Status.UNAVAILABLE, Figure.RATE)
    assert men.value == Decimal("9.09")


@pytest.mark.parametrize(
    ("cell", "language", "text"),
    [
        (Cell(1234), "sv", f"1{NB}234"),
        (Cell(1234, Status.PRELIMINARY), "en", f"1,234{NB}p"),
        (Cell(None, Status.PROTECTED, Figure.SHARE), "sv", ".."),
        (Cell(None, Status.UNAVAILABLE, Figure.RATE), "sv", "…"),
        (Cell(66, None, Figure.SHARE, Parts(2, 3)), "sv", f"66{NB}%{NB}(2/3)"),
        (Cell(54, None, Figure.SEX_SHARE, Parts(1234, 2280)), "sv", f"54{NB}%{NB}(1{NB}234)"),
        (Cell(Decimal("9.09"), None, Figure.RATE, Parts(1, 110)), "sv", "9,09"),
        (Cell(Decimal("9.09"), None, Figure.RATE, Parts(1, 110)), "en", "9.09"),
    ],
)
def test_how_a_cell_is_written(cell: Cell, language: str, text: str) -> None:
    assert shown(cell, language) == text


def test_what_a_measure_lacks_is_never_a_zero() -> None:
    value = MeasuredValue(None, Decimal("20.50"), Decimal("20.50"), women_protected=True, total_incomparable=True)
    total, women, men = measured_cells(value)
    assert (total.value, total.status) == (None, Status.INCOMPARABLE)
    assert (women.value, women.status) == (None, Status.PROTECTED)
    assert shown(men, "sv") == "20,50"
    assert {cell.status for cell in measured_cells(NO_VALUE)} == {Status.UNAVAILABLE}
