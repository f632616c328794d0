"""The page of a report, from its result alone; the same on every level and both sites (dashboards 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dash import html
from dash.development.base_component import Component

from dashboards.components import chart, controls
from dashboards.components.about_data import LinkedFact, about_panel
from dashboards.components.address import Address
from dashboards.components.chart import ChartKind
from dashboards.components.chart_panel import chart_panel
from dashboards.components.control_sheet import control_sheet
from dashboards.components.controls import UnitChoice
from dashboards.components.explained import explained_parts, explanations
from dashboards.components.key_line import key_line
from dashboards.components.messages import message_list
from dashboards.components.native import wild
from dashboards.components.page import SiteIdentity
from dashboards.components.report_controls import OwnControls, own_controls
from dashboards.components.save_menu import save_menu
from dashboards.components.share_panel import Share, copy_status, share_panel
from dashboards.components.table_panel import is_large, table_panel
from dashboards.components.texts import Texts
from dashboards.pictures.picture import parts_of
from warehouse import formats
from warehouse.reports import registry
from warehouse.reports.figures import Status
from warehouse.reports.layout import table_of
from warehouse.reports.menu import OwnPage
from warehouse.reports.period import Month, Window
from warehouse.reports.result import Level, Message, ReportResult, SexView
from warehouse.reports.table import ReportTable

LEVEL_PATHS: Mapping[Level, str] = {
    Level.NATIONAL: "/nationell",
    Level.PROVIDER: "/verksamhet",
    Level.REGION: "/region",
}


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What a report page needs besides the result.

    `latest` is the newest month that can be chosen, `errors` the texts of faulty fields by parameter, `filters` the
    active filters as texts by parameter, `running_month` None where the unfinished month is never shown. `windows`
    are the periods to choose among where not every period exists. `changed` is the whole of the report, measured as
    its change since a year before; `own` are the controls that the report has of its own, `page` is another page of
    the report than its own. `further` are panels that stand between the chart and the table, `facts` those
    about the figures that have links, `share` is what can be shared of the view.
    """

    identity: SiteIdentity
    kind: ChartKind
    latest: Month
    units: UnitChoice | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    running_month: bool | None = None
    windows: tuple[Window, ...] = ()
    changed: ReportResult | None = None
    own: OwnControls = field(default_factory=OwnControls)
    page: OwnPage | None = None
    further: Sequence[Component] = ()
    facts: Sequence[LinkedFact] = ()
    share: Share | None = None


def report_page(result: ReportResult, texts: Texts, address: Address, context: ReportContext) -> list[Component]:
    """The content of a report's page, from breadcrumb to facts about the data."""
    table = table_of(result, texts)
    model = chart.chart_of(result, context.kind, texts) if chart.is_drawable(result) else None
    parts = [
        _breadcrumb(result, context, texts, address),
        html.H1(explained_parts(result.title.in_language(texts.language), texts), tabIndex="-1"),
        html.P(formats.period(result.window, texts.language), className="period-line"),
        key_line(result, texts, context.changed),
        _help(result, context, texts),
        _units_included(result, context, texts),
        controls.chips(address, context.filters, texts),
        _controls(result, texts, address, context),
        _messages(result, table, texts),
        _tools(result, model, texts, address, context),
        chart_panel(result, model, texts, address, context.own.measure) if model else None,
        *context.further,
        table_panel(result, table, texts) if result.table.groups else None,
        about_panel(result, context.identity, texts, context.facts),
        explanations(texts),
    ]
    return [part for part in parts if part is not None]


def _breadcrumb(result: ReportResult, context: ReportContext, texts: Texts, address: Address) -> Component:
    definition = registry.report(result.report_id)
    menu = context.page.menu if context.page else definition.menu
    overview = address.to(f"{LEVEL_PATHS[result.level]}/oversikt").url
    items = [
        html.Li(html.A(texts(f"level.{result.level}"), href=overview)),
        html.Li(texts(f"menu.{definition.family}")),
    ]
    name = menu.in_language(texts.language)
    if context.own.division is not None and not context.own.is_divided:
        # Without its division the report lies below the divided one, which is where the menu leads.
        items.append(html.Li(html.A(name, href=address.having(fordela=None, dolj=None).url)))
        name = texts("divide.nothing")
    items.append(html.Li(name, **wild(aria_current="page")))
    return html.Nav(html.Ol(items), className="breadcrumb", **wild(aria_label=texts("frame.here")))


def _help(result: ReportResult, context: ReportContext, texts: Texts) -> Component:
    definition = registry.report(result.report_id)
    help_id = context.page.help_id if context.page else definition.help_id
    own = f"help.{help_id}-{result.level}"
    paragraphs = [texts(f"help.{help_id}")] + ([texts(own)] if own in texts else [])
    pair = definition.look.charts[result.view] is registry.Chart.LINE_PAIR and result.sexes is SexView.EACH
    told = [f"chart.read.{context.kind}"] if result.sexes is SexView.EACH or result.months else []
    told += ["chart.read.pair"] if pair else []
    told += [f"chart.read.{result.sexes}"] if result.sexes.is_contrast else []
    told += ["chart.read.benchmark"] if result.against_country or result.before is not None else []
    read = [html.P(texts(key)) for key in told or ["chart.read.one"]]
    return html.Div(
        [
            *(html.P(text) for text in paragraphs),
            html.Details([html.Summary(texts("chart.read.title")), *read], className="read"),
        ],
        className="help",
    )


def _units_included(result: ReportResult, context: ReportContext, texts: Texts) -> Component | None:
    if result.level is Level.NATIONAL:
        return None
    whole = context.units is None or context.units.chosen is None
    if whole and not result.unit_names:
        return html.P(texts("units.whole_provider", provider=result.provider_name or ""), className="units-included")
    names = html.Ul([html.Li(name) for name in result.unit_names])
    heading = texts("units.included", count=len(result.unit_names))
    return html.Details([html.Summary(heading), names], className="units-included")


def _controls(result: ReportResult, texts: Texts, address: Address, context: ReportContext) -> Component:
    views = registry.report(result.report_id).levels[result.level]
    form = [
        html.Span(texts("form.label"), className="control-label"),
        controls.form_links(address, views, result.view, texts),
    ]
    blocks = [
        *own_controls(context.own, address, texts),
        html.Div(form, className="control"),
        html.Div(_period_controls(result, texts, address, context), className="control"),
    ]
    needed = bool(context.errors) or context.own.compared is not None or not result.table.groups
    return control_sheet(texts("controls.title"), blocks, texts, is_open=needed)


def _period_controls(result: ReportResult, texts: Texts, address: Address, context: ReportContext) -> list[Component]:
    if context.windows:
        label = html.Span(texts("table.period"), className="control-label")
        return [label, controls.window_links(address, context.windows, result.window, texts)]
    quick = [controls.quick_periods(address, _latest_finished(context, result), texts)]
    if context.running_month is not None:
        quick.append(controls.running_month_link(address, context.running_month, texts))
    form = controls.selection_form(address, result.window, context.units, texts, context.errors)
    return [form, html.Div(quick, className="quick")]


def _latest_finished(context: ReportContext, result: ReportResult) -> Month:
    return min(context.latest, Month.of(result.as_of).plus(-1))


def _tools(
    result: ReportResult, model: chart.ChartModel | None, texts: Texts, address: Address, context: ReportContext
) -> Component | None:
    """What can be taken away: files, and links to share."""
    if not result.table.groups:
        return None
    saving = save_menu(result.level, parts_of(model) if model else (), address, texts)
    sharing = [share_panel(context.share, texts)] if context.share else []
    return html.Div([saving, *sharing, copy_status(texts)], className="tools")


def _messages(result: ReportResult, table: ReportTable, texts: Texts) -> Component:
    messages = [*result.messages, *_told_of_size(result, table), *told_of_protection(result, table, texts)]
    running = Month.of(result.as_of)
    if running in result.months:
        month = formats.month_name(running, texts.language)
        messages.append(Message("R-007", "info", {"month": f"{month[0].upper()}{month[1:]}"}))
    window = {"first": str(result.window.first), "last": str(result.window.last)}
    return message_list(messages, texts, **window)


def _told_of_size(result: ReportResult, table: ReportTable) -> list[Message]:
    """R-012 when nothing was counted, FI-012 when a chart would hold too many diagnoses, R-004 for a hidden table."""
    told = []
    without_choice = any(message.id == "R-003" for message in result.messages)
    if result.level is Level.NATIONAL and not result.chart.groups and not without_choice:
        told.append(Message("R-012", "info"))
    elif result.table.groups and not chart.is_drawable(result):
        told.append(Message("FI-012", "warning", {"number": str(len(result.table.groups))}))
    if is_large(table):
        told.append(Message("R-004", "info", {"rows": str(len(table.rows))}))
    return told


MUCH_LOST = 5.0
"""Per cent of a table's total: a reader is told at the top of the page when the threshold takes this much away."""


def told_of_protection(result: ReportResult, table: ReportTable, texts: Texts) -> list[Message]:
    """R-008: how many cells are too small to be shown, and their part of the total where that may be stated."""
    hidden = sum(cell.status is Status.PROTECTED for row in table.rows for cell in row.cells)
    values = {"number": formats.number(hidden, texts.language)}
    if result.share_lost:
        values["share"] = formats.percent(result.share_lost, texts.language, 1)
    if hidden:
        said = "R-008-share" if result.share_lost else "R-008"
        return [Message(said if hidden > 1 else f"{said}-one", "info", values)]
    return [Message("R-008-lost", "info", values)] if (result.share_lost or 0) >= MUCH_LOST else []
