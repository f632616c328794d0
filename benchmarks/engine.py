"""Measures the statistics engine: seconds and memory from staged rows to facts, national cells, and single reports.

Run with `python -m benchmarks.engine --certificates 1000000`, or 15000000. The staged rows are made once for each
number and kept below `build/benchmarks/engine`. Prints a table, and JSON as the last line.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.memory import peak_mb
from benchmarks.staged_rows import TODAY, BenchUnit, make_staged_rows, organisation
from pipelines import build as builds
from pipelines.core.steps import CoreContext, in_order, run
from pipelines.core.workspace import Workspace
from pipelines.landing.landing import Landing
from pipelines.publication.databases import export_core, make_care, make_national
from pipelines.staging.stage import Staging
from warehouse.identity import normalise_hsa_id
from warehouse.keys import key
from warehouse.reports import registry
from warehouse.reports.engine import CareStatistics
from warehouse.reports.options import Options
from warehouse.reports.result import Level, View
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.reports.selection import EVERYTHING, Selection
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory, write_json

KEPT = Path("build") / "benchmarks" / "engine"
BEST_OF = 3
MADE = "made.json"
"""Says that the rows are whole, and how many certificates they are."""

HEAVY = Selection(
    diagnoses=("F00-F99", "M54", "J00-J06"),
    ages=("31-35", "36-40", "41-45", "46-50"),
    lengths=("15-30", "31-60", "91-180"),
    types=("SJUKPENNING",),
)
OPTIONS = Options(node="F00-F99", nodes=("F00-F99", "M54", "J00-J06"), doctor_messages=True)
REGION_SHARE = 0.25


@dataclass(frozen=True)
class Subject:
    """Whose reports are timed."""

    name: str
    scope: AccessScope | RegionScope
    certificates: float


def measure_core(folder: Path) -> dict[str, float]:
    """Facts and cases from staging, step by step; seconds."""
    settings, data = _settings(folder), DataDirectory(folder)
    seconds: dict[str, float] = {}
    with closing(Landing(data.landing)) as landing:
        build = builds.begin(data, settings, landing)
        with Workspace(data, settings).open() as connection:
            person_key = key(settings.person_key, data, "person")
            context = CoreContext(connection, landing, Staging(data.staging), settings, build, person_key)
            for name in in_order():
                started = time.perf_counter()
                run(name, context)
                seconds[name] = round(time.perf_counter() - started, 2)
    facts = {name: value for name, value in seconds.items() if name != "rehab_certificate"}
    return {"facts_and_cases": round(sum(facts.values()), 1), **seconds}


def measure_files(folder: Path) -> dict[str, float]:
    """The core tables sorted and written as files of the restricted release; seconds."""
    settings, data = _settings(folder), DataDirectory(folder)
    with Workspace(data, settings).open() as workspace:
        started = time.perf_counter()
        export_core(workspace, data)
        return {"core_files": round(time.perf_counter() - started, 1)}


def measure_care(folder: Path) -> dict[str, float]:
    """The care database, sorted for reports; seconds."""
    return _measure_maker(folder, "care_database", make_care)


def measure_national(folder: Path) -> dict[str, float]:
    """All national reports; seconds."""
    return _measure_maker(folder, "national_reports", make_national)


def _measure_maker(folder: Path, name: str, make: Callable[..., Any]) -> dict[str, float]:
    settings, data = _settings(folder), DataDirectory(folder)
    with Workspace(data, settings).open() as workspace:
        started = time.perf_counter()
        make(workspace, data, settings, builds.current(data))
        return {name: round(time.perf_counter() - started, 1)}


def measure_reports(folder: Path) -> dict[str, float]:
    """Every report of the largest and of the median provider and of a region, without filter and with heavy ones.

    Milliseconds: the 95th percentile over all reports and views, each the best of three, and the slowest report.
    """
    found: dict[str, float] = {}
    with CareStatistics(DataDirectory(folder).work / "care.duckdb") as care:
        for subject in _subjects(DataDirectory(folder).work / "care.duckdb"):
            found[f"{subject.name} certificates"] = subject.certificates
            for filters, selection in (("no filter", EVERYTHING), ("heavy filters", HEAVY)):
                times = {name: _best(ask) for name, ask in _questions(care, subject, selection)}
                slowest = max(times, key=lambda name: times[name])
                found[f"{subject.name}, {filters}: p95"] = _percentile(times.values())
                found[f"{subject.name}, {filters}: slowest ({slowest})"] = times[slowest]
    return found


def _subjects(care: Path) -> list[Subject]:
    with duckdb.connect(str(care), read_only=True) as connection:
        sizes = connection.execute(
            "SELECT provider_id, count(*) FROM header JOIN provider USING (provider_no) GROUP BY 1 ORDER BY 2 DESC"
        ).fetchall()
    largest, median = sizes[0], sizes[len(sizes) // 2]
    listed, covered = _region(dict(sizes))
    return [
        Subject("largest provider", AccessScope.whole_provider(largest[0]), largest[1]),
        Subject("median provider", AccessScope.whole_provider(median[0]), median[1]),
        Subject("region", RegionScope(listed), covered),
    ]


def _region(sizes: dict[str, int]) -> tuple[dict[str, int | None], float]:
    """The care units of providers that have a quarter of the certificates together: the largest and smaller ones."""
    units: dict[str, list[BenchUnit]] = {}
    for unit in organisation():
        units.setdefault(unit.provider_id, []).append(unit)
    by_id = {normalise_hsa_id(provider_id): size for provider_id, size in sizes.items()}
    wanted, covered = sum(sizes.values()) * REGION_SHARE, 0.0
    listed: dict[str, int | None] = {}
    for provider_id, own in units.items():
        size = by_id.get(normalise_hsa_id(provider_id), 0)
        if covered + size <= wanted:
            covered += size
            listed |= {normalise_hsa_id(unit.id): 5_000 for unit in own}
    return listed, covered


def _questions(
    care: CareStatistics, subject: Subject, selection: Selection
) -> Iterable[tuple[str, Callable[[], object]]]:
    level = Level.REGION if isinstance(subject.scope, RegionScope) else Level.PROVIDER
    for report in registry.every_report(level):
        for view in report.levels[level]:
            yield f"{report.id} {view}", _question(care, report.id, view, subject.scope, selection)


def _question(
    care: CareStatistics, report_id: str, view: View, scope: AccessScope | RegionScope, selection: Selection
) -> Callable[[], object]:
    if isinstance(scope, RegionScope):
        return lambda: care.region_report(report_id, view, scope, selection, TODAY, options=OPTIONS)
    return lambda: care.report(report_id, view, scope, selection, TODAY, options=OPTIONS)


def _best(ask: Callable[[], object]) -> float:
    times = []
    for _ in range(BEST_OF):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1000)
    return round(min(times), 1)


def _percentile(values: Iterable[float]) -> float:
    return round(statistics.quantiles(values, n=20, method="inclusive")[-1], 1)


def _settings(folder: Path) -> Settings:
    return load_settings(data=folder, today=TODAY)


MEASURES: dict[str, Callable[[Path], dict[str, float]]] = {
    "core": measure_core,
    "files": measure_files,
    "care": measure_care,
    "national": measure_national,
    "reports": measure_reports,
}


def _measured(folder: Path, name: str) -> dict[str, float]:
    """One measure in a process of its own, with its peak memory."""
    command = [sys.executable, "-m", "benchmarks.engine", "--folder", str(folder), "--measure", name]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def main() -> None:
    """Make the rows if need be, measure, and print a table and JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--certificates", type=int, default=1_000_000)
    parser.add_argument("--builds", type=int, default=1, help="how many times the build is measured; the best counts")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--measure", choices=list(MEASURES))
    chosen = parser.parse_args()
    if chosen.measure:
        measured = MEASURES[chosen.measure](chosen.folder)
        measured[f"{chosen.measure} peak MB"] = peak_mb()
        print(json.dumps(measured))
        return
    folder = KEPT / str(chosen.certificates)
    results: dict[str, float] = {}
    if not (folder / MADE).exists():
        started = time.perf_counter()
        write_json(folder / MADE, {"certificates": make_staged_rows(folder, chosen.certificates)})
        results["making the rows, s"] = round(time.perf_counter() - started, 1)
    results |= json.loads((folder / MADE).read_text())
    for name in MEASURES:
        runs = [_measured(folder, name) for _ in range(1 if name == "reports" else chosen.builds)]
        results |= min(runs, key=lambda run: next(iter(run.values())))
    for name, value in results.items():
        print(f"{name:80} {value:>12}")
    print(json.dumps(results))


if __name__ == "__main__":
    main()
