"""The first step: the open tables to choose from, found by words (dashboards 19.6)."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.native import Native, Node, node
from dashboards.components.texts import Texts
from dashboards.public.table_builder.state import FIND_TABLE, PATH, TABLE
from warehouse.opendata.cube import CONTENTS, Role
from warehouse.opendata.definitions import SUBJECTS, TABLES, TableDefinition
from warehouse.opendata.tables import outline
from warehouse.reports.national import NationalStatistics

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
    for subject, label in SUBJECTS.items():
        tables = [one for one in found if one.subject == subject]
        if tables:
            yield html.H3(label.in_language(texts.language))
            yield html.Ul([_entry(one, statistics, texts) for one in tables], className="builder-tables")


def _entry(one: TableDefinition, statistics: NationalStatistics, texts: Texts) -> Component:
    href = Address(PATH, texts.language, {TABLE: (one.id,)}).url
    label = one.label.in_language(texts.language)
    return html.Li(
        [
            html.A(f"{one.id} {label}", href=href),
            html.P(one.description.in_language(texts.language)),
            html.P(_facts(one, statistics, texts), className="quiet"),
        ]
    )


def _facts(one: TableDefinition, statistics: NationalStatistics, texts: Texts) -> str:
    variables = outline(statistics, one.id)
    last = next(variable for variable in variables if variable.role is Role.TIME).categories[-1].label
    divided = [
        variable.label.in_language(texts.language)
        for variable in variables
        if variable.role is not Role.TIME and variable.code != CONTENTS and len(variable.categories) > 1
    ]
    key = "builder.tables.last" if divided else "builder.tables.last_undivided"
    return texts(key, last=last.in_language(texts.language), variables=", ".join(divided))
