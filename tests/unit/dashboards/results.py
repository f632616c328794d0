"""Report results made by hand, small enough to check by eye."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from warehouse.reports import registry
from warehouse.reports.period import Month, Window
from warehouse.reports.result import ZERO, Count, Level, ReportResult, Series, View

AS_OF = date(2026, 11, 23)
LAST_FINISHED = Month(2026, 10)


def count(women: int, men: int, protected: str = "") -> Count:
    """A count; `protected` names the cut sexes with `w` and `m`."""
    return Count(women, men, women + men, "w" in protected, "m" in protected)


def result(
    report_id: str,
    view: View,
    values: Sequence[Sequence[Count]],
    *,
    level: Level = Level.NATIONAL,
    last: Month = LAST_FINISHED,
    distinct: Sequence[Count] | None = None,
    notes: tuple[str, ...] = (),
) -> ReportResult:
    """A result with `values[period][group]` over the first groups of the report's table; the chart has the same."""
    definition = registry.report(report_id)
    groups = definition.dimension.groups[: len(values[0])]
    periods = len(values)
    window = Window.ending(last, periods if view is View.TIME_SERIES else 12)
    totals = tuple(sum(row, ZERO) for row in values)
    series = Series(groups, tuple(map(tuple, values)), totals, tuple(distinct) if distinct else None)
    return ReportResult(
        report_id=report_id,
        title=definition.title,
        level=level,
        view=view,
        window=window,
        months=tuple(window) if view is View.TIME_SERIES else (),
        table=series,
        chart=series,
        release="20261123T020000Z-0001",
        data_time=datetime(2026, 11, 23, 3, 0),  # noqa: DTZ001 - as a release says it
        as_of=AS_OF,
        notes=notes,
        provider_name=None if level is Level.NATIONAL else "Region Exempel",
        threshold=5 if level is Level.NATIONAL else None,
    )
