"""The first step: the open tables to choose from, found by words (dashboards 19.6)."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.native import Native, Node, node
from dashboards.components.texts import Texts
from dashboards.public.table_builder.state import FIND_TABLE, PATH, TABLE
from dashboards.public.table_builder.words import described
from warehouse.opendata.cube import Role
from warehouse.opendata.definitions import SUBJECTS, TABLES, TableDefinition
from warehouse.opendata.figures import regions
from warehouse.opendata.tables import outline
from warehouse.opendata.variables import region_variable, sexes
from warehouse.reports.national import NationalStatistics
from warehouse.reports.result import Label, View

RESULTS = "tabeller"


def table_list(address: Address, statistics: NationalStatistics, texts: Texts) -> list[Component]:
    """The search field, and the tables in which all its words are found, by subject area."""
    words = address.get(FIND_TABLE) or ""
    found = [one for one in TABLES if _is_found(one, words, texts)]
    return [
        html.H2(texts("builder.tables.head")),
        Native(_search(words, texts)),
        html.P(_told(len(found), words, texts), id=RESULTS, tabIndex="-1", role="status", className="quiet"),
        *([html.P(html.A(texts("builder.tables.all"), href=Address(PATH, texts.language).url))] if words else []),
        *_by_subject(found, statistics, texts),
    ]


def _is_found(one: TableDefinition, words: str, texts: Texts) -> bool:
    of_table = (one.label, one.description, SUBJECTS[one.subject])
    text = " ".join((one.id, *(label.in_language(texts.language) for label in of_table), *one.tags)).casefold()
    return all(word in text for word in words.casefold().split())


def _search(words: str, texts: Texts) -> Node:
    field = node("input", type="text", id=FIND_TABLE, name=FIND_TABLE, value=words, autocomplete="off", class_="wide")
    return node(
        "form",
        node("div", node("label", texts("builder.tables.find"), for_=FIND_TABLE), field, class_="field"),
        node("button", texts("builder.tables.button"), type="submit", class_="primary"),
        action=f"{Address(PATH, texts.language).url}#{RESULTS}",
        method="get",
        role="search",
        class_="selection",
    )


def _told(found: int, words: str, texts: Texts) -> str:
    if not found:
        return texts("builder.tables.none", words=words)
    return texts("builder.tables.found", found=found, all=len(TABLES))


def _by_subject(found: list[TableDefinition], statistics: NationalStatistics, texts: Texts) -> Iterator[Component]:
    last = {view: _last_period(statistics, view, texts) for view in {one.view for one in found}}
    for subject, label in SUBJECTS.items():
        tables = [one for one in found if one.subject == subject]
        if tables:
            yield html.H3(label.in_language(texts.language))
            yield html.Ul([_entry(one, last[one.view], texts) for one in tables], className="builder-tables")


def _last_period(statistics: NationalStatistics, view: View, texts: Texts) -> str:
    """The last period of all tables of a view, which have the same ones; read of the first, which is small."""
    first = next(one for one in TABLES if one.view is view)
    time = next(variable for variable in outline(statistics, first.id) if variable.role is Role.TIME)
    return time.categories[-1].label.in_language(texts.language)


def _entry(one: TableDefinition, last: str, texts: Texts) -> Component:
    href = Address(PATH, texts.language, {TABLE: (one.id,)}).url
    label = one.label.in_language(texts.language)
    divided = [name.in_language(texts.language) for name in _divided_by(one)]
    key = "builder.tables.last" if divided else "builder.tables.last_undivided"
    return html.Li(
        [
            html.A(f"{one.id} {label}", href=href),
            html.P(described(one.label, one.description, texts)),
            html.P(texts(key, last=last, variables=", ".join(divided)), className="quiet"),
        ]
    )


def _divided_by(one: TableDefinition) -> Iterator[Label]:
    """The names of the variables with several values, but for what is measured and when."""
    if one.has_regions and len(regions(one)) > 1:
        yield region_variable(one).label
    if one.division:
        yield one.division.label
    if one.has_sexes:
        yield sexes().label
