"""The panel of the chart of a made table, or a line that says why there is none."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.chart_model import ChartModel
from dashboards.components.chart_panel import drawn_chart, legend_marks
from dashboards.components.folding import fold_button, folded_part
from dashboards.components.native import wild
from dashboards.components.swedish_names import marked_parts
from dashboards.components.texts import Texts
from dashboards.public.table_builder.cube_chart import NotDrawn, chart_summary


def chart_part(model: ChartModel | NotDrawn, address: Address, texts: Texts) -> Component:
    """The panel `Diagram`; `address` says which series are switched off."""
    if isinstance(model, NotDrawn):
        reason = texts(f"builder.chart.{model.reason}", series=model.series, most=model.most)
        return html.P(texts("builder.chart.not_drawn", reason=reason), className="quiet")
    head = html.Div([html.H2(texts("chart.title"), id="diagram"), fold_button("chart", texts)], className="panel-head")
    return html.Section(
        [
            head,
            html.Noscript(html.P(texts("message.R-010"))),
            folded_part("chart", drawn_chart(model, texts, address)),
            html.P(marked_parts(chart_summary(model, texts), texts.language), className="chart-summary"),
        ],
        className="panel",
        **wild(aria_labelledby="diagram"),
        **legend_marks(model),
    )
