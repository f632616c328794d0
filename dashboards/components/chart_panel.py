"""The panel of a report's chart: kinds to choose, the charts, a legend of checkboxes and a summary in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.components import chart, colours, controls, summary
from dashboards.components.address import HIDDEN, Address
from dashboards.components.chart import ChartKind, ChartModel
from dashboards.components.chart_model import REST
from dashboards.components.explained import explained, has_term
from dashboards.components.folding import fold_button, folded_part
from dashboards.components.native import Native, Node, node, wild
from dashboards.components.swedish_names import marked, marked_parts
from dashboards.components.texts import Texts
from warehouse.reports import registry
from warehouse.reports.measured import Measure
from warehouse.reports.result import ReportResult


def chart_panel(
    result: ReportResult, model: ChartModel, texts: Texts, address: Address, measure: Measure = Measure.COUNT
) -> Component:
    """The panel `Diagram`. The parameter `dolj` names the series that are switched off."""
    definition = registry.report(result.report_id)
    kinds = {view: chart.kinds_of(definition, view, measure, result.sexes) for view in definition.levels[result.level]}
    return html.Section(
        [
            html.Div(
                [
                    html.H2(texts("chart.title"), id="diagram"),
                    fold_button("chart", texts),
                    controls.chart_links(address, model.kind, kinds, texts),
                ],
                className="panel-head",
            ),
            html.Noscript(html.P(texts("message.R-010"))),
            folded_part("chart", drawn_chart(model, texts, address)),
            html.P(marked_parts(summary.chart_summary(result, texts), texts.language), className="chart-summary"),
        ],
        className="panel",
        **wild(aria_labelledby="diagram"),
        **legend_marks(model),
    )


def drawn_chart(model: ChartModel, texts: Texts, address: Address) -> list[Component | None]:
    """The charts of a model, their legend, and what the dashed line is; for a panel with `legend_marks`."""
    hidden = _hidden(address, model.hidden_at_first())
    graphs = [
        html.Figure(
            [html.Figcaption(panel.heading), chart.graph(f"chart-{number}", figure)],
            className="chart-figure",
        )
        for number, (panel, figure) in enumerate(zip(model.panels, chart.figures(model, hidden, texts), strict=True))
    ]
    pair = html.Div(graphs, className="charts pair" if len(graphs) > 1 else "charts")
    return [pair, _legend(model, hidden, texts), _benchmark_note(model)]


def legend_marks(model: ChartModel) -> dict[str, Any]:
    """What tells `assets/charts.js` that a panel's legend shows and hides series, and which are hidden at first."""
    default = model.hidden_at_first()
    return wild(data_charts="", data_hidden=",".join(_in_order(model, default)))


def _hidden(address: Address, default: frozenset[str]) -> frozenset[str]:
    chosen = address.get(HIDDEN)
    return default if chosen is None else frozenset(chosen.split(",")) - {"-"}


def _in_order(model: ChartModel, keys: frozenset[str]) -> list[str]:
    return [series.key for series in model.legend if series.key in keys]


def _legend(model: ChartModel, hidden: frozenset[str], texts: Texts) -> Native:
    boxes = {series.key: _legend_box(model, at, hidden, texts) for at, series in enumerate(model.legend)}
    empty = model.without_values()
    groups = [series.key for series in model.legend if series.key not in {REST, *empty}]
    shown = len(set(groups) - hidden)
    many = (
        node("p", texts("chart.some_shown", shown=shown, all=len(groups)), class_="legend-note")
        if model.beyond_largest() and shown < len(groups)
        else None
    )
    legend = node("legend", texts("chart.legend"))
    folded = _in_order(model, model.hidden_at_first())
    shown_first = (box for key, box in boxes.items() if key not in folded)
    more = _more([boxes[key] for key in folded], texts, is_open=not hidden.issuperset(folded)) if folded else None
    return Native(node("div", node("fieldset", legend, *shown_first, more, class_="legend"), many))


def _more(boxes: Sequence[Node], texts: Texts, *, is_open: bool) -> Node:
    """The groups that are not shown at first, folded away so that the legend stays short."""
    summary = node("summary", texts("chart.more_groups", count=len(boxes)))
    return node("details", summary, node("div", *boxes, class_="legend"), class_="legend-more", open=is_open)


def _legend_box(model: ChartModel, index: int, hidden: frozenset[str], texts: Texts) -> Node:
    """A checkbox with swatch and name. A name with a word that is explained cannot be its label, which is a button."""
    series = model.legend[index]
    if series.key in model.without_values():
        box = node("input", type="checkbox", disabled=True, data_series=series.key)
        name = node("span", texts("legend.without_values", series=series.name))
        return node("label", box, _swatch(model.kind, series.colour, index), name, class_="legend-item")
    is_shown = series.key not in hidden
    swatch = _swatch(model.kind, series.colour, index)
    if has_term(series.name, texts):
        box = node("input", type="checkbox", checked=is_shown, data_series=series.key, aria_label=series.name)
        return node("span", box, swatch, node("span", *explained(series.name, texts)), class_="legend-item")
    box = node("input", type="checkbox", checked=is_shown, data_series=series.key)
    return node("label", box, swatch, node("span", *marked(series.name, texts.language)), class_="legend-item")


def _benchmark_note(model: ChartModel) -> Native | None:
    """What the dashed line of the charts is; labels at line ends give way on small screens."""
    benchmark = model.panels[0].benchmark
    if benchmark is None:
        return None
    line = _picture(_line(benchmark.colour, "dash"))
    return Native(node("p", line, node("span", benchmark.name), class_="legend-item benchmark"))


def _swatch(kind: ChartKind, colour: str, index: int) -> Node:
    """A line as the chart draws it, or a square with its fill and pattern."""
    if kind is ChartKind.LINES:
        return _picture(_line(colour, colours.mark_at(colours.DASHES, index)))
    square = node("rect", x=8, y=1, width=14, height=14, fill=colour)
    return _picture(square, *_hatching(colours.mark_at(colours.PATTERNS, index)))


def _picture(*shapes: Node) -> Node:
    return node("svg", *shapes, viewBox="0 0 32 16", width=32, height=16, aria_hidden="true")


_DASH_LENGTHS = {"dash": "7 4", "dot": "2 3", "dashdot": "7 3 2 3", "longdash": "11 4", "longdashdot": "11 3 2 3"}


def _line(colour: str, dash: str) -> Node:
    dashes = _DASH_LENGTHS.get(dash)
    return node("line", x1=1, y1=8, x2=31, y2=8, stroke=colour, stroke_width=3, stroke_dasharray=dashes)


_STROKES: Mapping[str, str] = {
    "/": "M8 8L15 1M8 15L22 1M15 15L22 8",
    "\\": "M15 1L22 8M8 1L22 15M8 8L15 15",
    "-": "M8 4.5H22M8 8H22M8 11.5H22",
    "|": "M11.5 1V15M15 1V15M18.5 1V15",
    ".": "M10.5 4.5h2M14 4.5h2M17.5 4.5h2M10.5 8h2M14 8h2M17.5 8h2M10.5 11.5h2M14 11.5h2M17.5 11.5h2",
}
_CROSSED = {"x": ("/", "\\"), "+": ("-", "|")}


def _hatching(pattern: str) -> list[Node]:
    """The strokes of a fill's pattern, as `colours.PATTERNS` names it."""
    return [
        node("path", d=_STROKES[part], stroke="#FFFFFF", stroke_opacity=0.7, stroke_width=1.4, fill="none")
        for part in _CROSSED.get(pattern, (pattern,))
        if part
    ]
