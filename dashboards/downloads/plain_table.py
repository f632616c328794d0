"""The table of a report as plain HTML, without controls: for documents and for frames on other sites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from dashboards.components.swedish_names import marked_html
from warehouse.reports.figures import shown
from warehouse.reports.table import ReportTable, Row


@dataclass(frozen=True, slots=True)
class _Span:
    """Columns that stand below one head, from `first` on; `above` None for a column of its own."""

    above: str | None
    first: int
    width: int


def plain_tables(table: ReportTable, language: str, most_columns: int | None = None) -> Iterator[str]:
    """The table; one with more than `most_columns` goes on in further tables of about the same width.

    Each has the row heads, and columns below one head stay together where they fit.
    """
    for part in _parts(table, most_columns):
        columns = [at for span in part for at in range(span.first, span.first + span.width)]
        rows = "".join(_row(row, columns, language) for row in table.rows)
        yield f"<table><thead>{_head(table, part, language)}</thead><tbody>{rows}</tbody></table>"


def _parts(table: ReportTable, most: int | None) -> Iterator[list[_Span]]:
    """The columns by table."""
    count = len(table.columns)
    room = most or max(count, 1)
    room = -(-count // -(-count // room)) if count else room
    part: list[_Span] = []
    for span in _spans(table, room):
        if part and sum(one.width for one in part) + span.width > (most or count):
            yield part
            part = []
        part.append(span)
        if sum(one.width for one in part) >= room:
            yield part
            part = []
    if part:
        yield part


def _spans(table: ReportTable, room: int) -> Iterator[_Span]:
    """The heads with their columns; one that is wider than a table is divided."""
    if not table.has_group_heads:
        yield from (_Span(None, at, 1) for at in range(len(table.columns)))
        return
    first = 0
    for above, width in table.group_heads():
        for start in range(0, width, room):
            yield _Span(above, first + start, min(room, width - start))
        first += width


def _head(table: ReportTable, part: Sequence[_Span], language: str) -> str:
    """One header row, or two where columns stand below common heads."""
    if not any(span.above for span in part):
        heads = "".join(
            f'<th scope="col">{marked_html(table.columns[span.first].head, language)}</th>' for span in part
        )
        return f'<tr><th scope="col">{escape(table.row_head)}</th>{heads}</tr>'
    upper = [f'<th scope="col" rowspan="2">{escape(table.row_head)}</th>']
    lower = []
    for span in part:
        own = [column.head for column in table.columns[span.first : span.first + span.width]]
        if span.above is None:
            upper.append(f'<th scope="col" rowspan="2">{escape(own[0])}</th>')
        else:
            upper.append(f'<th scope="colgroup" colspan="{span.width}">{marked_html(span.above, language)}</th>')
            lower += [f'<th scope="col">{escape(head)}</th>' for head in own]
    return f"<tr>{''.join(upper)}</tr><tr>{''.join(lower)}</tr>"


def _row(row: Row, columns: Sequence[int], language: str) -> str:
    cells = "".join(f"<td>{escape(shown(row.cells[at], language))}</td>" for at in columns)
    return f'<tr><th scope="row">{marked_html(row.header, language)}</th>{cells}</tr>'
