"""PDF: a tagged document of the table and what is to be known about it, A4, with a number on every page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from dashboards.downloads.report_file import ReportFile
from warehouse.reports.figures import shown
from warehouse.reports.table import ReportTable, Row

MIME_TYPE = "application/pdf"
MOST_COLUMNS_UPRIGHT, MOST_COLUMNS = 7, 12
"""A wider table lies down; one that is wider still goes on in further tables, each with the row heads."""

_STYLE = """
@page { size: A4 %(orientation)s; margin: 18mm 15mm 18mm;
  @bottom-right { content: "%(date)s   %(page)s " counter(page) " %(of)s " counter(pages); font-size: 8pt; } }
body { font-family: "DejaVu Sans", sans-serif; font-size: 9pt; color: #1b1b1b; }
h1 { font-size: 15pt; margin: 0 0 2mm; } h2 { font-size: 11pt; margin: 6mm 0 2mm; }
p { margin: 0 0 1.5mm; } .level { font-weight: bold; }
table { border-collapse: collapse; width: 100%%; margin-bottom: 4mm; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { border-bottom: 0.4pt solid #9a9a9a; padding: 1mm 1.5mm; vertical-align: bottom; font-size: 8pt; }
th { text-align: left; } td { text-align: right; }
dt { font-weight: bold; margin-top: 1.5mm; } dd { margin: 0; overflow-wrap: anywhere; }
"""


class PdfUnavailableError(RuntimeError):
    """The machine lacks the libraries that set text."""


def write_pdf(file: ReportFile) -> bytes:
    """Level, title and period, filters, the whole table and the facts; PDF/UA-1. Raises PdfUnavailableError."""
    try:
        # Loads libraries of the machine, and takes seconds: only those who ask for a PDF file wait for it.
        import weasyprint  # noqa: PLC0415
    except OSError as missing:
        raise PdfUnavailableError from missing
    content: bytes = weasyprint.HTML(string=document(file), url_fetcher=_no_fetching).write_pdf(pdf_variant="pdf/ua-1")
    return content


def _no_fetching(url: str, *_: object, **__: object) -> dict[str, object]:
    """A document is whole in itself; nothing that it names is looked up."""
    raise ValueError(f"the document refers to {url}")


def document(file: ReportFile) -> str:
    """The document as HTML."""
    told = file.texts
    style = _STYLE % {
        "orientation": "landscape" if len(file.table.columns) > MOST_COLUMNS_UPRIGHT else "portrait",
        "date": file.day,
        "page": told("file.pdf_page"),
        "of": told("file.pdf_of"),
    }
    filters = "".join(f"<p>{escape(echo.line)}</p>" for echo in file.filters)
    facts = "".join(f"<dt>{escape(head)}</dt><dd>{escape(text)}</dd>" for head, text in file.facts)
    return (
        f'<!doctype html><html lang="{told.language}"><head><meta charset="utf-8">'
        f"<title>{escape(file.title)}, {escape(file.period)}</title><style>{style}</style></head><body>"
        f'<p class="level">{escape(file.level)}</p><h1>{escape(file.title)}</h1><p>{escape(file.period)}</p>{filters}'
        f"<h2>{escape(told('table.title'))}</h2>{''.join(_tables(file.table, told.language))}"
        f"<h2>{escape(told('about.title'))}</h2><dl>{facts}</dl></body></html>"
    )


def _tables(table: ReportTable, language: str) -> Iterator[str]:
    for first in range(0, len(table.columns), MOST_COLUMNS):
        part = slice(first, first + MOST_COLUMNS)
        heads = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns[part])
        rows = "".join(_row(row, part, language) for row in table.rows)
        head = f'<th scope="col">{escape(table.row_head)}</th>'
        yield f"<table><thead><tr>{head}{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(row: Row, part: slice, language: str) -> str:
    cells = "".join(f"<td>{escape(shown(cell, language))}</td>" for cell in row.cells[part])
    return f'<tr><th scope="row">{escape(row.header)}</th>{cells}</tr>'
