"""Releases: complete or absent, never half; one pointer decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.errors import DamagedDataError, NotReadyError, UserError
from warehouse.releases import ReleaseStore


def _publish(store: ReleaseStore, version: str, content: bytes = b"figures") -> None:
    with store.building(version) as aside:
        (aside / "national.duckdb").write_bytes(content)
        store.finish(aside, version, {"as_of": "2026-11-23"})
    store.put_in_force(version)


@pytest.fixture
def store(tmp_path: Path) -> ReleaseStore:
    return ReleaseStore(tmp_path / "public")


def test_before_the_first_publication_there_is_a_sentence(store: ReleaseStore) -> None:
    assert store.current_version() is None
    with pytest.raises(NotReadyError, match="Nothing has been published"):
        store.current()


def test_the_pointer_names_the_release_in_force(store: ReleaseStore) -> None:
    _publish(store, "20260101T000000Z-aaaa", b"one")
    _publish(store, "20260102T000000Z-bbbb", b"two")
    current = store.current()
    assert current.version == "20260102T000000Z-bbbb"
    assert current.file("national.duckdb").read_bytes() == b"two"
    assert current.manifest["files"].keys() == {"national.duckdb"}


def test_a_release_that_is_not_finished_does_not_exist(store: ReleaseStore) -> None:
    _publish(store, "20260101T000000Z-aaaa")
    with pytest.raises(RuntimeError, match="killed"), store.building("20260102T000000Z-bbbb") as aside:
        (aside / "national.duckdb").write_bytes(b"half")
        raise RuntimeError("killed")
    assert store.versions() == ["20260101T000000Z-aaaa"]
    assert store.current_version() == "20260101T000000Z-aaaa"


def test_what_a_killed_build_left_is_swept(store: ReleaseStore) -> None:
    _publish(store, "20260101T000000Z-aaaa")
    leftover = store.folder / ".building-20260102T000000Z-bbbb"
    leftover.mkdir()
    store.sweep()
    assert not leftover.exists()
    assert store.versions() == ["20260101T000000Z-aaaa"]


def test_a_damaged_release_is_never_put_in_force(store: ReleaseStore) -> None:
    _publish(store, "20260101T000000Z-aaaa")
    with store.building("20260102T000000Z-bbbb") as aside:
        (aside / "national.duckdb").write_bytes(b"whole")
        store.finish(aside, "20260102T000000Z-bbbb", {})
    (store.folder / "20260102T000000Z-bbbb" / "national.duckdb").write_bytes(b"damaged")
    with pytest.raises(DamagedDataError, match=r"national\.duckdb differs"):
        store.put_in_force("20260102T000000Z-bbbb")
    assert store.current_version() == "20260101T000000Z-aaaa"


def test_rolling_back_and_forth(store: ReleaseStore) -> None:
    for version in ("20260101T000000Z-aaaa", "20260102T000000Z-bbbb", "20260103T000000Z-cccc"):
        _publish(store, version)
    assert store.roll_back() == "20260102T000000Z-bbbb"
    assert store.roll_back() == "20260101T000000Z-aaaa"
    with pytest.raises(UserError, match="no earlier release"):
        store.roll_back()
    assert store.roll_back("20260103T000000Z-cccc") == "20260103T000000Z-cccc"
    with pytest.raises(UserError, match="There is no release 1999"):
        store.roll_back("1999")


def test_retention_keeps_the_newest_and_the_one_in_force(store: ReleaseStore) -> None:
    versions = [f"2026010{day}T000000Z-aaaa" for day in range(1, 6)]
    for version in versions:
        _publish(store, version)
    store.roll_back(versions[0])
    assert store.retain(2) == versions[1:3]
    assert store.versions() == [versions[0], *versions[3:]]
