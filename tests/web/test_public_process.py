"""The public process as it runs in operation, with every zone but its own absent, or there and closed to it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.web.own_process import OwnProcess, own_process
from warehouse.storage import DataDirectory, Zone

FOREIGN = ("care", "restricted", "restricted/landing", "restricted/staging", "application", "keys", "source")
"""What a data directory holds besides the public zone."""

_WITHOUT_OVERRIDE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Starts a program for which the modes of files hold even though the superuser runs it."""

_NOTE_WHAT_IS_OPENED = """
import os, sys

log = os.open(os.environ["OPENED_LOG"], os.O_WRONLY | os.O_APPEND)

def note(event, arguments):
    if event in {"open", "os.listdir", "os.scandir", "sqlite3.connect"}:
        os.write(log, f"{arguments[0]}\\n".encode())

sys.addaudithook(note)
"""

PAGES = ("/", "/en", "/data", "/publicering", "/status", "/om/skyddade-tal", "/nationell/diagnosgrupp")
FILES = ("/nationell/aldersgrupp.csv", "/nationell/aldersgrupp.xlsx", "/en/nationell/aldersgrupp.json")
CALLS = ("/config", "/tables", "/tables/SF03/metadata", "/tables/SF03/data", "/tables/SF03/data?outputFormat=parquet")


@dataclass
class Running(OwnProcess):
    """The public process at work, and the file that says what it has opened."""

    root: Path
    opened: Path


@pytest.fixture(params=["unreadable", pytest.param("absent", marks=pytest.mark.nightly)])
def running(request: pytest.FixtureRequest, data: DataDirectory) -> Iterator[Running]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(data.zone(Zone.PUBLIC), root / "public")
        before = _closed(root) if request.param == "unreadable" else ()
        try:
            with _started(root, before) as process:
                yield process
        finally:
            for name in FOREIGN:
                if (root / name).exists():
                    (root / name).chmod(0o700)


def _closed(root: Path) -> tuple[str, ...]:
    """Make the other directories, each with a file, closed to everybody; gives what to start the process with."""
    for name in FOREIGN:
        (root / name).mkdir(parents=True)
        (root / name / "secret.duckdb").write_text("secret")
    for name in reversed(FOREIGN):
        (root / name / "secret.duckdb").chmod(0)
        (root / name).chmod(0)
    if os.geteuid() != 0:
        return ()
    if shutil.which(_WITHOUT_OVERRIDE[0]) is None:
        pytest.skip("the superuser may read everything, and there is no setpriv to give that up")
    tried = subprocess.run([*_WITHOUT_OVERRIDE, "ls", str(root / "care")], check=False, capture_output=True)
    if b"Permission denied" not in tried.stderr:
        pytest.skip("the superuser may read everything here, and cannot give that up")
    return _WITHOUT_OVERRIDE


@contextmanager
def _started(root: Path, before: tuple[str, ...]) -> Iterator[Running]:
    noting = root / "noting"
    noting.mkdir()
    (noting / "sitecustomize.py").write_text(_NOTE_WHAT_IS_OPENED)
    opened = noting / "opened"
    opened.touch()
    path = os.pathsep.join(filter(None, (str(noting), os.environ.get("PYTHONPATH"))))
    told = {"PYTHONPATH": path, "OPENED_LOG": str(opened)}
    with own_process(root / "public", root / "queries", before=before, environment=told) as process:
        yield Running(process.process, process.url, root, opened)


def test_the_public_process_answers_from_its_zone_alone(running: Running) -> None:
    _ask_for_everything(running, "")
    for name in FOREIGN:
        if (running.root / name).exists():
            (running.root / name).chmod(0o700)
    for name in reversed(FOREIGN):
        shutil.rmtree(running.root / name, ignore_errors=True)
    _ask_for_everything(running, "again")
    _ask_for_a_saved_query(running)
    opened = set(running.opened.read_text().splitlines())
    assert any(str(running.root / "public") in path for path in opened), "what is opened is noted"
    foreign = tuple(str(running.root / name) for name in FOREIGN)
    assert [path for path in opened if path.startswith(foreign)] == []
    assert [path for path in running.open_files() if f"/{path.lstrip('/')}".startswith(foreign)] == []


def _ask_for_everything(running: Running, mark: str) -> None:
    """Every kind of address; under another `mark` no answer is one that was kept."""
    for path in (*PAGES, *FILES, *(f"/api/v2{call}" for call in CALLS)):
        with urlopen(f"{running.url}{path}{'&' if '?' in path else '?'}mark={mark}") as answer:
            assert answer.status == 200, path
            assert b"secret" not in answer.read()


def _ask_for_a_saved_query(running: Running) -> None:
    query = json.dumps({"tableId": "SF01", "selection": {"selection": []}}).encode()
    asked = Request(f"{running.url}/api/v2/savedqueries", query, {"Content-Type": "application/json"})
    with urlopen(asked) as answer:
        query_id = json.load(answer)["id"]
    place = f"{running.url}/api/v2/savedqueries/{query_id}"
    for path in (place, f"{place}/data", f"{place}/selection", f"{running.url}/s/{query_id}"):
        urlopen(path).close()
