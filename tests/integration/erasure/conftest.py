"""A data directory of its own for every test, copied from one that was run once from the marked store."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.integration.erasure.marked_store import MarkedStore
from tests.integration.queue.conftest import broker, session_broker
from tests.integration.small_store import PERSON_KEY
from warehouse.settings import Settings, load_settings

__all__ = ["broker", "session_broker"]

TODAY = date(2026, 11, 23)


def _set(environment: pytest.MonkeyPatch, folder: Path) -> Settings:
    environment.setenv("INTYG_TODAY", TODAY.isoformat())
    environment.setenv("INTYG_PERSON_KEY", PERSON_KEY.decode())
    environment.setenv("INTYG_STORE_URL", f"sqlite:///{folder / 'store' / 'store.sqlite'}")
    return load_settings(data=folder / "data")


@pytest.fixture(scope="session")
def run_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store and its data directory after a run, with a release in every zone."""
    folder = tmp_path_factory.mktemp("marked")
    with pytest.MonkeyPatch.context() as environment:
        settings = _set(environment, folder)
        store = MarkedStore(folder / "store")
        store.run(settings)
        store.small.engine.dispose()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def settings(run_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a data directory in which everything has been run from the marked store to releases."""
    shutil.copytree(run_once, tmp_path, dirs_exist_ok=True)
    return _set(monkeypatch, tmp_path)


@pytest.fixture
def marked(settings: Settings, tmp_path: Path) -> MarkedStore:
    """The store that the data directory was read from."""
    del settings
    return MarkedStore(tmp_path / "store", filled=True)
