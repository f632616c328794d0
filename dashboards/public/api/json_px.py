"""The form `json-px`: the JSON that the first PxWeb API gave, a row for each combination but for the contents."""

from __future__ import annotations

import json
from typing import Any

from warehouse.opendata.cube import Cube, Role, Value, Variable


def json_px(cube: Cube, language: str) -> bytes:
    """The cells of `cube` as rows: the keys, and a value for each content. Numbers are written as text."""
    metric = next(variable for variable in cube.variables if variable.role is Role.METRIC)
    keys = [variable for variable in cube.variables if variable is not metric]
    cells = list(cube.pivoted([variable.code for variable in (*keys, metric)]).cells())
    contents = len(metric.categories)
    rows = [
        {
            "key": list(cells[start][0][:-1]),
            "values": [_value(value, status) for _, value, status in cells[start : start + contents]],
        }
        for start in range(0, len(cells), contents)
    ]
    told = {
        "columns": [*(_key(variable, language) for variable in keys), *_contents(metric, language)],
        "comments": [],
        "data": rows,
        "metadata": [
            {
                "updated": cube.updated.isoformat(),
                "label": cube.label.in_language(language),
                "source": cube.source.in_language(language),
            }
        ],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _key(variable: Variable, language: str) -> dict[str, str]:
    kind = "t" if variable.role is Role.TIME else "d"
    return {"code": variable.code, "text": variable.label.in_language(language), "type": kind}


def _contents(metric: Variable, language: str) -> list[dict[str, Any]]:
    return [
        {"code": category.code, "text": category.label.in_language(language), "type": "c"}
        for category in metric.categories
    ]


def _value(value: Value, status: str | None) -> str:
    return status or "" if value is None else str(value)
