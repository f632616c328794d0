"""The controls of the map: measure, sex and period as links, a month by name or step by step."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components import address as parameters
from dashboards.components import controls
from dashboards.components.address import Address
from dashboards.components.control_sheet import control_sheet
from dashboards.components.measure_names import MEASURE_NAMES
from dashboards.components.native import Native, node, wild
from dashboards.components.texts import Texts
from dashboards.public.county_map.request import MONTH, SEXES, MapRequest
from warehouse import formats
from warehouse.reports import measures
from warehouse.reports.period import Month, Window


def map_controls(
    request: MapRequest, windows: Sequence[Window], months: Window, address: Address, texts: Texts
) -> Component:
    """Everything that can be chosen. `windows` are the published periods, `months` those of the time series."""
    parts = [
        _measures(request, address, texts),
        _sexes(request, address, texts),
        _periods(request, windows, address, texts),
        _months(request, months, address, texts),
    ]
    blocks = [html.Div(part, className="control") for part in parts]
    return control_sheet(texts("map.controls"), blocks, texts)


def _group(label: str, links: Sequence[Component]) -> list[Component]:
    named = html.Span(label, className="control-label")
    return [named, html.Div(list(links), role="group", className="choices", **wild(aria_label=label))]


def _measures(request: MapRequest, address: Address, texts: Texts) -> list[Component]:
    links = [
        controls.choice(
            measures.definition(one).label.in_language(texts.language),
            address.having(matt=MEASURE_NAMES[one]),
            one is request.measure,
        )
        for one in request.offered
    ]
    return _group(texts("measure.label"), links)


def _sexes(request: MapRequest, address: Address, texts: Texts) -> list[Component]:
    links = [
        controls.choice(texts(f"sex.{sex}"), address.having(**{parameters.SEX: view}), sex == request.sex)
        for view, sex in SEXES.items()
    ]
    return _group(texts("map.sex"), links)


def _periods(request: MapRequest, windows: Sequence[Window], address: Address, texts: Texts) -> list[Component]:
    label = html.Span(texts("table.period"), className="control-label")
    return [label, controls.window_links(address.having(**{MONTH: None}), windows, request.window, texts)]


def _months(request: MapRequest, months: Window, address: Address, texts: Texts) -> list[Component]:
    """A field for any month, and the months before and after the one shown."""
    shown = request.month or months.last
    steps = [("earlier", shown.plus(-1)), ("later", shown.plus(1))] if request.month else [("latest", months.last)]
    links = [
        html.A(
            texts(f"map.month.{name}", month=formats.month_name(month, texts.language)),
            href=_of_period(address).having(**{MONTH: str(month)}).url,
        )
        for name, month in steps
        if months.first <= month <= months.last
    ]
    quick = html.Div(links, role="group", className="quick-links", **wild(aria_label=texts("map.month.label")))
    return [_month_form(shown, address, texts), html.Div(quick, className="quick")]


def _month_form(shown: Month, address: Address, texts: Texts) -> Native:
    field = node(
        "input",
        type="text",
        id=MONTH,
        name=MONTH,
        value=str(shown),
        inputmode="numeric",
        maxlength=7,
        size=8,
        autocomplete="off",
    )
    labelled = node("div", node("label", texts("map.month.field"), for_=MONTH), field, class_="field")
    own = {MONTH, parameters.FIRST, parameters.LAST, parameters.PERIOD}
    return controls.form_of(address, own, [labelled, controls.submit(texts("map.month.show"))])


def _of_period(address: Address) -> Address:
    return address.having(fran=None, till=None, period=None)
