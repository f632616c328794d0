"""XLSX: the table as on the page, numbers as numbers, and sheets that say what they are."""

from __future__ import annotations

import io
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboards.downloads.report_file import ReportFile
from warehouse.reports.definitions import Figure
from warehouse.reports.description import MOST_VALUES_BESIDE_A_TABLE
from warehouse.reports.figures import Cell, Status, decimals_of

MIME_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_WIDTH, VALUE_WIDTH, FACT_WIDTH = 44, 12, 100
PER_CENT = '0" %"'
PART_HEADS = ("row", "column", "value", "numerator", "denominator")


def write_xlsx(file: ReportFile) -> bytes:
    """Sheet `tabell`: level, title with period, blank row, filters, blank row, head and rows. Sheet `om`: the facts.

    Shares and rates have their parts on the sheet `underlag`. More than eight filter values stand on the sheet
    `urval`, with links both ways (statistics 10.9, dashboards 11.3).
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": f"{file.title}, {file.period}", "language": file.texts.language})
        _write_table(book, file)
        if file.table.has_parts:
            _write_parts(book, file)
        if _has_long_selection(file):
            _write_selection(book, file)
        _write_facts(book, file)
    return content.getvalue()


def _has_long_selection(file: ReportFile) -> bool:
    return sum(len(echo.names) for echo in file.filters) > MOST_VALUES_BESIDE_A_TABLE


def _write_table(book: Workbook, file: ReportFile) -> None:
    sheet = book.add_worksheet(file.texts("file.sheet.table"))
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E6F1F2"})
    sheet.set_column(0, 0, FIRST_WIDTH)
    sheet.set_column(1, max(1, len(file.table.columns)), VALUE_WIDTH)
    sheet.write_string(0, 0, file.level, bold)
    sheet.write_string(1, 0, f"{file.title}, {file.period}", bold)
    row = 3
    if _has_long_selection(file):
        name = file.texts("file.sheet.selection")
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=file.texts("file.link.to_selection", sheet=name))
        row += 1
    else:
        for echo in file.filters:
            sheet.write_string(row, 0, echo.line)
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
            _write_span(sheet, (row, index, span), above, style)
            for step in range(span):
                sheet.write_string(row + 1, index + step, table.columns[index - 1 + step].head, style)
        index += span
    return row + 2


def _write_span(sheet: Worksheet, place: tuple[int, int, int], text: str, style: Format) -> None:
    """A head over `span` columns; a range of one cell cannot be merged."""
    row, first, span = place
    if span == 1:
        sheet.write_string(row, first, text, style)
    else:
        sheet.merge_range(row, first, row, first + span - 1, text, style)


def _write_rows(book: Workbook, sheet: Worksheet, file: ReportFile, first: int) -> None:
    bold = book.add_format({"bold": True})
    sign = book.add_format({"align": "right"})
    styles = _NumberStyles(book)
    for number, row in enumerate(file.table.rows, start=first):
        sheet.write_string(number, 0, row.header, bold if row.fixed or row.marked else None)
        for index, cell in enumerate(row.cells, start=1):
            _write_cell(sheet, (number, index), cell, styles.of(cell), sign)


class _NumberStyles:
    """Formats of numbers, each made once in a workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def of(self, cell: Cell) -> Format:
        """How a cell's number is written: with its decimals, as per cent, with the sign of preliminary figures."""
        form = PER_CENT if cell.figure in {Figure.SHARE, Figure.SEX_SHARE} else "#,##0"
        if isinstance(cell.value, Decimal) and decimals_of(cell.value):
            form += "." + "0" * decimals_of(cell.value)
        return self.called(f'{form}" p"' if cell.status is Status.PRELIMINARY else form)

    def called(self, form: str) -> Format:
        """The format of a pattern."""
        if form not in self._made:
            self._made[form] = self._book.add_format({"num_format": form})
        return self._made[form]


def _write_cell(sheet: Worksheet, place: tuple[int, int], cell: Cell, number: Format, sign: Format) -> None:
    if cell.value is None:
        sheet.write_string(*place, cell.status.in_files if cell.status else "", sign)
    else:
        sheet.write_number(*place, cell.value, number)


def _write_parts(book: Workbook, file: ReportFile) -> None:
    """What each share and rate was computed from, one line a cell."""
    sheet = book.add_worksheet(file.texts("file.sheet.parts"))
    bold = book.add_format({"bold": True})
    sign = book.add_format({"align": "right"})
    styles = _NumberStyles(book)
    sheet.set_column(0, 1, FIRST_WIDTH)
    for index, head in enumerate(PART_HEADS):
        sheet.write_string(0, index, file.texts(f"file.part.{head}"), bold)
    cells = [
        (row.header, column, cell)
        for row in file.table.rows
        for column, cell in zip(file.table.columns, row.cells, strict=True)
        if column.figure.has_parts
    ]
    for number, (header, column, cell) in enumerate(cells, start=1):
        sheet.write_string(number, 0, header)
        sheet.write_string(number, 1, column.title)
        _write_cell(sheet, (number, 2), cell, styles.of(cell), sign)
        if cell.parts:
            sheet.write_number(number, 3, cell.parts.numerator, styles.called("#,##0"))
            sheet.write_number(number, 4, cell.parts.denominator, styles.called("#,##0"))


def _write_selection(book: Workbook, file: ReportFile) -> None:
    """Each filter with its values below each other, and the way back to the table."""
    sheet = book.add_worksheet(file.texts("file.sheet.selection"))
    bold = book.add_format({"bold": True})
    sheet.set_column(0, len(file.filters), FIRST_WIDTH)
    table = file.texts("file.sheet.table")
    sheet.write_url(0, 0, f"internal:'{table}'!A1", string=file.texts("file.link.to_table"))
    for column, echo in enumerate(file.filters):
        sheet.write_string(2, column, echo.head, bold)
        for row, name in enumerate(echo.names, start=3):
            sheet.write_string(row, column, name)


def _write_facts(book: Workbook, file: ReportFile) -> None:
    sheet = book.add_worksheet(file.texts("file.sheet.about"))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, FACT_WIDTH)
    for row, (head, text) in enumerate(file.facts):
        sheet.write_string(row, 0, head, bold)
        sheet.write_string(row, 1, text, wrapped)
