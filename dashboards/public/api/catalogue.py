"""What the API tells of itself, of its tables and of their code lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import ceil

from dashboards.components.texts import texts
from dashboards.public.api.call import Call, link, table
from dashboards.public.api.configuration import API_VERSION, LICENCE
from dashboards.public.api.models import (
    CodeList,
    CodeListEntry,
    Config,
    Feature,
    KeyValue,
    LanguageEntry,
    Link,
    OutputFormat,
    PageInfo,
    PathElement,
    SourceReference,
    Table,
    TableAnswer,
    Tables,
    ValueMap,
)
from dashboards.public.api.parameters import LanguageQuery, NoQuery, TablesQuery
from dashboards.public.api.problems import ProblemError
from dashboards.public.api.value_sets import ValueSet, table_of, value_sets
from warehouse.opendata.cube import Cube, Role, Variable
from warehouse.opendata.definitions import SUBJECTS, TABLES, TableDefinition
from warehouse.opendata.notes import SOURCE, updated_at
from warehouse.opendata.tables import outline
from warehouse.reports.national import NationalStatistics
from warehouse.texts import DEFAULT_LANGUAGE, LANGUAGES

LANGUAGE_NAMES = {"sv": "Svenska", "en": "English"}


def config(call: Call[NoQuery, None]) -> Config:
    """What the service is, in which languages and formats it answers, and where its limits are."""
    limits, identity = call.service.configuration, call.service.identity
    return Config(
        api_version=API_VERSION,
        app_version=identity.version,
        languages=[LanguageEntry(id=language, label=LANGUAGE_NAMES[language]) for language in LANGUAGES],
        default_language=DEFAULT_LANGUAGE,
        max_data_cells=limits.max_cells,
        max_calls_per_time_window=limits.calls,
        time_window=limits.seconds,
        license=LICENCE,
        source_references=[
            SourceReference(language=language, text=texts(language)("api.source", product=identity.product_name))
            for language in LANGUAGES
        ],
        default_data_format=OutputFormat.JSON_STAT2.value,
        data_formats=[one.value for one in OutputFormat],
        features=[
            Feature(id="CORS", params=[KeyValue(key="enabled", value="True")]),
            Feature(id="SavedQueries", params=[KeyValue(key="enabled", value=str(limits.saved_queries is not None))]),
        ],
    )


def list_tables(call: Call[TablesQuery, None]) -> Tables:
    """A page of the tables in which all words of the query are found. Raises ProblemError beyond the last page."""
    query, language = call.query, call.query.lang
    found = [_table(call.statistics, one, language) for one in TABLES if _is_wanted(call, one)]
    pages = max(1, ceil(len(found) / query.page_size))
    if query.page_number > pages:
        raise ProblemError("bad_parameter", "pageNumber", pages, query.page_number, {"reason": f"1-{pages}"})
    start = (query.page_number - 1) * query.page_size
    return Tables(
        language=language,
        tables=found[start : start + query.page_size],
        page=PageInfo(
            page_number=query.page_number,
            page_size=query.page_size,
            total_elements=len(found),
            total_pages=pages,
            links=list(_page_links(query, pages)),
        ),
        links=[_page_link("self", query, query.page_number)],
    )


def get_table(call: Call[LanguageQuery, None]) -> TableAnswer:
    """One table. Raises ProblemError."""
    language = call.query.lang
    described = _table(call.statistics, table(call.id), language)
    return TableAnswer(language=language, **described.model_dump())


def code_list(call: Call[LanguageQuery, None]) -> CodeList:
    """One code list with its values. Raises ProblemError."""
    language = call.query.lang
    cube = call.cube(table_of(call.id))
    for variable in cube.variables:
        for one in value_sets(cube, variable):
            if one.id.casefold() == call.id.casefold():
                return _code_list(one, language)
    raise ProblemError("unknown_codelist", call.id)


def code_list_entries(cube: Cube, variable: Variable, language: str) -> list[CodeListEntry]:
    """The code lists that a variable has, for its metadata."""
    return [
        CodeListEntry(
            id=one.id,
            label=one.label(language),
            type=one.type,
            links=[link("metadata", language, f"/codelists/{one.id}")],
        )
        for one in value_sets(cube, variable)
    ]


def table_links(table_id: str, language: str) -> list[Link]:
    """Where a table, its metadata, its default selection and its data are."""
    place = f"/tables/{table_id}"
    parts = {"self": "", "metadata": "/metadata", "defaultselection": "/defaultselection", "data": "/data"}
    return [link(rel, language, f"{place}{part}") for rel, part in parts.items()]


def _table(statistics: NationalStatistics, one: TableDefinition, language: str) -> Table:
    """A table as the catalogue tells it, without making its figures."""
    variables = outline(statistics, one.id)
    periods = next(variable.codes for variable in variables if variable.role is Role.TIME)
    subject = SUBJECTS[one.subject].in_language(language)
    return Table(
        id=one.id,
        label=one.label.in_language(language),
        description=one.description.in_language(language),
        sort_code=one.id,
        tags=list(one.tags),
        updated=f"{updated_at(statistics.release.data_time):%Y-%m-%dT%H:%M:%SZ}",
        first_period=min(periods),
        last_period=max(periods),
        variable_names=[variable.label.in_language(language) for variable in variables],
        source=SOURCE.in_language(language),
        subject_code=one.subject,
        time_unit="Monthly" if one.time_unit == "Monthly" else "Annual",
        paths=[[PathElement(id=one.subject, label=subject)]],
        links=table_links(one.id, language),
    )


def _is_wanted(call: Call[TablesQuery, None], one: TableDefinition) -> bool:
    query = call.query
    if query.past_days is not None:
        first = datetime.now(UTC) - timedelta(days=query.past_days)
        if updated_at(call.statistics.release.data_time) < first:
            return False
    label, subject = one.label.in_language(query.lang), SUBJECTS[one.subject].in_language(query.lang)
    text = " ".join((one.id, label, one.description.in_language(query.lang), subject, *one.tags)).casefold()
    return all(word in text for word in (query.query or "").casefold().split())


def _page_links(query: TablesQuery, pages: int) -> Iterator[Link]:
    number = query.page_number
    wanted = {"first": 1, "previous": number - 1, "self": number, "next": number + 1, "last": pages}
    for rel, page in wanted.items():
        if 1 <= page <= pages:
            yield _page_link(rel, query, page)


def _page_link(rel: str, query: TablesQuery, page: int) -> Link:
    given = {"pageNumber": str(page), "pageSize": str(query.page_size)}
    if query.query:
        given["query"] = query.query
    if query.past_days is not None:
        given["pastDays"] = str(query.past_days)
    return link(rel, query.lang, "/tables", **given)


def _code_list(one: ValueSet, language: str) -> CodeList:
    return CodeList(
        id=one.id,
        label=one.label(language),
        language="en" if language == "en" else "sv",
        languages=list(LANGUAGES),
        type=one.type,
        elimination=one.elimination is not None,
        elimination_value_code=one.elimination,
        values=[
            ValueMap(
                code=category.code,
                label=category.label.in_language(language),
                value_map=list(one.stands_for(category.code)),
                notes=[{"text": category.note.in_language(language), "mandatory": False}] if category.note else [],
            )
            for category in one.categories
        ],
        links=[link("self", language, f"/codelists/{one.id}")],
    )
