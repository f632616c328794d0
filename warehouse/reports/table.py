"""The table model of a report: rows and columns with heads in one language (dashboards 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.reports.definitions import Figure
from warehouse.reports.figures import Cell, Status


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `key` is neutral (`2026-10`, `F00-F99`); a fixed row stays on top when the table is sorted.

    `marked` rows are the reader's own units in a region report; their header says so.
    """

    key: str
    header: str
    cells: tuple[Cell, ...]
    fixed: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of values. `name` is its machine name; `above` the group head that spans it, if any."""

    name: str
    head: str
    above: str | None = None
    figure: Figure = Figure.COUNT

    @property
    def title(self) -> str:
        """The head with what stands above it."""
        return f"{self.above}, {self.head}" if self.above else self.head


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table: `row_head` names the first column and `row_name` is its machine name."""

    caption: str
    row_head: str
    row_name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def has_group_heads(self) -> bool:
        """True for tables with two header rows."""
        return any(column.above for column in self.columns)

    @property
    def has_parts(self) -> bool:
        """True when some column shows shares or rates, whose numerators and denominators are delivered too."""
        return any(column.figure.has_parts for column in self.columns)

    @property
    def statuses(self) -> frozenset[Status]:
        """The signs that occur, each to be explained below the table."""
        return frozenset(cell.status for row in self.rows for cell in row.cells if cell.status)

    def group_heads(self) -> Iterator[tuple[str | None, int]]:
        """The upper header row after the first column: text and span; None for columns that span both rows."""
        index = 0
        while index < len(self.columns):
            above = self.columns[index].above
            span = 1
            while above and index + span < len(self.columns) and self.columns[index + span].above == above:
                span += 1
            yield above, span
            index += span
