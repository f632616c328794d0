"""The panel of a report's chart: kinds to choose, the charts, a legend of checkboxes and a summary in words."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components import chart, controls, summary
from dashboards.components.address import HIDDEN, Address
from dashboards.components.chart import ChartKind, ChartModel
from dashboards.components.native import Native, Node, node, wild
from dashboards.components.texts import Texts
from warehouse.reports import registry
from warehouse.reports.measured import Measure
from warehouse.reports.result import ReportResult


def chart_panel(
    result: ReportResult, model: ChartModel, texts: Texts, address: Address, measure: Measure = Measure.COUNT
) -> Component:
    """The panel `Diagram`. The parameter `dolj` names the series that are switched off."""
    default = model.hidden_at_first()
    hidden = _hidden(address, default)
    graphs = [
        html.Figure(
            [html.Figcaption(panel.heading), chart.graph(f"chart-{number}", figure)],
            className="chart-figure",
        )
        for number, (panel, figure) in enumerate(zip(model.panels, chart.figures(model, hidden, texts), strict=True))
    ]
    definition = registry.report(result.report_id)
    kinds = {view: chart.kinds_of(definition, view, measure) for view in definition.levels[result.level]}
    return html.Section(
        [
            html.Div(
                [
                    html.H2(texts("chart.title"), id="diagram"),
                    controls.chart_links(address, model.kind, kinds, texts),
                ],
                className="panel-head",
            ),
            html.Noscript(html.P(texts("message.R-010"))),
            html.Div(graphs, className="charts pair" if len(graphs) > 1 else "charts"),
            _legend(model, hidden, texts),
            html.P(summary.chart_summary(result, texts), className="chart-summary"),
        ],
        className="panel",
        **wild(aria_labelledby="diagram", data_charts="", data_hidden=",".join(_in_order(model, default))),
    )


def _hidden(address: Address, default: frozenset[str]) -> frozenset[str]:
    chosen = address.get(HIDDEN)
    return default if chosen is None else frozenset(chosen.split(",")) - {"-"}


def _in_order(model: ChartModel, keys: frozenset[str]) -> list[str]:
    return [series.key for series in model.legend if series.key in keys]


def _legend(model: ChartModel, hidden: frozenset[str], texts: Texts) -> Native:
    boxes = [_legend_box(model, index, hidden) for index in range(len(model.legend))]
    shown = sum(series.key not in hidden for series in model.legend)
    many = (
        node("p", texts("chart.some_shown", shown=shown, all=len(model.legend)), class_="legend-note")
        if model.hidden_at_first() and shown < len(model.legend)
        else None
    )
    legend = node("legend", texts("chart.legend"))
    return Native(node("div", node("fieldset", legend, *boxes, class_="legend"), many))


def _legend_box(model: ChartModel, index: int, hidden: frozenset[str]) -> Node:
    series = model.legend[index]
    box = node("input", type="checkbox", checked=series.key not in hidden, data_series=series.key)
    return node(
        "label", box, _swatch(model.kind, series.colour, index), node("span", series.name), class_="legend-item"
    )


def _swatch(kind: ChartKind, colour: str, index: int) -> Node:
    """A line as the chart draws it, or a square of its fill."""
    if kind is ChartKind.LINES:
        dash = ("", "7 4", "2 3", "7 3 2 3", "11 4", "11 3 2 3")[index % 6]
        drawn = node("line", x1=1, y1=8, x2=31, y2=8, stroke=colour, stroke_width=3, stroke_dasharray=dash or None)
    else:
        drawn = node("rect", x=8, y=1, width=14, height=14, fill=colour)
    return node("svg", drawn, viewBox="0 0 32 16", width=32, height=16, aria_hidden="true")
