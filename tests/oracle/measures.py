"""The measures beyond counts, as naively as they can be written: every day a date, every case a number in a list."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.oracle.cases import Case, CaseInPeriod, case_in_period, days_of
from tests.oracle.further_reports import Groups
from tests.oracle.reports import Choice, Period

Amount = Callable[[Case, CaseInPeriod, Period], Fraction]
"""A number of a case in a period, from the full case and what of it counts in the period."""

Values = dict[str, tuple[list[Fraction], list[Fraction]]]
"""Group key → the numbers of women's and of men's cases."""

WOMEN_FIRST = (2, 1)


def length(_full: Case, seen: CaseInPeriod, _period: Period) -> Fraction:
    """All days of the case that count (3.6)."""
    return Fraction(seen.days)


def started(full: Case, _seen: CaseInPeriod, period: Period) -> Fraction:
    """1 when the first day of the full case lies in the period."""
    return Fraction(period[0] <= min(row.start for row in full) <= period[1])


def ended(full: Case, _seen: CaseInPeriod, period: Period) -> Fraction:
    """1 when the last day of the full case lies in the period."""
    return Fraction(period[0] <= max(row.end for row in full) <= period[1])


def _degrees_by_day(seen: CaseInPeriod, period: Period) -> dict[date, list[int]]:
    found: dict[date, list[int]] = {}
    for row in seen.rows:
        for day in days_of(row.start, row.end):
            if period[0] <= day <= period[1]:
                found.setdefault(day, []).append(row.degree)
    return found


def certified_days(_full: Case, seen: CaseInPeriod, period: Period) -> Fraction:
    """Days of the period that the visible rows cover."""
    return Fraction(len(_degrees_by_day(seen, period)))


def weighted_days(_full: Case, seen: CaseInPeriod, period: Period) -> Fraction:
    """The same days, each as the part of it that its largest degree takes."""
    return sum((Fraction(max(degrees), 100) for degrees in _degrees_by_day(seen, period).values()), Fraction(0))


def counted(cases: Iterable[Case], choice: Choice, period: Period) -> Iterator[tuple[Case, CaseInPeriod]]:
    """The cases of one provider that count in a period, each with its full case."""
    for case in cases:
        if case[0].provider == choice.provider:
            seen = case_in_period(case, choice.sees, *period)
            if seen is not None and choice.keeps(seen):
                yield case, seen


def values(cases: Iterable[Case], choice: Choice, period: Period, groups: Groups, amount: Amount) -> Values:
    """The numbers of the cases of each group."""
    found: Values = {}
    for full, seen in counted(cases, choice, period):
        for key in groups(seen):
            found.setdefault(key, ([], []))[WOMEN_FIRST.index(seen.last.sex)].append(amount(full, seen, period))
    return found


def cut_and_joined(
    parts: Iterable[Values], threshold: int, *, numbers_of_cases: bool
) -> tuple[Values, set[tuple[str, int]]]:
    """Each provider's numbers, left out for a sex with fewer cases than the threshold, put together.

    With `numbers_of_cases` the sum itself is a number of cases and is cut too. Also tells which key and sex (place in
    `Values`) something was taken from.
    """
    found: Values = {}
    taken: set[tuple[str, int]] = set()
    for part in parts:
        for key, sexes in part.items():
            joined = found.setdefault(key, ([], []))
            for sex, numbers in enumerate(sexes):
                if 0 < len(numbers) < threshold or (numbers_of_cases and 0 < sum(numbers) < threshold):
                    taken.add((key, sex))
                else:
                    joined[sex].extend(numbers)
    return found, taken


def percentile(numbers: Sequence[Fraction], parts: int, place: int) -> Fraction | None:
    """The cut point `place` of `parts` by linear interpolation; None of nothing."""
    if not numbers:
        return None
    if len(numbers) == 1:
        return numbers[0]
    return statistics.quantiles(numbers, n=parts, method="inclusive")[place - 1]


Told = Callable[[Sequence[Fraction]], Fraction | None]
"""From the numbers of the cases of a cell to its value."""

MEASURES: dict[str, tuple[Amount, Told]] = {
    "median_length": (length, lambda numbers: percentile(numbers, 2, 1)),
    "lower_quartile_length": (length, lambda numbers: percentile(numbers, 4, 1)),
    "upper_quartile_length": (length, lambda numbers: percentile(numbers, 4, 3)),
    "length_percentile_90": (length, lambda numbers: percentile(numbers, 10, 9)),
    "started_cases": (started, lambda numbers: sum(numbers, Fraction(0))),
    "ended_cases": (ended, lambda numbers: sum(numbers, Fraction(0))),
    "sick_leave_days": (certified_days, lambda numbers: sum(numbers, Fraction(0))),
    "degree_weighted_days": (weighted_days, lambda numbers: sum(numbers, Fraction(0))),
}
NUMBERS_OF_CASES = ("started_cases", "ended_cases")


def told(measure: str, sexes: tuple[list[Fraction], list[Fraction]]) -> tuple[Fraction | None, ...]:
    """The value of women, men and both."""
    women, men = sexes
    of = MEASURES[measure][1]
    return of(women), of(men), of([*women, *men])


def per_thousand(part: Fraction | int, whole: int) -> Decimal | None:
    """A number of a thousand with two decimals, half to even."""
    if not whole:
        return None
    hundredths = Fraction(part) * 100_000 / whole
    below = hundredths.numerator // hundredths.denominator
    rest = hundredths - below
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1)
    return Decimal(below + up) / 100


Strata = Mapping[tuple[str, int], int]
"""A number by age group and sex (1 man, 2 woman)."""


def standardised(cases: Strata, people: Strata, standard: Strata, sexes: Sequence[int]) -> Decimal | None:
    """The rate of the standard population if every age and sex of it fell ill as the people did."""
    strata = [stratum for stratum in standard if stratum[1] in sexes]
    expected = sum(
        (Fraction(cases.get(stratum, 0), people[stratum]) * standard[stratum] for stratum in strata), Fraction(0)
    )
    return per_thousand(expected, sum(standard[stratum] for stratum in strata))


def change_per_cent(now: int, before: int) -> int:
    """In per cent without the decimals; 0 from 0."""
    return int(Fraction(100 * (now - before), before)) if before else 0
