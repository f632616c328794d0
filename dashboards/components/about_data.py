"""Facts about a report's figures, the same on the page and in its files (dashboards 2.8, 4.13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.components.native import wild
from dashboards.components.page import SiteIdentity
from dashboards.components.texts import Texts
from warehouse.reports.description import facts_about
from warehouse.reports.result import ReportResult


@dataclass(frozen=True, slots=True)
class LinkedFact:
    """A fact that is a link to where there is more."""

    head: str
    text: str
    href: str


def about_panel(
    result: ReportResult, identity: SiteIdentity, texts: Texts, further: Sequence[LinkedFact] = ()
) -> Component:
    """The panel `Om uppgifterna`; facts with links stand last."""
    facts = [(texts(f"about.{name}.head"), text) for name, text in facts_about(result, identity.operator, texts)]
    rows = [html.Div([html.Dt(head), html.Dd(text)]) for head, text in facts]
    rows += [html.Div([html.Dt(one.head), html.Dd(html.A(one.text, href=one.href))]) for one in further]
    return html.Section(
        [html.H2(texts("about.title"), id="om-uppgifterna"), html.Dl(rows, className="facts")],
        className="panel",
        **wild(aria_labelledby="om-uppgifterna"),
    )
