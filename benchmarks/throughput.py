"""Measures a long intake: documents a second from an SQL store to staging, and memory over time.

Run with `python -m benchmarks.throughput --documents 1000000`. The documents come from the pool of a synthetic store of
size `demo`; each gets an id and a person of its own and dates that are moved by some weeks, so that no two are alike.
The store is made once and kept under `build/benchmarks`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import psutil
import sqlalchemy as sa

from pipelines.sources import store_tables as store
from pipelines.sources.configured import DEMO_STORE

KEPT = Path("build") / "benchmarks"
TODAY = date(2026, 11, 23)
ROWS_AT_A_TIME = 5_000
SAMPLE_SECONDS = 1.0
SHOWN_MOMENTS = 10
_DAY = re.compile(rb"20[12][0-9]-[01][0-9]-[0-3][0-9]")


def make_pool() -> list[dict[str, Any]]:
    """The certificates of a synthetic store of size `demo`: their rows, document and test-number person."""
    from pipelines.demonstration import create_source
    from warehouse.settings import load_settings

    data = KEPT / "pool"
    path = data / "source" / DEMO_STORE
    if not path.is_file():
        create_source(load_settings(data=data), "demo", 2026, TODAY, None)
    certificates, documents = store.certificate, store.original_certificate
    query = sa.select(certificates, documents.c.RECEIVED, documents.c.DOCUMENT).join_from(
        certificates, documents, certificates.c.ID == documents.c.CERTIFICATE_ID
    )
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        pool = [dict(row) for row in connection.execute(query).mappings()]
    engine.dispose()
    return pool


def varied(pool: list[dict[str, Any]], draw: random.Random) -> Iterator[dict[str, Any]]:
    """Endless certificates: those of the pool with another id, another person of the pool, and moved dates."""
    people = [row["CIVIC_REGISTRATION_NUMBER"] for row in pool if row["CIVIC_REGISTRATION_NUMBER"]]
    while True:
        for row in pool:
            identity, person = str(uuid.UUID(int=draw.getrandbits(128), version=4)), draw.choice(people)
            document = row["DOCUMENT"].replace(row["ID"].encode(), identity.encode())
            former = row["CIVIC_REGISTRATION_NUMBER"]
            for own, other in ((former, person), (former.replace("-", ""), person.replace("-", ""))):
                document = document.replace(own.encode(), other.encode()) if own else document
            document = _moved(document, timedelta(weeks=draw.randint(1, 50)))
            yield {**row, "ID": identity, "CIVIC_REGISTRATION_NUMBER": person, "DOCUMENT": document}


def _moved(document: bytes, by: timedelta) -> bytes:
    def earlier(match: re.Match[bytes]) -> bytes:
        try:
            return (date.fromisoformat(match[0].decode()) - by).isoformat().encode()
        except ValueError:
            return match[0]

    return _DAY.sub(earlier, document)


def make_store(path: Path, documents: int) -> int:
    """Fill a store with varied documents; returns how many different ones the pool held."""
    pool = make_pool()
    engine = sa.create_engine(f"sqlite:///{path}")
    store.metadata.create_all(engine)
    wanted = islice(varied(pool, random.Random(2026)), documents)
    names = {column.name for column in store.certificate.columns}
    while rows := list(islice(wanted, ROWS_AT_A_TIME)):
        with engine.begin() as connection:
            connection.execute(sa.insert(store.certificate), [{name: row[name] for name in names} for row in rows])
            connection.execute(
                sa.insert(store.original_certificate),
                [
                    {"CERTIFICATE_ID": row["ID"], "RECEIVED": row["RECEIVED"], "DOCUMENT": row["DOCUMENT"]}
                    for row in rows
                ],
            )
    engine.dispose()
    return len(pool)


class MemoryWatch:
    """Samples the resident memory of this process and its children, in MB, until stopped."""

    def __init__(self) -> None:
        self.samples: list[float] = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def at_moments(self) -> list[int]:
        """Evenly spaced samples, the first after a tenth of the time."""
        step = max(1, len(self.samples) // SHOWN_MOMENTS)
        return [round(one) for one in self.samples[step - 1 :: step]]

    def _watch(self) -> None:
        while not self._stopped.wait(SAMPLE_SECONDS):
            self.samples.append(sum(_resident(one) for one in (psutil.Process(), *psutil.Process().children(True))))


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 1e6
    except psutil.NoSuchProcess:
        return 0.0


def run_stage(data: Path, stage: str, documents: int) -> None:
    """Run one stage here and print what it took as JSON."""
    from pipelines.running import run_groups

    started = time.perf_counter()
    with MemoryWatch() as watch:
        run_groups(data, (stage,))
    seconds = time.perf_counter() - started
    measured = {
        "seconds": round(seconds, 1),
        "documents_a_second": round(documents / seconds),
        "peak_mb": round(max(watch.samples, default=0)),
        "mb_over_time": watch.at_moments(),
    }
    print(json.dumps(measured))


def main() -> None:
    """Measure landing and staging of a store of varied documents, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--stage", choices=("landing", "staging"))
    chosen = parser.parse_args()
    data = KEPT / f"throughput-{chosen.documents}"
    if chosen.stage:
        run_stage(data, chosen.stage, chosen.documents)
        return
    path = data / "source" / DEMO_STORE
    if not path.is_file():
        shutil.rmtree(data, ignore_errors=True)
        path.parent.mkdir(parents=True)
        print("different documents in the pool:", make_store(path, chosen.documents))
    shutil.rmtree(data / "restricted", ignore_errors=True)
    for stage in ("landing", "staging"):
        call = [sys.executable, "-m", "benchmarks.throughput", "--documents", str(chosen.documents), "--stage", stage]
        done = subprocess.run(call, capture_output=True, text=True, check=True)
        print(stage, done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
