"""The axis of values: even steps, 0 among the ticks, an end at or above the highest value."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dashboards.components.value_axis import value_axis

VALUES = st.floats(0.01, 1e7) | st.integers(1, 10**7).map(float)


@given(st.floats(-1e6, 0), VALUES, st.integers(3, 8), st.booleans())
def test_the_ticks_hold_all_values_and_0_in_even_steps(least: float, most: float, intervals: int, whole: bool) -> None:
    axis = value_axis(least, most, intervals, whole=whole)
    slack = axis.step * 1e-6
    assert axis.ticks[0] <= least + slack
    assert axis.ticks[-1] >= most - slack
    assert min(abs(tick) for tick in axis.ticks) <= slack
    assert all(abs(upper - lower - axis.step) <= slack for lower, upper in pairwise(axis.ticks))
    assert 1 <= len(axis.ticks) - 1 <= intervals + 3
    assert not whole or all(tick == int(tick) for tick in axis.ticks)


@given(VALUES, st.integers(4, 8))
def test_the_values_fill_most_of_the_axis(most: float, intervals: int) -> None:
    assert value_axis(0, most, intervals, whole=False).most <= 1.5 * most


def test_small_and_missing_numbers() -> None:
    assert value_axis(0, 0, 5, whole=True).ticks == (0, 1)
    assert value_axis(0, 3, 5, whole=True).ticks == (0, 1, 2, 3)
    assert value_axis(0, 615, 5, whole=True).ticks == (0, 100, 200, 300, 400, 500, 600, 700)
    assert value_axis(-13, 40, 5, whole=True).ticks == (-20, -10, 0, 10, 20, 30, 40)
