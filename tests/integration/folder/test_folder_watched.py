"""A folder watched, ingested once by command, and read by the assets."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest

from pipelines import operations
from pipelines.landing.landing import Landing
from pipelines.watching import watch
from tests.integration.service.conftest import document
from warehouse.errors import NotReadyError, UserError
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory

PATIENCE = 120


def _landed(settings: Settings) -> int:
    with closing(Landing(DataDirectory(settings.data).landing)) as landing:
        return sum(segment.events for segment in landing.ledger.segments())


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Settings, Path, Queue[str]]]:
    """A folder that is being watched, and what the watching says."""
    folder = tmp_path / "documents"
    folder.mkdir()
    monkeypatch.setenv("INTYG_DOCUMENTS", str(folder))
    monkeypatch.setenv("INTYG_QUIET_SECONDS", "0")
    settings = load_settings(data=tmp_path / "data")
    said: Queue[str] = Queue()
    stop = Event()
    thread = Thread(target=watch, args=(settings, stop, said.put, 0.05))
    thread.start()
    try:
        yield settings, folder, said
    finally:
        stop.set()
        thread.join()


def test_what_arrives_in_a_watched_folder_is_taken_in(watched: tuple[Settings, Path, Queue[str]]) -> None:
    settings, folder, said = watched
    assert "taken in" in said.get(timeout=PATIENCE)
    for name in ("c1", "c2"):
        (folder / f"{name}.xml").write_bytes(document(name))
        while _landed(settings) < int(name[1]):
            assert "taken in" in said.get(timeout=PATIENCE)
    assert _landed(settings) == 2


def test_another_writer_is_waited_for(watched: tuple[Settings, Path, Queue[str]]) -> None:
    settings, folder, said = watched
    assert "taken in" in said.get(timeout=PATIENCE)
    with DataDirectory(settings.data).writer():
        (folder / "c1.xml").write_bytes(document("c1"))
        assert "Another run" in said.get(timeout=PATIENCE)
    assert "taken in" in said.get(timeout=PATIENCE)
    assert _landed(settings) == 1


def test_a_folder_that_is_away_is_waited_for(watched: tuple[Settings, Path, Queue[str]]) -> None:
    settings, folder, said = watched
    assert "taken in" in said.get(timeout=PATIENCE)
    folder.rename(folder.with_name("unmounted"))
    assert "There is no folder" in said.get(timeout=PATIENCE)
    (folder.with_name("unmounted") / "c1.xml").write_bytes(document("c1"))
    folder.with_name("unmounted").rename(folder)
    assert "taken in" in said.get(timeout=PATIENCE)
    assert _landed(settings) == 1


def test_the_command_watches_until_it_is_asked_to_stop(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "c1.xml").write_bytes(document("c1"))
    environment = {**os.environ, "INTYG_DOCUMENTS": str(folder), "INTYG_QUIET_SECONDS": "0", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "intyg", "--data", str(tmp_path / "data"), "watch"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        assert "taken in" in watching.stdout.readline()
        watching.send_signal(signal.SIGTERM)
        assert watching.wait(PATIENCE) == 0
    assert _landed(load_settings(data=tmp_path / "data")) == 1


def test_without_a_source_there_is_nothing_to_watch(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="no source"):
        watch(load_settings(data=tmp_path), Event(), print)


def test_a_folder_ingested_once_says_what_was_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "c1.xml").write_bytes(document("c1"))
    (folder / "notes.txt").write_bytes(b"not a document")
    (folder / "cut.zip").write_bytes(b"PK")
    settings = load_settings(data=tmp_path / "data", quiet_seconds=0)
    lines = operations.ingest(settings, folder)
    assert "Certificate documents: 1" in lines
    assert "Quarantined: 1" in lines
    assert "Left out, files of other kinds: 1" in lines
    assert any(line.startswith("Left out, damaged archives") for line in lines)
    operations.ingest(settings, folder)
    assert _landed(settings) == 2


def test_a_folder_that_is_not_there_is_a_mistake_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no folder") as caught:
        operations.ingest(load_settings(data=tmp_path / "data"), tmp_path / "absent")
    assert caught.value.exit_code == 2
