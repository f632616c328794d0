"""The page of the map: picture, legend and words, the ranked table, and what is known of the geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.components import table
from dashboards.components.about_data import LinkedFact, about_panel
from dashboards.components.address import FIRST, LAST, SEX, Address
from dashboards.components.choropleth import Area, Choropleth, legend, map_picture
from dashboards.components.explained import explanations
from dashboards.components.measure_names import MEASURE_NAMES
from dashboards.components.messages import message_list
from dashboards.components.native import wild
from dashboards.components.page import SiteIdentity
from dashboards.components.prose import prose
from dashboards.components.report_page import LEVEL_PATHS
from dashboards.components.share_panel import Share, copy_status, copy_table_button, share_panel
from dashboards.components.texts import Texts
from dashboards.public.county_map.controls import map_controls
from dashboards.public.county_map.figures import CountyFigures
from dashboards.public.county_map.table import county_table
from dashboards.public.county_map.words import (
    classes_in_words,
    highest_in_words,
    scale_of,
    summary,
    writer,
    written,
)
from warehouse import formats
from warehouse.reports import measures, registry
from warehouse.reports.counties import RATE
from warehouse.reports.description import note_texts
from warehouse.reports.figures import Status
from warehouse.reports.measured import Measure
from warehouse.reports.menu import COUNTY_MAP
from warehouse.reports.period import Window
from warehouse.reports.result import Label, Level, Message

FILE_FORMATS = ("xlsx", "csv", "png", "svg")


@dataclass(frozen=True, slots=True)
class MapContext:
    """What the page shows beside the figures: the periods and months that can be chosen, and who runs the service.

    `share` is what can be shared of the view, `facts` lead to where its figures are explained and can be fetched.
    """

    windows: Sequence[Window]
    months: Window
    identity: SiteIdentity
    share: Share | None = None
    facts: Sequence[LinkedFact] = ()


def map_page(figures: CountyFigures, texts: Texts, address: Address, context: MapContext) -> list[Component]:
    """The content of the page, from breadcrumb to facts about the data."""
    request = figures.request
    return [
        _breadcrumb(texts, address),
        html.H1(COUNTY_MAP.title.in_language(texts.language), tabIndex="-1"),
        html.P(formats.period(request.window, texts.language), className="period-line"),
        html.Div([html.P(texts("map.help")), html.P(texts(f"help.{COUNTY_MAP.help_id}"))], className="help"),
        map_controls(request, context.windows, context.months, address, texts),
        _messages(figures, texts),
        _tools(texts, address, context.share),
        _map_panel(figures, texts, address, [html.P(texts("map.point"), className="quiet")]),
        _table_panel(figures, texts, address),
        _about_map(texts, address),
        about_panel(figures.result, context.identity, texts, context.facts),
        explanations(texts),
    ]


def _breadcrumb(texts: Texts, address: Address) -> Component:
    base = LEVEL_PATHS[Level.NATIONAL]
    report = registry.report(RATE)
    places = [(f"{base}/oversikt", texts("level.national")), (f"{base}/{report.slug}", _label(report.menu, texts))]
    items = [html.Li(html.A(text, href=address.to(path).url)) for path, text in places]
    items.append(html.Li(_label(COUNTY_MAP.menu, texts), **wild(aria_current="page")))
    return html.Nav(html.Ol(items), className="breadcrumb", **wild(aria_label=texts("frame.here")))


def _label(label: Label, texts: Texts) -> str:
    return label.in_language(texts.language)


def _messages(figures: CountyFigures, texts: Texts) -> Component:
    window = {"first": str(figures.request.window.first), "last": str(figures.request.window.last)}
    return message_list([*figures.request.messages, *_lacking(figures)], texts, **window)


def _lacking(figures: CountyFigures) -> list[Message]:
    """What the map cannot show: rates without inhabitants, counties whose numbers are too small."""
    found = []
    if Measure.PER_1000_INHABITANTS not in figures.request.offered:
        found.append(Message("map-population", "info"))
    hidden = sum(figures.shown[group.key].status is Status.PROTECTED for group in figures.counties)
    if hidden:
        found.append(Message("map-protected", "info", {"number": str(hidden)}))
    return found


def county_map(figures: CountyFigures, texts: Texts, address: Address | None) -> Choropleth:
    """The map of a request; with an address each county leads to its report there."""
    measure = figures.request.measure
    areas = tuple(
        Area(
            group.key,
            group.label.in_language(texts.language),
            figures.shown[group.key],
            written(figures.shown[group.key], measure, texts),
            county_address(address, group.key).url if address else None,
        )
        for group in figures.counties
    )
    title = figures.result.title.in_language(texts.language)
    period = formats.period(figures.request.window, texts.language)
    return Choropleth(areas, scale_of(measure), f"{title}, {period}", writer(measure, texts.language))


def county_address(address: Address, county: str) -> Address:
    """The report of one county over time."""
    path = f"{LEVEL_PATHS[Level.NATIONAL]}/{registry.report(RATE).slug}"
    return address.to(path, ()).having(form="tidsserie", lan=county)


def panel_of_report(figures: CountyFigures, texts: Texts, address: Address) -> Component:
    """The map on the page of the county report, with a link to its own page.

    Here it is one picture: whoever goes by keyboard to the table below need not pass every county.
    """
    request = figures.request
    keep = {FIRST, LAST, SEX}
    page = address.to(f"{LEVEL_PATHS[Level.NATIONAL]}/{COUNTY_MAP.slug}", keep).having(
        matt=MEASURE_NAMES[request.measure]
    )
    link = html.P(html.A(texts("map.overview.link"), href=page.url))
    return _map_panel(figures, texts, None, [link])


def _map_panel(figures: CountyFigures, texts: Texts, address: Address | None, below: Sequence[Component]) -> Component:
    shown = county_map(figures, texts, address)
    words = summary(figures, texts)
    highest = highest_in_words(figures, texts)
    measure = measures.definition(figures.request.measure)
    beside = [
        html.H3(measure.label.in_language(texts.language), className="legend-title"),
        legend(shown, texts),
        html.P(classes_in_words(figures, texts), className="quiet"),
        html.P(words),
        *([html.P(highest)] if highest else []),
        *below,
    ]
    picture = html.Div(map_picture(shown, words), className="map-place")
    return html.Section(
        [
            html.H2(texts("map.panel"), id="karta"),
            html.P(shown.title, className="map-caption"),
            html.Div([picture, html.Div(beside, className="map-words")], className="map-and-words"),
        ],
        className="panel",
        **wild(aria_labelledby="karta"),
    )


def _tools(texts: Texts, address: Address, share: Share | None) -> Component:
    """What can be taken away: files, and links to share."""
    files = [
        html.Li(html.A(texts(f"file.{extension}"), href=address.file(extension).url, download="", className="button"))
        for extension in FILE_FORMATS
    ]
    saving = html.Details([html.Summary(texts("file.label")), html.Ul(files, className="files")], className="tool")
    sharing = [share_panel(share, texts)] if share else []
    return html.Div([saving, *sharing, copy_status(texts)], className="tools")


def _table_panel(figures: CountyFigures, texts: Texts, address: Address) -> Component:
    model = county_table(figures, texts)
    links = {group.key: county_address(address, group.key).url for group in figures.counties}
    explanations = [texts(f"table.status.{status.name.lower()}") for status in sorted(model.statuses)]
    notes = [*explanations, *note_texts(figures.result, texts).values()]
    head = [
        html.H2(texts("table.title"), id="tabell"),
        copy_table_button(texts),
    ]
    return html.Section(
        [
            html.Div(head, className="panel-head"),
            table.table_view(model, texts, links),
            html.Ul([html.Li(text) for text in notes], className="notes"),
        ],
        className="panel",
        **wild(aria_labelledby="tabell"),
    )


def _about_map(texts: Texts, address: Address) -> Component:
    """Where the outlines are from, what may be done with them, and why there are no municipalities."""
    parts = [
        html.H2(texts("map.about.head"), id="om-kartan"),
        *prose(texts("map.about.text"), address),
        html.H3(texts("map.about.municipalities_head")),
        *prose(texts("map.about.municipalities"), address),
    ]
    return html.Section(html.Div(parts, className="prose"), className="panel", **wild(aria_labelledby="om-kartan"))
