"""A small store and a data directory in which it is published as a base, for every test a copy of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines import operations
from tests.integration.freshness.published_store import OTHER, PERSON, TODAY, certificate
from tests.integration.small_store import PERSON_KEY, SmallStore
from warehouse.settings import Settings, load_settings


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of two certificates, and a data directory in which they are published as a base."""
    folder = tmp_path_factory.mktemp("published")
    small = SmallStore(folder / "store")
    small.certificate(certificate("first", PERSON))
    small.certificate(certificate("second", OTHER))
    with pytest.MonkeyPatch.context() as patch:
        _use(small, patch)
        operations.run(load_settings(data=folder / "data"))
    return folder


@pytest.fixture
def small(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallStore:
    """The store, with a data directory beside it, in copies of the test's own."""
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    small = SmallStore(tmp_path / "store")
    _use(small, monkeypatch)
    return small


@pytest.fixture
def settings(tmp_path: Path, small: SmallStore) -> Settings:
    """Settings over the data directory that the store is published in."""
    del small
    return load_settings(data=tmp_path / "data")


def _use(small: SmallStore, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("INTYG_STORE_URL", small.url)
    patch.setenv("INTYG_PERSON_KEY", PERSON_KEY.decode())
    patch.setenv("INTYG_TODAY", TODAY.isoformat())
