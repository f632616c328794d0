"""The folder source: any depth, archives, nothing moved, nothing lost."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from pipelines.landing.events import EventType
from pipelines.sources.folder import FolderSource
from warehouse.errors import UserError


def _payloads(folder: Path) -> list[bytes]:
    return [event.payload for event in FolderSource(folder, quiet_seconds=0).events()]


def test_documents_of_any_depth_are_read_in_the_order_of_their_paths(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / "b" / "deep" / "one.XML").write_bytes(b"<b/>")
    (tmp_path / "a.json").write_bytes(b"{}")
    (tmp_path / "notes.txt").write_bytes(b"not a document")
    assert _payloads(tmp_path) == [b"{}", b"<b/>"]


def test_archives_are_read_as_the_documents_inside(tmp_path: Path) -> None:
    (tmp_path / "a.xml.gz").write_bytes(gzip.compress(b"<a/>"))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("one.xml", b"<one/>")
        archive.writestr("folder/two.json", b"{}")
        archive.writestr("readme.txt", b"no")
    assert _payloads(tmp_path) == [b"<a/>", b"<one/>", b"{}"]


@pytest.mark.parametrize("name", ["broken.xml.gz", "broken.zip"])
def test_a_damaged_archive_is_landed_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"damaged")
    (tmp_path / "good.xml").write_bytes(b"<good/>")
    assert sorted(_payloads(tmp_path)) == [b"<good/>", b"damaged"]


def test_a_subfolder_named_revoked_means_revocations(tmp_path: Path) -> None:
    (tmp_path / "revoked").mkdir()
    (tmp_path / "revoked" / "a.xml").write_bytes(b"<a/>")
    (tmp_path / "revoked.xml").write_bytes(b"<b/>")
    kinds = [event.event_type for event in FolderSource(tmp_path, quiet_seconds=0).events()]
    assert kinds == [EventType.REVOKED, EventType.CREATED]


def test_a_file_that_still_changes_waits(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"<a/>")
    source = FolderSource(tmp_path, quiet_seconds=3600)
    assert list(source.events()) == []
    assert source.left_out == {"still_changing": 1}


def test_file_names_are_not_kept(tmp_path: Path) -> None:
    (tmp_path / "20000101-2384.xml").write_bytes(b"<a/>")
    (event,) = FolderSource(tmp_path, quiet_seconds=0).events()
    assert "2384" not in (event.source_key or "") + event.source


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no folder"):
        FolderSource(tmp_path / "absent")
