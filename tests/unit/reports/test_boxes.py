"""Rounding and layout of the overview boxes (statistics 7.3 and 7.5)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.reports.boxes import BoxFacts, build_boxes, rounded_change, share, truncated_change
from warehouse.reports.cells import CountedCells
from warehouse.reports.result import ZERO, Count, Level

numbers = st.integers(0, 10**6)


@given(numbers, numbers.filter(bool))
def test_truncated_change_goes_toward_zero(now: int, before: int) -> None:
    exact = Fraction(100 * (now - before), before)
    change = truncated_change(now, before)
    assert change.comparable
    assert change.value == int(exact)


@given(numbers, numbers.filter(bool))
def test_rounded_change_is_half_away_from_zero(now: int, before: int) -> None:
    exact = Fraction(100 * (now - before), before)
    nearest = int(abs(exact) + Fraction(1, 2))
    assert rounded_change(now, before).value == (nearest if exact >= 0 else -nearest)


@pytest.mark.parametrize("change", [truncated_change, rounded_change])
def test_nothing_to_compare_with_is_no_change(change: object) -> None:
    found = change(7, 0)  # type: ignore[operator]
    assert (found.value, found.comparable) == (0, False)


@given(numbers, numbers)
def test_shares_are_rounded_and_both_fifty_without_cases(women: int, men: int) -> None:
    whole = women + men
    if whole == 0:
        assert share(women, whole) == share(men, whole) == 50
    else:
        assert share(women, whole) == int(Fraction(100 * women, whole) + Fraction(1, 2))
        assert share(women, whole) + share(men, whole) in {100, 101}


def test_without_any_case_every_box_is_there_and_empty() -> None:
    boxes = build_boxes(Level.NATIONAL, BoxFacts(CountedCells()))
    assert [box.key for box in boxes][-1] == "overview_county"
    assert all(box.total == ZERO for box in boxes)
    assert {row.group.key for row in boxes[0].rows} == {"women", "men"}
    assert all(row.change is None or not row.change.comparable for box in boxes for row in box.rows)


def test_counties_come_by_falling_rate_and_ties_in_county_order() -> None:
    cells = CountedCells()
    for county, cases in (("13", 10), ("20", 10), ("10", 2), ("00", 3)):
        cells.add("county", 0, county, Count(cases, 0, cases))
    people = {"13": 1000, "20": 1000, "10": 1000}
    box = next(b for b in build_boxes(Level.NATIONAL, BoxFacts(cells, (people, {}))) if b.key == "overview_county")
    assert [row.group.key for row in box.rows[:3]] == ["20", "13", "10"]
    assert box.row("00").rate == 0
    assert box.row("00").population is None
    assert box.row("20").previous_rate == 0
