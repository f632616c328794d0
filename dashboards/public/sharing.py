"""What can be shared of a national view: its link, its permanent link, a citation and the code of a frame."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from dashboards.components.address import VERSION, Address
from dashboards.components.page import SiteIdentity
from dashboards.components.report_page import LEVEL_PATHS
from dashboards.components.share_panel import Share
from dashboards.components.texts import Texts
from dashboards.pictures.picture import PART, PREVIEW
from warehouse import formats
from warehouse.reports.result import Level, ReportResult

EMBED = "/embed"
FRAME_WIDTH, FRAME_HEIGHT = 640, 760
_BASE = LEVEL_PATHS[Level.NATIONAL]


def share_of(address: Address, result: ReportResult, identity: SiteIdentity, host: str, texts: Texts) -> Share:
    """The shared texts of a view; `host` begins the site's addresses. The plain link names no data version."""
    title = result.title.in_language(texts.language)
    permanent = host + address.having(**{VERSION: result.release}).url
    citation = texts(
        "share.cited",
        operator=identity.operator,
        year=result.data_time.year,
        title=title,
        period=formats.period(result.window, texts.language),
        product=identity.product_name,
        version=result.release,
        address=permanent,
    )
    latest = address.having(**{VERSION: None})
    return Share(host + latest.url, citation, permanent, _frame(host + embedded(address).url, title))


def embedded(address: Address) -> Address:
    """The address of a report's view for frames."""
    return replace(address, path=EMBED + address.path.removeprefix(_BASE))


def framed_view(address: Address) -> Address:
    """The page that a view for frames shows."""
    return replace(address, path=_BASE + address.path.removeprefix(EMBED))


def preview_picture(address: Address) -> str:
    """The address of the picture that previews of links to a report show."""
    return address.file("png").having(**{PART: PREVIEW}).url


def _frame(address: str, title: str) -> str:
    size = f'width="{FRAME_WIDTH}" height="{FRAME_HEIGHT}"'
    return f'<iframe src="{escape(address)}" title="{escape(title)}" {size} loading="lazy" style="border:0"></iframe>'
