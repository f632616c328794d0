"""The table of a report: one model from which the page, CSV and XLSX are made (dashboards 5, shapes T1, T2, T3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dashboards.components import formats
from dashboards.components.native import Native, Node, node
from dashboards.components.texts import Texts
from warehouse.reports import registry, tidy
from warehouse.reports.period import Month
from warehouse.reports.registry import ReportDefinition, Table
from warehouse.reports.result import Count, Group, ReportResult, Series

NARROW_NO_WRAP = "\N{NO-BREAK SPACE}"


class Status(StrEnum):
    """Why a value is not a plain number; the value is the sign that stands for it (dashboards 22)."""

    PROTECTED = ".."
    PRELIMINARY = "p"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value; None when it is not shown."""

    value: int | None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `key` is neutral (`2026-10`, `F00-F99`); a fixed row stays on top when the table is sorted."""

    key: str
    header: str
    cells: tuple[Cell, ...]
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of values. `name` is its machine name; `above` the group head that spans it, if any."""

    name: str
    head: str
    above: str | None = None


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


def table_of(result: ReportResult, texts: Texts) -> ReportTable:
    """The table of a result in one language."""
    definition = registry.report(result.report_id)
    shape = definition.look.tables[result.view]
    running = Month.of(result.as_of)
    caption = f"{result.title.in_language(texts.language)}, {formats.period(result.window, texts.language)}"
    if shape is Table.GROUPS:
        rows = tuple(_group_rows(result.table, texts))
        head = definition.dimension.name.in_language(texts.language)
        return ReportTable(caption, head, "group", _simple_columns(definition, texts), rows)
    if shape is Table.MONTHS:
        rows = tuple(_month_row(month, (count,), texts, running) for month, count in _totals(result))
        return ReportTable(caption, texts("table.period"), "period", _simple_columns(definition, texts), rows)
    return ReportTable(
        caption,
        texts("table.period"),
        "period",
        _grouped_columns(definition, result.table, texts),
        tuple(_grouped_row(result, period, texts, running) for period in range(len(result.months))),
    )


def _totals(result: ReportResult) -> Iterator[tuple[Month, Count]]:
    return zip(result.months, (values[0] for values in result.table.values), strict=True)


def _group_rows(series: Series, texts: Texts) -> Iterator[Row]:
    if tidy.overlaps(series) and series.distinct is not None:
        yield Row("TOTAL", texts("table.each_case_once"), _cells(series.distinct[0]), fixed=True)
    for group, count in zip(series.groups, series.values[0], strict=True):
        yield Row(group.key, group.label.in_language(texts.language), _cells(count))


def _month_row(month: Month, counts: Sequence[Count], texts: Texts, running: Month) -> Row:
    status = Status.PRELIMINARY if month >= running else None
    cells = tuple(cell for count in counts for cell in _cells(count, status))
    return Row(str(month), formats.month_label(month, texts.language), cells)


def _grouped_row(result: ReportResult, period: int, texts: Texts, running: Month) -> Row:
    row = _month_row(result.months[period], result.table.values[period], texts, running)
    total = _cells(result.table.row_totals[period], Status.PRELIMINARY if result.months[period] >= running else None)
    return Row(row.key, row.header, (total[0], *row.cells))


def _cells(count: Count, status: Status | None = None) -> tuple[Cell, Cell, Cell]:
    """Total, women and men. A protected count of which nothing is left is never shown as 0."""
    women = _cell(count.women, count.women_protected, status)
    men = _cell(count.men, count.men_protected, status)
    return _cell(count.total, count.women_protected or count.men_protected, status), women, men


def _cell(value: int, protected: bool, status: Status | None) -> Cell:
    return Cell(None, Status.PROTECTED) if protected and value == 0 else Cell(value, status)


def _simple_columns(definition: ReportDefinition, texts: Texts) -> tuple[Column, ...]:
    heads = definition.heads
    return tuple(
        Column(name, label.in_language(texts.language))
        for name, label in (("total", heads.total), ("women", heads.women), ("men", heads.men))
    )


def _grouped_columns(definition: ReportDefinition, series: Series, texts: Texts) -> tuple[Column, ...]:
    first = Column("total", definition.heads.total.in_language(texts.language))
    return (first, *(column for group in series.groups for column in _columns_of(group, texts)))


def _columns_of(group: Group, texts: Texts) -> Iterator[Column]:
    above = group.label.in_language(texts.language)
    for name in ("total", "women", "men"):
        yield Column(f"{group.key}_{name}", texts(f"sex.{name}"), above)


def shown(cell: Cell, language: str) -> str:
    """A cell as it reads on the page: `1 234`, `1 234 p` or `..`."""
    if cell.value is None:
        return str(cell.status or "")
    text = formats.number(cell.value, language)
    return f"{text}{NARROW_NO_WRAP}{cell.status}" if cell.status else text


def table_view(table: ReportTable, texts: Texts) -> Native:
    """The table as a component: real heads with scope, sort buttons in the last header row."""
    caption = node("caption", table.caption, id="table-caption")
    head = node("thead", *_header_rows(table, texts))
    body = node("tbody", *(_body_row(row, texts) for row in table.rows))
    grid = node("table", caption, head, body, class_="sortable report-table")
    return Native(node("div", grid, class_="table-scroll", role="region", tabindex=0, aria_labelledby="table-caption"))


def _header_rows(table: ReportTable, texts: Texts) -> list[Node]:
    two = table.has_group_heads
    corner = node("th", table.row_head, scope="col", rowspan=2 if two else None, class_="corner")
    if not two:
        return [node("tr", corner, *(_sort_head(i, column, texts) for i, column in enumerate(table.columns, start=1)))]
    upper: list[Node] = [corner]
    lower: list[Node] = []
    index = 1
    for above, span in table.group_heads():
        columns = table.columns[index - 1 : index - 1 + span]
        if above is None:
            upper.append(_sort_head(index, columns[0], texts, rowspan=2))
        else:
            upper.append(node("th", above, scope="colgroup", colspan=span))
            lower.extend(_sort_head(index + i, column, texts) for i, column in enumerate(columns))
        index += span
    return [node("tr", *upper), node("tr", *lower)]


def _sort_head(index: int, column: Column, texts: Texts, rowspan: int | None = None) -> Node:
    label = texts("table.sort", column=f"{column.above}, {column.head}" if column.above else column.head)
    button = node("button", column.head, type="button", class_="sort", title=label)
    return node("th", button, scope="col", rowspan=rowspan, data_column=index)


def _body_row(row: Row, texts: Texts) -> Node:
    cells = (_body_cell(cell, texts) for cell in row.cells)
    return node("tr", node("th", row.header, scope="row"), *cells, data_fixed="1" if row.fixed else None)


def _body_cell(cell: Cell, texts: Texts) -> Node:
    value = "" if cell.value is None else cell.value
    kind = "protected" if cell.status is Status.PROTECTED else None
    return ["td", {"data-value": value} | ({"class": kind} if kind else {}), shown(cell, texts.language)]
