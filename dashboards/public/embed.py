"""Views for frames on other sites: chart or table of a national report, alone on a page (dashboards 11.6).

They set no cookie, need no script and load nothing: the chart stands in the page as a drawing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from flask_talisman import Talisman

from dashboards.components.address import Address
from dashboards.components.page import SiteIdentity
from dashboards.components.summary import chart_summary
from dashboards.components.swedish_names import marked_html
from dashboards.components.texts import Texts, texts
from dashboards.downloads.answer import drawn
from dashboards.downloads.plain_table import plain_tables
from dashboards.pictures.picture import NARROW_WIDTH, Picture, picture_of
from dashboards.public.pinned import GONE
from dashboards.public.sharing import EMBED, framed_view
from dashboards.serving.headers import may_be_framed
from dashboards.serving.readers import ReleaseGoneError
from warehouse import formats
from warehouse.errors import NotReadyError
from warehouse.reports.layout import table_of
from warehouse.reports.registry import NotOfferedError, UnknownReportError
from warehouse.reports.result import ReportResult

if TYPE_CHECKING:
    from dashboards.public.pages import PublicPages

SHOW = "visa"
TABLE = "tabell"
"""Parameter of a view for frames, and the value that asks for the table instead of the chart."""


def add_embed(server: Flask, pages: PublicPages, talisman: Talisman) -> None:
    """Serve the views for frames, the only ones that other sites may frame."""

    def embed(**_report: str) -> Response:
        address = Address.parse(request.path, request.args.to_dict(flat=False))
        view = framed_view(address).having(**{SHOW: None})
        try:
            result = pages.result(view)
        except (UnknownReportError, NotOfferedError):
            return _told(view, "error.404.title", 404)
        except ReleaseGoneError:
            return _told(view.having(version=None), "pinned.gone_title", GONE)
        except NotReadyError:
            return _told(view, "error.503.title", 503)
        content = embedded_view(result, view, pages.identity, address.get(SHOW) == TABLE)
        return Response(content, mimetype="text/html")

    framed = may_be_framed(talisman, embed)
    for prefix in ("", "/en"):
        server.add_url_rule(f"{prefix}{EMBED}/<path:report>", f"embed{prefix}", framed)


def embedded_view(result: ReportResult, view: Address, identity: SiteIdentity, as_table: bool) -> str:
    """The whole document of a view: title, chart or table, text alternative, source and the link back."""
    catalogue = texts(view.language)
    address = request.host_url.rstrip("/") + view.url
    picture = picture_of(result, view, catalogue, identity, address=address, created=datetime.now(UTC))
    title = result.title.in_language(view.language)
    period = formats.period(result.window, view.language)
    content = _table(result, catalogue) if as_table or picture is None else _chart(result, picture, catalogue)
    source = catalogue("picture.source", operator=identity.operator, product=identity.product_name)
    version = catalogue("picture.version", version=result.release)
    link = f'<a href="{escape(address)}" target="_blank" rel="noopener">{escape(catalogue("embed.link"))}</a>'
    main = (
        f"<main><h1>{marked_html(title, view.language)}</h1><p>{escape(period)}</p>{content}"
        f"<footer><p>{escape(source)} {escape(version)} {link}</p></footer></main>"
    )
    return _document(view.language, f"{title}, {period}", main)


def _chart(result: ReportResult, picture: Picture, catalogue: Texts) -> str:
    """The drawing, what it shows in words, and the table behind a line that opens it."""
    drawing = drawn(picture.bare(NARROW_WIDTH), "svg").partition(b"?>")[2].decode()
    summary = f"<p>{marked_html(picture.alternative, catalogue.language)}</p>"
    table = f"<details><summary>{escape(catalogue('table.title'))}</summary>{_table(result, catalogue)}</details>"
    return f"<figure>{drawing}</figure>{summary}{table}"


def _table(result: ReportResult, catalogue: Texts) -> str:
    if not result.table.groups:
        return f"<p>{escape(chart_summary(result, catalogue))}</p>"
    table = table_of(result, catalogue)
    explained = "".join(
        f"<p>{escape(catalogue(f'table.status.{status.name.lower()}'))}</p>" for status in sorted(table.statuses)
    )
    label = escape(catalogue("table.title"))
    tables = "".join(plain_tables(table, catalogue.language))
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{tables}</div>{explained}'


def _told(view: Address, key: str, status: int) -> Response:
    """Why there is nothing to show, with a link to the page, which says more."""
    catalogue = texts(view.language)
    title, link = escape(catalogue(key)), escape(catalogue("embed.link"))
    body = f'<main><h1>{title}</h1><p><a href="{escape(view.url)}" target="_blank" rel="noopener">{link}</a></p></main>'
    return Response(_document(view.language, catalogue(key), body), status=status, mimetype="text/html")


def _document(language: str, title: str, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{body}</body></html>"
    )


_STYLE = """
body { margin: 0; padding: 12px 16px; background: #fff; color: #1c2b2e;
  font: 1rem/1.45 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
h1 { font-size: 1.15rem; margin: 0 0 .2rem; } p { margin: 0 0 .5rem; }
figure { margin: .5rem 0; max-width: 640px; } figure svg { width: 100%; height: auto; }
summary { cursor: pointer; min-height: 24px; } a { color: #00697e; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid #032c53; outline-offset: 2px; }
.scroll { overflow: auto; max-height: 26rem; margin: .5rem 0; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { border-bottom: 1px solid #cfdadc; padding: .25rem .6rem; text-align: right; white-space: nowrap; }
thead tr:first-child th:first-child, tbody th { text-align: left; } th[colspan] { text-align: center; }
footer { border-top: 1px solid #cfdadc; padding-top: .4rem; color: #4b5d61; font-size: .85rem; }
"""
