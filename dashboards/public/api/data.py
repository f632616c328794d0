"""Answers with data or metadata: the selected cells of a table in the form asked for (dashboards 19.2 and 19.3)."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, request

from dashboards.public.api.call import Call, root
from dashboards.public.api.catalogue import code_list_entries
from dashboards.public.api.expressions import list_items
from dashboards.public.api.formats import MEDIA_TYPES, check_format, written
from dashboards.public.api.models import OutputFormat, VariablesSelection
from dashboards.public.api.parameters import DataQuery, FormatQuery, MetadataQuery
from dashboards.public.api.problems import ProblemError
from dashboards.public.api.selection import (
    MOST_NAMED,
    Asked,
    Placement,
    Selection,
    apply,
    default_selection,
    find_variable,
    resolve,
    select,
    shortened,
)
from dashboards.public.api.value_sets import value_set
from warehouse.opendata.cube import Cube
from warehouse.opendata.jsonstat import EXTENSION, dataset

_SHOWN_IN_PLACE = {OutputFormat.JSON_STAT2, OutputFormat.JSON_PX, OutputFormat.HTML}
_CODE_LISTS = ("codelists", "codeLists")
"""Where the metadata name the code lists of a variable: services and clients of PxWebApi 2 write it in both ways."""

_PAGES = {"method": "/om/metod", "coverage": "/om/tackning", "shareLeftOut": "/om/skyddade-tal"}
_EXTENSIONS = {
    OutputFormat.CSV: "csv",
    OutputFormat.XLSX: "xlsx",
    OutputFormat.PX: "px",
    OutputFormat.PARQUET: "parquet",
}


def by_get(call: Call[DataQuery, None]) -> Response:
    """Data by a selection in the address. Raises ProblemError."""
    query = call.query
    asked = {
        name: Asked(tuple(filter(None, list_items(query.value_codes.get(name, "")))), query.codelist.get(name))
        for name in dict.fromkeys([*query.value_codes, *query.codelist])
    }
    return answered(call, call.id, asked, Placement(tuple(query.heading), tuple(query.stub)), query)


def by_post(call: Call[FormatQuery, VariablesSelection]) -> Response:
    """Data by a selection in the body. Raises ProblemError."""
    return answered(call, call.id, *read_selection(call.body), call.query)


def read_selection(body: VariablesSelection) -> tuple[dict[str, Asked], Placement]:
    """What a body asks for, and how it is to be placed. Raises ProblemError."""
    asked: dict[str, Asked] = {}
    for one in body.selection:
        if one.variable_code in asked:
            raise ProblemError("bad_body", one.variable_code, values={"reason": "given more than once"})
        asked[one.variable_code] = Asked(tuple(one.value_codes), one.codelist)
    placement = body.placement
    return asked, Placement(tuple(placement.heading), tuple(placement.stub)) if placement else Placement()


def selected(call: Call[Any, Any], cube: Cube, asked: dict[str, Asked]) -> Selection:
    """The selection of `asked`. Raises ProblemError when it is faulty or has more cells than one call may ask for."""
    selection = resolve(cube, asked)
    allowed = call.service.configuration.max_cells
    if selection.cells > allowed:
        raise ProblemError("too_many_cells", cube.id, allowed, selection.cells)
    return selection


def answered(
    call: Call[Any, Any], table_id: str, asked: dict[str, Asked], placement: Placement, query: FormatQuery
) -> Response:
    """The cells that are asked for, in the form that is asked for. Raises ProblemError."""
    form, language = query.output_format, query.lang
    check_format(form, query.output_format_params)
    cube = call.cube(table_id, query.version)
    selection = selected(call, cube, asked)
    chosen = apply(cube, selection, placement)
    if form is OutputFormat.JSON_STAT2:
        answer = _json(_with_links(cube, dataset(chosen, language, contact=_contact(call)), language, selection))
    else:
        answer = Response(written(chosen, form, query.output_format_params, language), mimetype=MEDIA_TYPES[form])
    if form not in _SHOWN_IN_PLACE:
        answer.headers["Content-Disposition"] = f'attachment; filename="{cube.id}.{_EXTENSIONS[form]}"'
    if selection.unknown:
        answer.headers["X-Warnings"] = json.dumps(_warnings(selection))
    answer.headers["Content-Language"] = language
    return answer


def metadata(call: Call[MetadataQuery, None]) -> Response:
    """A table without its values, or what a saved query, the default selection or code lists take of it.

    Raises ProblemError.
    """
    query = call.query
    cube = call.cube(call.id, query.version)
    shown = cube
    if query.saved_query:
        kept = call.service.saved_queries.get(query.saved_query)
        if kept is None:
            raise ProblemError("unknown_query", query.saved_query)
        asked, placement = read_selection(VariablesSelection.model_validate(kept["selection"]))
        shown = apply(cube, selected(call, cube, asked), placement)
    elif query.default_selection:
        shown = apply(cube, default_selection(cube), Placement())
    for name, set_id in query.codelist.items():
        variable = find_variable(cube, name)
        shown = select(shown, {variable.code: value_set(cube, variable, set_id)})
    told = _with_links(
        cube, dataset(shown, query.lang, with_values=False, contact=_contact(call)), query.lang, Selection({})
    )
    return _json(told)


def _with_links(cube: Cube, told: dict[str, Any], language: str, selection: Selection) -> dict[str, Any]:
    """A data set with what only the service knows: where it is, its code lists, and what was passed by."""
    place = f"{root()}/tables/{cube.id}"
    told["href"] = f"{place}/metadata?lang={language}"
    own = told.setdefault("extension", {}).setdefault(EXTENSION, {})
    own |= {"versions": f"{place}/versions?lang={language}", **_explanations(language)}
    for code, dimension in told["dimension"].items():
        entries = code_list_entries(cube, cube.variable(code), language)
        if entries:
            known = [entry.model_dump(by_alias=True) for entry in entries]
            dimension.setdefault("extension", {}).update(dict.fromkeys(_CODE_LISTS, known))
    if selection.unknown:
        own["warnings"] = _warnings(selection)
    return told


def _explanations(language: str) -> dict[str, str]:
    """Where the pages stand that tell how the figures are made, what they cover, and what is protected and left out."""
    prefix = request.url_root.rstrip("/") + ("/en" if language == "en" else "")
    return {name: prefix + path for name, path in _PAGES.items()}


def _contact(call: Call[Any, Any]) -> str:
    return call.service.identity.contact or ""


def _warnings(selection: Selection) -> list[dict[str, str | int]]:
    """The first values that were passed by, shortened, and how many more of them there are."""
    first: list[dict[str, str | int]] = [
        {"code": "unknown_value", "path": code, "value": shortened(value)}
        for code, value in selection.unknown[:MOST_NAMED]
    ]
    more = len(selection.unknown) - len(first)
    return [*first, {"code": "more_unknown_values", "count": more}] if more else first


def _json(content: Any) -> Response:
    return Response(json.dumps(content, ensure_ascii=False, separators=(",", ":")), mimetype="application/json")
