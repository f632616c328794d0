"""A made table as an element: real heads with scope over several rows, sort buttons, marks and numbered notes.

Spec: dashboards 5 (tables), 19.7 (notes) and 22 (signs).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dashboards.components.native import Native, Node, node
from dashboards.components.swedish_names import marked
from dashboards.components.table_box import table_box
from dashboards.components.texts import Texts
from dashboards.public.table_builder.pivot import Head, Pivot, PivotCell
from dashboards.public.table_builder.words import variable_name
from warehouse import formats
from warehouse.opendata.cube import IMPOSSIBLE, NOT_AVAILABLE, PRELIMINARY, PROTECTED, Category, Variable
from warehouse.reports.figures import Status

_ON_PAGES = {NOT_AVAILABLE: Status.UNAVAILABLE.value}
"""Signs that pages write in another way than files."""

STATUS_TEXTS = {
    PROTECTED: "table.status.protected",
    PRELIMINARY: "table.status.preliminary",
    NOT_AVAILABLE: "table.status.unavailable",
    IMPOSSIBLE: "builder.result.impossible",
}
"""What explains each sign."""


@dataclass
class Marks:
    """The notes of heads and names, numbered as they are met; each is given back to by its first mark."""

    texts: Texts
    notes: list[str] = field(default_factory=list)

    def mark(self, of: Variable | Category) -> list[Node]:
        """The number of a note as a link to it; nothing for what has none."""
        if of.note is None:
            return []
        text = of.note.in_language(self.texts.language)
        is_first = text not in self.notes
        if is_first:
            self.notes.append(text)
        number = self.notes.index(text) + 1
        link = node(
            "a",
            str(number),
            href=f"#not-{number}",
            id=f"not-{number}-i-tabellen" if is_first else None,
            aria_label=self.texts("builder.result.note", number=number),
        )
        return [node("sup", link, class_="note-mark")]


def pivot_table(pivot: Pivot, rows: range, columns: range, caption: str, marks: Marks) -> Native:
    """Some rows and columns of a table. A table whose heads stand in several rows has its names beside each row."""
    head = node("thead", *_header_rows(pivot, columns, marks))
    body = node("tbody", *(_body_row(pivot, row, columns, marks) for row in rows))
    titled = node("caption", caption, id="table-caption")
    grid = node("table", titled, head, body, class_="sortable report-table pivot-table")
    return Native(table_box(grid, marks.texts, len(rows), aria_labelledby="table-caption"))


def shown_cell(cell: PivotCell, language: str) -> str:
    """What a cell shows: its number, the sign in its place, or both."""
    sign = _ON_PAGES.get(cell.sign or "", cell.sign)
    if cell.value is None:
        return sign or ""
    number = formats.number(cell.value, language, cell.decimals)
    return f"{number}{formats.NO_BREAK_SPACE}{sign}" if sign else number


def _header_rows(pivot: Pivot, columns: range, marks: Marks) -> Iterator[Node]:
    levels = list(pivot.head_rows(columns))
    named = [pivot.stub[place] for place in pivot.named]
    corners = [_corner(one, at, max(1, len(levels)), marks) for at, one in enumerate(named)]
    if not pivot.stub:
        corners = [node("th", marks.texts("builder.result.head"), scope="col", rowspan=len(levels), class_="corner")]
    first = len(corners) - 1
    if not levels:
        yield node("tr", *corners, _sort_head(marks.texts("builder.result.value"), first + 1, [], marks.texts))
    for level, heads in enumerate(levels):
        is_last = level == len(levels) - 1
        cells = [
            _last_head(head, first + at, marks) if is_last else _upper_head(head, marks)
            for at, head in enumerate(heads, start=1)
        ]
        yield node("tr", *(corners if level == 0 else []), *cells)


def _corner(variable: Variable, at: int, levels: int, marks: Marks) -> Node:
    name, note = variable_name(variable, marks.texts), marks.mark(variable)
    rowspan = levels if levels > 1 else None
    if at == 0:
        return node("th", name, *note, scope="col", rowspan=rowspan, class_="corner")
    head = _sort_head(name, at, note, marks.texts, rowspan)
    head[1]["class"] = "stub-head"
    return head


def _upper_head(head: Head, marks: Marks) -> Node:
    name = node("span", *_named(head.category, marks.texts), class_="group-name")
    return node("th", name, *marks.mark(head.category), scope="colgroup", colspan=head.span)


def _last_head(head: Head, index: int, marks: Marks) -> Node:
    name = head.category.label.in_language(marks.texts.language)
    return _sort_head(name, index, marks.mark(head.category), marks.texts)


def _sort_head(name: str, index: int, note: list[Node], texts: Texts, rowspan: int | None = None) -> Node:
    button = node(
        "button", *marked(name, texts.language), type="button", class_="sort", title=texts("table.sort", column=name)
    )
    return node("th", button, *note, scope="col", rowspan=rowspan, data_column=index)


def _body_row(pivot: Pivot, row: int, columns: range, marks: Marks) -> Node:
    language = marks.texts.language
    names = [node("th", *_named(one, marks.texts), *marks.mark(one), scope="row") for one in pivot.names(row)] or [
        node("th", marks.texts("builder.result.value"), scope="row")
    ]
    return node("tr", *names, *(_body_cell(cell, language) for cell in pivot.cells(row, columns)))


def _named(category: Category, texts: Texts) -> list[Node | str]:
    """The name of a value, with what of it is in the other language marked."""
    return marked(category.label.in_language(texts.language), texts.language)


def _body_cell(cell: PivotCell, language: str) -> Node:
    kind = "protected" if cell.sign == PROTECTED else "missing" if cell.value is None else None
    value = "" if cell.value is None else cell.value
    return ["td", {"data-value": value} | ({"class": kind} if kind else {}), shown_cell(cell, language)]
