"""The map of the overview: cases per 1,000 inhabitants of every county in the months of the overview."""

from __future__ import annotations

from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.choropleth import Area, Choropleth, legend, map_picture
from dashboards.components.choropleth_classes import Number, Scale
from dashboards.components.overview_rows import is_hidden
from dashboards.components.report_page import LEVEL_PATHS
from dashboards.components.texts import Texts
from warehouse import formats
from warehouse.geography import UNKNOWN_COUNTY
from warehouse.reports.figures import Cell, Status
from warehouse.reports.menu import COUNTY_MAP
from warehouse.reports.overview import OverviewBox, OverviewRow
from warehouse.reports.period import Window
from warehouse.reports.result import Level

NAMED = 5


def county_box(box: OverviewBox, window: Window, texts: Texts, address: Address) -> list[Component]:
    """The map, its legend, the five highest in words and a link to the map's own page; nothing without inhabitants."""
    areas = tuple(_area(row, texts) for row in box.rows if row.group.key != UNKNOWN_COUNTY)
    if not any(area.value is not None for area in areas):
        return []

    def written(value: Number) -> str:
        return formats.number(float(value), texts.language, 2)

    title = f"{box.title.in_language(texts.language)}, {texts('overview.per_1000')}"
    period = formats.period(window, texts.language)
    shown = Choropleth(areas, Scale.SEQUENTIAL, f"{title}, {period}", written)
    # The rows stand in order, the highest first.
    highest = [area for area in areas if area.value][:NAMED]
    listed = "; ".join(f"{area.name} {area.written}" for area in highest)
    words = texts("map.highest", number=len(highest), listed=listed) if highest else texts("summary.nothing")
    page = address.to(f"{LEVEL_PATHS[Level.NATIONAL]}/{COUNTY_MAP.slug}").url
    return [
        html.Div(map_picture(shown, words), className="map-place"),
        html.P(texts("overview.per_1000"), className="control-label"),
        legend(shown, texts),
        html.P(words),
        html.P(html.A(texts("map.overview.link"), href=page)),
    ]


def _area(row: OverviewRow, texts: Texts) -> Area:
    cell = _cell(row)
    name = row.group.label.in_language(texts.language)
    if cell.value is not None:
        return Area(row.group.key, name, cell, formats.number(float(cell.value), texts.language, 2))
    return Area(row.group.key, name, cell, texts("map.protected" if cell.status is Status.PROTECTED else "map.missing"))


def _cell(row: OverviewRow) -> Cell:
    """The rate as it stands in the table beside the map."""
    if is_hidden(row.count):
        return Cell(None, Status.PROTECTED)
    if row.population is None or row.rate is None:
        return Cell(None, Status.UNAVAILABLE)
    return Cell(Decimal(str(row.rate)))
