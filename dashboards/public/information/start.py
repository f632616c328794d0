"""What the start page adds to the overview: three findings before its boxes, and how to read them after."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.native import wild
from dashboards.components.overview_rows import overview_name
from dashboards.components.prose import prose
from dashboards.components.report_page import LEVEL_PATHS
from dashboards.components.texts import Texts
from dashboards.public.information.findings import FINDINGS, Finding, Findings
from warehouse import formats
from warehouse.reports import registry
from warehouse.reports.result import Level

GUIDES = ("read", "source", "updated", "further")


def findings_section(findings: Findings, texts: Texts, address: Address) -> Component:
    """The findings as cards with a link to the report of each; what cannot be said is told with the reason."""
    parts: list[Component] = [html.H2(texts("information.findings.title"), id="resultat")]
    if findings.found:
        cards = [html.Li(_card(finding, findings, texts, address)) for finding in findings.found]
        parts.append(html.Ul(cards, className="findings"))
    if len(findings.found) < FINDINGS:
        parts.append(html.P(_lacking(findings, texts)))
    parts.append(html.Div(prose(texts("information.findings.note"), address), className="quiet"))
    return html.Section(parts, className="findings-section", **wild(aria_labelledby="resultat"))


def _card(finding: Finding, findings: Findings, texts: Texts, address: Address) -> list[Component]:
    key = f"information.finding.{finding.subject}.{finding.direction}"
    values = _values(finding, findings, texts)
    report = registry.report(finding.report_id)
    link = texts("information.findings.report", report=report.menu.in_language(texts.language))
    href = address.to(f"{LEVEL_PATHS[Level.NATIONAL]}/{report.slug}", ()).url
    return [
        html.H3(texts(f"{key}.head", **values)),
        html.P(texts(f"{key}.text", **values)),
        html.P(html.A(link, href=href)),
    ]


def _values(finding: Finding, findings: Findings, texts: Texts) -> dict[str, str]:
    """The numbers of a finding as they are written."""
    language = texts.language
    before = finding.before or 0
    change = finding.change.value if finding.change else 0
    return {
        "period": formats.period(findings.window, language),
        "now": formats.number(finding.now, language),
        "before": formats.number(before, language),
        "difference": formats.number(abs(finding.now - before), language),
        "change": formats.percent(abs(change), language),
        "group": overview_name(finding.group, language) if finding.group else "",
        "of": formats.number(finding.of or 0, language),
        "others": formats.number((finding.of or 0) - finding.now, language),
        "share": formats.percent(finding.share or 0, language),
        "share_before": formats.percent(finding.share_before or 0, language),
    }


def _lacking(findings: Findings, texts: Texts) -> str:
    if not findings.missing:
        return texts("information.findings.few")
    months = ", ".join(formats.month_name(month, texts.language) for month in findings.missing)
    return texts("information.findings.missing", months=months)


def guide_section(texts: Texts, address: Address, values: dict[str, str]) -> Component:
    """How to read the figures, where they come from and when they were made."""
    cards = [
        html.Div(
            [
                html.H3(texts(f"information.guide.{name}.head")),
                *prose(texts(f"information.guide.{name}.text", **values), address),
            ],
            className="guide-card",
        )
        for name in GUIDES
    ]
    title = html.H2(texts("information.guide.title"), id="om-siffrorna")
    return html.Section(
        [title, html.Div(cards, className="guide")], className="guide-section", **wild(aria_labelledby="om-siffrorna")
    )
