"""Facts about a report's figures, the same on the page and in its files (dashboards 2.8, 4.13)."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components import formats
from dashboards.components.native import wild
from dashboards.components.page import SiteIdentity
from dashboards.components.texts import Texts
from warehouse.reports import registry
from warehouse.reports.result import Level, ReportResult


def about_panel(result: ReportResult, identity: SiteIdentity, texts: Texts) -> Component:
    """The panel `Om uppgifterna`."""
    facts = [(texts(f"about.{name}.head"), text) for name, text in facts_about(result, identity, texts)]
    rows = [html.Div([html.Dt(head), html.Dd(text)]) for head, text in facts]
    return html.Section(
        [html.H2(texts("about.title"), id="om-uppgifterna"), html.Dl(rows, className="facts")],
        className="panel",
        **wild(aria_labelledby="om-uppgifterna"),
    )


def facts_about(result: ReportResult, identity: SiteIdentity, texts: Texts) -> list[tuple[str, str]]:
    """What stands about the figures on the page and in every file: (name under `about` in the texts, text)."""
    definition = registry.report(result.report_id)
    facts = [
        ("definition", texts(f"about.definition.{definition.family}")),
        ("source", texts("about.source.text", operator=identity.operator)),
        ("coverage", texts("about.coverage.text", latest=formats.month_name(result.window.last, texts.language))),
    ]
    if result.level is Level.NATIONAL:
        facts.append(("threshold", texts("about.threshold.text", threshold=identity.threshold)))
    facts.append(("updated", formats.moment(result.data_time)))
    facts.append(("release", result.release))
    return facts
