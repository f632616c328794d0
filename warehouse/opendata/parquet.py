"""Parquet: a row for each combination of codes, the measures beside each other (dashboards 19.2)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from math import prod

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from warehouse.opendata.cube import Cube, Value, Variable
from warehouse.texts import DEFAULT_LANGUAGE

MIME_TYPE = "application/vnd.apache.parquet"
_LABEL = "_label"
VALUE = "value"
"""The column of the values of a cube without measures to choose among."""


def write_parquet(cube: Cube, language: str, *, licence: str = "") -> bytes:
    """Columns `<variable>` and `<variable>_label` per dimension, `<measure>` and `<measure>_status` per measure.

    Codes, labels and statuses are text; values are integers, or double precision where the measure has decimals, and
    null where there is none. The file's metadata tell title, source, version, licence, time and notes.
    """
    content = io.BytesIO()
    table = to_arrow(cube, language).replace_schema_metadata(_facts(cube, language, licence))
    pq.write_table(table, content, compression="zstd")
    return content.getvalue()


def write_table_csv(cube: Cube) -> bytes:
    """The same rows as CSV, UTF-8, by code alone: labels would make the file many times as large."""
    table = to_arrow(cube, DEFAULT_LANGUAGE)
    shown = table.select([name for name in table.column_names if not name.endswith(_LABEL)])
    content = io.BytesIO()
    pa_csv.write_csv(shown, content)
    return content.getvalue()


def to_arrow(cube: Cube, language: str) -> pa.Table:
    """The columns of the file, in the order of the cube's cells; without rows when a variable has no values."""
    metric = cube.metric
    keys = [variable for variable in cube.variables if variable is not metric]
    order = [variable.code for variable in keys]
    placed = cube.pivoted([metric.code, *order]) if metric else cube
    rows = prod(len(variable.categories) for variable in keys)
    columns: dict[str, pa.Array] = {}
    repeated = rows
    for variable in keys:
        repeated //= max(1, len(variable.categories))
        columns |= _keys(variable, language, repeated, rows)
    for at, (name, decimals) in enumerate(_measures(metric, cube)):
        part = slice(at * rows, (at + 1) * rows)
        columns[name] = _numbers(placed.values[part], decimals)
        status = [placed.status.get(place) for place in range(part.start, part.stop)]
        columns[f"{name}_status"] = pa.array(status, pa.string())
    return pa.table(columns)


def _measures(metric: Variable | None, cube: Cube) -> Sequence[tuple[str, int]]:
    if metric is None:
        whole = all(value is None or isinstance(value, int) for value in cube.values)
        return [(VALUE, 0 if whole else 1)]
    return [(one.code, one.unit.decimals if one.unit else 0) for one in metric.categories]


def _numbers(values: Sequence[Value], decimals: int) -> pa.Array:
    return pa.array(values, pa.float64() if decimals else pa.int64())


def _keys(variable: Variable, language: str, repeated: int, rows: int) -> dict[str, pa.Array]:
    """Code and label of a dimension in every row; each of its values stands `repeated` times in a run."""
    number = len(variable.categories)
    run = np.repeat(np.arange(number, dtype=np.int32), repeated)
    places = np.tile(run, rows // max(1, number * repeated))
    labels = [category.label.in_language(language) for category in variable.categories]
    return {
        variable.code: pa.DictionaryArray.from_arrays(places, pa.array(variable.codes, pa.string())),
        f"{variable.code}{_LABEL}": pa.DictionaryArray.from_arrays(places, pa.array(labels, pa.string())),
    }


def _facts(cube: Cube, language: str, licence: str) -> dict[str, str]:
    facts = {
        "table": cube.id,
        "title": cube.label.in_language(language),
        "language": language,
        "source": cube.source.in_language(language),
        "version": cube.release,
        "updated": cube.updated.isoformat(),
        "licence": licence,
        "notes": "\n".join(note.text.in_language(language) for note in cube.notes),
    }
    return {name: text for name, text in facts.items() if text}
