"""Measures of the care zone: what one provider's or one region's cases are measured to (docs/measures.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from warehouse.reports import measure_query
from warehouse.reports.case_query import Amount, CaseQuestion
from warehouse.reports.counting import AmountRow, Asked, Counting
from warehouse.reports.definitions import Family
from warehouse.reports.dimension import TOTAL_KEY
from warehouse.reports.known_dimensions import ALL_COUNTIES, dimension
from warehouse.reports.measure_values import CellAmounts, change, left_of, value_of
from warehouse.reports.measured import NO_VALUE, Measure, MeasuredSeries, MeasuredValue
from warehouse.reports.period import EARLIEST
from warehouse.reports.region import PER_LISTED
from warehouse.reports.register import Unit
from warehouse.reports.result import ZERO, Count, Series
from warehouse.reports.shares import per_thousand
from warehouse.reports.visible import VisibleRows

_AMOUNTS: Mapping[Measure, Amount] = {
    Measure.MEDIAN_LENGTH: measure_query.LENGTH,
    Measure.LOWER_QUARTILE_LENGTH: measure_query.LENGTH,
    Measure.UPPER_QUARTILE_LENGTH: measure_query.LENGTH,
    Measure.LENGTH_PERCENTILE_90: measure_query.LENGTH,
    Measure.STARTED_CASES: measure_query.STARTED,
    Measure.ENDED_CASES: measure_query.ENDED,
    Measure.SICK_LEAVE_DAYS: measure_query.SICK_LEAVE_DAYS,
    Measure.DEGREE_WEIGHTED_DAYS: measure_query.QUARTERS_OF_DAYS,
}
_CHANGES = frozenset({Measure.CHANGE, Measure.CHANGE_PER_CENT})

TableOf = Callable[[Asked], Series]
"""The table of the same report for another window."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured: the rows of one or several providers, and the units that a report by unit lists.

    Each provider is cut below `threshold` by itself before they are put together; 0 cuts nothing.
    """

    seen: VisibleRows | None
    units: Sequence[Unit]
    threshold: int = 0


def measure_amounts(counting: Counting, asked: Asked, table: Series, measured: Measured) -> MeasuredSeries:
    """A measure made of an amount of each case: lengths, starts and ends, days."""
    measure = asked.options.measure
    of_groups, of_all = _cells(counting, asked, measured)

    def cell(period: int, group_key: str) -> CellAmounts:
        if group_key != ALL_COUNTIES.key:
            return of_groups.get((period, group_key), CellAmounts())
        return _together(of_county for (at, _), of_county in of_groups.items() if at == period)

    return MeasuredSeries(
        measure,
        tuple(
            tuple(value_of(measure, cell(period, group.key)) for group in table.groups)
            for period in range(asked.periods)
        ),
        tuple(value_of(measure, of_all.get((period, TOTAL_KEY), CellAmounts())) for period in range(asked.periods)),
    )


def _together(cells: Iterable[CellAmounts]) -> CellAmounts:
    """The cases of several groups of which a case is in one alone, such as counties."""
    found = CellAmounts()
    for cell in cells:
        found.add(cell)
    return found


_Cells = dict[tuple[int, str], CellAmounts]


def _cells(counting: Counting, asked: Asked, measured: Measured) -> tuple[_Cells, _Cells]:
    """The amounts by period and group, and those of all cases, after the threshold of each provider."""
    own, everything = asked.dimension, dimension("total")
    dimensions = (everything,) if own.id == everything.id else (own, everything)
    rows: list[AmountRow] = []
    if measured.seen is not None:
        question = CaseQuestion(measured.seen, (asked.window,), asked.by_month, dimensions)
        rows = counting.amounts(question, _AMOUNTS[asked.options.measure])
    keys = counting.group_keys(own, {row.group_key for row in rows if row.dimension_id == own.id}, measured.units)
    of_provider: dict[tuple[str, int, int, str], CellAmounts] = {}
    for row in rows:
        group_key = keys.get(row.group_key) if row.dimension_id == own.id else row.group_key
        if group_key is None:
            continue
        at = (row.dimension_id, row.provider_no, row.period, group_key)
        cell = of_provider.setdefault(at, CellAmounts())
        cell.women[row.amount] += row.women
        cell.men[row.amount] += row.men
    found: dict[str, _Cells] = {one.id: {} for one in dimensions}
    for (dimension_id, _, period, group_key), cell in of_provider.items():
        after = cell.cut(measured.threshold, asked.options.measure)
        found[dimension_id].setdefault((period, group_key), CellAmounts()).add(after)
    return found[own.id], found[everything.id]


def measure_change(asked: Asked, table: Series, table_of: TableOf) -> MeasuredSeries:
    """The change of every cell since the same period a year before; `table_of` counts the year before."""
    before = table_of(replace(asked, window=asked.window.a_year_before()))
    number_before = {
        (period, group.key): count
        for period, row in enumerate(before.values)
        for group, count in zip(before.groups, row, strict=True)
    }
    starts = list(asked.window) if asked.by_month else [asked.window.first]

    def changed(period: int, now: Count, then: Count) -> MeasuredValue:
        if starts[period].plus(-12) < EARLIEST:
            return NO_VALUE
        value = change(asked.options.measure, now, then)
        return replace(value, women=None, men=None) if asked.report.id == PER_LISTED else value

    values = tuple(
        tuple(
            changed(period, now, number_before.get((period, group.key), ZERO))
            for group, now in zip(table.groups, row, strict=True)
        )
        for period, row in enumerate(table.values)
    )
    overall = None
    of_all = (table.distinct, before.distinct)
    if asked.report.family is not Family.CASES and table.distinct is None:
        of_all = (table.row_totals, before.row_totals)
    if of_all[0] is not None and of_all[1] is not None:
        pairs = zip(of_all[0], of_all[1], strict=True)
        overall = tuple(changed(period, now, then) for period, (now, then) in enumerate(pairs))
    return MeasuredSeries(asked.options.measure, values, overall)


def measure(
    counting: Counting, asked: Asked, table: Series, measured: Measured, table_of: TableOf
) -> MeasuredSeries | None:
    """A measure of one provider or region, aligned with `table`; not the number per listed patients.

    None where nothing but the number was asked for.
    """
    if asked.options.measure is Measure.COUNT:
        return None
    if asked.options.measure in _CHANGES:
        return measure_change(asked, table, table_of)
    return measure_amounts(counting, asked, table, measured)


def measure_per_listed(table: Series, at_listing: Series, listed: Mapping[str, int]) -> MeasuredSeries:
    """Cases per 1,000 listed patients, women and men together, for lists are not by sex; aligned with `table`.

    `at_listing` counts the cases at units with listed patients; `listed` holds the patients of a group by its key.
    """
    counted = [dict(zip((one.key for one in at_listing.groups), row, strict=True)) for row in at_listing.values]
    values = tuple(
        tuple(_per_listed(row.get(group.key, ZERO), listed.get(group.key, 0)) for group in table.groups)
        for row in counted
    )
    return MeasuredSeries(Measure.PER_1000_LISTED, values)


def _per_listed(count: Count, listed: int) -> MeasuredValue:
    *_, total_left = left_of(count)
    rate = per_thousand(count.total, listed) if total_left else None
    return MeasuredValue(None, None, rate, count.women_protected, count.men_protected, count.unknown_protected)
