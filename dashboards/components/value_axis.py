"""The axis of a chart's values: even steps that end on a tick at or above the highest value (dashboards 6).

`assets/charts.js` follows the same rule when series are shown or hidden, and on narrow screens.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

NICE = (1.0, 2.0, 2.5, 5.0)
FEWER, MORE = 1, 2
"""How many intervals fewer or more than asked for are fine, where the axis ends closer to the values then."""
FEW = 3
"""Where as few are asked for, there is room for one more only."""

EXACT = 1e-9
"""What division of numbers that go into each other may leave over."""


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """The lowest and the highest tick, and the step between ticks."""

    least: float
    most: float
    step: float

    @property
    def intervals(self) -> int:
        return round((self.most - self.least) / self.step)

    def distance(self, intervals: int) -> int:
        """How far the number of steps is from another."""
        return abs(self.intervals - intervals)

    @property
    def ticks(self) -> tuple[float, ...]:
        return tuple(round(self.least + at * self.step, 9) for at in range(self.intervals + 1))


def value_axis(least: float, most: float, intervals: int, *, whole: bool) -> ValueAxis:
    """The axis from the lowest to the highest value, with 0, in about `intervals` steps; `whole` allows no fractions.

    Of the steps that give about as many intervals, the one whose axis ends closest to the values is taken.
    """
    low, high = min(0.0, least), max(0.0, most)
    if low == high:
        high = 1.0
    found = [_axis(low, high, step) for step in _steps((high - low) / intervals, whole=whole)]
    wanted = range(intervals - FEWER, intervals + (MORE if intervals > FEW else 1) + 1)
    fitting = [axis for axis in found if axis.intervals in wanted]
    if not fitting:
        return min(found, key=lambda axis: axis.distance(intervals))
    return min(fitting, key=lambda axis: (axis.most - axis.least, axis.distance(intervals)))


def _axis(low: float, high: float, step: float) -> ValueAxis:
    return ValueAxis(step * math.floor(low / step + EXACT), step * math.ceil(high / step - EXACT), step)


def _steps(about: float, *, whole: bool) -> list[float]:
    """Nice steps around one; whole numbers have none below 1, and none that are not whole."""
    power = 10.0 ** (math.floor(math.log10(about)) - 1)
    steps = [factor * power * scale for scale in (1.0, 10.0, 100.0) for factor in NICE]
    usable = [step for step in steps if not whole or (step >= 1 and step == int(step))]
    return usable or [1.0]
