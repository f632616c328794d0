"""The page about the statistics: what they hold, what a case is, why figures are low, how often they change."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components.page import SiteIdentity
from dashboards.components.texts import Texts

ABOUT = "/om"

SECTIONS = {
    "contains": ("contains",),
    "case": ("case", "case_example", "month"),
    "threshold": ("threshold",),
    "update": ("update",),
    "privacy": ("privacy",),
    "software": ("software",),
}
"""Sections with the texts of each."""


def about_page(identity: SiteIdentity, moment: str, release: str, texts: Texts) -> list[Component]:
    """The content of the page; `moment` and `release` say which data the site shows."""
    values = {
        "product": identity.product_name,
        "threshold": identity.threshold,
        "moment": moment,
        "release": release,
        "version": identity.version,
    }
    main: list[Component] = [
        html.H1(texts("about_page.title"), tabIndex="-1"),
        html.P(texts("about_page.intro", **values), className="intro"),
    ]
    for section, paragraphs in SECTIONS.items():
        main.append(html.H2(texts(f"about_page.{section}_head")))
        main += [html.P(texts(f"about_page.{name}", **values)) for name in paragraphs]
    return [html.Div(main, className="prose")]
