"""Selections as the API tells them, and saved queries (dashboards 19.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Response, request

from dashboards.components.texts import LANGUAGES
from dashboards.public.api.call import Call, answer, link, table
from dashboards.public.api.configuration import QUERY_BYTES
from dashboards.public.api.data import answered, read_selection, selected
from dashboards.public.api.formats import check_format
from dashboards.public.api.models import (
    Placement,
    SavedQuery,
    SavedQueryAnswer,
    SelectionAnswer,
    VariableSelection,
    VariablesSelection,
)
from dashboards.public.api.parameters import FormatQuery, LanguageQuery, NoQuery, SavedDataQuery
from dashboards.public.api.problems import ProblemError
from dashboards.public.api.saved_queries import StoreFullError, written
from dashboards.public.api.selection import TIME_NAME, Selection, apply, default_selection, find_variable, named
from warehouse.opendata.cube import Cube, Variable
from warehouse.opendata.jsonstat import dataset

SAVED = "/s"
MOST_STORED_CELLS = 2_000
"""A result of so many cells is kept with the query; of a larger one the release has to be there."""


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
    query_id, query = kept(call)
    told = answer(_answer(query_id, query), 201)
    told.headers["Location"] = link("self", query.language, f"/savedqueries/{query_id}").href
    return told


def kept(call: Call[NoQuery, SavedQuery]) -> tuple[str, SavedQuery]:
    """The id of a query that is kept now, and what was kept. Raises ProblemError.

    The data version is kept with it, and a result of some thousand cells as well, so that it can be shown when the
    release is there no longer. What is saved can be answered: all its values exist and its variables stand as placed.
    """
    given = call.body.model_copy(update={"id": None, "table_id": table(call.body.table_id).id})
    check_format(given.output_format, given.output_format_params)
    cube, resolved = call.cube(given.table_id), _resolved(call, given)
    _require_answerable(cube, given, resolved)
    query = with_time(given, resolved, cube, call.statistics.release.version)
    said = query.model_dump(mode="json", by_alias=True, exclude={"id"})
    return _saved(call, said, query), query


def _require_answerable(cube: Cube, query: SavedQuery, resolved: Selection) -> None:
    """Raises ProblemError for values that there are not, and for a placement that does not fit."""
    if resolved.unknown:
        code = resolved.unknown[0][0]
        asked = named([value for variable, value in resolved.unknown if variable == code])
        raise ProblemError("unknown_values", code, requested=len(resolved.unknown), values={"asked": asked})
    _, placement = read_selection(query.selection)
    # One value of each variable is enough to place them, however large the selection is.
    apply(cube, replace(resolved, codes={code: codes[:1] for code, codes in resolved.codes.items()}), placement)


def _saved(call: Call[NoQuery, SavedQuery], said: dict[str, Any], query: SavedQuery) -> str:
    """The id of what a query says, kept now. Raises ProblemError."""
    store, size = call.service.saved_queries, len(written(said))
    if size > QUERY_BYTES:
        raise ProblemError("too_large_query", query.table_id, QUERY_BYTES, size)
    if not store.is_kept(said):
        call.service.new_queries.count()
    try:
        query_id, _ = store.save(said, lambda: stored_result(call, query))
    except StoreFullError:
        raise ProblemError("store_full", allowed=call.service.configuration.most_saved_queries) from None
    return query_id


def with_time(query: SavedQuery, resolved: Selection, cube: Cube, version: str) -> SavedQuery:
    """The query with its data version, and with its time selection as it is to be read later.

    Fixed months are written out; rolling ones that were written out become the latest ones, when that is what they are.
    """
    time = cube.time
    if time is None:
        return query.model_copy(update={"time_selection": "fixed", "data_version": version})
    asked = next((one for one in query.selection.selection if find_variable(cube, one.variable_code) is time), None)
    codes = resolved.codes[time.code]
    written_out = asked is not None and bool(asked.value_codes) and _are_codes(asked.value_codes, time)
    wanted = query.time_selection or ("fixed" if written_out else "rolling")
    selection = query.selection
    if wanted == "fixed" and not written_out:
        selection = _replaced(resolved, selection, time.code, list(codes))
    elif wanted == "rolling" and written_out and codes == time.codes[-len(codes) :]:
        selection = _replaced(resolved, selection, time.code, [f"TOP({len(codes)})"])
    return query.model_copy(update={"selection": selection, "time_selection": wanted, "data_version": version})


def _are_codes(expressions: Sequence[str], variable: Variable) -> bool:
    known = {code.casefold() for code in variable.codes}
    return all(expression.casefold() in known for expression in expressions)


def _replaced(resolved: Selection, selection: VariablesSelection, code: str, values: list[str]) -> VariablesSelection:
    """The selection with other values of one variable; a default selection is written out, too."""
    others = [one for one in selection.selection if one.variable_code.casefold() not in {code.casefold(), TIME_NAME}]
    if not selection.selection:
        others = [one for one in _told(resolved) if one.variable_code != code]
    of_time = VariableSelection(variable_code=code, codelist=None, value_codes=values)
    return selection.model_copy(update={"selection": [*others, of_time]})


def stored_result(call: Call[Any, Any], query: SavedQuery) -> dict[str, Any] | None:
    """The result of a query in the release in force, by language; None when it is too large to be kept."""
    cube = call.cube(query.table_id)
    asked, placement = read_selection(query.selection)
    selection = selected(call, cube, asked)
    if selection.cells > MOST_STORED_CELLS:
        return None
    chosen = apply(cube, selection, placement)
    return {language: dataset(chosen, language) for language in LANGUAGES}


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
    return SavedQueryAnswer(id=query_id, page=page_of(query_id), links=links, **said)


def page_of(query_id: str) -> str:
    """The address of the page of a saved query."""
    return f"{request.url_root.rstrip('/')}{SAVED}/{query_id}"
