"""The PDF file of an overview: every box with its picture and small table, as on the page (dashboards 11.2)."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape

from dashboards.components.address import Address
from dashboards.components.markup import to_html
from dashboards.components.overview_page import overview_page, overview_title
from dashboards.components.page import SiteIdentity
from dashboards.components.texts import Texts
from dashboards.downloads.document import fact_list, page_of, write_document
from dashboards.downloads.report_file import named_stem
from warehouse import formats
from warehouse.reports.overview import OverviewResult
from warehouse.swedish_time import STOCKHOLM

_NAMED_DRAWING = re.compile(r'(<svg\b[^>]*\baria-label="([^"]*)"[^>]*>)')
_STYLE = """
section { break-inside: avoid; border-top: 0.4pt solid #9a9a9a; margin-top: 4mm; padding-top: 1mm; }
section h2 { margin-top: 2mm; } a { color: #00697e; } caption, .visually-hidden { display: none; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 0.4pt solid #cfdadc; padding: 0.8mm 1.5mm; font-size: 8.5pt; text-align: left;
  font-weight: normal; vertical-align: middle; }
thead th { font-weight: bold; } .figure { text-align: right; white-space: nowrap; }
.ring-and-table { display: flex; } .ring-place { width: 42mm; margin-right: 6mm; flex: none; }
.ring-and-table table { width: 130mm; } svg.ring { width: 42mm; height: 42mm; }
.marked-name svg { width: 4mm; height: 4mm; vertical-align: middle; margin-right: 2mm; }
.share-figures, .key-figures { display: flex; margin-bottom: 2mm; } .share-figure, .key-figure { margin-right: 12mm; }
.share-figure strong, .key-figure strong, .circle strong { font-size: 14pt; display: block; }
.share-figure span, .key-figure span { display: block; }
svg.split-picture { width: 100%; height: 6mm; } svg.bar-picture { width: 100%; height: 4mm; } .bar-cell { width: 45%; }
.map-legend { list-style: none; padding: 0; } .map-legend li { display: flex; } .map-legend svg { margin-right: 2mm; }
.map-and-table { display: flex; } .map-words { width: 55mm; margin-right: 6mm; flex: none; }
.map-and-table > div + div { width: 118mm; } .map-place svg { width: 50mm; }
section.wide { break-inside: auto; } section.wide tr { break-inside: avoid; }
"""


def write_overview_pdf(
    result: OverviewResult, address: Address, texts: Texts, identity: SiteIdentity, *, host: str, created: datetime
) -> bytes:
    """The boxes of an overview and what is to be known about them. `host` begins the addresses of the site.

    Raises PdfUnavailableError.
    """
    day = formats.iso_date(created.astimezone(STOCKHOLM).date())
    body = f'<p class="level">{escape(texts(f"level.{result.level}"))}</p>' + _boxes(result, address, texts, host)
    facts = {
        "about.source.head": texts("about.source.text", operator=identity.operator),
        "picture.version_head": result.release,
        "file.fact.created": formats.moment(created),
        "file.fact.address": host + address.url,
    }
    body += f"<h2>{escape(texts('about.title'))}</h2>"
    body += fact_list((texts(head), text) for head, text in facts.items())
    return write_document(page_of(overview_title(result, texts), body, texts, day, style=_STYLE))


def overview_stem(result: OverviewResult, texts: Texts, created: datetime) -> str:
    """The file name without ending."""
    return named_stem(texts(f"level.{result.level}"), texts("menu.overview"), created)


def _boxes(result: OverviewResult, address: Address, texts: Texts, host: str) -> str:
    """The boxes as markup: drawings named as documents want it, links with their whole addresses."""
    markup = to_html(overview_page(result, texts, address))
    named = _NAMED_DRAWING.sub(r"\1<title>\2</title>", markup)
    return named.replace(' href="/', f' href="{escape(host)}/')
