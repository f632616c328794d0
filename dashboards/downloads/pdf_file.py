"""The PDF file of a report: chart, table and what is to be known about it."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from dashboards.downloads.document import MIME_TYPE, PdfUnavailableError, fact_list, page_of, write_document
from dashboards.downloads.plain_table import plain_tables
from dashboards.downloads.report_file import ReportFile
from dashboards.pictures.picture import Picture

__all__ = ["MIME_TYPE", "PdfUnavailableError", "document", "write_pdf"]

MOST_COLUMNS_UPRIGHT, MOST_COLUMNS = 7, 12
"""A wider table lies down; one that is wider still goes on in further tables, each with the row heads."""
UPRIGHT_WIDTH, LYING_WIDTH = 680, 1000
"""The widths of charts in pixels, so that their text comes out as large as that of the document."""
EMBEDDED = "data:image/svg+xml;base64,"

_STYLE = """
figure { margin: 3mm 0; break-inside: avoid; } figure img { max-width: 100%%; max-height: %(height)s; }
table { border-collapse: collapse; width: 100%%; margin-bottom: 4mm; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { border-bottom: 0.4pt solid #9a9a9a; padding: 1mm 1.5mm; vertical-align: bottom; font-size: 8pt; }
th { text-align: left; } td { text-align: right; white-space: nowrap; } thead th + th { text-align: right; }
tbody tr:nth-child(even) { background: #f3f7f7; }
"""


def write_pdf(file: ReportFile) -> bytes:
    """Level, title and period, filters, the chart with its summary, the whole table and the facts; PDF/UA-1.

    Raises PdfUnavailableError.
    """
    return write_document(document(file))


def document(file: ReportFile) -> str:
    """The document as HTML."""
    told = file.texts
    lying = len(file.table.columns) > MOST_COLUMNS_UPRIGHT
    filters = "".join(f"<p>{escape(echo.line)}</p>" for echo in file.filters)
    chart = _chart(file, file.picture, LYING_WIDTH if lying else UPRIGHT_WIDTH) if file.picture else ""
    body = (
        f'<p class="level">{escape(file.level)}</p><h1>{escape(file.title)}</h1><p>{escape(file.period)}</p>{filters}'
        f"{chart}"
        f"<h2>{escape(told('table.title'))}</h2>{''.join(plain_tables(file.table, told.language, MOST_COLUMNS))}"
        f"<h2>{escape(told('about.title'))}</h2>{fact_list(file.facts)}"
    )
    style = _STYLE % {"height": "125mm" if lying else "235mm"}
    return page_of(f"{file.title}, {file.period}", body, told, file.day, style=style, lying=lying)


def _chart(file: ReportFile, picture: Picture, width: int) -> str:
    """The chart with its legend, the series that are switched off, and the summary in words."""
    # Drawing libraries are loaded with the first file that needs them.
    from dashboards.pictures import sheet  # noqa: PLC0415

    told = file.texts
    drawing = b64encode(sheet.write_svg(picture.bare(width))).decode()
    alternative = escape(f"{file.title}, {file.period}. {picture.alternative}")
    hidden = "; ".join(series.name for series in picture.model.legend if series.key in picture.hidden)
    left_out = f'<p class="quiet">{escape(told("picture.hidden", names=hidden))}</p>' if hidden else ""
    return (
        f"<h2>{escape(told('chart.title'))}</h2>"
        f'<figure><img src="{EMBEDDED}{drawing}" alt="{alternative}"></figure>'
        f"{left_out}<p>{escape(picture.alternative)}</p>"
    )
