"""From counts and counted amounts to measured values (formulas: docs/measures.md)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from warehouse.disclosure import is_protected
from warehouse.reports.boxes import truncated_change
from warehouse.reports.measured import Measure, MeasuredValue
from warehouse.reports.result import Count

Amounts = Counter[int]
"""Amount of a case → number of cases that have it."""

PERCENTILES = {
    Measure.MEDIAN_LENGTH: Fraction(1, 2),
    Measure.LOWER_QUARTILE_LENGTH: Fraction(1, 4),
    Measure.UPPER_QUARTILE_LENGTH: Fraction(3, 4),
    Measure.LENGTH_PERCENTILE_90: Fraction(9, 10),
}
_DAYS_PER_AMOUNT = {Measure.DEGREE_WEIGHTED_DAYS: Decimal("0.25")}
_NUMBERS_OF_CASES = frozenset({Measure.STARTED_CASES, Measure.ENDED_CASES})


@dataclass(slots=True)
class CellAmounts:
    """The amounts of the cases of one cell by sex; a sex is protected when the threshold took cases away."""

    women: Amounts = field(default_factory=Counter)
    men: Amounts = field(default_factory=Counter)
    women_protected: bool = False
    men_protected: bool = False

    def add(self, other: CellAmounts) -> None:
        """Add the cases of another cell, for example of another provider."""
        self.women.update(other.women)
        self.men.update(other.men)
        self.women_protected |= other.women_protected
        self.men_protected |= other.men_protected

    def cut(self, threshold: int, measure: Measure) -> CellAmounts:
        """The cell of one provider after the threshold, each sex by itself (statistics 6.2 and 8.3)."""
        women, men = (_cut(amounts, threshold, measure) for amounts in (self.women, self.men))
        return CellAmounts(women or Counter(), men or Counter(), women is None, men is None)


def _cut(amounts: Amounts, threshold: int, measure: Measure) -> Amounts | None:
    """What the threshold leaves, None when it takes away; cases that started or ended are a number of cases too."""
    if is_protected(amounts.total(), threshold):
        return None
    if measure in _NUMBERS_OF_CASES and is_protected(amounts[1], threshold):
        return None
    return amounts


def percentile(amounts: Amounts, part: Fraction) -> Decimal | None:
    """The value below which `part` of the cases lie, by linear interpolation between neighbours; None of no case.

    Of n values in order, numbered from 0, it is the one at place `part` * (n - 1).
    """
    number = amounts.total()
    if not number:
        return None
    place = part * (number - 1)
    before = place.numerator // place.denominator
    low, high = _at(amounts, before), _at(amounts, min(before + 1, number - 1))
    exactly = low + (place - before) * (high - low)
    return Decimal(round(exactly * 100)).scaleb(-2)


def _at(amounts: Amounts, place: int) -> int:
    """The amount of the case at a place of the order, numbered from 0."""
    passed = 0
    for amount in sorted(amounts):
        passed += amounts[amount]
        if passed > place:
            return amount
    raise IndexError(place)


def value_of(measure: Measure, cell: CellAmounts) -> MeasuredValue:
    """The value of a measure that is made of the cases' amounts."""
    sexes = ((cell.women, cell.women_protected), (cell.men, cell.men_protected))
    both = (cell.women + cell.men, cell.women_protected or cell.men_protected)
    women, men, total = (_value(measure, amounts, protected) for amounts, protected in (*sexes, both))
    return MeasuredValue(women, men, total, cell.women_protected, cell.men_protected)


def _value(measure: Measure, amounts: Amounts, protected: bool) -> Decimal | None:
    if measure in PERCENTILES:
        return percentile(amounts, PERCENTILES[measure])
    total = sum(amount * number for amount, number in amounts.items())
    if protected and not total:
        return None
    return total * _DAYS_PER_AMOUNT.get(measure, Decimal(1))


def change(measure: Measure, now: Count, before: Count) -> MeasuredValue:
    """The change of a count since a year before; no value where the threshold left nothing to compare."""
    both = (left_of(now), left_of(before))
    women_left, men_left, total_left = (here and then for here, then in zip(*both, strict=True))
    in_per_cent = measure is Measure.CHANGE_PER_CENT
    return MeasuredValue(
        _changed(measure, now.women, before.women) if women_left else None,
        _changed(measure, now.men, before.men) if men_left else None,
        _changed(measure, now.total, before.total) if total_left else None,
        now.women_protected or before.women_protected,
        now.men_protected or before.men_protected,
        now.unknown_protected or before.unknown_protected,
        women_incomparable=in_per_cent and women_left and before.women == 0,
        men_incomparable=in_per_cent and men_left and before.men == 0,
        total_incomparable=in_per_cent and total_left and before.total == 0,
    )


def left_of(count: Count) -> tuple[bool, bool, bool]:
    """Whether the threshold left a number of women, men and all; a true 0 is a number too (statistics 6.2)."""
    return (
        count.women > 0 or not count.women_protected,
        count.men > 0 or not count.men_protected,
        count.total > 0 or not count.is_protected,
    )


def _changed(measure: Measure, now: int, before: int) -> Decimal:
    """Absolute, or in per cent truncated toward zero, 0 from 0 (statistics 7.5)."""
    return Decimal(now - before) if measure is Measure.CHANGE else Decimal(truncated_change(now, before).value)
