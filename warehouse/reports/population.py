"""Inhabitants per county for rates (statistics 9): each window uses the population of its own year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from warehouse.reports.period import Window
from warehouse.reports.result import Count


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

    def year_for(self, window: Window) -> int | None:
        """The year whose figures belong to a window: the year before the window's end, else the newest stored."""
        wanted = window.last.year - 1
        return wanted if wanted in self.by_year else max(self.by_year, default=None)

    def inhabitants(self, window: Window) -> Mapping[str, Count]:
        """County → inhabitants that belong to a window; empty when no population is stored."""
        year = self.year_for(window)
        return {} if year is None else self.by_year[year]
