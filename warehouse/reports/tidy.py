"""From counted cells to the tidy series of a result, alike on every level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from warehouse import reference_tables as reference
from warehouse.reports.cells import Cells
from warehouse.reports.dimension import UNKNOWN_DIAGNOSIS_KEY, Dimension
from warehouse.reports.registry import Chart, ReportDefinition
from warehouse.reports.result import ZERO, Count, Group, Label, Message, Series, View

MUCH_DATA_ROWS, MUCH_DATA_ROWS_OF_PAIR = 100, 50


REST_COLOUR = "#5D5D5D"


def summed(counts: Iterable[Count]) -> Count:
    """The sum of counts."""
    return sum(counts, ZERO)


def rest_group(key: str, label: Label) -> Group:
    """The group of everything that is not named, in its own colour (statistics 5.11)."""
    return Group(key, label, REST_COLOUR)


def series(dimension: Dimension, periods: Sequence[Cells], distinct: Sequence[Count] | None) -> Series:
    """Lay out cells in the dimension's order; groups that may not stand empty are left out when zero throughout."""
    keyed = [under_known_keys(dimension, cells) for cells in periods]
    groups = tuple(
        group
        for group in dimension.groups
        if group.key not in dimension.only_when_not_zero or any(group.key in cells for cells in keyed)
    )
    values = tuple(tuple(cells.get(group.key, ZERO) for group in groups) for cells in keyed)
    return Series(
        groups=groups,
        values=values,
        row_totals=tuple(summed(row) for row in values),
        distinct=None if distinct is None else tuple(distinct),
    )


def under_known_keys(dimension: Dimension, cells: Cells) -> dict[str, Count]:
    """Cells by the dimension's own keys; any other value counts as unknown. Raises ValueError without such a group."""
    known = set(dimension.keys)
    found: dict[str, Count] = {}
    for value, count in cells.items():
        key = value if value in known else dimension.unknown_key
        if key is None:
            raise ValueError(f"the dimension {dimension.id} has no group for a value that was counted")
        found[key] = found.get(key, ZERO) + count
    return {key: count for key, count in found.items() if count != ZERO}


def merged_chapters(cells: Cells) -> dict[str, Count]:
    """Chapters summed to the merged diagnosis groups: right where a case has one chapter only (statistics 4.3.5)."""
    group_of = reference.chapter_groups()
    merged: dict[str, Count] = {}
    for chapter, count in cells.items():
        group = group_of.get(chapter, UNKNOWN_DIAGNOSIS_KEY)
        merged[group] = merged.get(group, ZERO) + count
    return merged


def merges_in_chart(report: ReportDefinition) -> bool:
    """Whether the chart's groups merge groups of the table."""
    return report.chart_dimension.attribute is not report.dimension.attribute


def overlaps(table: Series) -> bool:
    """Whether some case stands in several groups, so that the groups add up to more than the cases."""
    return table.distinct is not None and any(
        total.total > once.total for total, once in zip(table.row_totals, table.distinct, strict=True)
    )


def adds_up(table: Series) -> bool:
    """Whether the groups of every period add up to the number where each is counted once, as far as that is known.

    They do not where groups overlap, nor where the threshold took more from the groups than from all of them together.
    """
    return table.distinct is None or all(
        total.total == once.total for total, once in zip(table.row_totals, table.distinct, strict=True)
    )


def loses_in_groups(table: Series) -> bool:
    """Whether the groups of some period add up to less than the number where each is counted once."""
    return table.distinct is not None and any(
        total.total < once.total for total, once in zip(table.row_totals, table.distinct, strict=True)
    )


def protected_cells(table: Series) -> int:
    """How many cells the threshold took something away from; women, men and unknown sex are cells of their own."""
    return sum(
        count.women_protected + count.men_protected + count.unknown_protected for row in table.values for count in row
    )


def is_empty(chart: Series) -> bool:
    """Whether the sum over all chart values is 0 (statistics 12.3)."""
    return all(total.total == 0 for total in chart.row_totals)


def size_message(report: ReportDefinition, view: View, rows: int) -> tuple[Message, ...]:
    """The hint that the chart holds much data (statistics 12.1); never a refusal."""
    pair = report.look.charts[view] is Chart.LINE_PAIR
    return (Message("R-001", "info"),) if rows >= (MUCH_DATA_ROWS_OF_PAIR if pair else MUCH_DATA_ROWS) else ()
