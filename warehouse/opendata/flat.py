"""Cubes as flat tables: CSV, XLSX and HTML in the flavours of PxWebApi 2 (dashboards 19.2).

A row stands for each combination of the stub, a column for each of the heading; a sign takes the place of a value that
is not there, and follows a preliminary one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import product

import xlsxwriter

from warehouse.opendata.cube import Category, Cube, Value, Variable

CSV_TYPE = "text/csv"
HTML_TYPE = "text/html"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Shown(StrEnum):
    """How the categories are written; the values are those of the API's `outputFormatParams`."""

    CODES = "UseCodes"
    TEXTS = "UseTexts"
    CODES_AND_TEXTS = "UseCodesAndTexts"


@dataclass(frozen=True, slots=True)
class FlatForm:
    """How a flat table is written. `title` puts the title first, `separator` stands between the fields of CSV."""

    language: str = "sv"
    shown: Shown = Shown.TEXTS
    title: bool = False
    separator: str = ","


@dataclass(frozen=True, slots=True)
class FlatTable:
    """Heads and rows. Each row has the names of its stub, then (value, status) for each column of the heading."""

    title: str
    stub_heads: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[tuple[Value, str | None], ...]], ...]
    notes: tuple[str, ...]


def flat_table(cube: Cube, form: FlatForm) -> FlatTable:
    """The cube laid out in rows of its stub and columns of its heading."""
    heading = [variable for variable in cube.variables if variable.code in cube.heading]
    stub = [variable for variable in cube.variables if variable.code not in cube.heading]
    placed = cube.pivoted([variable.code for variable in (*stub, *heading)])
    heads = tuple(" ".join(names) for names in _combined(heading, form))
    width = len(heads)
    rows = []
    for at, names in enumerate(_combined(stub, form)):
        places = range(at * width, (at + 1) * width)
        rows.append((names, tuple((placed.values[place], placed.status.get(place)) for place in places)))
    return FlatTable(
        cube.label.in_language(form.language),
        tuple(_variable_name(variable, form) for variable in stub),
        heads,
        tuple(rows),
        tuple(note.text.in_language(form.language) for note in cube.notes),
    )


def _combined(variables: Sequence[Variable], form: FlatForm) -> Iterator[tuple[str, ...]]:
    return product(*([_name(category, form) for category in variable.categories] for variable in variables))


def _variable_name(variable: Variable, form: FlatForm) -> str:
    return variable.code if form.shown is Shown.CODES else variable.label.in_language(form.language)


def _name(category: Category, form: FlatForm) -> str:
    if form.shown is Shown.CODES:
        return category.code
    label = category.label.in_language(form.language)
    return label if form.shown is Shown.TEXTS else f"{category.code} {label}"


def write_csv(cube: Cube, form: FlatForm) -> bytes:
    """UTF-8, texts between quotes, decimals with a point; with a title, it stands alone on the first line."""
    table = flat_table(cube, form)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=form.separator, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    if form.title:
        writer.writerow([table.title])
    writer.writerow([*table.stub_heads, *table.heads])
    for names, cells in table.rows:
        writer.writerow([*names, *(_written(*cell) for cell in cells)])
    return text.getvalue().encode()


def _written(value: Value, status: str | None) -> int | float | str:
    """A number, the sign in its place, or both."""
    if value is None:
        return status or ""
    return f"{value} {status}" if status else value


def write_xlsx(cube: Cube, form: FlatForm) -> bytes:
    """One sheet named after the table: title, heads, rows with numbers as numbers, and the notes below."""
    table = flat_table(cube, form)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": table.title, "comments": cube.release})
        sheet = book.add_worksheet(cube.id)
        bold = book.add_format({"bold": True})
        row = 0
        if form.title:
            sheet.write_string(row, 0, table.title, bold)
            row = 2
        for at, head in enumerate((*table.stub_heads, *table.heads)):
            sheet.write_string(row, at, head, bold)
        sheet.freeze_panes(row + 1, len(table.stub_heads))
        preliminary = book.add_format({"num_format": 'General" p"'})
        for names, cells in table.rows:
            row += 1
            for at, name in enumerate(names):
                sheet.write_string(row, at, name)
            for at, (value, status) in enumerate(cells, start=len(names)):
                if value is None:
                    sheet.write_string(row, at, status or "")
                else:
                    sheet.write_number(row, at, value, preliminary if status else None)
        row += 2
        for at, note in enumerate((*table.notes, cube.source.in_language(form.language))):
            sheet.write_string(row + at, 0, note)
    return content.getvalue()


def write_html(cube: Cube, form: FlatForm) -> bytes:
    """A page with one table: heads with scope, the title as caption, and the notes below."""
    table = flat_table(cube, form)
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in (*table.stub_heads, *table.heads))
    body = "\n".join(_html_row(names, cells) for names, cells in table.rows)
    caption = f"<caption>{escape(table.title)}</caption>" if form.title else ""
    notes = "".join(f"<p>{escape(note)}</p>" for note in table.notes)
    page = (
        f'<!doctype html>\n<html lang="{form.language}"><head><meta charset="utf-8">'
        f"<title>{escape(table.title)}</title></head><body>\n<table>{caption}<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n{notes}\n"
        "</body></html>\n"
    )
    return page.encode()


def _html_row(names: Sequence[str], cells: Sequence[tuple[Value, str | None]]) -> str:
    heads = "".join(f'<th scope="row">{escape(name)}</th>' for name in names)
    return f"<tr>{heads}{''.join(f'<td>{escape(str(_written(*cell)))}</td>' for cell in cells)}</tr>"
