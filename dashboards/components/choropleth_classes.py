"""How the values of a map are put into classes of colour: as many areas in each, or evenly around zero."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

STEPS = 5
_MIDDLE = STEPS // 2
_WITHIN = Fraction(4, 5)

Number = int | Decimal


class Scale(StrEnum):
    """What the colours of a map tell: more of something, or change away from zero."""

    SEQUENTIAL = "sequential"
    DIVERGING = "diverging"


@dataclass(frozen=True, slots=True)
class ValueClass:
    """One class of a map: its step on the palette (0–4), its lowest and highest value, and the keys of its areas."""

    step: int
    low: Number
    high: Number
    keys: tuple[str, ...]


def classes_of(values: Mapping[str, Number], scale: Scale) -> tuple[ValueClass, ...]:
    """The classes that have any area, lowest first; areas with one value are always in one class.

    A sequential scale puts about as many areas into each class. A diverging one has classes of one width around zero,
    the middle one from −`half_width` to +`half_width`.
    """
    steps = _quantiles(values) if scale is Scale.SEQUENTIAL else _around_zero(values)
    return tuple(_classes(values, steps))


def _classes(values: Mapping[str, Number], steps: Mapping[str, int]) -> Iterator[ValueClass]:
    for step in range(STEPS):
        keys = tuple(key for key in values if steps[key] == step)
        if keys:
            of_class = [values[key] for key in keys]
            yield ValueClass(step, min(of_class), max(of_class), keys)


def _quantiles(values: Mapping[str, Number]) -> dict[str, int]:
    ordered: Sequence[Number] = sorted(values.values())
    return {key: STEPS * bisect_left(ordered, value) // len(ordered) for key, value in values.items()}


def _around_zero(values: Mapping[str, Number]) -> dict[str, int]:
    half = half_width(values.values())
    return {key: _step_around_zero(value, half) for key, value in values.items()}


def _step_around_zero(value: Number, half: int) -> int:
    """0 and 4 lie more than three half widths from zero, 1 and 3 more than one."""
    away = sum(Decimal(value).copy_abs() > times * half for times in (1, 3))
    return _MIDDLE + (away if value > 0 else -away)


def half_width(values: Iterable[Number]) -> int:
    """Half the width of the classes around zero: the least of 1, 2, 5, 10, 20 … of which three reach 80 % of values.

    A few values far away then end up in the outer classes, which are open, and do not hide how the others differ.
    """
    away = sorted(Decimal(value).copy_abs() for value in values) or [Decimal(0)]
    wanted = max(Decimal(1), away[math.ceil(_WITHIN * len(away)) - 1] / 3)
    tens: int = 10 ** math.floor(math.log10(wanted))
    return next(times * tens for times in (1, 2, 5, 10) if times * tens >= wanted)
