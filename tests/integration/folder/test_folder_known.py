"""A file is known by path, size, time and content: what has not changed is not read again, and nothing is missed."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest

from pipelines.landing.landing import Batch
from pipelines.sources.folder import FolderSource
from tests.integration.folder.conftest import Reading
from warehouse.errors import SourceUnavailableError


def test_an_unchanged_file_is_not_read_again(reading: Reading) -> None:
    reading.write("a.xml", b"<a/>")
    assert reading.ingest() == (1, 1)
    assert reading.ingest() == (0, 0)
    reading.write("b.xml", b"<b/>")
    assert reading.ingest() == (1, 1)


def test_a_changed_file_is_read_again(reading: Reading) -> None:
    file = reading.write("a.xml", b"<a/>")
    reading.ingest()
    file.write_bytes(b"<b/>")
    os.utime(file, ns=(1, 1))
    assert reading.ingest() == (1, 1)
    os.utime(file, ns=(2, 2))
    assert reading.ingest() == (1, 0), "touched, but with the content that has been read"
    assert reading.ingest() == (0, 0)
    assert sorted(reading.payloads()) == [b"<a/>", b"<b/>"]


@pytest.mark.parametrize("name", ["a.xml", "a.xml.gz", "a.zip", "a.jsonl"])
def test_a_renamed_copy_gives_nothing_new(reading: Reading, name: str) -> None:
    if name.endswith(".zip"):
        with zipfile.ZipFile(reading.folder / name, "w") as archive:
            archive.writestr("one.xml", b"<a/>")
    else:
        reading.write(name, gzip.compress(b"<a/>") if name.endswith(".gz") else b"<a/>")
    assert reading.ingest() == (1, 1)
    reading.write(f"elsewhere/copy-of-{name}", (reading.folder / name).read_bytes())
    (reading.folder / name).rename(reading.folder / f"moved-{name}")
    offered, new = reading.ingest()
    assert new == 0
    assert offered == (2 if name.endswith("xml") else 0), "a known archive is not unpacked again"
    assert reading.ingest() == (0, 0)


def test_the_same_bytes_under_revoked_are_a_revocation(reading: Reading) -> None:
    reading.write("a.xml", b"<a/>")
    reading.ingest()
    reading.write("2026/revoked/a.xml", b"<a/>")
    assert reading.ingest() == (1, 1)
    assert [row["event_type"] for row in reading.rows()] == ["created", "revoked"]


def test_a_file_that_disappears_changes_nothing(reading: Reading) -> None:
    file = reading.write("a.xml", b"<a/>")
    reading.ingest()
    file.unlink()
    assert reading.ingest() == (0, 0)
    assert reading.payloads() == [b"<a/>"]


def test_a_file_is_known_only_when_its_events_are_landed(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    reading.write("a.xml", b"<a/>")
    with monkeypatch.context() as patch:
        patch.setattr("pipelines.landing.landing.add_segment", killed)
        with pytest.raises(Killed):
            reading.ingest()
    assert reading.ingest() == (1, 1)


def test_an_archive_over_several_batches_is_known_with_its_last(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.sources.folder.BATCH_EVENTS", 10)
    with zipfile.ZipFile(reading.folder / "a.zip", "w") as archive:
        for number in range(25):
            archive.writestr(f"{number}.xml", f"<a{number}/>")
    with_source = reading.source()
    first = next(iter(with_source.batches(lambda _: {})))
    assert len(first.events) == 10
    reading.landing.land(first)
    with_source.close()
    assert reading.ingest() == (25, 15), "cut short after its first batch, the archive is read anew"
    assert reading.ingest() == (0, 0)


def test_a_file_that_changes_while_it_is_read_is_read_again(reading: Reading) -> None:
    with zipfile.ZipFile(reading.folder / "a.zip", "w") as archive:
        archive.writestr("one.xml", b"<one/>")
        archive.writestr("two.xml", b"<two/>")
    source = reading.source()
    events = source.events()
    next(events)
    os.utime(reading.folder / "a.zip", ns=(1, 1))
    list(events)
    assert source.left_out == {"still_changing": 1}
    source.close()


def test_a_file_copied_with_its_old_time_still_has_to_rest(reading: Reading) -> None:
    os.utime(reading.write("a.xml", b"<a/>"), ns=(1, 1))
    assert reading.ingest(quiet_seconds=3600) == (0, 0)
    assert reading.left_out == {"still_changing": 1}
    assert reading.ingest() == (1, 1)


def test_the_mark_changes_when_a_file_has_come_to_rest(reading: Reading) -> None:
    empty = reading.source().mark()
    file = reading.write("a.xml", b"<a/>")
    assert reading.source(quiet_seconds=3600).mark() == empty, "there is nothing to read yet"
    arrived = reading.source().mark()
    assert arrived != empty
    os.utime(file, ns=(1, 1))
    assert reading.source().mark() != arrived


def test_neither_names_nor_paths_are_kept(reading: Reading) -> None:
    reading.write("19800101-2386/certificate-19800101-2386.xml", b"<a/>")
    reading.ingest()
    reading.landing.close()
    kept = b"".join(path.read_bytes() for path in reading.ledger.parent.rglob("*") if path.is_file())
    assert b"2386" not in kept


def test_files_are_left_as_they_are(reading: Reading) -> None:
    file = reading.write("deep/a.xml", b"<a/>")
    before = file.stat()
    reading.ingest()
    after = file.stat()
    assert (before.st_mtime_ns, before.st_ino, before.st_size) == (after.st_mtime_ns, after.st_ino, after.st_size)
    assert sorted(reading.folder.rglob("*")) == [file.parent, file]


def test_a_folder_that_goes_away_is_unavailable(reading: Reading) -> None:
    source = reading.source()
    reading.folder.rmdir()
    with pytest.raises(SourceUnavailableError, match="There is no folder"):
        list(source.batches(lambda _: {}))
    source.close()


def test_a_name_that_is_no_text_is_read(reading: Reading) -> None:
    (Path(os.fsdecode(os.fsencode(reading.folder) + b"/\xff\xfe.xml"))).write_bytes(b"<a/>")
    assert reading.ingest() == (1, 1)
    assert reading.ingest() == (0, 0)
    assert reading.source().mark()


def test_without_a_ledger_everything_is_read_every_time(reading: Reading) -> None:
    reading.write("a.xml", b"<a/>")
    for _ in range(2):
        batches: list[Batch] = list(FolderSource(reading.folder, 0).batches(lambda _: {}))
        assert [event.payload for batch in batches for event in batch.events] == [b"<a/>"]
