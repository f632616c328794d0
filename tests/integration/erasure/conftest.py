"""A data directory of its own for every test, read from a store with one marked certificate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.integration.erasure.marked_store import MarkedStore
from tests.integration.small_store import PERSON_KEY
from warehouse.settings import Settings, load_settings

TODAY = date(2026, 11, 23)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("INTYG_TODAY", TODAY.isoformat())
    monkeypatch.setenv("INTYG_PERSON_KEY", PERSON_KEY.decode())
    monkeypatch.setenv("INTYG_STORE_URL", f"sqlite:///{tmp_path / 'store' / 'store.sqlite'}")
    return load_settings(data=tmp_path / "data")


@pytest.fixture
def marked(tmp_path: Path, settings: Settings) -> MarkedStore:
    """The marked store, with everything run from it to releases."""
    store = MarkedStore(tmp_path / "store")
    store.run(settings)
    return store
