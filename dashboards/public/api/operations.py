"""Every route of the API, described once: the service and its description are both made from this table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response
from pydantic import BaseModel

from dashboards.public.api import catalogue, data, history, queries
from dashboards.public.api.call import Call, answer
from dashboards.public.api.models import (
    CodeList,
    Config,
    Dataset,
    SavedQuery,
    SavedQueryAnswer,
    SelectionAnswer,
    TableAnswer,
    TableChanges,
    Tables,
    VariablesSelection,
    Versions,
)
from dashboards.public.api.parameters import (
    DataQuery,
    FormatQuery,
    LanguageQuery,
    MetadataQuery,
    NoQuery,
    SavedDataQuery,
    TablesQuery,
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path.

    `gives` is the model of the answer, None for data in any format; `problems` are the statuses that it may be refused
    with besides those of every operation.
    """

    path: str
    method: str
    name: str
    summary: str
    run: Callable[[Call[Any, Any]], Response]
    query: type[BaseModel] = NoQuery
    body: type[BaseModel] | None = None
    gives: type[BaseModel] | None = None
    status: int = 200
    problems: tuple[int, ...] = ()
    example: str | None = None
    """An id that exists, for paths that hold one."""


def _in_json(make: Callable[[Call[Any, Any]], Any]) -> Callable[[Call[Any, Any]], Response]:
    return lambda call: answer(make(call))


_TABLE = "SF01"
_SELECTION_PROBLEMS = (400, 403, 404)

OPERATIONS = (
    Operation(
        "/config",
        "GET",
        "GetApiConfiguration",
        "What the service is, and its limits.",
        _in_json(catalogue.config),
        gives=Config,
    ),
    Operation(
        "/tables",
        "GET",
        "ListAllTables",
        "The tables, page by page.",
        _in_json(catalogue.list_tables),
        TablesQuery,
        gives=Tables,
        problems=(400,),
    ),
    Operation(
        "/tables/{id}",
        "GET",
        "GetTableById",
        "One table.",
        _in_json(catalogue.get_table),
        LanguageQuery,
        gives=TableAnswer,
        problems=(400, 404),
        example=_TABLE,
    ),
    Operation(
        "/tables/{id}/metadata",
        "GET",
        "GetMetadataById",
        "All about a table but its values, as JSON-stat 2.0.",
        data.metadata,
        MetadataQuery,
        gives=Dataset,
        problems=(400, 404),
        example=_TABLE,
    ),
    Operation(
        "/tables/{id}/defaultselection",
        "GET",
        "GetDefaultSelection",
        "What is answered when nothing is selected.",
        _in_json(queries.default),
        LanguageQuery,
        gives=SelectionAnswer,
        problems=(400, 404),
        example=_TABLE,
    ),
    Operation(
        "/tables/{id}/versions",
        "GET",
        "ListTableVersions",
        "The versions of a table.",
        _in_json(history.versions),
        LanguageQuery,
        gives=Versions,
        problems=(400, 404),
        example=_TABLE,
    ),
    Operation(
        "/tables/{id}/versions/{version}/changes",
        "GET",
        "GetVersionChanges",
        "What a version of a table changed from the one before it.",
        _in_json(history.changes),
        LanguageQuery,
        gives=TableChanges,
        problems=(400, 404),
        example=_TABLE,
    ),
    Operation(
        "/tables/{id}/data",
        "GET",
        "GetTableData",
        "Data, selected in the address.",
        data.by_get,
        DataQuery,
        problems=(*_SELECTION_PROBLEMS, 414),
        example=_TABLE,
    ),
    Operation(
        "/tables/{id}/data",
        "POST",
        "GetTableDataByPost",
        "Data, selected in the body.",
        data.by_post,
        FormatQuery,
        VariablesSelection,
        problems=(*_SELECTION_PROBLEMS, 413, 415),
        example=_TABLE,
    ),
    Operation(
        "/codelists/{id}",
        "GET",
        "GetTableCodeListById",
        "One code list.",
        _in_json(catalogue.code_list),
        LanguageQuery,
        gives=CodeList,
        problems=(400, 404),
        example="vs_SF01_Region_county",
    ),
    Operation(
        "/savedqueries",
        "POST",
        "CreateSaveQuery",
        "Save a query; the same query is the same id.",
        queries.save,
        NoQuery,
        SavedQuery,
        SavedQueryAnswer,
        201,
        (*_SELECTION_PROBLEMS, 413, 415, 507),
    ),
    Operation(
        "/savedqueries/{id}",
        "GET",
        "GetSaveQuery",
        "A saved query.",
        _in_json(queries.get),
        NoQuery,
        gives=SavedQueryAnswer,
        problems=(404,),
    ),
    Operation(
        "/savedqueries/{id}/selection",
        "GET",
        "GetSavedQuerySelection",
        "The selection of a saved query, resolved to codes.",
        _in_json(queries.selection),
        NoQuery,
        gives=SelectionAnswer,
        problems=_SELECTION_PROBLEMS,
    ),
    Operation(
        "/savedqueries/{id}/data",
        "GET",
        "RunSaveQuery",
        "The data of a saved query.",
        queries.run,
        SavedDataQuery,
        problems=_SELECTION_PROBLEMS,
    ),
)
"""All of them, in the order of the documentation."""

EVERYWHERE = (429, 500, 503)
"""Statuses that any operation may be refused with."""


def by_path() -> Mapping[str, Mapping[str, Operation]]:
    """The operations of each path by their method."""
    found: dict[str, dict[str, Operation]] = {}
    for operation in OPERATIONS:
        found.setdefault(operation.path, {})[operation.method] = operation
    return found
