"""Some of the groups of a result, as readers choose to see: what is left is as it was."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from warehouse.reports.known_dimensions import ALL_COUNTIES
from warehouse.reports.measured import MeasuredSeries
from warehouse.reports.result import ReportResult, Series


def with_groups(result: ReportResult, keys: Collection[str]) -> ReportResult:
    """The result with the groups of `keys` and the sum of all counties alone; with all when there is none of them."""
    if not any(group.key in keys for group in result.table.groups):
        return result
    kept = _kept(result.table, keys)
    return replace(
        result,
        table=_part(result.table, kept),
        chart=_part(result.chart, _kept(result.chart, keys)),
        divisor=_part(result.divisor, kept) if result.divisor else None,
        measured=_measured(result.measured, kept) if result.measured else None,
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
