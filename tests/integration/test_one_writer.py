"""A run is the only writer from its first step to its last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from pipelines.assets import landing, release
from pipelines.running import run_groups
from tests.integration.small_store import SmallStore, sick_leave
from warehouse.errors import BusyError
from warehouse.storage import DataDirectory


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataDirectory:
    small = SmallStore(tmp_path / "store")
    small.unit("U1", "P1")
    small.certificate(sick_leave("certificate-1", "198001012386", ("2026-09-01", "2026-09-14", 100)))
    monkeypatch.setenv("INTYG_STORE_URL", small.url)
    monkeypatch.setenv("INTYG_TODAY", "2026-11-23")
    return DataDirectory(tmp_path / "data")


def test_a_run_lets_nobody_write_between_its_steps(data: DataDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    first_step, last_step, outcomes = Event(), Event(), []

    def try_to_write() -> None:
        first_step.wait()
        while not last_step.is_set():
            try:
                with data.writer():
                    outcomes.append("wrote")
            except BusyError:
                outcomes.append("kept out")

    def at(event: Event, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            event.set()
            return step(*arguments)

        return run

    monkeypatch.setattr(landing, "land_all", at(first_step, landing.land_all))
    monkeypatch.setattr(release, "release_zone", at(last_step, release.release_zone))
    other = Thread(target=try_to_write)
    other.start()
    run_groups(data.root)
    other.join()
    assert set(outcomes) == {"kept out"}


def test_a_second_run_says_that_another_is_writing(data: DataDirectory) -> None:
    with data.writer(), pytest.raises(BusyError, match="Another run is writing"):
        run_groups(data.root)
