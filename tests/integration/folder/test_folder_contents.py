"""What lies in a folder: documents, event files and archives, whole, damaged, and made to do harm."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipelines.sources import folder_documents
from pipelines.sources.folder import FolderSource
from tests.integration.folder.conftest import Reading

CREATED: dict[str, Any] = {
    "action": "created",
    "certificate-id": "c1",
    "certificate-type": "lisjp",
    "timestamp": 1790000000123,
    "body": "<intyg>åäö</intyg>",
}
SENT = {"action": "sent", "certificate-id": "c1", "certificate-recipient": "FKASSA", "timestamp": "1790000001000"}
MESSAGE = {"action": "message-sent", "message-id": "m1", "timestamp": 1790000002000, "body": "<meddelande/>"}


def _lines(*events: object) -> bytes:
    return "\n".join(json.dumps(event, ensure_ascii=False) for event in events).encode()


def _zip(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)


def test_event_files_give_the_events_of_their_lines(reading: Reading) -> None:
    reading.write("events.jsonl", _lines(CREATED, SENT, MESSAGE))
    assert reading.ingest() == (3, 3)
    created, sent, message = reading.rows()
    assert (created["event_type"], created["certificate_id"], created["hint_type"]) == ("created", "c1", "lisjp")
    assert created["payload"] == "<intyg>åäö</intyg>".encode()
    assert created["source_time"] == "2026-09-21T16:13:20.123+02:00"
    assert (sent["event_type"], sent["recipient"], sent["payload"]) == ("sent", "FKASSA", b"")
    assert (message["event_type"], message["message_id"]) == ("message", "m1")
    assert {row["source"] for row in reading.rows()} == {"folder"}


@pytest.mark.parametrize(
    "line",
    [b"not JSON", b"{", b"[1, 2]", b"null", b'"text"', b'{"action": "sent", "body": 17}', b"[" * 100_000, b"\xff\xfe"],
)
def test_a_bad_line_is_kept_for_quarantine_and_the_others_are_read(reading: Reading, line: bytes) -> None:
    reading.write("events.jsonl", b"\xef\xbb\xbf" + _lines(CREATED) + b"\r\n\n" + line + b"\n" + _lines(SENT))
    assert reading.ingest() == (3, 3)
    assert [row["event_type"] for row in reading.rows()] == ["created", "unknown", "sent"]
    assert reading.payloads()[1] == line


@pytest.mark.parametrize("action", [None, "unheard of", 17, True])
def test_an_event_of_no_known_kind_is_kept_as_unknown(reading: Reading, action: Any) -> None:
    reading.write("events.jsonl", _lines({**CREATED, "action": action, "timestamp": "yesterday"}))
    reading.ingest()
    (row,) = reading.rows()
    assert (row["event_type"], row["certificate_id"], row["source_time"]) == ("unknown", "c1", None)


def test_half_a_character_does_not_stop_a_line(reading: Reading) -> None:
    reading.write("events.jsonl", b'{"action": "created", "certificate-id": "c\\ud800", "body": "<a>\\udc00</a>"}')
    assert reading.ingest() == (1, 1)
    assert reading.payloads() == [b"<a>?</a>"]


def test_a_line_above_the_limit_is_cut_and_the_next_is_read(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_documents, "LARGEST_DOCUMENT", 1_000)
    monkeypatch.setattr(folder_documents, "LARGEST_LINE", 2_000)
    huge = {**CREATED, "body": "x" * 10_000}
    reading.write("events.jsonl", _lines(huge, SENT, huge))
    reading.ingest()
    assert [(row["event_type"], len(row["payload"])) for row in reading.rows()] == [("unknown", 1_001), ("sent", 0)]


def test_packed_files_give_what_plain_ones_give(reading: Reading) -> None:
    reading.write("events.jsonl.gz", gzip.compress(_lines(SENT)))
    reading.write("one.XML.GZ", gzip.compress(b"<one/>"))
    members = {
        "deep/two.xml": b"<two/>",
        "three.json": b"{}",
        "four.xml.gz": gzip.compress(b"<four/>"),
        "events.jsonl": _lines(MESSAGE),
        "revoked/five.xml": b"<five/>",
        "notes.txt": b"no",
    }
    _zip(reading.folder / "all.zip", members)
    assert reading.ingest() == (7, 7)
    found = [(row["event_type"], row["payload"]) for row in reading.rows()]
    assert reading.left_out == {"other_file": 1}
    assert found == [
        ("created", b"<two/>"),
        ("created", b"{}"),
        ("created", b"<four/>"),
        ("message", b"<meddelande/>"),
        ("revoked", b"<five/>"),
        ("sent", b""),
        ("created", b"<one/>"),
    ]


def test_a_document_above_the_limit_is_cut_one_byte_above_it(reading: Reading) -> None:
    large = b"<" + b"a" * (17 * 1024 * 1024)
    reading.write("large.xml", large)
    _zip(reading.folder / "large.zip", {"another.xml": large[1:]})
    reading.ingest()
    assert [len(payload) for payload in reading.payloads()] == [16 * 1024 * 1024 + 1] * 2


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_cut_archive_is_landed_as_it_is(reading: Reading, keep: float) -> None:
    _zip(reading.folder / "whole.zip", {"one.xml": os.urandom(5_000), "two.xml": os.urandom(5_000)})
    packed = gzip.compress(os.urandom(5_000))
    whole = (reading.folder / "whole.zip").read_bytes()
    (reading.folder / "whole.zip").unlink()
    reading.write("a.zip", whole[: int(len(whole) * keep)])
    reading.write("b.xml.gz", packed[: int(len(packed) * keep)])
    reading.write("c.xml", b"<good/>")
    reading.ingest()
    assert reading.payloads() == [whole[: int(len(whole) * keep)], packed[: int(len(packed) * keep)], b"<good/>"]
    assert reading.left_out == {"damaged": 2}


def test_one_damaged_member_leaves_the_others_whole(reading: Reading) -> None:
    path = reading.folder / "a.zip"
    _zip(path, {"one.xml": b"<one/>", "two.xml": b"<two/>", "three.xml": b"<three/>"}, zipfile.ZIP_STORED)
    damaged = path.read_bytes().replace(b"<two/>", b"<TWO/>", 1)
    path.write_bytes(damaged)
    reading.ingest()
    assert reading.payloads() == [b"<one/>", b"<three/>", damaged], "a document whose checksum is wrong is not taken"
    assert reading.left_out == {"damaged": 1}


@pytest.mark.parametrize("start", range(0, 60, 3))
def test_no_change_to_an_archive_stops_the_rest(reading: Reading, start: int) -> None:
    """Bytes all over an archive are changed, its lists and lengths included."""
    path = reading.folder / "a.zip"
    _zip(path, {"one.xml": b"<one/>" * 50, "two.jsonl": _lines(CREATED, SENT)})
    content = bytearray(path.read_bytes())
    for offset in range(start, len(content), 60):
        content[offset] ^= 0xFF
    path.write_bytes(bytes(content))
    reading.write("b.xml", b"<good/>")
    reading.ingest()
    landed = reading.payloads()
    assert b"<good/>" in landed
    everything = {b"<one/>" * 50, CREATED["body"].encode(), b"", b"<good/>"}
    assert bytes(content) in landed or reading.left_out or set(landed) == everything


def test_encrypted_members_are_counted(reading: Reading) -> None:
    path = reading.folder / "a.zip"
    _zip(path, {"secret.xml": b"<secret/>", "open.xml": b"<open/>"}, zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    path.write_bytes(bytes(content))
    reading.ingest()
    assert reading.payloads() == [b"<open/>"]
    assert reading.left_out == {"encrypted": 1}


def test_an_archive_inside_an_archive_is_counted(reading: Reading) -> None:
    _zip(reading.folder / "inner.zip", {"one.xml": b"<one/>"})
    inner = (reading.folder / "inner.zip").read_bytes()
    (reading.folder / "inner.zip").unlink()
    _zip(reading.folder / "outer.zip", {"inner.zip": inner, "two.xml": b"<two/>"})
    reading.ingest()
    assert reading.payloads() == [b"<two/>"]
    assert reading.left_out == {"archive_in_archive": 1}


def test_archives_made_to_fill_the_memory_are_given_up(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zeros shrink a thousandfold: as one line of events without end, and as many documents."""
    allowed, zeros = 4 * 1024 * 1024, bytes(1024 * 1024)
    monkeypatch.setattr(folder_documents, "EXPANSION_ALWAYS_ALLOWED", allowed)
    with gzip.open(reading.folder / "a.jsonl.gz", "wb") as file:
        for _ in range(20):
            file.write(zeros)
    _zip(reading.folder / "b.zip", {f"{number}.xml": zeros + bytes([number]) for number in range(20)})
    reading.write("c.xml", b"<good/>")
    reading.ingest()
    assert reading.left_out == {"expands_too_much": 2}
    assert b"<good/>" in reading.payloads()
    assert sum(len(payload) for payload in reading.payloads()) <= 2 * allowed


def test_links_are_counted_and_not_followed(reading: Reading, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.xml").write_bytes(b"<secret/>")
    (reading.folder / "to-a-folder").symlink_to(tmp_path / "outside")
    (reading.folder / "to-a-file.xml").symlink_to(tmp_path / "outside" / "secret.xml")
    (reading.folder / "to-nothing.xml").symlink_to(tmp_path / "absent")
    (reading.folder / "in-a-circle").symlink_to(reading.folder)
    reading.write("a.xml", b"<good/>")
    reading.ingest()
    assert reading.payloads() == [b"<good/>"]
    assert reading.left_out == {"link": 4}


def test_what_is_no_ordinary_file_is_counted(reading: Reading) -> None:
    os.mkfifo(reading.folder / "pipe.xml")
    (reading.folder / "folder.xml").mkdir()
    reading.write("folder.xml/a.xml", b"<good/>")
    reading.ingest()
    assert reading.payloads() == [b"<good/>"]
    assert reading.left_out == {"no_ordinary_file": 1}


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder that everybody may read, with the rights of an ordinary user."""
    folder = Path(tempfile.mkdtemp(prefix="folder-source-"))
    folder.chmod(0o755)
    former = os.geteuid()
    if former == 0:
        os.chown(folder, 65534, -1)
        os.seteuid(65534)
    try:
        yield folder
    finally:
        os.seteuid(former)
        for path in folder.rglob("*"):
            path.chmod(0o755)
        shutil.rmtree(folder)


def test_what_may_not_be_read_is_counted(as_nobody: Path) -> None:
    for name in ("a.xml", "b.xml", "closed/c.xml"):
        (as_nobody / name).parent.mkdir(exist_ok=True)
        (as_nobody / name).write_bytes(f"<{name[0]}/>".encode())
    (as_nobody / "a.xml").chmod(0)
    (as_nobody / "closed").chmod(0)
    source = FolderSource(as_nobody, 0)
    assert [event.payload for event in source.events()] == [b"<b/>"]
    assert source.left_out == {"unreadable": 1, "unreadable_folder": 1}
