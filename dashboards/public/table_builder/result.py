"""The panel of the made table: all of it or a part, what its signs mean, and its notes (dashboards 5, 19.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from dashboards.components.native import Native, Node, node, wild
from dashboards.components.share_panel import copy_table_button
from dashboards.components.table_panel import MOST_HEADS, MOST_ROWS
from dashboards.components.texts import Texts
from dashboards.public.table_builder.actions import State
from dashboards.public.table_builder.pivot import COLUMNS_OF_PART, ROWS_OF_PART, Pivot, part, signs_of
from dashboards.public.table_builder.result_table import STATUS_TEXTS, Marks, pivot_table
from dashboards.public.table_builder.state import Read, state_address
from dashboards.public.table_builder.words import variable_name
from warehouse import formats
from warehouse.opendata.cube import Cube

HEAD = "tabell"


@dataclass(frozen=True, slots=True)
class Shown:
    """Which part of the table is shown."""

    pivot: Pivot
    rows: range
    columns: range

    @property
    def is_part(self) -> bool:
        return len(self.rows) < self.pivot.rows or len(self.columns) < self.pivot.columns

    @property
    def is_large(self) -> bool:
        """Whether the table starts hidden (dashboards 5)."""
        return self.pivot.rows > MOST_ROWS or self.pivot.upper_heads > MOST_HEADS


def result_panel(cube: Cube, read: Read, texts: Texts) -> Component:
    """The panel `Tabell` of a placed cube."""
    pivot, state = Pivot(cube), read.state
    shown = Shown(
        pivot,
        part(pivot.rows, ROWS_OF_PART, state.row_page),
        part(pivot.columns, COLUMNS_OF_PART, state.column_page),
    )
    marks = Marks(texts)
    table = pivot_table(pivot, shown.rows, shown.columns, caption(pivot, texts), marks)
    content: list[Component] = [table, *_parts(shown, read, texts)]
    if shown.is_large:
        content = [_large(shown, state, content, texts)]
    head = html.Div(
        [html.H2(texts("builder.result.head"), id=HEAD, tabIndex="-1"), copy_table_button(texts)],
        className="panel-head",
    )
    return html.Section(
        [head, *content, *_notes(shown, cube, marks, texts)], className="panel", **wild(aria_labelledby=HEAD)
    )


def caption(pivot: Pivot, texts: Texts) -> str:
    """Title and period, the value of what is the same in all rows, and the unit where there is one alone."""
    cube, language = pivot.cube, texts.language
    parts = [texts("builder.result.caption", table=cube.label.in_language(language), period=period_of(cube, texts))]
    for one in pivot.same:
        value = one.categories[0].label.in_language(language)
        parts.append(texts("builder.result.same", variable=variable_name(one, texts), value=value))
    units = _units(cube, texts)
    if len(units) == 1:
        parts.append(texts("builder.result.one_unit", unit=next(iter(units.values()))))
    return ". ".join(parts)


def period_of(cube: Cube, texts: Texts) -> str:
    """The first and the last period of the table."""
    if cube.time is None:
        return ""
    labels = [one.label.in_language(texts.language) for one in cube.time.categories]
    return labels[0] if len(labels) == 1 else f"{labels[0]}{formats.EN_DASH}{labels[-1]}"


def _units(cube: Cube, texts: Texts) -> dict[str, str]:
    """The units by what is counted in them; one alone where all contents have the same."""
    contents = cube.metric.categories if cube.metric else ()
    language = texts.language
    found = {one.label.in_language(language): one.unit.label.in_language(language) for one in contents if one.unit}
    return found if len(set(found.values())) > 1 else dict(list(found.items())[:1])


def _large(shown: Shown, state: State, content: list[Component], texts: Texts) -> Component:
    """A large table starts hidden, behind a line that says how large it is."""
    language = texts.language
    rows, columns = (formats.number(number, language) for number in (shown.pivot.rows, shown.pivot.columns))
    is_turned = state.row_page > 1 or state.column_page > 1
    summary = html.Summary(
        [
            html.Span(texts("table.show"), className="when-folded"),
            html.Span(texts("table.hide"), className="when-open"),
        ]
    )
    told = html.P(texts("builder.result.wide", rows=rows, columns=columns), className="message info")
    return html.Div([told, html.Details([summary, *content], className="chooser", open=is_turned)])


def _parts(shown: Shown, read: Read, texts: Texts) -> list[Component]:
    """Which part is shown, and the ways to its neighbours."""
    if not shown.is_part:
        return []
    pivot, rows, columns = shown.pivot, shown.rows, shown.columns
    values = {
        "first_row": rows.start + 1,
        "last_row": rows.stop,
        "rows": pivot.rows,
        "first_column": columns.start + 1,
        "last_column": columns.stop,
        "columns": pivot.columns,
    }
    told = {name: formats.number(number, texts.language) for name, number in values.items()}
    links = list(_neighbours(shown, read, texts))
    return [
        html.P(texts("builder.result.part", **told)),
        html.Nav(html.P(links, className="quick-links"), **wild(aria_label=texts("builder.result.parts"))),
    ]


def _neighbours(shown: Shown, read: Read, texts: Texts) -> Iterator[Component]:
    state, pivot = read.state, shown.pivot
    row_page = shown.rows.start // ROWS_OF_PART + 1
    column_page = shown.columns.start // COLUMNS_OF_PART + 1
    wanted = {
        "rows_before": (row_page > 1, replace(state, row_page=row_page - 1)),
        "rows_after": (shown.rows.stop < pivot.rows, replace(state, row_page=row_page + 1)),
        "columns_before": (column_page > 1, replace(state, column_page=column_page - 1)),
        "columns_after": (shown.columns.stop < pivot.columns, replace(state, column_page=column_page + 1)),
    }
    for name, (is_there, target) in wanted.items():
        if is_there:
            href = state_address(replace(read, state=target), texts.language).url
            yield html.A(texts(f"builder.result.{name}"), href=f"{href}#{HEAD}")


def _notes(shown: Shown, cube: Cube, marks: Marks, texts: Texts) -> Iterator[Component]:
    """What the signs that are shown mean, the notes that heads refer to, and the notes of the table."""
    cells = [cell for row in shown.rows for cell in shown.pivot.cells(row, shown.columns)]
    signs = [texts(STATUS_TEXTS[sign]) for sign in signs_of(cells)]
    units = _units(cube, texts)
    if len(units) > 1:
        named = [texts("builder.result.unit", content=name, unit=unit) for name, unit in units.items()]
        signs.append(texts("builder.result.units", units=", ".join(named)))
    of_table = [one.text.in_language(texts.language) for one in cube.notes]
    if marks.notes:
        yield Native(
            node("ol", *(_numbered(at, text, texts) for at, text in enumerate(marks.notes, 1)), class_="notes")
        )
    yield html.Ul([html.Li(text) for text in (*signs, *of_table)], className="notes")


def _numbered(number: int, text: str, texts: Texts) -> Node:
    back = node("a", "↩", href=f"#not-{number}-i-tabellen", aria_label=texts("builder.result.back", number=number))
    return node("li", text, " ", back, id=f"not-{number}", tabindex=-1)
