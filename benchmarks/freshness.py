"""Measures freshness (rule O-3): seconds from a certificate in the store until the readers of the sites show it.

Run with `python -m benchmarks.freshness --certificates 5000000`. A synthetic store of 50,000 certificates is landed and
staged as it is; its staged rows are then repeated with new ids and new persons until there are as many certificates as
asked for, and a base is built and published of all. The new certificate goes the whole way from the store. Everything
is made below `build/benchmarks/freshness`, which takes some gigabytes and may be deleted afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import duckdb
import sqlalchemy as sa

from benchmarks.stages import TODAY
from pipelines.demonstration import create_source
from pipelines.landing.landing import Landing
from pipelines.landing.ledger import Segment, add_segment
from pipelines.operations import dagster_home
from pipelines.sources import store_tables as store
from pipelines.sources.configured import DEMO_STORE
from pipelines.staging.stage import SUMMARY, Staging
from pipelines.staging.tables import TABLES
from pipelines.synthetic.append import append_certificates
from rehab.mart import RehabMart
from warehouse.identity import normalise_hsa_id
from warehouse.releases import ReleaseStore
from warehouse.reports.engine import CareStatistics
from warehouse.reports.result import View
from warehouse.reports.scope import AccessScope
from warehouse.settings import load_settings
from warehouse.storage import DataDirectory, Zone, write_json

DATA = Path("build") / "benchmarks" / "freshness"
SIZE, SEED = "demo", 2026
UNIT_SETS = 40
"""The repeated certificates are spread over so many times the units of the store."""

PATIENCE = 600.0
SETTLING = 60.0
"""Seconds that the daemon is given before the first event, so that its first look at the store is over."""
REPEATED = {
    "certificate_document": """
        SELECT original.* REPLACE (
            md5(document_key || $copy) AS document_key, $segment AS segment,
            sha256(payload_sha256 || $copy) AS payload_sha256, certificate_id || $copy AS certificate_id,
            known.person_key AS person_key, unit_id || $units AS unit_id, doctor_id || $units AS doctor_id)
        FROM original_certificate_document AS original INNER JOIN person AS known ON original.person_key = known.was""",
    "period": """
        SELECT original.* REPLACE (
            md5(document_key || $copy) AS document_key, certificate_id || $copy AS certificate_id)
        FROM original_period AS original""",
    "document_relation": """
        SELECT original.* REPLACE (
            md5(document_key || $copy) AS document_key, certificate_id || $copy AS certificate_id,
            target_certificate_id || $copy AS target_certificate_id)
        FROM original_document_relation AS original""",
    "certificate_event": """
        SELECT original.* REPLACE (
            md5(document_key || $copy) AS document_key, certificate_id || $copy AS certificate_id)
        FROM original_certificate_event AS original""",
    "message": """
        SELECT original.* REPLACE (
            md5(document_key || $copy) AS document_key, $segment AS segment,
            sha256(payload_sha256 || $copy) AS payload_sha256, message_id || $copy AS message_id,
            certificate_id || $copy AS certificate_id, known.person_key AS person_key)
        FROM original_message AS original INNER JOIN person AS known ON original.person_key = known.was""",
}


def make_store() -> None:
    """A synthetic store, landed and staged."""
    shutil.rmtree(DATA, ignore_errors=True)
    create_source(load_settings(data=DATA), SIZE, SEED, TODAY, None)
    _run("landing", "staging")


def repeat_rows(certificates: int) -> int:
    """Repeat what is staged, in segments of their own, up to a number of certificates; returns how many there are."""
    data = DataDirectory(DATA)
    staging = Staging(data.staging)
    with duckdb.connect() as connection, closing(Landing(data.landing)) as landing:
        for name in TABLES:
            connection.read_parquet(staging.pattern(name)).create(f"staged_{name}")
        _leave_out_disputed(connection)
        (own,) = connection.table("original_certificate_document").count("*").fetchone() or (0,)
        (there,) = connection.table("staged_certificate_document").count("*").fetchone() or (0,)
        copies = -(-(certificates - there) // own)
        for copy in range(1, copies + 1):
            _repeat(connection, staging, landing, copy)
    return int(there + copies * own)


def _leave_out_disputed(connection: duckdb.DuckDBPyConnection) -> None:
    """Only certificates with one document are repeated: of the others the landed bytes would be compared."""
    connection.execute(
        "CREATE TABLE single AS SELECT certificate_id FROM staged_certificate_document "
        "GROUP BY certificate_id HAVING count(*) = 1"
    )
    for name in REPEATED:
        connection.execute(
            f"CREATE TABLE original_{name} AS SELECT * FROM staged_{name} SEMI JOIN single USING (certificate_id)"
        )
    connection.execute(
        "CREATE TABLE numbered AS SELECT person_key AS was, row_number() OVER (ORDER BY person_key) AS number "
        "FROM (SELECT person_key FROM original_certificate_document UNION SELECT person_key FROM original_message)"
    )


def _repeat(connection: duckdb.DuckDBPyConnection, staging: Staging, landing: Landing, copy: int) -> None:
    number = landing.ledger.next_number()
    folder = staging.path(number)
    folder.mkdir(parents=True)
    connection.execute(
        "CREATE OR REPLACE TABLE person AS SELECT was, concat(1000 + (number * 1000 + $copy) % 9000, '0101', "
        "lpad(CAST((number * 1000 + $copy) // 9000 AS varchar), 4, '0')) AS person_key FROM numbered",
        {"copy": copy},
    )
    units = f"-{copy % UNIT_SETS}" if copy % UNIT_SETS else ""
    values = {"copy": f"-{copy}", "units": units, "segment": number}
    rows = dict.fromkeys(TABLES, 0)
    for name, statement in REPEATED.items():
        used = {key: value for key, value in values.items() if f"${key}" in statement}
        connection.execute(f"CREATE OR REPLACE TABLE made AS {statement}", used)
        table = connection.table("made").to_arrow_table()
        rows[name] = table.num_rows
        _write(connection, folder, name)
    connection.execute("CREATE OR REPLACE TABLE made AS FROM staged_quarantine LIMIT 0")
    _write(connection, folder, "quarantine")
    outcomes = {name: rows[name] for name in ("certificate_document", "certificate_event", "message")}
    write_json(folder / SUMMARY, {"segment": number, "rows": rows, "outcomes": outcomes})
    with landing.ledger.transaction() as transaction:
        add_segment(transaction, Segment(number, "repeated", sum(outcomes.values()), 0, f"repeated {copy}"), [])


def _write(connection: duckdb.DuckDBPyConnection, folder: Path, name: str) -> None:
    connection.table("made").write_parquet(str(folder / f"{name}.parquet"), compression="zstd")


def measure_event(number: int, by_sensor: bool) -> dict[str, float]:
    """Sign one certificate in the store and wait until readers show it; returns seconds.

    Without sensor, `intyg refresh` is started when the certificate is in the store.
    """
    url = f"sqlite:///{(DATA / 'source' / DEMO_STORE).resolve()}"
    before = _versions()
    append_certificates(url, 1, number, TODAY)
    started = time.perf_counter()
    written = _newest(url)
    run = None if by_sensor else subprocess.Popen([sys.executable, "-m", "intyg", "--data", str(DATA), "-q", "refresh"])
    reader = Reader(*written)
    measured = {"cases": 0.0, "statistics": 0.0}
    while not all(measured.values()):
        now = time.perf_counter() - started
        if now > PATIENCE:
            raise TimeoutError("the certificate has not come through")
        if not measured["cases"] and _versions()[0] != before[0] and reader.is_in_cases():
            measured["cases"] = round(time.perf_counter() - started, 1)
        if not measured["statistics"] and _versions()[1] != before[1] and reader.is_in_statistics():
            measured["statistics"] = round(time.perf_counter() - started, 1)
        time.sleep(0.1)
    if run:
        run.wait()
        measured["refresh_peak_mb"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return measured


def _newest(url: str) -> tuple[str, str]:
    engine = sa.create_engine(url)
    columns = store.certificate.c
    query = sa.select(columns.ID, columns.CARE_UNIT_ID).join(
        store.original_certificate, store.original_certificate.c.CERTIFICATE_ID == columns.ID
    )
    with engine.connect() as connection:
        newest = connection.execute(query.order_by(store.original_certificate.c.ID.desc()).limit(1)).one()
    return str(newest[0]), str(newest[1])


def _versions() -> tuple[str | None, str | None]:
    data = DataDirectory(DATA)
    restricted, care = (ReleaseStore(data.zone(zone)).current_version() for zone in (Zone.RESTRICTED, Zone.CARE))
    return restricted, care


class Reader:
    """Looks for one certificate the way the sites do: opens the release in force and asks for a unit and a provider."""

    def __init__(self, certificate_id: str, unit_id: str) -> None:
        self.certificate_id = certificate_id
        self.rows_before = 0
        mart = self._mart()
        with closing(mart):
            found = mart._connection.execute(
                "SELECT care_unit_id, provider_id FROM rehab_certificate "
                "WHERE $unit IN (unit_id, care_unit_id) LIMIT 1",
                {"unit": normalise_hsa_id(unit_id)},
            ).fetchone()
        if found is None:
            raise LookupError("the unit of the new certificate has had no other")
        self.care_unit_id, self.provider_id = found
        self.rows_before = self._rows()
        self.seconds: dict[str, float] = {}

    def is_in_cases(self) -> bool:
        started = time.perf_counter()
        with closing(self._mart()) as mart:
            rows = mart.selection(self.care_unit_id, self.provider_id, date(2026, 1, 1), date(2027, 12, 31))
        self.seconds["unit"] = time.perf_counter() - started
        return any(row.certificate.certificate_id == self.certificate_id for row in rows)

    def is_in_statistics(self) -> bool:
        return self._rows() > self.rows_before

    def _mart(self) -> RehabMart:
        return RehabMart(ReleaseStore(DataDirectory(DATA).zone(Zone.RESTRICTED)).current().file("rehab.duckdb"))

    def _rows(self) -> int:
        """Facts of the provider, after its main report has been made."""
        care = ReleaseStore(DataDirectory(DATA).zone(Zone.CARE)).current().file("care.duckdb")
        with CareStatistics(care) as statistics:
            statistics.report("cases_total", View.TIME_SERIES, AccessScope(self.provider_id, None))
            row = statistics._connection.execute(
                "SELECT count(*) FROM sick_leave_row JOIN provider USING (provider_no) WHERE provider_id = ?",
                [self.provider_id],
            ).fetchone()
        return int(row[0]) if row else 0


@contextmanager
def _daemon() -> Iterator[None]:
    """Dagster's daemon over the data directory, with the sensor switched on."""
    settings = load_settings(data=DATA)
    environment = os.environ | {"DAGSTER_HOME": str(dagster_home(settings)), "INTYG_DATA": str(DATA.resolve())}
    module = ["-m", "pipelines.definitions"]
    bin_folder = Path(sys.executable).parent
    started = [str(bin_folder / "dagster"), "sensor", "start", "new_events", *module]
    subprocess.run(started, env=environment, check=True, stdout=subprocess.DEVNULL)
    command = [str(bin_folder / "dagster-daemon"), "run", *module]
    with (
        (DATA / "daemon.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as run,
    ):
        time.sleep(SETTLING)
        try:
            yield
        finally:
            run.send_signal(signal.SIGINT)


def _run(*groups: str) -> dict[str, float]:
    """Run groups of assets in a process of their own; returns seconds and peak memory."""
    started = time.perf_counter()
    code = (
        "import sys; from pathlib import Path; from benchmarks.memory import peak_mb; "
        "from pipelines.running import run_groups; "
        "run_groups(Path(sys.argv[1]), sys.argv[2:]); "
        "print(peak_mb())"
    )
    command = [sys.executable, "-c", code, str(DATA), *groups]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return {"seconds": round(time.perf_counter() - started, 1), "peak_mb": float(done.stdout.split()[-1])}


def main() -> None:
    """Make what is missing, then measure and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--certificates", type=int, default=5_000_000)
    parser.add_argument("--events", type=int, default=3)
    parser.add_argument("--sensor", action="store_true", help="let Dagster's daemon and sensor do it, as in production")
    parser.add_argument("--again", action="store_true", help="use the base that is there")
    chosen = parser.parse_args()
    os.environ["INTYG_TODAY"] = TODAY.isoformat()
    results: dict[str, object] = {}
    if not chosen.again:
        make_store()
        results["certificates"] = repeat_rows(chosen.certificates)
        results["base"] = {group: _run(group) for group in ("core", "statistics", "release")}
    if chosen.sensor:
        with _daemon():
            results["by_sensor"] = [measure_event(number, by_sensor=True) for number in range(chosen.events)]
    else:
        results["by_command"] = [measure_event(100 + number, by_sensor=False) for number in range(chosen.events)]
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
