"""The case reports, counted naively (statistics 4.3, 5, 6.2 and 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.cases import Case, CaseInPeriod, case_in_period
from tests.oracle.rows import Row

Period = tuple[date, date]
Counts = dict[str, tuple[int, int]]
"""Group key → (women, men); a group without a case is left out."""

UNKNOWN = "NO_VALID_ICD10"
SOMATIC = "A00-E90+G00-L99+N00-N99"
OTHER = "P00-P96+Q00-Q99+S00-Y98"


def _upper_bound_group(number: int, upper_bounds: Sequence[int], lowest: int = 0) -> str:
    low = lowest
    for upper in upper_bounds:
        if number <= upper:
            return f"{low}-{upper}"
        low = upper + 1
    return f"{low}-"


def age_group(age: int) -> str:
    """The twelve age groups (5.1)."""
    return _upper_bound_group(age, (15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65))


def overview_age_group(age: int) -> str:
    """The six age groups of the overview (7.4)."""
    return _upper_bound_group(age, (20, 30, 40, 50, 60))


def length_group(days: int) -> str:
    """The eight length groups (5.3)."""
    return _upper_bound_group(days, (14, 30, 60, 90, 180, 364, 730))


def diagnosis_group(row: Row) -> str:
    """The merged diagnosis groups (5.4), by the letter of the chapter."""
    if row.chapter is None:
        return UNKNOWN
    letter = row.chapter[0]
    if letter in "FMORZ":
        return {"F": "F00-F99", "M": "M00-M99", "O": "O00-O99", "R": "R00-R99", "Z": "Z00-Z99"}[letter]
    return OTHER if letter in "PQSTUVY" else SOMATIC


def chapter(row: Row) -> str:
    """The chapter of a row."""
    return row.chapter or UNKNOWN


def degree(row: Row) -> str:
    """The degree of a row."""
    return str(row.degree)


Attribute = Callable[[CaseInPeriod], set[str]]
"""The groups in which a case counts."""


def last(of_row: Callable[[Row], str]) -> Attribute:
    """Time series: the group of the last row."""
    return lambda case: {of_row(case.last)}


def each(of_row: Callable[[Row], str]) -> Attribute:
    """Cross-section: every distinct group of the rows."""
    return lambda case: {of_row(row) for row in case.rows}


def long_case(case: CaseInPeriod) -> set[str]:
    """More than 90 days."""
    return {"91-"} if case.days > 90 else set()


ONCE: dict[str, Attribute] = {
    "total": lambda _case: {"TOTAL"},
    "age_group": lambda case: {age_group(case.age)},
    "overview_age_group": lambda case: {overview_age_group(case.age)},
    "length": lambda case: {length_group(case.days)},
    "long": long_case,
    "county": lambda case: {case.last.county},
}
TIME_SERIES = ONCE | {
    "chapter": last(chapter),
    "diagnosis_group": last(diagnosis_group),
    "degree": last(degree),
}
CROSS_SECTION = ONCE | {
    "chapter": each(chapter),
    "diagnosis_group": each(diagnosis_group),
    "degree": each(degree),
}


@dataclass(frozen=True)
class Choice:
    """A user's view of one provider: reachable units (None = the whole provider) and filters; None = not chosen.

    Ages and lengths are (low, high) pairs.
    """

    provider: str
    units: frozenset[str] | None = None
    chosen_units: frozenset[str] | None = None
    diagnoses: frozenset[str] | None = None
    ages: tuple[tuple[int, int], ...] | None = None
    lengths: tuple[tuple[int, int], ...] | None = None

    def sees(self, row: Row) -> bool:
        """Rules 3.5, 10.3, 10.5 and 10.6: whether the row is visible."""
        for units in (self.units, self.chosen_units):
            if units is not None and row.unit not in units and row.care_unit not in units:
                return False
        if self.ages is not None and not any(low <= row.age <= high for low, high in self.ages):
            return False
        return self.diagnoses is None or any(_matches(row, node) for node in self.diagnoses)

    def keeps(self, case: CaseInPeriod) -> bool:
        """Rule 10.4: whether the length filter keeps the case."""
        return self.lengths is None or any(low <= case.days <= high for low, high in self.lengths)


def _matches(row: Row, node: str) -> bool:
    if node == UNKNOWN:
        return row.category is None
    if node.startswith("UNKNOWN_CODE_WITHIN:"):
        return row.code is None and row.category == node.split(":")[1]
    return node in (row.chapter, row.block, row.category, row.code)


def counted_cases(cases: Iterable[Case], choice: Choice, period: Period) -> list[CaseInPeriod]:
    """The cases of one provider that count in a period."""
    of_provider = (case for case in cases if case[0].provider == choice.provider)
    in_period = (case_in_period(case, choice.sees, *period) for case in of_provider)
    return [case for case in in_period if case is not None and choice.keeps(case)]


def group(cases: Iterable[CaseInPeriod], attribute: Attribute) -> Counts:
    """The number of women's and men's cases by group."""
    found: dict[str, list[int]] = {}
    for case in cases:
        for key in attribute(case):
            numbers = found.setdefault(key, [0, 0])
            numbers[0 if case.last.sex == 2 else 1] += 1
    return {key: (women, men) for key, (women, men) in found.items()}


def count(cases: Iterable[Case], choice: Choice, period: Period, attribute: Attribute) -> Counts:
    """The number of women's and men's cases of one provider in one period, by group."""
    return group(counted_cases(cases, choice, period), attribute)


def counted_per_provider(cases: list[Case], period: Period) -> list[list[CaseInPeriod]]:
    """Every provider's cases in a period with every row visible."""
    return [counted_cases(cases, Choice(provider), period) for provider in {case[0].provider for case in cases}]


def cut_and_sum(providers: Iterable[list[CaseInPeriod]], threshold: int, attribute: Attribute) -> Counts:
    """Rule 6.2: each provider's counts, cut below the threshold for each sex by itself, summed."""
    found: dict[str, list[int]] = {}
    for cases in providers:
        for key, numbers in group(cases, attribute).items():
            summed = found.setdefault(key, [0, 0])
            for sex, number in enumerate(numbers):
                summed[sex] += number if number >= threshold else 0
    return {key: (women, men) for key, (women, men) in found.items() if women or men}


def month_periods(first: date, months: int) -> list[Period]:
    """Whole months from the one that holds `first`."""
    periods: list[Period] = []
    day = first.replace(day=1)
    for _ in range(months):
        following = (day + timedelta(days=32)).replace(day=1)
        periods.append((day, following - timedelta(days=1)))
        day = following
    return periods
