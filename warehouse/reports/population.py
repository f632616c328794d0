"""Inhabitants per county and by age for rates (statistics 9): each window uses the population of its own year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb

from warehouse.reports.dimension import Bounds
from warehouse.reports.period import Window
from warehouse.reports.result import ZERO, Count

WOMAN = 2


@dataclass(frozen=True, slots=True)
class Population:
    """Inhabitants by year (31 December) and county; only counties whose women and men are both known."""

    by_year: Mapping[int, Mapping[str, Count]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, int, int, int]]) -> Population:
        """From rows of (county, year, sex, inhabitants); ages of one sex are summed."""
        known: dict[int, dict[str, dict[int, int]]] = {}
        for county, year, sex, inhabitants in rows:
            sexes = known.setdefault(year, {}).setdefault(county, {})
            sexes[sex] = sexes.get(sex, 0) + inhabitants
        return cls(
            {
                year: {
                    county: Count(sexes[2], sexes[1], sexes[1] + sexes[2])
                    for county, sexes in counties.items()
                    if {1, 2} <= sexes.keys()
                }
                for year, counties in known.items()
            }
        )

    @classmethod
    def read(cls, connection: duckdb.DuckDBPyConnection) -> Population:
        """Read the table `population` of a release."""
        return cls.of(connection.execute("SELECT county, year, sex, inhabitants FROM population").fetchall())

    def year_for(self, window: Window) -> int | None:
        """The year whose figures belong to a window: the year before the window's end, else the newest stored."""
        return _year_for(window, self.by_year)

    def inhabitants(self, window: Window) -> Mapping[str, Count]:
        """County → inhabitants that belong to a window; empty when no population is stored."""
        year = self.year_for(window)
        return {} if year is None else self.by_year[year]

    def of_country(self, window: Window) -> Count:
        """All inhabitants that belong to a window."""
        return sum(self.inhabitants(window).values(), ZERO)


@dataclass(frozen=True, slots=True)
class PopulationByAge:
    """Inhabitants by year (31 December), county and age; only years that are known by age throughout."""

    by_year: Mapping[int, Mapping[str, Mapping[int, Count]]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, int, int, int | None, int]]) -> PopulationByAge:
        """From rows of (county, year, sex, age, inhabitants); a year with a county's total alone is left out."""
        known: dict[int, dict[str, dict[int, Count]]] = {}
        totals_alone: set[int] = set()
        for county, year, sex, age, inhabitants in rows:
            if age is None:
                totals_alone.add(year)
                continue
            ages = known.setdefault(year, {}).setdefault(county, {})
            one = Count(inhabitants, 0, inhabitants) if sex == WOMAN else Count(0, inhabitants, inhabitants)
            ages[age] = ages.get(age, ZERO) + one
        return cls({year: counties for year, counties in known.items() if year not in totals_alone})

    def newest(self) -> Mapping[int, Count]:
        """Inhabitants of the country by age in the last year that is known by age; empty when none is."""
        return self._ages(max(self.by_year, default=None), None)

    def inhabitants(self, window: Window, county: str | None = None) -> Mapping[int, Count]:
        """Inhabitants of a county, or of the country, by age that belong to a window; empty when not known by age."""
        return self._ages(_year_for(window, self.by_year), county)

    def _ages(self, year: int | None, county: str | None) -> Mapping[int, Count]:
        found: dict[int, Count] = {}
        for name, ages in self.by_year.get(year, {}).items() if year is not None else ():
            if county in (None, name):
                for age, count in ages.items():
                    found[age] = found.get(age, ZERO) + count
        return found


def in_groups(ages: Mapping[int, Count], groups: Mapping[str, Bounds]) -> dict[str, Count]:
    """Inhabitants of each group of ages."""
    return {
        key: sum((count for age, count in ages.items() if bounds.holds(age)), ZERO) for key, bounds in groups.items()
    }


def _year_for(window: Window, years: Iterable[int]) -> int | None:
    """The year before the window's end where it is stored, else the newest stored."""
    stored = set(years)
    wanted = window.last.year - 1
    return wanted if wanted in stored else max(stored, default=None)
