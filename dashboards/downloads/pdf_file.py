"""The PDF file of a report: chart, table and what is to be known about it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from html import escape

from dashboards.components.swedish_names import marked_html
from dashboards.components.texts import Texts
from dashboards.downloads.document import MIME_TYPE, PdfUnavailableError, fact_list, page_of, write_document
from dashboards.downloads.plain_table import plain_tables
from dashboards.downloads.report_file import ReportFile
from dashboards.pictures.picture import Picture
from warehouse import formats
from warehouse.reports.table import ReportTable

__all__ = ["MIME_TYPE", "PdfUnavailableError", "document", "write_pdf"]

MOST_COLUMNS_UPRIGHT, MOST_COLUMNS = 7, 12
"""A wider table lies down; one that is wider still goes on in further tables, each with the row heads."""
UPRIGHT_WIDTH, LYING_WIDTH = 680, 1000
"""The widths of charts in pixels, so that their text comes out as large as that of the document."""
TALLEST_LYING = 560
"""The height in pixels of the tallest chart that is shown on a page that lies."""
SHORT_HEAD = 14
"""Letters of the longest head of rows that stands in a narrow column."""
MOST_CELLS, MOST_TABLE_COLUMNS = 3_000, 60
"""A larger table takes too long to set and is not read on paper: its first columns and rows stand for it."""
EMBEDDED = "data:image/svg+xml;base64,"

_STYLE = """
@page upright { size: A4 portrait; }
.upright { page: upright; break-after: page; }
figure { margin: 3mm -4mm; break-inside: avoid; } figure img { max-width: 100%%; max-height: %(height)s; }
table { border-collapse: collapse; width: 100%%; table-layout: fixed; margin-bottom: 4mm; }
thead tr:first-child th:first-child { width: %(first)s; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { border-bottom: 0.4pt solid #9a9a9a; padding: 1mm 1.5mm; vertical-align: bottom; font-size: 8pt; }
th { text-align: left; overflow-wrap: break-word; hyphens: auto; } td { text-align: right; white-space: nowrap; }
thead th + th, thead tr + tr th { text-align: right; } thead th[colspan] { text-align: center; }
tbody tr:nth-child(even) { background: #f3f7f7; }
"""


def write_pdf(file: ReportFile) -> bytes:
    """Level, title and period, filters, the chart with its summary, the table and the facts; PDF/UA-1.

    The table is whole up to `MOST_CELLS` and `MOST_TABLE_COLUMNS`; otherwise the document says what is left out.

    Raises PdfUnavailableError.
    """
    return write_document(document(file))


def document(file: ReportFile) -> str:
    """The document as HTML."""
    told = file.texts
    table = printed(file.table)
    lying = len(table.columns) > MOST_COLUMNS_UPRIGHT
    filters = "".join(f"<p>{escape(echo.line)}</p>" for echo in file.filters)
    chart, is_tall = _chart(file, file.picture, lying=lying) if file.picture else ("", False)
    first = f'<section class="{"upright" if is_tall else "first"}">'
    title = marked_html(file.title, told.language)
    body = (
        f'{first}<p class="level">{escape(file.level)}</p><h1>{title}</h1><p>{escape(file.period)}</p>'
        f"{filters}{chart}</section>"
        f"<h2>{escape(told('table.title'))}</h2>{_left_out(file.table, table, told)}"
        f"{''.join(plain_tables(table, told.language, MOST_COLUMNS))}"
        f"<h2>{escape(told('about.title'))}</h2>{fact_list(file.facts)}"
    )
    longest = max((len(row.header) for row in table.rows), default=0)
    style = _STYLE % {
        "height": "195mm" if is_tall else "125mm" if lying else "225mm",
        "first": "24mm" if longest <= SHORT_HEAD else "58mm" if lying else "70mm",
    }
    return page_of(f"{file.title}, {file.period}", body, told, file.day, style=style, lying=lying)


def printed(table: ReportTable) -> ReportTable:
    """The part of a table that a document holds: the whole of it unless it is too large."""
    columns = table.columns[:MOST_TABLE_COLUMNS]
    rows = table.rows[: MOST_CELLS // max(len(columns), 1)]
    cut = tuple(replace(row, cells=row.cells[: len(columns)]) for row in rows)
    return replace(table, columns=columns, rows=cut)


def _left_out(whole: ReportTable, part: ReportTable, told: Texts) -> str:
    """What of a table is not in the document, and where it is."""
    if (len(part.rows), len(part.columns)) == (len(whole.rows), len(whole.columns)):
        return ""
    numbers = {
        name: formats.number(number, told.language)
        for name, number in (
            ("rows", len(part.rows)),
            ("all_rows", len(whole.rows)),
            ("columns", len(part.columns)),
            ("all_columns", len(whole.columns)),
        )
    }
    return f"<p>{escape(told('file.pdf_cut', **numbers))}</p>"


def _chart(file: ReportFile, picture: Picture, *, lying: bool) -> tuple[str, bool]:
    """The chart with its legend, the series that are switched off, and the summary in words.

    And whether it is too tall for a page that lies: columns of many groups stand on a page of their own.
    """
    # Drawing libraries are loaded with the first file that needs them.
    from dashboards.pictures import sheet  # noqa: PLC0415

    told = file.texts
    content = sheet.write_svg(picture.bare(LYING_WIDTH if lying else UPRIGHT_WIDTH))
    is_tall = lying and sheet.height_of(content) > TALLEST_LYING
    if is_tall:
        content = sheet.write_svg(picture.bare(UPRIGHT_WIDTH))
    drawing = b64encode(content).decode()
    alternative = escape(f"{file.title}, {file.period}. {picture.alternative}")
    hidden = "; ".join(series.name for series in picture.model.legend if series.key in picture.hidden)
    left_out = f'<p class="quiet">{escape(told("picture.hidden", names=hidden))}</p>' if hidden else ""
    shown = (
        f"<h2>{escape(told('chart.title'))}</h2>"
        f'<figure><img src="{EMBEDDED}{drawing}" alt="{alternative}"></figure>'
        f"{left_out}<p>{marked_html(picture.alternative, told.language)}</p>"
    )
    return shown, is_tall
