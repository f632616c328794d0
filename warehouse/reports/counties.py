"""Reports by county: counties below the sum of them all, beside the inhabitants they are divided by (statistics 9)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from warehouse.reports import tidy
from warehouse.reports.cells import Cells
from warehouse.reports.counting import Asked, LaidOut
from warehouse.reports.known_dimensions import ALL_COUNTIES
from warehouse.reports.population import Population
from warehouse.reports.result import ZERO, Group, Series

RATE = "cases_by_county"


def laid_out_by_county(asked: Asked, rows: Sequence[Cells], population: Population) -> LaidOut:
    """The counties of each period, and their inhabitants as divisor: each period has those of its own year.

    In the rate the unknown county is shown only when it has cases, and never in the chart: nobody lives there.
    """
    known = [tidy.under_known_keys(asked.dimension, row) for row in rows]
    hidden = asked.dimension.only_when_not_zero if asked.report.id == RATE else frozenset()
    groups = [
        group for group in asked.dimension.groups if group.key not in hidden or any(group.key in row for row in known)
    ]
    people = [population.inhabitants(period) for period in asked.windows]
    table = _below_their_sum(groups, known)
    return LaidOut(table, _without(table, hidden), _below_their_sum(groups, people))


def _without(table: Series, keys: Collection[str]) -> Series:
    """A table without some of its groups; its sums are those of all."""
    kept = [at for at, group in enumerate(table.groups) if group.key not in keys]
    if len(kept) == len(table.groups):
        return table
    values = tuple(tuple(row[at] for at in kept) for row in table.values)
    return Series(tuple(table.groups[at] for at in kept), values, table.row_totals)


def _below_their_sum(groups: Sequence[Group], periods: Sequence[Cells]) -> Series:
    rows = []
    for cells in periods:
        counts = [cells.get(group.key, ZERO) for group in groups]
        rows.append((tidy.summed(counts), *counts))
    return Series((ALL_COUNTIES, *groups), tuple(rows), tuple(row[0] for row in rows))
