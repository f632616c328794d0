"""XLSX: the table as on the page, numbers as numbers, and a sheet that says what they are."""

from __future__ import annotations

import io

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboards.components.table import Cell, Status
from dashboards.downloads.report_file import ReportFile

MIME_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_WIDTH, VALUE_WIDTH, FACT_WIDTH = 44, 12, 100


def write_xlsx(file: ReportFile) -> bytes:
    """Sheet `tabell`: level, title with period, blank row, filters, blank row, head and rows. Sheet `om`: the facts."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": f"{file.title}, {file.period}", "language": file.texts.language})
        _write_table(book, file)
        _write_facts(book, file)
    return content.getvalue()


def _write_table(book: Workbook, file: ReportFile) -> None:
    sheet = book.add_worksheet(file.texts("file.sheet.table"))
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E6F1F2"})
    sheet.set_column(0, 0, FIRST_WIDTH)
    sheet.set_column(1, max(1, len(file.table.columns)), VALUE_WIDTH)
    sheet.write_string(0, 0, file.level, bold)
    sheet.write_string(1, 0, f"{file.title}, {file.period}", bold)
    row = 3
    for line in file.filters:
        sheet.write_string(row, 0, line)
        row += 1
    row += 1 if file.filters else 0
    row = _write_head(sheet, file, row, head)
    sheet.freeze_panes(row, 1)
    _write_rows(book, sheet, file, row)


def _write_head(sheet: Worksheet, file: ReportFile, row: int, style: Format) -> int:
    """The header row or rows; returns the row after them."""
    table = file.table
    if not table.has_group_heads:
        sheet.write_string(row, 0, table.row_head, style)
        for index, column in enumerate(table.columns, start=1):
            sheet.write_string(row, index, column.head, style)
        return row + 1
    sheet.merge_range(row, 0, row + 1, 0, table.row_head, style)
    index = 1
    for above, span in table.group_heads():
        if above is None:
            sheet.merge_range(row, index, row + 1, index, table.columns[index - 1].head, style)
        else:
            sheet.merge_range(row, index, row, index + span - 1, above, style)
            for step in range(span):
                sheet.write_string(row + 1, index + step, table.columns[index - 1 + step].head, style)
        index += span
    return row + 2


def _write_rows(book: Workbook, sheet: Worksheet, file: ReportFile, first: int) -> None:
    bold = book.add_format({"bold": True})
    plain = book.add_format({"num_format": "#,##0"})
    preliminary = book.add_format({"num_format": '#,##0" p"'})
    sign = book.add_format({"align": "right"})
    for number, row in enumerate(file.table.rows, start=first):
        sheet.write_string(number, 0, row.header, bold if row.fixed else None)
        for index, cell in enumerate(row.cells, start=1):
            _write_cell(sheet, (number, index), cell, preliminary if cell.status is Status.PRELIMINARY else plain, sign)


def _write_cell(sheet: Worksheet, place: tuple[int, int], cell: Cell, number: Format, sign: Format) -> None:
    if cell.value is None:
        sheet.write_string(*place, str(cell.status or ""), sign)
    else:
        sheet.write_number(*place, cell.value, number)


def _write_facts(book: Workbook, file: ReportFile) -> None:
    sheet = book.add_worksheet(file.texts("file.sheet.about"))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, FACT_WIDTH)
    for row, (head, text) in enumerate(file.facts):
        sheet.write_string(row, 0, head, bold)
        sheet.write_string(row, 1, text, wrapped)
