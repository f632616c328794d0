"""Selections as the API tells them, and saved queries (dashboards 19.4)."""

from __future__ import annotations

from typing import Any

from flask import Response

from dashboards.public.api.call import Call, answer, link, table
from dashboards.public.api.data import answered, read_selection, selected
from dashboards.public.api.formats import check_format
from dashboards.public.api.models import (
    Placement,
    SavedQuery,
    SavedQueryAnswer,
    SelectionAnswer,
    VariableSelection,
)
from dashboards.public.api.parameters import FormatQuery, LanguageQuery, NoQuery, SavedDataQuery
from dashboards.public.api.problems import ProblemError
from dashboards.public.api.saved_queries import StoreFullError
from dashboards.public.api.selection import Selection, default_selection


def default(call: Call[LanguageQuery, None]) -> SelectionAnswer:
    """The selection used when none is given. Raises ProblemError."""
    cube = call.cube(call.id)
    placement = Placement(
        heading=list(cube.heading), stub=[v.code for v in cube.variables if v.code not in cube.heading]
    )
    return SelectionAnswer(
        selection=_told(default_selection(cube)),
        placement=placement,
        language=call.query.lang,
        links=[link("self", call.query.lang, f"/tables/{table(call.id).id}/defaultselection")],
    )


def save(call: Call[NoQuery, SavedQuery]) -> Response:
    """Keep a query that can be answered: 201, and the same id for the same query. Raises ProblemError."""
    query = call.body.model_copy(update={"id": None, "table_id": table(call.body.table_id).id})
    check_format(query.output_format, query.output_format_params)
    _resolved(call, query)
    try:
        query_id, _ = call.service.saved_queries.save(query.model_dump(mode="json", by_alias=True, exclude={"id"}))
    except StoreFullError:
        raise ProblemError("store_full", allowed=call.service.configuration.most_saved_queries) from None
    told = answer(_answer(query_id, query), 201)
    told.headers["Location"] = link("self", query.language, f"/savedqueries/{query_id}").href
    return told


def get(call: Call[NoQuery, None]) -> SavedQueryAnswer:
    """A saved query as it was saved. Raises ProblemError."""
    return _answer(call.id, saved(call, call.id))


def selection(call: Call[NoQuery, None]) -> SelectionAnswer:
    """The selection of a saved query with its expressions resolved in the release in force. Raises ProblemError."""
    query = saved(call, call.id)
    resolved = _resolved(call, query)
    left = [one for one in _told(resolved) if one.variable_code not in resolved.eliminated]
    return SelectionAnswer(
        selection=left,
        placement=query.selection.placement,
        language=query.language,
        links=[link("self", query.language, f"/savedqueries/{call.id}/selection")],
    )


def run(call: Call[SavedDataQuery, None]) -> Response:
    """The data of a saved query, in the release in force. Raises ProblemError."""
    query, given = saved(call, call.id), call.query
    params = given.output_format_params
    if params is None:
        params = query.output_format_params if given.output_format is None else []
    asked = FormatQuery(
        lang=given.lang or query.language,
        output_format=given.output_format or query.output_format,
        output_format_params=params,
    )
    return answered(call, query.table_id, *read_selection(query.selection), asked)


def saved(call: Call[Any, Any], query_id: str) -> SavedQuery:
    """The saved query of an id. Raises ProblemError."""
    kept = call.service.saved_queries.get(query_id)
    if kept is None:
        raise ProblemError("unknown_query", query_id)
    return SavedQuery.model_validate(kept)


def _resolved(call: Call[Any, Any], query: SavedQuery) -> Selection:
    asked, _ = read_selection(query.selection)
    return selected(call, call.cube(query.table_id), asked)


def _told(resolved: Selection) -> list[VariableSelection]:
    return [
        VariableSelection(variable_code=code, codelist=resolved.codelists.get(code), value_codes=list(codes))
        for code, codes in resolved.codes.items()
    ]


def _answer(query_id: str, query: SavedQuery) -> SavedQueryAnswer:
    place = f"/savedqueries/{query_id}"
    parts = {"self": "", "selection": "/selection", "data": "/data"}
    links = [link(rel, query.language, f"{place}{part}") for rel, part in parts.items()]
    said = query.model_dump(exclude={"id"})
    return SavedQueryAnswer(id=query_id, links=links, **said)
