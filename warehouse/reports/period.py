"""Calendar months and the windows that reports ask for (statistics rules 4.1, 6.1, 10.2)."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

EARLIEST_YEAR, EARLIEST_MONTH = 2013, 10


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month. Ordered; written `2026-11`."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(f"month number out of range: {self.number}")

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that holds `day`."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `YYYY-MM`; raises ValueError for anything else."""
        if len(text) != 7 or text[4] != "-" or not (text[:4] + text[5:]).isdigit():
            raise ValueError("a month is written YYYY-MM")
        return cls(int(text[:4]), int(text[5:]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def plus(self, months: int) -> Self:
        """The month `months` later (earlier when negative)."""
        index = self.year * 12 + self.number - 1 + months
        return type(self)(index // 12, index % 12 + 1)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def months_until(self, later: Month) -> int:
        """Whole months from this one to `later`; 0 for the same month."""
        return (later.year - self.year) * 12 + later.number - self.number


EARLIEST = Month(EARLIEST_YEAR, EARLIEST_MONTH)
"""The earliest month that can be selected."""


@dataclass(frozen=True, slots=True)
class Window:
    """A run of whole months, both ends included."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a window ends no earlier than it starts")

    @classmethod
    def ending(cls, last: Month, months: int) -> Self:
        """The `months` months that end with `last`."""
        return cls(last.plus(1 - months), last)

    def __len__(self) -> int:
        return self.first.months_until(self.last) + 1

    def __iter__(self) -> Iterator[Month]:
        return (self.first.plus(step) for step in range(len(self)))

    @property
    def first_day(self) -> date:
        return self.first.first_day

    @property
    def last_day(self) -> date:
        return self.last.last_day

    def a_year_before(self) -> Self:
        """The same months one year earlier."""
        return type(self)(self.first.plus(-12), self.last.plus(-12))
