"""The overview: one box per distribution, each with a picture, a small table and a line of text (dashboards 12)."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components import colours, drawing
from dashboards.components.address import Address
from dashboards.components.messages import message_list
from dashboards.components.native import Node, node
from dashboards.components.overview_map import county_box
from dashboards.components.overview_rows import (
    MISSING,
    change_text,
    count_text,
    group_table,
    is_hidden,
    largest_in_words,
    overview_name,
    row_change_text,
    small_table,
)
from dashboards.components.report_page import LEVEL_PATHS
from dashboards.components.texts import Texts
from warehouse import formats
from warehouse.formats import alphabetical
from warehouse.reports import registry
from warehouse.reports.figures import Status
from warehouse.reports.overview import BoxLook, OverviewBox, OverviewResult, OverviewRow
from warehouse.reports.result import Level

SEX_BOX = "overview_sex_share"
LONG_BOX = "overview_long_cases"


def overview_title(result: OverviewResult, texts: Texts) -> str:
    """The heading, with the three months it covers."""
    return texts(f"overview.title.{result.level}", period=formats.period(result.window, texts.language))


def overview_page(
    result: OverviewResult,
    texts: Texts,
    address: Address,
    above: Sequence[Component] = (),
    below: Sequence[Component] = (),
) -> list[Component]:
    """The content of an overview page. The help text says what the site holds and whom it is for.

    `above` stands before the boxes, `below` after them.
    """
    heading = html.H1(overview_title(result, texts), tabIndex="-1")
    intro = html.P(texts(f"overview.intro.{result.level}"), className="intro")
    window = {"first": str(result.window.first), "last": str(result.window.last)}
    messages = message_list(result.messages, texts, **window)
    if result.is_empty:
        return [
            html.H1(texts("overview.empty"), tabIndex="-1"),
            intro,
            messages,
            html.P(texts("message.R-002")),
            *below,
        ]
    compared = texts(
        "overview.compared",
        period=formats.period(result.window, texts.language),
        before=formats.period(result.previous_window, texts.language),
    )
    boxes = [box for view in result.boxes for box in _boxes(view, result, texts, address)]
    hidden = any(is_hidden(row.count) for box in result.boxes for row in box.rows)
    line = html.P(compared, className="compared")
    content = [heading, intro, messages, *above, line, html.Div(boxes, className="boxes")]
    notes = [html.P(texts("table.status.protected"), className="notes")] if hidden else []
    return [*content, *notes, *below]


def _boxes(box: OverviewBox, result: OverviewResult, texts: Texts, address: Address) -> list[Component]:
    """A box as sections of the page; none while the report it leads to has no page."""
    if result.level not in registry.report(box.links_to).page_levels:
        return []
    if box.key == SEX_BOX:
        return [_sexes(box, result, texts, address), _total(box, result, texts, address)]
    if box.look is BoxLook.FIGURES:
        return []
    if box.look is BoxLook.COLUMNS:
        return [_lengths(box, result, texts, address)]
    if box.look is BoxLook.MAP:
        return [_counties(box, result, texts, address)]
    return [_ring(box, result, texts, address)]


def _box(title: str, href: str, content: Sequence[Component], kind: str = "box") -> Component:
    return html.Section([html.H2(html.A(title, href=href)), *content], className=kind)


def _report_link(box: OverviewBox, result: OverviewResult, address: Address) -> str:
    """Where the box leads: the report it sums up, on the same level."""
    return address.to(f"{LEVEL_PATHS[result.level]}/{registry.report(box.links_to).slug}").url


def _sexes(box: OverviewBox, result: OverviewResult, texts: Texts, address: Address) -> Component:
    women, men = box.row("women"), box.row("men")
    parts = [
        (women, colours.drawn(colours.WOMEN), texts("sex.women")),
        (men, colours.drawn(colours.MEN), texts("sex.men")),
    ]
    figures = [
        html.Div(
            [
                html.Strong(formats.percent(row.share or 0, texts.language), className=f"share {row.group.key}"),
                html.Span(name),
                html.Span(texts("overview.cases", count=count_text(row.count, texts)), className="quiet"),
            ],
            className="share-figure",
        )
        for row, _, name in parts
    ]
    picture = drawing.split([(float(row.count.total), colour) for row, colour, _ in parts])
    content = [html.Div(figures, className="share-figures"), picture]
    return _box(box.title.in_language(texts.language), _report_link(box, result, address), content)


def _total(box: OverviewBox, result: OverviewResult, texts: Texts, address: Address) -> Component:
    change = box.change
    total = formats.number(box.total.total, texts.language)
    national = result.level is Level.NATIONAL
    figure = change_text(change, texts) if national else total
    before = formats.number(box.previous_total.total, texts.language)
    comparable = change is not None and change.comparable
    direction = "same" if not change or change.value == 0 else "more" if change.value > 0 else "fewer"
    sentence = (
        texts(f"overview.change.{direction}", now=total, before=before, change=change_text(change, texts))
        if comparable
        else texts("message.I-004")
    )
    circle = html.Div(html.Strong(figure), className="circle")
    title = texts("overview.change.title" if national else "overview.total.title")
    return _box(title, _report_link(box, result, address), [circle, html.P(sentence, className="quiet")])


def _ring(box: OverviewBox, result: OverviewResult, texts: Texts, address: Address) -> Component:
    drawn = [colours.drawn(row.group.colour or colours.TOTAL) for row in box.rows]
    slices = [
        drawing.Slice(str(number), colour, row.count.total)
        for number, (row, colour) in enumerate(zip(box.rows, drawn, strict=True), start=1)
    ]
    names = ", ".join(f"{overview_name(row.group, texts.language)} {count_text(row.count, texts)}" for row in box.rows)
    title = box.title.in_language(texts.language)
    table = group_table(box, slices, title, texts)
    picture = html.Div(drawing.ring(slices, f"{title}: {names}"), className="ring-place")
    line = html.P(largest_in_words(box, texts), className="quiet")
    return _box(
        title, _report_link(box, result, address), [html.Div([picture, table], className="ring-and-table"), line]
    )


def _lengths(box: OverviewBox, result: OverviewResult, texts: Texts, address: Address) -> Component:
    title = box.title.in_language(texts.language)
    most = max((row.count.total for row in box.rows), default=0)
    colour = colours.drawn(colours.SINGLE)
    rows = [
        node(
            "tr",
            node("th", row.group.label.in_language(texts.language), scope="row"),
            node("td", count_text(row.count, texts), class_="figure"),
            node("td", drawing.bar(row.count.total, most, colour).node, class_="bar-cell"),
        )
        for row in box.rows
    ]
    name = registry.report(box.links_to).dimension.name.in_language(texts.language)
    heads = [
        node("th", name, scope="col"),
        node("th", texts("overview.count"), scope="col", class_="figure"),
        node("td", class_="bar-cell"),
    ]
    table = small_table(title, heads, rows, "bars")
    return _box(title, _report_link(box, result, address), [*_long_cases(result, texts), table])


def _long_cases(result: OverviewResult, texts: Texts) -> list[Component]:
    """Two key numbers: cases of 91 days or more, and their change."""
    try:
        box = result.box(LONG_BOX)
    except KeyError:
        return []
    hidden = is_hidden(box.total) or is_hidden(box.previous_total)
    figures = [
        (count_text(box.total, texts), texts("overview.long.count")),
        (Status.PROTECTED.value if hidden else change_text(box.change, texts), texts("overview.long.change")),
    ]
    items = [html.Div([html.Strong(figure), html.Span(name)], className="key-figure") for figure, name in figures]
    return [html.Div(items, className="key-figures")]


def _counties(box: OverviewBox, result: OverviewResult, texts: Texts, address: Address) -> Component:
    title = box.title.in_language(texts.language)
    heads = [
        node("th", texts("overview.county"), scope="col"),
        node("th", texts("overview.per_1000"), scope="col", class_="figure"),
        node("td", class_="bar-cell droppable"),
        node("th", texts("overview.change.head"), scope="col", class_="figure"),
    ]
    most = max((row.rate or 0 for row in box.rows), default=0)
    table = small_table(title, heads, [_county_row(row, most, texts) for row in _in_order(box.rows)], "bars")
    picture = county_box(box, result.window, texts, address)
    note = html.P(texts("overview.county_note.text"), className="quiet")
    content = [html.Div([html.Div(picture, className="map-words"), html.Div([note, table])], className="map-and-table")]
    return _box(title, _report_link(box, result, address), content if picture else [note, table], "box wide")


def _in_order(rows: Sequence[OverviewRow]) -> list[OverviewRow]:
    """Counties with the highest rate first, equal ones by name; those without a rate last."""
    return sorted(rows, key=lambda row: (row.population is None, -(row.rate or 0), alphabetical(row.group.label.sv)))


def _county_row(row: OverviewRow, most: float, texts: Texts) -> Node:
    """A county; without inhabitants there is no rate (`…`)."""
    known = row.population is not None
    rate = formats.number(row.rate or 0, texts.language, 2) if known else MISSING
    if is_hidden(row.count):
        rate = Status.PROTECTED.value
    picture = drawing.bar(row.rate or 0, most, colours.drawn(colours.SINGLE)).node if known else None
    return node(
        "tr",
        node("th", row.group.label.in_language(texts.language), scope="row"),
        node("td", rate, class_="figure"),
        node("td", picture, class_="bar-cell droppable"),
        node("td", row_change_text(row, texts), class_="figure"),
    )
