"""Inhabitants as a table beside the core models, from all landed population files (source C7)."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from pipelines.core.workspace import put
from pipelines.landing.landing import Landing
from pipelines.sources.population import Inhabitants, read_population

POPULATION = pa.schema(
    [
        ("county", pa.string()),
        ("sex", pa.int8()),
        ("age", pa.int16()),
        ("year", pa.int16()),
        ("inhabitants", pa.int32()),
    ]
)


def population(connection: duckdb.DuckDBPyConnection, landing: Landing) -> int:
    """`population`: inhabitants of whole counties on 31 December by sex, age and year; returns the number of rows.

    Several files complete each other; what a later one says of a county, year and sex takes the place of what an
    earlier one said. `age` is null where only totals were loaded. Municipalities stay in the landed files.
    """
    in_force: dict[tuple[str, int, int], list[Inhabitants]] = {}
    for reading in landing.readings("population"):
        said: dict[tuple[str, int, int], list[Inhabitants]] = {}
        for row in read_population(landing.content(reading)).rows:
            if not row.municipality:
                said.setdefault((row.county, row.year, row.sex), []).append(row)
        in_force |= said
    counties = [
        {"county": row.county, "sex": row.sex, "age": row.age, "year": row.year, "inhabitants": row.inhabitants}
        for key in sorted(in_force)
        for row in sorted(in_force[key], key=lambda row: -1 if row.age is None else row.age)
    ]
    return put(connection, "population", pa.Table.from_pylist(counties, schema=POPULATION))
