"""The parts that descriptions of extracts are made of (statistics 14.1), as immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from warehouse.reports.period import Month

NAME = r"^[a-z][a-z0-9_]{2,62}$"
"""How ids of descriptions and sections are written: they become names of files, sheets and columns."""


class Part(BaseModel):
    """A part of a description: immutable, and without names that mean nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Population(StrEnum):
    """What is counted. Cases and their first certificates belong to one provider, patients count once per provider.

    `certificates` are sick-leave certificates with an accepted period in the window; `headers` are certificates of any
    type, by signing date.
    """

    CASES = "cases"
    FIRST_CERTIFICATES = "first_certificates"
    CERTIFICATES = "certificates"
    HEADERS = "headers"
    PATIENTS = "patients"


class Happening(StrEnum):
    """What a case does in a window: starts or ends in it, has a certified day in it, or goes on on a day of it."""

    STARTED = "started"
    ENDED = "ended"
    TOUCHING = "touching"
    ONGOING = "ongoing"


class Each(StrEnum):
    """Whether a period is one window, or one for each of its years or months."""

    PERIOD = "period"
    YEAR = "year"
    MONTH = "month"


class Match(StrEnum):
    """Which diagnosis is compared: that of any row (only such rows build the case), the first or the last one."""

    ANY_ROW = "any_row"
    FIRST = "first"
    LAST = "last"


class Shown(StrEnum):
    """What the dimension `diagnosis` shows: the node that was asked for, or the category of the last diagnosis."""

    MATCHED = "matched"
    LAST_CATEGORY = "last_category"


class Dimension(StrEnum):
    """What lines are divided by.

    Sex, county and letter (the first of the last category) are those of the last row; the degree is that of the last
    row touching the window; a unit is any that has a row touching the window, so that a case can count at several.
    """

    PERIOD = "period"
    DIAGNOSIS = "diagnosis"
    LETTER = "letter"
    SEX = "sex"
    COUNTY = "county"
    AGE = "age"
    LENGTH = "length"
    DEGREE = "degree"
    UNIT = "unit"


class Measure(StrEnum):
    """What is told of each group. Quartiles are linearly interpolated, the standard deviation is the population's."""

    NUMBER = "number"
    PATIENTS = "patients"
    MEAN = "mean"
    MEDIAN = "median"
    LOWER_QUARTILE = "lower_quartile"
    UPPER_QUARTILE = "upper_quartile"
    STANDARD_DEVIATION = "standard_deviation"
    SHARE_SEVERAL_CATEGORIES = "share_several_categories"
    MEAN_AGE = "mean_age"


OF_LENGTH = frozenset(
    {
        Measure.MEAN,
        Measure.MEDIAN,
        Measure.LOWER_QUARTILE,
        Measure.UPPER_QUARTILE,
        Measure.STANDARD_DEVIATION,
    }
)
"""Measures of the length in days."""


class AgeAt(StrEnum):
    """When an age is taken: on the window's last day, at the case's start, or the window's year minus birth year."""

    PERIOD_END = "period_end"
    CASE_START = "case_start"
    CALENDAR_YEAR = "calendar_year"


class Counted(StrEnum):
    """Which categories of a line a ranking counts: its last one, or each different one of the case once."""

    LAST = "last"
    EVERY = "every"


class Band(Part):
    """A group of whole numbers, both ends included; `high` None is "and more"."""

    key: str
    label: str
    low: int
    high: int | None

    @classmethod
    def read(cls, key: str, label: str | None) -> Self:
        """Read `18-30`, `51-` or `-17`; raises ValueError for anything else."""
        low, dash, high = str(key).partition("-")
        if not dash or not all(part.isdigit() for part in (low, high) if part) or not (low or high):
            raise ValueError(f"a group is written 18-30, 51- or -17, not {key}")
        return cls(key=str(key), label=label or str(key), low=int(low or 0), high=int(high) if high else None)


def _read_bands(given: object) -> object:
    if isinstance(given, Mapping):
        return tuple(Band.read(key, label) for key, label in given.items())
    if isinstance(given, list):
        return tuple(Band.read(key, None) for key in given)
    return given


Bands = Annotated[tuple[Band, ...], BeforeValidator(_read_bands)]

AGE_GROUPS: Bands = tuple(Band.read(key, None) for key in ("0-17", "18-30", "31-40", "41-50", "51-"))
LENGTH_GROUPS: Bands = tuple(
    Band.read(key, None) for key in ("0-7", "8-14", "15-30", "31-60", "61-90", "91-180", "181-365", "366-")
)
"""The usual groups of statistics 14.1; a section may give any other set."""


class Window(Part):
    """One stretch of days, both ends included; `key` names it in the result."""

    key: str
    first: date
    last: date


class Period(Part):
    """The days that an extract is about. Without dates: the calendar year before the as-of day of the facts."""

    first: date | None = None
    last: date | None = None
    each: Each = Each.PERIOD

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.first is None) != (self.last is None):
            raise ValueError("give both first and last, or neither for the previous calendar year")
        if self.first and self.last and self.first > self.last:
            raise ValueError("first is after last")
        return self

    def windows(self, as_of: date) -> tuple[Window, ...]:
        """The windows of the period, in order; years and months are cut to it."""
        first = self.first or date(as_of.year - 1, 1, 1)
        last = self.last or date(as_of.year - 1, 12, 31)
        if self.each is Each.YEAR:
            years = range(first.year, last.year + 1)
            return tuple(_cut(str(year), date(year, 1, 1), date(year, 12, 31), first, last) for year in years)
        if self.each is Each.MONTH:
            begin = Month.of(first)
            months = [begin.plus(step) for step in range(begin.months_until(Month.of(last)) + 1)]
            return tuple(_cut(str(month), month.first_day, month.last_day, first, last) for month in months)
        whole_year = (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31))
        return (Window(key=str(first.year) if whole_year else f"{first}/{last}", first=first, last=last),)


def _cut(key: str, begin: date, end: date, first: date, last: date) -> Window:
    return Window(key=key, first=max(begin, first), last=min(end, last))


class Condition(Part):
    """When something is taken: what it does in the windows of the periods.

    `day` is the day of the month that a case goes on on (only for `ongoing`, with one window a month; a month that is
    shorter counts its last day). `ended_days_ago` keeps only cases that ended earlier than that many days before the
    as-of day, so that no extension can come.
    """

    happening: Happening = Happening.TOUCHING
    periods: tuple[Period, ...] = Field(default=(Period(),), min_length=1)
    day: int | None = Field(default=None, ge=1, le=31)
    ended_days_ago: int | None = Field(default=None, ge=0)

    @property
    def has_several_windows(self) -> bool:
        """Whether the periods make, or can make, more than one window."""
        return len(self.periods) > 1 or self.periods[0].each is not Each.PERIOD

    @model_validator(mode="after")
    def _a_day_belongs_to_ongoing(self) -> Self:
        if (self.happening is Happening.ONGOING) != (self.day is not None):
            raise ValueError("a day is given for ongoing, and only then")
        if self.day is not None and any(period.each is not Each.MONTH for period in self.periods):
            raise ValueError("a day of the month needs one window for each month")
        return self


class DiagnosisCondition(Part):
    """Which diagnoses are taken: nodes of any level, or, with `spread`, categories divided into their codes.

    A node is written as its id: `F32`, `F410`, `F00-F99` (everything below included; `F32+` is the same under that
    name), or `=F32` for the category alone, where no longer code is known. With `spread` each category gives three
    kinds of groups: alone, with everything below (`F32+`), and each of its codes; without nodes every category present
    is taken. `everything` adds a group of all diagnoses.
    """

    nodes: tuple[str, ...] = ()
    match: Match = Match.LAST
    shown: Shown = Shown.MATCHED
    spread: bool = False
    everything: bool = False

    @model_validator(mode="after")
    def _something_is_asked_for(self) -> Self:
        if not self.nodes and not self.spread:
            raise ValueError("name the nodes, or spread every category that is present")
        if self.spread and self.match is Match.ANY_ROW:
            raise ValueError("spread categories are compared with the first or last diagnosis")
        return self


class Ages(Part):
    """How ages are taken and divided."""

    at: AgeAt = AgeAt.PERIOD_END
    groups: Bands = AGE_GROUPS


class Ranking(Part):
    """The most common diagnosis categories of each group; equal numbers stand in falling code order."""

    length: int = Field(default=10, ge=1)
    counted: Counted = Counted.LAST
    leaving_out: tuple[str, ...] = ()
