"""The groups of a result as readers meet them: those they choose, and counties by name. Figures stay as they were."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from warehouse.formats import alphabetical
from warehouse.reports.known_dimensions import ALL_COUNTIES, dimension
from warehouse.reports.measured import MeasuredSeries
from warehouse.reports.result import Group, ReportResult, Series


def with_groups(result: ReportResult, keys: Collection[str]) -> ReportResult:
    """The result with the groups of `keys` and the sum of all counties alone; with all when there is none of them."""
    if not any(group.key in keys for group in result.table.groups):
        return result
    return _picked(result, _kept(result.table, keys), _kept(result.chart, keys))


def counties_by_name(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Counties in the order of the Swedish alphabet, their sum first and the unknown one last (dashboards 7)."""
    return tuple(groups[at] for at in _by_name(groups))


def with_counties_by_name(result: ReportResult) -> ReportResult:
    """The result with its counties in the order of `counties_by_name`; one without counties as it is."""
    if not any(group.key == ALL_COUNTIES.key for group in result.table.groups):
        return result
    return _picked(result, _by_name(result.table.groups), _by_name(result.chart.groups))


def _by_name(groups: Sequence[Group]) -> list[int]:
    unknown = dimension("county").unknown_key
    names = [(group.key != ALL_COUNTIES.key, group.key == unknown, alphabetical(group.label.sv)) for group in groups]
    return sorted(range(len(groups)), key=names.__getitem__)


def _picked(result: ReportResult, of_table: Sequence[int], of_chart: Sequence[int]) -> ReportResult:
    return replace(
        result,
        table=_part(result.table, of_table),
        chart=_part(result.chart, of_chart),
        divisor=_part(result.divisor, of_table) if result.divisor else None,
        measured=_measured(result.measured, of_table) if result.measured else None,
    )


def _kept(series: Series, keys: Collection[str]) -> list[int]:
    shown = {*keys, ALL_COUNTIES.key}
    return [at for at, group in enumerate(series.groups) if group.key in shown]


def _part(series: Series, kept: Sequence[int]) -> Series:
    """Some groups of a series; its sums are those of all."""
    values = tuple(tuple(row[at] for at in kept) for row in series.values)
    return replace(series, groups=tuple(series.groups[at] for at in kept), values=values)


def _measured(measured: MeasuredSeries, kept: Sequence[int]) -> MeasuredSeries:
    return replace(measured, values=tuple(tuple(row[at] for at in kept) for row in measured.values))
