"""Controls of a report: form, kind of chart, period and unit, as links and one form that work as addresses."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.components import address as parameters
from dashboards.components.address import Address
from dashboards.components.chart import ChartKind
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
        choice(
            texts(f"form.{FORM_NAMES[other]}"),
            address.having(form=FORM_NAMES[other], diagram=None, dolj=None),
            other is view,
        )
        for other in sorted(views, key=list(FORM_NAMES).index)
    ]
    return html.Div(links, role="group", className="choices", **wild(aria_label=texts("form.label")))


def chart_links(
    address: Address, kind: ChartKind, kinds: Mapping[View, Sequence[ChartKind]], texts: Texts
) -> Component:
    """The kinds of chart, a group a form; choosing one of the other form changes the form too (dashboards 4)."""
    groups = [_kinds_of_form(address, view, kind, kinds[view], texts) for view in FORM_NAMES if kinds.get(view)]
    return html.Div(groups, role="group", className="kinds", **wild(aria_label=texts("chart.kind.label")))


def _kinds_of_form(
    address: Address, view: View, kind: ChartKind, kinds: Sequence[ChartKind], texts: Texts
) -> Component:
    name = texts(f"form.{FORM_NAMES[view]}")
    links = [
        choice(texts(f"chart.kind.{one}"), address.having(form=FORM_NAMES[view], diagram=one), one is kind)
        for one in kinds
    ]
    choices = html.Div(links, role="group", className="choices small", **wild(aria_label=name))
    return html.Div([html.Span(name, className="kinds-of"), choices], className="kinds-group")


def choice(text: str, target: Address, chosen: bool) -> Component:
    """One of several choices, as a link."""
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
    fields.append(submit(texts("period.show")))
    return form_of(address, {parameters.FIRST, parameters.LAST, parameters.UNIT, parameters.PERIOD}, fields)


def form_of(address: Address, own: Collection[str], fields: Sequence[Node]) -> Native:
    """A form that makes an address of its fields, whose parameters are `own`, and keeps all others."""
    hidden = [
        node("input", type="hidden", name=name, value=",".join(values))
        for name, values in address.query.items()
        if name not in own
    ]
    action = Address(address.path, address.language).url
    return Native(node("form", *hidden, *fields, action=action, method="get", novalidate=True, class_="selection"))


def select_field(name: str, label: str, options: Sequence[Node], *, reason: str | None = None) -> Node:
    """A list to choose from; with a `reason` it cannot be used yet, and says why."""
    told = node("span", reason, id=f"{name}-orsak", class_="field-reason") if reason else None
    listed = node(
        "select",
        *options,
        id=name,
        name=name,
        disabled=reason is not None,
        aria_describedby=f"{name}-orsak" if reason else None,
    )
    return node("div", node("label", label, for_=name), listed, told, class_="field")


def option(value: str, text: str, chosen: str | None, language: str | None = None) -> Node:
    """One line of a list to choose from; `language` is that of the text, where it is not the page's."""
    return node("option", text, value=value, selected=value == chosen, lang=language)


def submit(text: str) -> Node:
    """The button of a form."""
    return node("button", text, type="submit", class_="primary")


def tick_box(name: str, value: str, text: str, ticked: bool, language: str | None = None) -> Node:
    """One box to tick, with its text; `language` is that of the text, where it is not the page's."""
    box = node("input", type="checkbox", name=name, value=value, checked=ticked)
    return node("label", box, node("span", text, lang=language), class_="tick")


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
    links = [choice(texts("period.latest", months=len(default)), _cleared(address), shown == default)]
    links += [
        choice(
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
    options += [option(key, name, units.chosen) for key, name in units.units]
    return select_field(parameters.UNIT, texts("units.label"), options)


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
