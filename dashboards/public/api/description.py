"""The OpenAPI description, made from the same operations and models that the service runs on."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from dashboards.public.api.configuration import BASE, EXPRESSIONS, LICENCE
from dashboards.public.api.formats import MEDIA_TYPES
from dashboards.public.api.models import Dataset, Problem
from dashboards.public.api.operations import EVERYWHERE, OPERATIONS, Operation
from dashboards.public.api.problems import MEDIA_TYPE

_SCHEMAS = "#/components/schemas/{model}"
_LIMIT_HEADERS = {
    "X-RateLimit-Limit": "Calls that are allowed in a time window.",
    "X-RateLimit-Remaining": "Calls that are left in this time window.",
    "X-RateLimit-Reset": "When the time window ends, in seconds since 1970.",
}
_IN_PATH = re.compile(r"{(\w+)}")
_DESCRIPTION = f"""The public statistics for programs, compatible with PxWebApi 2. No key is needed.

Values are chosen by code or by expression: `*` alone, first or last, `?` for one character, `TOP(n,offset)`,
`BOTTOM(n,offset)`, `FROM(code)`, `TO(code)` and `RANGE(code,code)`. On the time variable TOP takes the latest periods.
A call may have {EXPRESSIONS} expressions at most; codes are not counted. In the address an item that holds a comma
stands in square brackets. Names, codes and expressions are matched without regard to case. A variable that is left out
is replaced by its elimination value."""


@cache
def description(version: str) -> dict[str, Any]:
    """The description of the service as OpenAPI 3.1; `version` is that of the program."""
    models: set[type[BaseModel]] = {model for one in OPERATIONS for model in (one.gives, one.body) if model}
    ordered: list[type[BaseModel]] = sorted(models | {Dataset, Problem}, key=lambda model: model.__name__)
    _, schemas = models_json_schema(
        [(model, "validation" if _is_body(model) else "serialization") for model in ordered],
        ref_template=_SCHEMAS,
    )
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "PxWebApi",
            "version": version,
            "description": _DESCRIPTION,
            "license": {"name": LICENCE, "identifier": LICENCE},
        },
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {"schemas": schemas["$defs"]},
    }


def _is_body(model: type[BaseModel]) -> bool:
    return any(one.body is model for one in OPERATIONS)


def _operation(one: Operation) -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "description": one.query.__doc__ or "",
        "parameters": _parameters(one),
        "responses": {str(one.status): _success(one)} | {str(status): _problem(status) for status in _problems(one)},
    }
    if one.body:
        schema = {"$ref": _SCHEMAS.format(model=one.body.__name__)}
        said["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return said


def _parameters(one: Operation) -> list[dict[str, Any]]:
    found = []
    for name in _IN_PATH.findall(one.path):
        place = {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        found.append(place | ({"example": one.example} if one.example and name == "id" else {}))
    described = one.query.model_json_schema(by_alias=True, ref_template=_SCHEMAS)
    definitions = described.get("$defs", {})
    for name, schema in described.get("properties", {}).items():
        found.append(_query_parameter(name, _inlined(schema, definitions)))
    return found


def _query_parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    said = {"name": name, "in": "query", "required": False, "description": schema.pop("description", "")}
    if schema.get("type") == "object":
        said |= {"style": "deepObject", "explode": True}
    if schema.get("type") == "array":
        said |= {"style": "form", "explode": False}
    return said | {"schema": schema}


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    """The schema of a parameter without references, and without null: a parameter is given or not."""
    if isinstance(schema, list):
        return [_inlined(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    if "anyOf" in schema:
        kind = next(one for one in schema["anyOf"] if one.get("type") != "null")
        rest = {name: value for name, value in schema.items() if name not in {"anyOf", "default"}}
        return _inlined(kind | rest, definitions)
    return {name: _inlined(value, definitions) for name, value in schema.items() if name != "title"}


def _problems(one: Operation) -> list[int]:
    return sorted({*one.problems, *EVERYWHERE})


def _success(one: Operation) -> dict[str, Any]:
    headers = {name: {"description": text, "schema": {"type": "integer"}} for name, text in _LIMIT_HEADERS.items()}
    if one.gives:
        content: dict[str, Any] = {"application/json": {"schema": {"$ref": _SCHEMAS.format(model=one.gives.__name__)}}}
    else:
        content = {media_type: {"schema": {}} for media_type in MEDIA_TYPES.values()}
    return {"description": HTTPStatus(one.status).phrase, "headers": headers, "content": content}


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": _SCHEMAS.format(model="Problem")}
    return {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": schema}}}
