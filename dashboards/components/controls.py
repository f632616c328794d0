"""Controls of a report: form, kind of chart, period and unit, as links and one form that work as addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.components import address as parameters
from dashboards.components.address import Address
from dashboards.components.chart import KINDS, ChartKind
from dashboards.components.native import Native, Node, node, wild
from dashboards.components.texts import Texts
from warehouse.reports.period import Month, Window
from warehouse.reports.result import View

FORM_NAMES: Mapping[View, str] = {View.TIME_SERIES: "tidsserie", View.CROSS_SECTION: "tvarsnitt"}
"""Values of the address parameter `form`."""

QUICK_LENGTHS = (12, 18)


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """The units a user may choose among, (HSA id, name) by name, and the chosen one."""

    units: tuple[tuple[str, str], ...]
    chosen: str | None


def form_links(address: Address, views: Sequence[View], view: View, texts: Texts) -> Component:
    """The switch between time series and cross-section."""
    links = [
        _choice(
            texts(f"form.{FORM_NAMES[other]}"),
            address.having(form=FORM_NAMES[other], diagram=None, dolj=None),
            other is view,
        )
        for other in sorted(views, key=list(FORM_NAMES).index)
    ]
    return html.Div(links, role="group", className="choices", **wild(aria_label=texts("form.label")))


def chart_links(address: Address, kind: ChartKind, views: Sequence[View], texts: Texts) -> Component:
    """The kinds of chart; choosing one of the other form changes the form too (dashboards 4)."""
    links = [
        _choice(texts(f"chart.kind.{other}"), address.having(form=FORM_NAMES[view], diagram=other), other is kind)
        for view in FORM_NAMES
        if view in views
        for other in KINDS[view]
    ]
    return html.Div(links, role="group", className="choices small", **wild(aria_label=texts("chart.kind.label")))


def _choice(text: str, target: Address, chosen: bool) -> Component:
    return html.A(text, href=target.url, **wild(aria_current="true") if chosen else {})


def selection_form(
    address: Address, shown: Window, units: UnitChoice | None, texts: Texts, errors: Mapping[str, str]
) -> Component:
    """Period and unit as a form that makes an address. `errors` are the texts of faulty fields by parameter."""
    fields = [
        _month_field(address, parameters.FIRST, texts("period.from"), shown.first, errors),
        _month_field(address, parameters.LAST, texts("period.to"), shown.last, errors),
    ]
    if units:
        fields.append(_unit_field(units, texts))
    fields.append(node("button", texts("period.show"), type="submit", class_="primary"))
    own = {parameters.FIRST, parameters.LAST, parameters.UNIT, "period"}
    hidden = [
        node("input", type="hidden", name=name, value=",".join(values))
        for name, values in address.query.items()
        if name not in own
    ]
    action = Address(address.path, address.language).url
    return Native(node("form", *hidden, *fields, action=action, method="get", novalidate=True, class_="selection"))


def quick_periods(address: Address, latest: Month, texts: Texts) -> Component:
    """Links to common periods, and one that clears the choice."""
    year = latest.year if latest.number == 12 else latest.year - 1
    links = [
        html.A(texts("period.latest", months=months), href=_cleared(address).having(period=f"senaste-{months}").url)
        for months in QUICK_LENGTHS
    ]
    links.append(
        html.A(
            texts("period.year", year=year),
            href=_cleared(address).having(fran=f"{year}-01", till=f"{year}-12").url,
        )
    )
    if any(address.get(name) for name in (parameters.FIRST, parameters.LAST, "period")):
        links.append(html.A(texts("period.clear"), href=_cleared(address).url))
    return html.Div(links, role="group", className="quick-links", **wild(aria_label=texts("period.quick")))


def window_links(address: Address, windows: Sequence[Window], shown: Window, texts: Texts) -> Component:
    """The periods a report exists for, the default first."""
    default, *others = windows
    links = [_choice(texts("period.latest", months=len(default)), _cleared(address), shown == default)]
    links += [
        _choice(
            str(window.first.year),
            _cleared(address).having(fran=str(window.first), till=str(window.last)),
            window == shown,
        )
        for window in sorted(others, key=lambda window: window.first, reverse=True)
    ]
    return html.Div(links, role="group", className="choices", **wild(aria_label=texts("period.quick")))


def _cleared(address: Address) -> Address:
    return address.having(fran=None, till=None, period=None)


def _month_field(address: Address, name: str, label: str, shown: Month, errors: Mapping[str, str]) -> Node:
    wrong = errors.get(name)
    given = address.get(name)
    problem = node("span", wrong, id=f"fel-{name}", class_="field-error") if wrong else None
    field = node(
        "input",
        type="text",
        id=name,
        name=name,
        value=given if wrong and given else str(shown),
        inputmode="numeric",
        maxlength=7,
        size=8,
        autocomplete="off",
        aria_invalid="true" if wrong else None,
        aria_describedby=f"fel-{name}" if wrong else None,
    )
    return node("div", node("label", label, for_=name), field, problem, class_="field")


def _unit_field(units: UnitChoice, texts: Texts) -> Node:
    options = [node("option", texts("units.all"), value="")]
    options += [node("option", name, value=key, selected=key == units.chosen) for key, name in units.units]
    label = node("label", texts("units.label"), for_=parameters.UNIT)
    return node("div", label, node("select", *options, id=parameters.UNIT, name=parameters.UNIT), class_="field")


def running_month_link(address: Address, included: bool, texts: Texts) -> Component:
    """Leave the unfinished month in or out."""
    target = address.having(pagaende=None if included else "ja")
    return html.A(texts("period.without_running" if included else "period.with_running"), href=target.url)


def chips(address: Address, filters: Mapping[str, tuple[str, ...]], texts: Texts) -> Component | None:
    """The active filters, each with a link that removes it. `filters` maps parameters to what was chosen."""
    if not filters:
        return None
    items = [
        html.Li(
            html.A(
                [
                    html.Span(f"{texts(f'filter.{name}')}: {', '.join(values)}"),
                    html.Span("×", **wild(aria_hidden="true")),
                ],
                href=address.having(**{name: None}).url,
                title=texts("filter.remove", name=texts(f"filter.{name}")),
            )
        )
        for name, values in filters.items()
    ]
    return html.Ul(items, className="chips", **wild(aria_label=texts("filter.active")))
