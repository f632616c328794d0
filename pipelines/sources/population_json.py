"""Population tables as the statistics database's interface answers: JSON, and JSON-stat 2."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from pipelines.sources.directory_units import RefusedFileError
from pipelines.sources.population_cells import Cell

CONTENTS: Final = "BE0101N1"
NAMES: Final = {"region": "region", "kon": "sex", "alder": "age", "tid": "year", "contentscode": "contents"}
"""Code of a variable of the table, in small letters → the part of a cell."""


def cells_of_json(text: str) -> Iterator[Cell]:
    """The figures of an answer, in its own order. Raises RefusedFileError when it is no population table."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        raise RefusedFileError("The population file is no readable JSON; it may have been cut off.") from None
    try:
        if answer.get("class") == "dataset":
            return iter(list(_cells_of_json_stat(answer)))
        if "columns" in answer and "data" in answer:
            return iter(list(_cells_of_json(answer)))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        raise RefusedFileError("The population file is not built as JSON or JSON-stat 2 should be.") from None
    raise RefusedFileError("The population file must be JSON or JSON-stat 2 of the statistics database.")


def _cells_of_json(answer: dict[str, Any]) -> Iterator[Cell]:
    keys = [column["code"] for column in answer["columns"] if column.get("type") != "c"]
    contents = [column["code"] for column in answer["columns"] if column.get("type") == "c"]
    place = contents.index(CONTENTS) if CONTENTS in contents else 0
    _require(keys)
    for number, row in enumerate(answer["data"], start=1):
        parts = dict(zip(map(_part, keys), row["key"], strict=True))
        yield _cell(number, parts, row["values"][place])


def _cells_of_json_stat(answer: dict[str, Any]) -> Iterator[Cell]:
    names = answer["id"]
    _require(names)
    codes = [_codes(answer["dimension"][name]["category"]) for name in names]
    if [len(one) for one in codes] != answer["size"]:
        raise ValueError("the sizes differ from the codes")
    values = answer["value"]
    find = values.get if isinstance(values, dict) else None
    for number, key in enumerate(product(*codes)):
        parts = dict(zip(map(_part, names), key, strict=True))
        if parts.get("contents", CONTENTS) == CONTENTS:
            yield _cell(number + 1, parts, find(str(number)) if find else values[number])


def _codes(category: dict[str, Any]) -> list[str]:
    """The codes of a variable in order; the index is a list, or tells the place of each code."""
    index = category.get("index") or list(category["label"])
    return sorted(index, key=index.__getitem__) if isinstance(index, dict) else list(index)


def _part(name: str) -> str:
    return NAMES.get(name.casefold(), name)


def _require(names: list[str]) -> None:
    parts = {_part(name) for name in names}
    lacking = [code for code, part in NAMES.items() if part in {"region", "sex", "year"} and part not in parts]
    if lacking:
        raise RefusedFileError(f"The population file lacks the variables {', '.join(lacking)}.")


def _cell(number: int, parts: dict[str, str], value: object) -> Cell:
    figure = "" if value is None else str(value)
    return Cell(number, parts["region"], parts["sex"], parts.get("age"), parts["year"], figure)
