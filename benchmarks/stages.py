"""Measures a whole run: seconds and peak memory of each stage, from an existing synthetic store to releases in force.

Run with `python -m benchmarks.stages --size demo`; the store is made once per size and kept under `build/benchmarks`.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from benchmarks.memory import peak_mb

KEPT = Path("build") / "benchmarks"
TODAY = date(2026, 11, 23)
STAGES = ("landing", "staging", "core", "statistics", "release")


def measure_stage(data: Path, stage: str) -> dict[str, float]:
    """Run one stage in a process of its own; returns seconds of work (without loading the program) and peak MB."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.stages", "--data", str(data), "--stage", stage],
        capture_output=True,
        text=True,
        check=True,
    )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def run_stage(data: Path, stage: str) -> None:
    """Run one stage here and print what it took as JSON."""
    from pipelines.running import run_groups

    started = time.perf_counter()
    run_groups(data, (stage,))
    seconds = time.perf_counter() - started
    peak = max(peak_mb(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
    print(json.dumps({"seconds": round(seconds, 2), "peak_mb": peak}))


def make_store(size: str) -> dict[str, float]:
    """Make the synthetic store of a size anew; returns seconds and certificates."""
    from pipelines.demonstration import create_source
    from warehouse.settings import load_settings

    data = KEPT / size
    shutil.rmtree(data, ignore_errors=True)
    started = time.perf_counter()
    summary = create_source(load_settings(data=data), size, 2026, TODAY, None)
    return {"seconds": round(time.perf_counter() - started, 2), "certificates": summary.certificates}


def main() -> None:
    """Measure every stage of one size and print a table and JSON, or run one stage when told to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="demo")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--stage", choices=STAGES)
    chosen = parser.parse_args()
    if chosen.stage:
        run_stage(chosen.data, chosen.stage)
        return
    data = KEPT / chosen.size
    results = {"store": make_store(chosen.size)}
    for zone in ("restricted", "care", "public"):
        shutil.rmtree(data / zone, ignore_errors=True)
    for stage in STAGES:
        results[stage] = measure_stage(data, stage)
    for name, measured in results.items():
        print(f"{name:12}" + "".join(f"{key:>14} {value:>10}" for key, value in measured.items()))
    print(json.dumps(results))


if __name__ == "__main__":
    main()
