"""Organisation and population as tables beside the core models, from the landed files in force."""

from __future__ import annotations

from io import BytesIO

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from pipelines.core.workspace import put
from pipelines.landing.landing import Landing
from pipelines.sources.directory import read_directory

UNIT = pa.schema(
    [
        (name, pa.string())
        for name in ("unit_id", "name", "care_unit_id", "provider_id", "county", "municipality", "business_types")
    ]
)
PROVIDER = pa.schema([("provider_id", pa.string()), ("name", pa.string())])
DOCTOR = pa.schema(
    [
        ("doctor_id", pa.string()),
        ("first_name", pa.string()),
        ("surname", pa.string()),
        ("sex", pa.int8()),
        ("age", pa.int16()),
        ("titles", pa.string()),
        ("protected", pa.bool_()),
    ]
)
POPULATION = pa.schema(
    [
        ("county", pa.string()),
        ("municipality", pa.string()),
        ("sex", pa.int8()),
        ("age", pa.int16()),
        ("year", pa.int16()),
        ("inhabitants", pa.int32()),
    ]
)


def organisation(connection: duckdb.DuckDBPyConnection, landing: Landing) -> int:
    """`directory_unit`, `directory_provider`, `directory_doctor`: one row per id; returns the number of units."""
    directory = read_directory(_content(landing, "hsa_units"), _content(landing, "hsa_lookups"))
    put(connection, "directory_provider", pa.Table.from_pylist(directory.providers, schema=PROVIDER))
    put(connection, "directory_doctor", pa.Table.from_pylist(directory.doctors, schema=DOCTOR))
    return put(connection, "directory_unit", pa.Table.from_pylist(directory.units, schema=UNIT))


def population(connection: duckdb.DuckDBPyConnection, landing: Landing) -> int:
    """`population`: inhabitants of whole counties on 31 December by sex, age and year (source C7).

    `age` is null where only totals were loaded. Rows of municipalities stay in the landed file.
    """
    content = _content(landing, "population")
    if content is None:
        return put(connection, "population", POPULATION.empty_table().drop_columns("municipality"))
    options = pa_csv.ConvertOptions(
        column_types=POPULATION,
        include_columns=POPULATION.names,
        strings_can_be_null=False,
        null_values=[""],
    )
    rows = pa_csv.read_csv(BytesIO(content), convert_options=options)
    counties = rows.filter(pc.equal(rows.column("municipality"), ""))
    return put(connection, "population", counties.drop_columns("municipality"))


def _content(landing: Landing, kind: str) -> bytes | None:
    file = landing.newest_file(kind)
    return landing.file_path(file).read_bytes() if file else None
