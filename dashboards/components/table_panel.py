"""The panel of a report's table: the table, a button that copies it, and what its signs and notes mean."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components import table
from dashboards.components.folding import fold_button, folded_part
from dashboards.components.native import wild
from dashboards.components.share_panel import copy_table_button
from dashboards.components.texts import Texts
from warehouse.reports.description import note_texts
from warehouse.reports.result import ReportResult
from warehouse.reports.table import ReportTable

MOST_ROWS, MOST_HEADS = 100, 34


def is_large(model: ReportTable) -> bool:
    """Whether the table starts hidden: more than 100 rows, or 34 heads in the upper header row (dashboards 5)."""
    return len(model.rows) > MOST_ROWS or 1 + sum(1 for _ in model.group_heads()) > MOST_HEADS


def table_panel(result: ReportResult, model: ReportTable, texts: Texts) -> Component:
    """The panel `Tabell`."""
    notes = note_texts(result, texts).values()
    explanations = [texts(f"table.status.{status.name.lower()}") for status in sorted(model.statuses)]
    return html.Section(
        [
            html.Div(
                [
                    html.H2(texts("table.title"), id="tabell"),
                    copy_table_button(texts),
                    *([] if is_large(model) else [fold_button("table", texts)]),
                ],
                className="panel-head",
            ),
            folded_part("table", [_shown(model, texts)]),
            html.Ul([html.Li(text) for text in (*explanations, *notes)], className="notes"),
        ],
        className="panel",
        **wild(aria_labelledby="tabell"),
    )


def _shown(model: ReportTable, texts: Texts) -> Component:
    """The table; a large one behind a line that opens it."""
    view = table.table_view(model, texts)
    return html.Details([_large_summary(texts), view], className="chooser") if is_large(model) else view


def _large_summary(texts: Texts) -> Component:
    """`Visa tabellen` while the table is hidden, `Dölj tabellen` while it is shown."""
    show = html.Span(texts("table.show"), className="when-folded")
    return html.Summary([show, html.Span(texts("table.hide"), className="when-open")])
