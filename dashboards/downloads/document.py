"""Documents as PDF files: tagged, searchable, with day and number on every page (dashboards 11.2)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from dashboards.components.texts import Texts

MIME_TYPE = "application/pdf"

_STYLE = """
@page { size: A4 %(orientation)s; margin: 18mm 15mm 18mm;
  @bottom-right { content: "%(day)s  %(page)s " counter(page) " %(of)s " counter(pages);
    font: 8pt "DejaVu Sans", sans-serif; } }
body { font-family: "DejaVu Sans", sans-serif; font-size: 9pt; color: #1b1b1b; }
h1 { font-size: 15pt; margin: 0 0 2mm; } h2 { font-size: 11pt; margin: 6mm 0 2mm; break-after: avoid; }
p { margin: 0 0 1.5mm; } .level { font-weight: bold; } .quiet { color: #4b5d61; }
dt { font-weight: bold; margin-top: 1.5mm; break-after: avoid; } dd { margin: 0; overflow-wrap: anywhere; }
"""


class PdfUnavailableError(RuntimeError):
    """The machine lacks the libraries that set text."""


def write_document(markup: str) -> bytes:
    """A whole HTML document as PDF/UA-1. Raises PdfUnavailableError."""
    try:
        # Loads libraries of the machine, and takes seconds: only those who ask for a PDF file wait for it.
        import weasyprint  # noqa: PLC0415
    except OSError as missing:
        raise PdfUnavailableError from missing
    # A document is whole in itself: its charts stand in it, and nothing else that it names is looked up.
    nowhere = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    content: bytes = weasyprint.HTML(string=markup, url_fetcher=nowhere).write_pdf(pdf_variant="pdf/ua-1")
    return content


def page_of(title: str, body: str, texts: Texts, day: str, *, style: str = "", lying: bool = False) -> str:
    """The HTML document around `body`; `day` stands at the foot of every page, beside its number."""
    paper = _STYLE % {
        "orientation": "landscape" if lying else "portrait",
        "day": day,
        "page": texts("file.pdf_page"),
        "of": texts("file.pdf_of"),
    }
    return (
        f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{paper}{style}</style></head><body>{body}</body></html>"
    )


def fact_list(facts: Iterable[tuple[str, str]]) -> str:
    """(head, text) below each other."""
    rows = "".join(f"<dt>{escape(head)}</dt><dd>{escape(text)}</dd>" for head, text in facts)
    return f"<dl>{rows}</dl>"
