"""The page of a saved query: what was asked, what it gave then and gives now (dashboards 19.4).

It also stands when the query no longer runs: then it says why, and shows the result that was kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod
from typing import Any

from dash import html
from dash.development.base_component import Component
from werkzeug.exceptions import NotFound

from dashboards.components.address import Address
from dashboards.components.native import Native, node
from dashboards.components.swedish_names import marked
from dashboards.components.table_box import table_box
from dashboards.components.texts import Texts
from dashboards.public.api.call import Call, Service
from dashboards.public.api.configuration import BASE
from dashboards.public.api.data import read_selection, selected
from dashboards.public.api.models import SavedQuery
from dashboards.public.api.parameters import NoQuery
from dashboards.public.api.problems import ProblemError
from dashboards.public.api.queries import SAVED
from dashboards.public.api.saved_queries import RESULT
from dashboards.public.api.selection import apply
from dashboards.public.information.article import simple_table
from dashboards.public.table_builder.links import saved_selection
from dashboards.public.table_builder.pivot import COLUMNS_OF_PART
from warehouse import formats
from warehouse.opendata.cube import CONTENTS, UnknownCodeError
from warehouse.opendata.definitions import TABLES
from warehouse.opendata.jsonstat import dataset
from warehouse.reports.national import NationalStatistics

SHOWN = "visa"
AS_IT_WAS, LATEST = "som-den-var", "senaste"
MOST_ROWS = 300
_VALUES_NAMED = 12
_FORMS = {"JSON-stat": "json-stat2", "CSV": "csv", "XLSX": "xlsx", "PX": "px", "Parquet": "parquet"}

Document = dict[str, Any]
"""A data set as JSON-stat."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a query: a result, where there is one, its data version, and why there is none or another."""

    result: Document | None
    version: str
    problem: str | None = None


def saved_query_id(path: str) -> str | None:
    """The id in the address of a saved query's page; None for other addresses."""
    before, _, query_id = path.rpartition("/")
    return query_id if before == SAVED and query_id else None


def saved_query_page(
    query_id: str, address: Address, service: Service, statistics: NationalStatistics, texts: Texts
) -> tuple[str, list[Component]]:
    """The title and the content of the page. Raises NotFound when nothing is saved under the id."""
    kept = service.saved_queries.get(query_id)
    if kept is None:
        raise NotFound
    query = SavedQuery.model_validate(kept)
    wants_latest = address.get(SHOWN) == LATEST
    shown = (_latest if wants_latest else _as_it_was)(query, kept.get(RESULT), service, statistics, texts.language)
    title = _title(query, shown, texts)
    main: list[Component] = [
        html.H1(title, tabIndex="-1"),
        html.P(texts("saved.intro"), className="intro"),
        _facts(query, shown, texts),
        _choice(address, wants_latest, texts),
        *_told(shown, texts),
        html.H2(texts("saved.asked")),
        _selection(query, shown, texts),
        *_result(query_id, shown, texts),
        html.H2(texts("saved.take")),
        _files(query_id, query, texts),
        *_to_builder(query, shown, texts),
    ]
    return title, [html.Div(main, className="prose")]


def _to_builder(query: SavedQuery, shown: Shown, texts: Texts) -> list[Component]:
    """The way to where the selection can be changed, when there is a result that says what it is."""
    if shown.result is None or query.table_id not in {one.id for one in TABLES}:
        return []
    href = saved_selection(query, shown.result, texts.language).url
    return [html.P(html.A(texts("saved.in_builder"), href=href))]


def _title(query: SavedQuery, shown: Shown, texts: Texts) -> str:
    label = next((one.label.in_language(texts.language) for one in TABLES if one.id == query.table_id), None)
    kept = shown.result["label"] if shown.result else query.table_id
    return texts("saved.title", table=f"{query.table_id} {label or kept}")


def _latest(
    query: SavedQuery, kept: Document | None, service: Service, statistics: NationalStatistics, language: str
) -> Shown:
    version = statistics.release.version
    try:
        return Shown(_run(query, service, statistics, language), version)
    except ProblemError as problem:
        stored = kept[language] if kept else None
        return Shown(stored, query.data_version or version, problem.told(language))


def _as_it_was(
    query: SavedQuery, kept: Document | None, service: Service, statistics: NationalStatistics, language: str
) -> Shown:
    version = query.data_version or statistics.release.version
    if kept:
        return Shown(kept[language], version)
    former = service.kept.reader(version)
    if former is None:
        return Shown(None, version, "")
    try:
        return Shown(_run(query, service, former, language), version)
    except ProblemError as problem:
        return Shown(None, version, problem.told(language))


def _run(query: SavedQuery, service: Service, statistics: NationalStatistics, language: str) -> Document:
    call: Call[NoQuery, None] = Call(service, statistics, query.table_id, NoQuery(), None)
    cube = call.cube(query.table_id)
    asked, placement = read_selection(query.selection)
    try:
        return dataset(apply(cube, selected(call, cube, asked), placement), language)
    except UnknownCodeError:
        raise ProblemError("unknown_values", values={"asked": query.table_id}) from None


def _facts(query: SavedQuery, shown: Shown, texts: Texts) -> Component:
    time = texts(f"saved.time.{query.time_selection or 'rolling'}")
    facts = [("saved.version", shown.version), ("saved.saved_in", query.data_version or "–"), ("saved.time_head", time)]
    rows = [part for name, value in facts for part in (html.Dt(texts(name)), html.Dd(value))]
    return html.Dl(rows)


def _choice(address: Address, wants_latest: bool, texts: Texts) -> Component:
    """Two links; the one that leads to what is shown looks like a pressed button."""
    links: list[Any] = []
    for value, is_current in ((AS_IT_WAS, not wants_latest), (LATEST, wants_latest)):
        attributes: dict[str, Any] = {"aria-current": "true", "className": "button"} if is_current else {}
        links += [html.A(texts(f"saved.{value}"), href=address.having(**{SHOWN: value}).url, **attributes), " "]
    named: dict[str, Any] = {"aria-label": texts("saved.choice")}
    return html.Nav(html.P(links), **named)


def _told(shown: Shown, texts: Texts) -> list[Component]:
    if shown.problem is None:
        return []
    known = "saved.differs" if shown.result else "saved.nothing_left"
    said = " ".join(filter(None, (texts(known), shown.problem)))
    return [html.P(said, className="message warning")]


def _selection(query: SavedQuery, shown: Shown, texts: Texts) -> Component:
    """The variables and the values chosen of each, by name where there is a result and as they were written else."""
    rows: list[tuple[str, str, str]] = []
    written = {one.variable_code.casefold(): one for one in query.selection.selection}
    if shown.result:
        for code in shown.result["id"]:
            dimension = shown.result["dimension"][code]
            asked = written.get(code.casefold())
            rows.append(
                (dimension["label"], _named(list(dimension["category"]["label"].values()), texts), _said(asked))
            )
    else:
        rows = [(one.variable_code, "", _said(one)) for one in query.selection.selection]
    heads = [texts(f"saved.{name}") for name in ("variable", "values", "written")]
    return simple_table(texts("saved.asked"), heads, rows, texts)


def _named(labels: Sequence[str], texts: Texts) -> str:
    first = ", ".join(labels[:_VALUES_NAMED])
    rest = len(labels) - _VALUES_NAMED
    return texts("saved.and_more", values=first, rest=rest) if rest > 0 else first


def _said(asked: Any) -> str:
    if asked is None:
        return ""
    return ", ".join(filter(None, (asked.codelist, *asked.value_codes[:_VALUES_NAMED])))


def _result(query_id: str, shown: Shown, texts: Texts) -> list[Component]:
    told = shown.result
    if told is None:
        return []
    content: list[Component] = [html.H2(texts("saved.result")), _table(told, texts)]
    if _rows(told) > MOST_ROWS or _width(told) > COLUMNS_OF_PART:
        content.append(_cut(query_id, shown, _rows(told), _width(told), texts))
    content.append(html.H2(texts("saved.notes")))
    return [*content, html.Ul([html.Li(note) for note in told["note"]]), html.P(told["source"], className="quiet")]


def _cut(query_id: str, shown: Shown, rows: int, columns: int, texts: Texts) -> Component:
    """How much of the result is shown, and the way to all of it where there is one."""
    numbers = {"shown_rows": min(rows, MOST_ROWS), "rows": rows}
    numbers |= {"shown_columns": min(columns, COLUMNS_OF_PART), "columns": columns}
    said = texts("saved.cut", **{name: formats.number(number, texts.language) for name, number in numbers.items()})
    whole = html.A(texts("saved.whole"), href=_file(query_id, "csv", texts))
    way: list[Any] = [" ", whole] if shown.problem is None else []
    return html.P([said, *way])


def _heading(told: Document) -> list[str]:
    heading: list[str] = told["extension"]["px"]["heading"]
    return heading


def _width(told: Document) -> int:
    sizes = dict(zip(told["id"], told["size"], strict=True))
    return prod(sizes[code] for code in _heading(told))


def _rows(told: Document) -> int:
    return prod(told["size"]) // _width(told)


def _table(told: Document, texts: Texts) -> Component:
    """The first rows and columns of the result, with its stub as rows and its heading as columns, as it was placed."""
    heading = _heading(told)
    stub = [code for code in told["id"] if code not in heading]
    labels = {code: list(told["dimension"][code]["category"]["label"].values()) for code in told["id"]}
    heads_of_columns = islice(product(*(labels[code] for code in heading)), COLUMNS_OF_PART)
    columns = [" ".join(names) for names in heads_of_columns] or [told["label"]]
    width = _width(told)
    heads = [told["dimension"][code]["label"] for code in stub]
    head = node("tr", *(node("th", *marked(text, texts.language), scope="col") for text in (*heads, *columns)))
    body = []
    for at, names in enumerate(islice(product(*(labels[code] for code in stub)), MOST_ROWS)):
        figures = (node("td", figure, class_="figure") for figure in _figures(told, at * width, len(columns), texts))
        body.append(node("tr", *(node("th", *marked(name, texts.language), scope="row") for name in names), *figures))
    caption = node("caption", told["label"])
    grid = node("table", caption, node("thead", head), node("tbody", *body), class_="small-table")
    return Native(table_box(grid, texts, len(body), aria_label=told["label"]))


def _figures(told: Document, start: int, number: int, texts: Texts) -> Iterator[str]:
    decimals = _decimals(told)
    for place in range(start, start + number):
        value, sign = told["value"][place], told.get("status", {}).get(str(place))
        shown = "" if value is None else formats.number(value, texts.language, decimals(place))
        yield " ".join(filter(None, (shown, sign)))


def _decimals(told: Document) -> Callable[[int], int]:
    """The number of decimals of the cell at a place."""
    if CONTENTS not in told["id"]:
        most: int = told["extension"]["px"]["decimals"]
        return lambda _place: most
    category = told["dimension"][CONTENTS]["category"]
    each = [category["unit"][code]["decimals"] for code in category["index"]]
    stride = prod(told["size"][told["id"].index(CONTENTS) + 1 :])
    return lambda place: each[place // stride % len(each)]


def _files(query_id: str, query: SavedQuery, texts: Texts) -> Component:
    links = [html.Li(html.A(name, href=_file(query_id, form, texts))) for name, form in _FORMS.items()]
    place = _place(query_id)
    definition = html.Li(html.A(texts("saved.definition"), href=place, download=f"{query.table_id}-{query_id}.json"))
    return html.Ul([*links, definition], className="files")


def _file(query_id: str, form: str, texts: Texts) -> str:
    return f"{_place(query_id)}/data?lang={texts.language}&outputFormat={form}"


def _place(query_id: str) -> str:
    return f"{BASE}/savedqueries/{query_id}"
