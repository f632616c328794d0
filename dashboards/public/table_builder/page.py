"""The page `Skapa egen tabell` (dashboards 19.6): an address is read, answered as the API does, and shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.chart_model import ChartModel
from dashboards.components.explained import explanations
from dashboards.components.messages import message_box
from dashboards.components.native import Native, wild
from dashboards.components.on_demand import own_script, own_style
from dashboards.components.share_panel import copy_status
from dashboards.components.texts import Texts
from dashboards.public.api.call import Service
from dashboards.public.api.documentation import DATA
from dashboards.public.api.selection import apply, resolve
from dashboards.public.api.table_of_tables import WHOLE_TABLES
from dashboards.public.table_builder.chart_part import chart_part
from dashboards.public.table_builder.cube_chart import NotDrawn, chart_of_cube
from dashboards.public.table_builder.form import RESULT, builder_form, count_text
from dashboards.public.table_builder.query import asked_of, cells, placement_of
from dashboards.public.table_builder.result import period_of, result_panel
from dashboards.public.table_builder.state import PATH, TABLE, Left, Read, read_state, state_address, told
from dashboards.public.table_builder.table_list import table_list
from dashboards.public.table_builder.take import take_panel
from dashboards.public.table_builder.value_list import list_place
from dashboards.public.table_builder.words import described, variable_name
from warehouse.opendata.cube import Cube
from warehouse.opendata.tables import UnknownTableError, cube_of, table
from warehouse.reports.national import NationalStatistics

STYLE, SCRIPT = "builder.css", "builder.js"
LONGEST_ADDRESS = 7_000
"""Of longer ones a browser or a server on the way may read a part alone."""


@dataclass(frozen=True, slots=True)
class Built:
    """A page of the builder: its title, its readable address, what it holds, and whether there is a chart."""

    title: str
    address: Address
    main: list[Component]
    has_chart: bool = False


def builder_page(address: Address, service: Service, statistics: NationalStatistics, host: str, texts: Texts) -> Built:
    """The page of an address: the list of tables, or one table with its form and its result."""
    table_id = address.get(TABLE)
    if table_id is None:
        return _of_tables(address, statistics, [], texts)
    try:
        known = table(table_id)
    except UnknownTableError:
        return _of_tables(address, statistics, [Left("table", {"names": told([table_id])})], texts)
    return _of_table(address, cube_of(statistics, known.id), service, host, texts)


def _of_tables(address: Address, statistics: NationalStatistics, left: list[Left], texts: Texts) -> Built:
    title = texts("builder.name")
    main = [
        own_style(STYLE),
        _breadcrumb([], title, texts),
        html.H1(title, tabIndex="-1"),
        html.P(texts("builder.intro"), className="intro"),
        _left(left, None, texts),
        *table_list(address, statistics, texts),
    ]
    return Built(title, address, main)


def _of_table(address: Address, cube: Cube, service: Service, host: str, texts: Texts) -> Built:
    read = read_state(address, cube)
    readable = state_address(read, texts.language)
    left = list(read.left)
    if len(readable.url) > LONGEST_ADDRESS:
        left.append(Left("address"))
    label = cube.label.in_language(texts.language)
    title = texts("builder.table_title", table=label)
    limit = service.configuration.max_cells
    shown = _answered(cube, read) if cells(read.state.choices) <= limit else None
    model = chart_of_cube(shown, texts) if shown else None
    content = (
        [*_result(shown, model, read, texts), take_panel(shown, read, host, _can_save(service), texts)]
        if shown and model
        else _too_large(cube, read, limit, texts)
    )
    main: list[Any] = [
        own_style(STYLE),
        own_script(SCRIPT),
        _breadcrumb([(Address(PATH, texts.language), texts("builder.name"))], f"{cube.id} {label}", texts),
        html.H1(title, tabIndex="-1"),
        *_about(cube, texts),
        _left(left, cube, texts),
        Native(builder_form(read, limit, texts)),
        html.P(html.A(texts("builder.count.start_over"), href=_fresh(cube, texts).url)),
        html.Div(content, id=RESULT, tabIndex="-1"),
        explanations(texts),
    ]
    return Built(title, readable, main, isinstance(model, ChartModel))


def _answered(cube: Cube, read: Read) -> Cube:
    """The cells that the open API answers with, placed as they are asked for."""
    return apply(cube, resolve(cube, asked_of(read)), placement_of(read))


def _can_save(service: Service) -> bool:
    """Whether there is a place where queries are kept."""
    return service.configuration.saved_queries is not None


def _result(shown: Cube, model: ChartModel | NotDrawn, read: Read, texts: Texts) -> list[Component]:
    return [
        html.P(period_of(shown, texts), className="period-line"),
        copy_status(texts),
        result_panel(shown, read, texts),
        chart_part(model, state_address(read, texts.language), texts),
    ]


def _too_large(cube: Cube, read: Read, limit: int, texts: Texts) -> list[Component]:
    whole = f"{WHOLE_TABLES}/{cube.id}.csv?lang={texts.language}"
    return [
        message_box("warning", count_text(read, limit, texts), texts),
        html.P(html.A(texts("builder.count.whole"), href=whole, className="button")),
    ]


def _fresh(cube: Cube, texts: Texts) -> Address:
    return Address(PATH, texts.language, {TABLE: (cube.id,)})


def _about(cube: Cube, texts: Texts) -> list[Component]:
    language = texts.language
    description = described(cube.label, cube.description or cube.label, texts)
    last = cube.time.categories[-1].label.in_language(language) if cube.time else ""
    return [
        html.P(texts("builder.about_table", description=description, id=cube.id, last=last), className="help"),
        html.P(
            [
                html.A(texts("builder.other_table"), href=Address(PATH, language).url),
                " ",
                html.A(texts("builder.to_table"), href=f"#{RESULT}"),
            ],
            className="quick-links",
        ),
    ]


def _left(left: list[Left], cube: Cube | None, texts: Texts) -> Component:
    """What of the address could not be used, one message each; variables are told by name."""
    boxes = []
    for one in left:
        values, code = dict(one.values), one.values.get("variable")
        if cube and code:
            values["variable"] = variable_name(cube.variable(code), texts)
        box = message_box("warning", texts(f"builder.left.{one.kind}", **values), texts)
        if code:
            way = html.A(texts("builder.left.change", variable=values["variable"]), href=f"#{list_place(code)}")
            box = html.Div([box, html.P(way, className="builder-way")])
        boxes.append(box)
    return html.Div(boxes, className="messages", role="status")


def _breadcrumb(places: list[tuple[Address, str]], here: str, texts: Texts) -> Component:
    items = [html.Li(html.A(texts("api.page.title"), href=Address(DATA, texts.language).url))]
    items += [html.Li(html.A(text, href=address.url)) for address, text in places]
    items.append(html.Li(here, **wild(aria_current="page")))
    return html.Nav(html.Ol(items), className="breadcrumb", **wild(aria_label=texts("frame.here")))
