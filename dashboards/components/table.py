"""The table of a report as a component: real heads with scope and sort buttons (dashboards 5)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from dashboards.components.explained import explained, has_term
from dashboards.components.native import Native, Node, node
from dashboards.components.swedish_names import marked
from dashboards.components.table_box import table_box
from dashboards.components.texts import Texts
from warehouse.reports.figures import Cell, Status, shown
from warehouse.reports.table import Column, ReportTable, Row

LONG_HEAD = 30
"""Characters from which the head of a column gets more room, so that it does not become a tower of words."""

LONG_NAME = 14
"""Characters from which the name of a row gets more room, so that it does not become one either."""


def table_view(table: ReportTable, texts: Texts, links: Mapping[str, str] | None = None) -> Native:
    """The table as a component: real heads with scope, sort buttons in the last header row.

    `links` are the addresses that the heads of rows lead to, by the key of the row.
    """
    caption = node("caption", *marked(table.caption, texts.language), id="table-caption")
    head = node("thead", *_header_rows(table, texts))
    body = node("tbody", *(_body_row(row, texts, (links or {}).get(row.key)) for row in table.rows))
    grid = node("table", caption, head, body, class_=f"sortable report-table{_width_of_names(table)}")
    return Native(table_box(grid, texts, len(table.rows), aria_labelledby="table-caption"))


def _width_of_names(table: ReportTable) -> str:
    """The class of a table whose rows have names that need room, unlike months and ages."""
    return " named" if any(len(row.header) >= LONG_NAME for row in table.rows) else ""


def _header_rows(table: ReportTable, texts: Texts) -> list[Node]:
    two = table.has_group_heads
    corner = node("th", *explained(table.row_head, texts), scope="col", rowspan=2 if two else None, class_="corner")
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
            name = node("span", *explained(above, texts), class_="group-name")
            upper.append(node("th", name, scope="colgroup", colspan=span))
            lower.extend(_sort_head(index + i, column, texts) for i, column in enumerate(columns))
        index += span
    return [node("tr", *upper), node("tr", *lower)]


def _sort_head(index: int, column: Column, texts: Texts, rowspan: int | None = None) -> Node:
    label = texts("table.sort", column=f"{column.above}, {column.head}" if column.above else column.head)
    long = "long-head" if len(column.head) >= LONG_HEAD else None
    if has_term(column.head, texts):
        # Words that open their explanation are buttons, and a button holds no other.
        beside = node("button", type="button", class_="sort alone", title=label, aria_label=label)
        words = explained(column.head, texts)
        return node("th", *words, beside, scope="col", rowspan=rowspan, class_=long, data_column=index)
    button = node("button", *marked(column.head, texts.language), type="button", class_="sort", title=label)
    return node("th", button, scope="col", rowspan=rowspan, class_=long, data_column=index)


def _body_row(row: Row, texts: Texts, href: str | None) -> Node:
    cells = (_body_cell(cell, texts) for cell in row.cells)
    name = [node("a", *marked(row.header, texts.language), href=href)] if href else explained(row.header, texts)
    return node("tr", node("th", *name, scope="row"), *cells, data_fixed="1" if row.fixed else None)


def _body_cell(cell: Cell, texts: Texts) -> Node:
    number = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
    value = "" if number is None else number
    kind = "protected" if cell.status is Status.PROTECTED else "missing" if cell.value is None else None
    return ["td", {"data-value": value} | ({"class": kind} if kind else {}), shown(cell, texts.language)]
