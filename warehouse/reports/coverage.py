"""From when the electronic certificates of a county are complete (ingestion 17.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from warehouse import reference_tables as reference


@cache
def _in_production() -> Mapping[str, date]:
    """County → the day on which the last of its systems went into production."""
    found: dict[str, date] = {}
    for row in reference.rows("production_dates"):
        day = date.fromisoformat(row["in_production"])
        found[row["county"]] = max(day, found.get(row["county"], day))
    return found


def covered_from(counties: Iterable[str]) -> date | None:
    """The day from which all of `counties` are covered; None when none of them has a known day."""
    return max((day for county, day in _in_production().items() if county in set(counties)), default=None)
