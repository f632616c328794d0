"""Synthetic sick-leave certificates as staged rows, in millions: what a build is measured with.

The rows come from the models in `benchmarks/sql`, in which every value follows from the number of its case, so that
the same size always gives the same rows. One care provider has a tenth of the certificates, the others share the rest
as unevenly as providers do; three counties hold a quarter of them all.
"""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from pipelines.enrichment import ANSWERS, POPULATION, load_file
from pipelines.landing.landing import Landing
from pipelines.landing.ledger import Segment, add_segment
from pipelines.staging.stage import SUMMARY, Staging
from pipelines.staging.tables import TABLES
from pipelines.synthetic.population import write_population
from pipelines.synthetic.settings import load_parameters
from pipelines.synthetic.streams import Stream
from warehouse import reference_tables as reference
from warehouse.storage import DataDirectory, write_json

MODELS = Path(__file__).parent / "sql"
TODAY = date(2026, 11, 23)
FIRST_DAY, DAYS = date(2021, 12, 1), 1700
CASES_AT_A_TIME = 500_000
CERTIFICATES_PER_CASE = 2.118
"""What the model `certificate` gives on the average."""

PROVIDERS = 400
LARGEST_SHARE = 0.1
SLOTS = 2_000
"""Units as the certificates are dealt out among them: a larger unit has several slots."""

CODES = 400
POPULATION_SEED = 2026
MADE = {
    "certificate_document": "bench_document",
    "period": "bench_period",
    "certificate_event": "bench_certificate_event",
    "message": "bench_message",
}
"""The staged tables that get rows, and the tables that their models make."""


@dataclass(frozen=True, slots=True)
class BenchUnit:
    """One care unit and its share, in slots, of all certificates."""

    provider: int
    number: int
    county: str
    slots: int

    @property
    def provider_id(self) -> str:
        return f"TSTNMT5999{self.provider:06d}-P"

    @property
    def id(self) -> str:
        return f"TSTNMT5999{self.provider:06d}-U{self.number:03d}"


def organisation() -> list[BenchUnit]:
    """The care units of all providers, largest provider first."""
    counties = [row["code"] for row in reference.rows("counties") if row["code"] != "00"]
    weights = [1 / (rank + 20) for rank in range(PROVIDERS - 1)]
    shares = [LARGEST_SHARE, *(weight / sum(weights) * (1 - LARGEST_SHARE) for weight in weights)]
    units = []
    for provider, share in enumerate(shares):
        slots = max(1, round(share * SLOTS))
        size = max(1, slots // 60)
        units += [
            BenchUnit(provider, number, counties[provider % len(counties)], min(size, slots - start))
            for number, start in enumerate(range(0, slots, size))
        ]
    return units


def make_staged_rows(folder: Path, certificates: int) -> int:
    """Make the staged rows of about so many certificates below `folder`, anew; returns how many there are."""
    shutil.rmtree(folder, ignore_errors=True)
    data = DataDirectory(folder)
    units = organisation()
    with closing(Landing(data.landing)) as landing, duckdb.connect() as connection:
        _land_files(landing, units, folder)
        _register(connection, units)
        cases = round(certificates / CERTIFICATES_PER_CASE)
        staging, made = Staging(data.staging), 0
        for first in range(0, cases, CASES_AT_A_TIME):
            chosen = range(first, min(first + CASES_AT_A_TIME, cases))
            _make_rows(connection, landing.ledger.next_number(), chosen, cases)
            made += _write_segment(connection, staging, landing)
        return made


def _land_files(landing: Landing, units: list[BenchUnit], folder: Path) -> None:
    answers = [_provider_answer(unit) for unit in units if unit.number == 0] + [_unit_answer(unit) for unit in units]
    content = "".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
    load_file(landing, ANSWERS, content.encode(), valid_from=FIRST_DAY)
    path = folder / "population.csv"
    write_population(path, load_parameters(), Stream(POPULATION_SEED, "population"), [], range(2019, 2026))
    load_file(landing, POPULATION, path.read_bytes())


def _provider_answer(unit: BenchUnit) -> dict[str, object]:
    name = f"Exempelvården {unit.provider}"
    return {"kind": "provider", "id": unit.provider_id, "namn": name, "startdatum": "2010-01-01", "slutdatum": None}


def _unit_answer(unit: BenchUnit) -> dict[str, object]:
    return {
        "kind": "unit",
        "id": unit.id,
        "namn": f"Vårdcentralen {unit.provider}-{unit.number}",
        "vgid": unit.provider_id,
        "vardenhet": unit.id,
        "startdatum": "2010-01-01",
        "slutdatum": None,
        "geografi": {"lan": unit.county, "kommun": "80"},
    }


def _register(connection: duckdb.DuckDBPyConnection, units: list[BenchUnit]) -> None:
    """Put in place what the models take from outside: units by slot, codes by number, and rows of empty columns."""
    dealt = [(unit.id, unit.provider_id) for unit in units for _ in range(unit.slots)]
    connection.execute("CREATE TABLE bench_unit (slot integer, unit_id varchar, provider_id varchar)")
    connection.executemany("INSERT INTO bench_unit VALUES (?, ?, ?)", [(n, *unit) for n, unit in enumerate(dealt)])
    step = len(reference.rows("icd10_categories")) // CODES
    codes = [row["code"] for row in reference.rows("icd10_categories")[::step]][:CODES]
    connection.execute("CREATE TABLE bench_code (number integer, code varchar)")
    connection.executemany("INSERT INTO bench_code VALUES (?, ?)", list(enumerate(codes)))
    for name in ("certificate_document", "message"):
        columns = TABLES[name].empty_table()
        connection.from_arrow(columns).create(f"empty_{name}")
        connection.execute(
            f"CREATE TABLE staged_{name} AS SELECT empty.* FROM (SELECT 1) LEFT JOIN empty_{name} AS empty ON true"
        )


def _make_rows(connection: duckdb.DuckDBPyConnection, number: int, chosen: range, cases: int) -> None:
    """Make the tables of one segment: some cases of all."""
    slots = connection.table("bench_unit").count("*").fetchone()
    values = {
        "first_case": chosen.start,
        "end_case": chosen.stop,
        "persons": max(1, cases * 2 // 5),
        "first_day": FIRST_DAY,
        "days": DAYS,
        "slots": slots[0] if slots else 0,
        "codes": CODES,
    }
    _make(connection, "certificate", "bench_certificate", values)
    _make(connection, "certificate_document", "bench_document", {"segment": number})
    for name in ("period", "certificate_event", "message"):
        _make(connection, name, f"bench_{name}", {})


def _write_segment(connection: duckdb.DuckDBPyConnection, staging: Staging, landing: Landing) -> int:
    """Write what was made last as the next segment; returns its certificates."""
    number = landing.ledger.next_number()
    written = staging.path(number)
    written.mkdir(parents=True)
    rows = {name: _write(connection, written, name) for name in TABLES}
    outcomes = {name: rows[name] for name in ("certificate_document", "certificate_event", "message")}
    write_json(written / SUMMARY, {"segment": number, "rows": rows, "outcomes": outcomes})
    with landing.ledger.transaction() as transaction:
        add_segment(transaction, Segment(number, "bench", sum(outcomes.values()), 0, f"made {number}"), [])
    return rows["certificate_document"]


def _write(connection: duckdb.DuckDBPyConnection, folder: Path, name: str) -> int:
    """Write the rows of one staged table; returns how many there are."""
    made = connection.table(MADE[name]) if name in MADE else connection.from_arrow(TABLES[name].empty_table())
    made.write_parquet(str(folder / f"{name}.parquet"), compression="zstd")
    return int((made.count("*").fetchone() or (0,))[0])


def _make(connection: duckdb.DuckDBPyConnection, model: str, table: str, values: dict[str, object]) -> None:
    """Make the table of one model; order does not matter until a build sorts."""
    sql = (MODELS / f"{model}.sql").read_text(encoding="utf-8")
    connection.execute(f"CREATE OR REPLACE TABLE {table} AS {sql}", values)
