"""The table of a report as plain HTML, without controls: for documents, frames on other sites and pasted copies."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from warehouse.reports.figures import shown
from warehouse.reports.table import ReportTable, Row


def plain_tables(table: ReportTable, language: str, most_columns: int | None = None) -> Iterator[str]:
    """The table; one with more than `most_columns` goes on in further tables, each with the row heads."""
    step = most_columns or max(len(table.columns), 1)
    for first in range(0, len(table.columns), step):
        part = slice(first, first + step)
        heads = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns[part])
        rows = "".join(_row(row, part, language) for row in table.rows)
        head = f'<th scope="col">{escape(table.row_head)}</th>'
        yield f"<table><thead><tr>{head}{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(row: Row, part: slice, language: str) -> str:
    cells = "".join(f"<td>{escape(shown(cell, language))}</td>" for cell in row.cells[part])
    return f'<tr><th scope="row">{escape(row.header)}</th>{cells}</tr>'
