"""Pages pinned to a data version: what is told above them, and what is shown when the version is gone."""

from __future__ import annotations

import re

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import VERSION, Address
from dashboards.components.native import wild
from dashboards.components.texts import Texts, texts
from dashboards.public.information.facts import moment_in_words
from warehouse.reports.release import Release

GONE = 410
_VERSION = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{4}")


def pinned_notice(address: Address, release: Release, current: str | None) -> Component | None:
    """What is told of the data version of a pinned page, with the way to the newest; None for other pages."""
    if address.get(VERSION) is None:
        return None
    catalogue = texts(address.language)
    told = "pinned.newest" if release.version == current else "pinned.newer"
    text = catalogue(told, version=release.version, moment=moment_in_words(release.data_time, catalogue))
    prefix = html.Strong(catalogue("message.prefix.info"))
    box = html.Div([prefix, " ", text, " ", _link(address, catalogue)], className="message info")
    return html.Div(box, className="messages", **wild(data_pinned=release.version))


def gone_content(address: Address, asked: str) -> list[Component]:
    """The content of a page whose data version is not kept; `asked` says what was asked for."""
    catalogue = texts(address.language)
    given = address.get(VERSION) or ""
    version = given if _VERSION.fullmatch(given) else catalogue("pinned.unknown")
    return [
        html.H1(catalogue("pinned.gone_title"), tabIndex="-1"),
        html.P(catalogue("pinned.gone", asked=asked, version=version)),
        html.P(_link(address, catalogue)),
    ]


def _link(address: Address, catalogue: Texts) -> Component:
    return html.A(catalogue("pinned.link"), href=address.having(**{VERSION: None}).url)
