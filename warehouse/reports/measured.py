"""What a report can measure beside the number of cases, and the values that were measured (docs/measures.md)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Measure(StrEnum):
    """What is told of the cases of a cell; the values are what users write. `COUNT` is the report as it stands."""

    COUNT = "count"
    PER_1000_INHABITANTS = "per_1000_inhabitants"
    PER_1000_LISTED = "per_1000_listed"
    AGE_STANDARDISED = "age_standardised_per_1000"
    MEDIAN_LENGTH = "median_length"
    LOWER_QUARTILE_LENGTH = "lower_quartile_length"
    UPPER_QUARTILE_LENGTH = "upper_quartile_length"
    LENGTH_PERCENTILE_90 = "length_percentile_90"
    STARTED_CASES = "started_cases"
    ENDED_CASES = "ended_cases"
    SICK_LEAVE_DAYS = "sick_leave_days"
    DEGREE_WEIGHTED_DAYS = "degree_weighted_days"
    CHANGE = "change"
    CHANGE_PER_CENT = "change_per_cent"


LENGTHS = frozenset(
    {
        Measure.MEDIAN_LENGTH,
        Measure.LOWER_QUARTILE_LENGTH,
        Measure.UPPER_QUARTILE_LENGTH,
        Measure.LENGTH_PERCENTILE_90,
    }
)
"""Measures that are a number of days of one case."""


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """One value by sex, with as many decimals as its measure has; None = there is no value.

    There is none where nothing can be divided by, where no case has a length, where everything was cut by the
    threshold, and before the earliest month. A sex is *protected* as in `Count`. `women_incomparable` and its like
    mark a change in per cent from 0, which is told as "nothing to compare with" (statistics 7.5).
    """

    women: Decimal | None = None
    men: Decimal | None = None
    total: Decimal | None = None
    women_protected: bool = False
    men_protected: bool = False
    unknown_protected: bool = False
    women_incomparable: bool = False
    men_incomparable: bool = False
    total_incomparable: bool = False

    @property
    def is_protected(self) -> bool:
        """True when something was taken away from the total."""
        return self.women_protected or self.men_protected or self.unknown_protected


NO_VALUE = MeasuredValue()


@dataclass(frozen=True, slots=True)
class MeasuredSeries:
    """Values of one measure: `values[period][group]`, of the periods and groups of the result's table.

    `overall[period]` is the value over all cases of the period, each once (of certificates and messages: over the
    row's sum); None where it is not known.
    """

    measure: Measure
    values: tuple[tuple[MeasuredValue, ...], ...]
    overall: tuple[MeasuredValue, ...] | None = None
