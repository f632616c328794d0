"""Readers follow the pointer: each block sees one release, and old readers are closed when nobody uses them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from dashboards.serving.readers import MOST_EARLIER, CurrentReader, ReleaseGoneError
from warehouse.errors import NotReadyError
from warehouse.releases import Release, ReleaseStore

FIRST, SECOND = "20261101T000000Z-0001", "20261102T000000Z-0002"


@dataclass
class Reader:
    version: str
    closed: bool = False


def _publish(store: ReleaseStore, version: str) -> None:
    with store.building(version) as built:
        (built / "figures").write_text(version)
        store.finish(built, version, {"as_of": date(2026, 11, 1).isoformat()})
    store.put_in_force(version)


@pytest.fixture
def store(tmp_path: Path) -> ReleaseStore:
    return ReleaseStore(tmp_path)


@pytest.fixture
def opened() -> list[Reader]:
    return []


@pytest.fixture
def readers(store: ReleaseStore, opened: list[Reader]) -> CurrentReader[Reader]:
    def open_reader(release: Release) -> Reader:
        opened.append(Reader(release.version))
        return opened[-1]

    def close(reader: Reader) -> None:
        reader.closed = True

    return CurrentReader(store, open_reader, close)


def test_nothing_is_opened_before_the_first_publication(readers: CurrentReader[Reader], opened: list[Reader]) -> None:
    assert readers.version() is None
    with pytest.raises(NotReadyError), readers.reading():
        pass
    assert opened == []


def test_a_release_is_opened_once(readers: CurrentReader[Reader], store: ReleaseStore, opened: list[Reader]) -> None:
    _publish(store, FIRST)
    for _ in range(3):
        with readers.reading() as (release, reader):
            assert release.version == reader.version == FIRST
    assert len(opened) == 1


def test_a_new_release_is_seen_at_once_and_the_old_reader_closed(
    readers: CurrentReader[Reader], store: ReleaseStore, opened: list[Reader]
) -> None:
    _publish(store, FIRST)
    with readers.reading():
        pass
    _publish(store, SECOND)
    with readers.reading() as (_, reader):
        assert reader.version == SECOND
    assert [reader.closed for reader in opened] == [True, False]


def test_a_reader_in_use_stays_open_until_its_block_ends(
    readers: CurrentReader[Reader], store: ReleaseStore, opened: list[Reader]
) -> None:
    _publish(store, FIRST)
    inside, leave = Event(), Event()

    def slow() -> str:
        with readers.reading() as (_, reader):
            inside.set()
            leave.wait(10)
            assert not reader.closed
            return reader.version

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(slow)
        assert inside.wait(10)
        _publish(store, SECOND)
        with readers.reading() as (_, reader):
            assert reader.version == SECOND
        assert not opened[0].closed
        leave.set()
        assert answer.result() == FIRST
    assert opened[0].closed
    assert not opened[1].closed


def test_going_back_is_followed_too(readers: CurrentReader[Reader], store: ReleaseStore) -> None:
    _publish(store, FIRST)
    _publish(store, SECOND)
    with readers.reading():
        pass
    store.roll_back()
    with readers.reading() as (_, reader):
        assert reader.version == FIRST


def test_an_earlier_release_is_read_by_its_version(
    readers: CurrentReader[Reader], store: ReleaseStore, opened: list[Reader]
) -> None:
    _publish(store, FIRST)
    _publish(store, SECOND)
    for _ in range(2):
        with readers.reading(FIRST) as (release, reader):
            assert release.version == reader.version == FIRST
    with readers.reading(SECOND) as (_, reader):
        assert reader.version == SECOND
    assert [reader.version for reader in opened] == [FIRST, SECOND]


@pytest.mark.parametrize("version", ["20261001T000000Z-0000", "../../secrets", ""])
def test_a_release_that_is_not_kept_is_gone(readers: CurrentReader[Reader], store: ReleaseStore, version: str) -> None:
    _publish(store, FIRST)
    with pytest.raises(ReleaseGoneError), readers.reading(version):
        pass


def test_what_has_been_rolled_back_is_not_shown(readers: CurrentReader[Reader], store: ReleaseStore) -> None:
    _publish(store, FIRST)
    _publish(store, SECOND)
    store.roll_back()
    with pytest.raises(ReleaseGoneError), readers.reading(SECOND):
        pass


def test_few_earlier_releases_are_kept_open(
    readers: CurrentReader[Reader], store: ReleaseStore, opened: list[Reader]
) -> None:
    versions = [f"2026110{day}T000000Z-000{day}" for day in range(1, MOST_EARLIER + 3)]
    for version in versions:
        _publish(store, version)
    for version in versions[:-1]:
        with readers.reading(version):
            pass
    assert [reader.closed for reader in opened] == [True] + [False] * MOST_EARLIER


def test_a_release_that_cannot_be_opened_any_more_is_gone(store: ReleaseStore) -> None:
    def open_reader(release: Release) -> Reader:
        if release.version == FIRST:
            raise OSError
        return Reader(release.version)

    _publish(store, FIRST)
    _publish(store, SECOND)
    with pytest.raises(ReleaseGoneError), CurrentReader(store, open_reader).reading(FIRST):
        pass
