"""The documents inside one file of a folder: plain, gzipped, zipped, or events one a line (rule C4-1).

Everything is unpacked in a stream and in bounded memory. A document is cut one byte above the largest size, enough for
the reader to refuse it. What cannot be unpacked is counted, and a damaged archive is handed on as it is besides, so
that it ends in quarantine and is not lost.
"""

from __future__ import annotations

import gzip
import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LARGEST_DOCUMENT = 16 * 1024 * 1024
LARGEST_LINE = 2 * LARGEST_DOCUMENT
"""A document inside a line of JSON is longer than the document."""

EXPANSION_ALWAYS_ALLOWED = 64 * 1024 * 1024
LARGEST_EXPANSION = 200
"""How many times its own size a packed file may give. Documents shrink to a tenth, copies of one to a fiftieth."""

DOCUMENT_ENDINGS = (".xml", ".json")
EVENTS_ENDING = ".jsonl"
MEMBER_ENDINGS = (*DOCUMENT_ENDINGS, EVENTS_ENDING)
DAMAGE = (
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    struct.error,
)
"""What the libraries raise for archives that are damaged, or made to look as if."""

ENCRYPTED_FLAG = 0x1
ZIP_END = b"PK\x05\x06"
ZIP_COUNT_ELSEWHERE = 0xFFFF
LARGEST_ZIP_TAIL = 22 + 0xFFFF
"""The last record of an archive and the longest remark that may follow it."""

PassedOver = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Document:
    """One document or line of events.

    `place` tells it from the others of its file, `inside` is its path in the archive, empty outside archives.
    """

    place: str
    inside: str
    content: bytes
    is_line: bool = False


class ExpandsTooMuchError(Exception):
    """A packed file gives so much more than its own size that it is made to do harm."""


def is_wanted(path: str) -> bool:
    """Whether a file of this name can hold documents."""
    name = path.lower()
    return name.endswith(".zip") or name.removesuffix(".gz").endswith(MEMBER_ENDINGS)


def is_packed(path: str) -> bool:
    """Whether what a file gives is not simply its bytes."""
    return not path.lower().endswith(DOCUMENT_ENDINGS)


def documents(path: str, file: BinaryIO, size: int, passed_over: PassedOver) -> Iterator[Document]:
    """What a file of `size` bytes holds; `passed_over` is told the reason of everything that cannot be unpacked."""
    allowance = _Allowance(size)
    name = path.lower()
    try:
        if name.endswith(".zip"):
            yield from _members(file, allowance, passed_over)
        else:
            yield from _unpacked("", name, _Counted(file, allowance))
    except ExpandsTooMuchError:
        passed_over("expands_too_much")
    except DAMAGE:
        passed_over("damaged")
        yield _as_it_is(file)


def _members(file: BinaryIO, allowance: _Allowance, passed_over: PassedOver) -> Iterator[Document]:
    """The documents of a zip archive; a member that cannot be read leaves the others alone."""
    with zipfile.ZipFile(file) as archive:
        damaged = _list_is_cut(file, len(archive.infolist()))
        for number, member in enumerate(archive.infolist()):
            name = member.filename.lower()
            if member.is_dir():
                continue
            if not is_wanted(name):
                passed_over("other_file")
            elif name.endswith(".zip"):
                passed_over("archive_in_archive")
            elif member.flag_bits & ENCRYPTED_FLAG:
                passed_over("encrypted")
            else:
                try:
                    with archive.open(member) as inside:
                        checked = _Counted(cast(BinaryIO, inside), allowance, member)
                        yield from _unpacked(str(number), name, checked, member.filename)
                except DAMAGE:
                    damaged = True
    if damaged:
        passed_over("damaged")
        yield _as_it_is(file)


def _list_is_cut(file: BinaryIO, listed: int) -> bool:
    """Whether an archive's last record promises another number of members than its list has, which zipfile overlooks.

    The record counts up to 65 535; a larger archive has a further record that says more.
    """
    file.seek(max(file.seek(0, io.SEEK_END) - LARGEST_ZIP_TAIL, 0))
    tail = file.read()
    record = tail.rfind(ZIP_END)
    promised = int.from_bytes(tail[record + 10 : record + 12], "little")
    return promised not in {listed, ZIP_COUNT_ELSEWHERE}


def _unpacked(place: str, name: str, file: _Counted, inside: str = "") -> Iterator[Document]:
    """The documents of one file or member of the given name in small letters."""
    content = _Counted(gzip.GzipFile(fileobj=cast(BinaryIO, file)), file.allowance) if name.endswith(".gz") else file
    if name.removesuffix(".gz").endswith(EVENTS_ENDING):
        yield from _lines(place, inside, content)
        return
    document = content.read(LARGEST_DOCUMENT + 1)
    if len(document) <= LARGEST_DOCUMENT:
        # The check of an archive comes after its last byte: what is damaged is not taken for a document.
        content.read(1)
    yield Document(place, inside, document)


def _lines(place: str, inside: str, file: _Counted) -> Iterator[Document]:
    """The lines of a file of events that hold something. Of a line above the limit the beginning is handed on."""
    lines = io.BufferedReader(file, 256 * 1024)
    number = 0
    while line := lines.readline(LARGEST_LINE + 1):
        number += 1
        whole = line.endswith(b"\n") or len(line) <= LARGEST_LINE
        if not whole:
            _skip_line(lines)
        text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if text:
            yield Document(f"{place}#{number}", inside, text if whole else text[: LARGEST_DOCUMENT + 1], is_line=True)


def _skip_line(lines: io.BufferedReader[_Counted]) -> None:
    while (rest := lines.readline(LARGEST_LINE)) and not rest.endswith(b"\n"):
        pass


def _as_it_is(file: BinaryIO) -> Document:
    file.seek(0)
    return Document("damaged", "", file.read(LARGEST_DOCUMENT + 1))


class Readable(Protocol):
    """Something to read bytes from, none of them at its end."""

    def read(self, size: int = -1, /) -> bytes: ...


class _Allowance:
    """How many bytes a file may still give in all."""

    def __init__(self, size: int) -> None:
        self._left = max(EXPANSION_ALWAYS_ALLOWED, size * LARGEST_EXPANSION)

    def take(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise ExpandsTooMuchError


class _Counted(io.RawIOBase):
    """A file whose bytes are counted against an allowance as they are read.

    At its end it is compared with what the list of its archive says of it, if it is a `member` of one: a damaged list
    would otherwise make a document shorter without a word. Raises zipfile.BadZipFile.
    """

    def __init__(self, file: Readable, allowance: _Allowance, member: zipfile.ZipInfo | None = None) -> None:
        super().__init__()
        self.allowance = allowance
        self._file, self._member = file, member
        self._size = self._checksum = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self.allowance.take(len(content))
        if self._member:
            self._size += len(content)
            self._checksum = zlib.crc32(content, self._checksum)
            if not content and (self._size, self._checksum) != (self._member.file_size, self._member.CRC):
                raise zipfile.BadZipFile
        return content

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        content = self.read(len(view))
        view[: len(content)] = content
        return len(content)


def event_properties(line: bytes) -> tuple[dict[str, str], bytes] | None:
    """The properties and the body of one line of events: a JSON object with the names of section 2.5, `timestamp` in
    milliseconds and `body`. None when the line is nothing of the kind."""
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(event, dict):
        return None
    body = event.pop("body", None)
    if body is not None and not isinstance(body, str):
        return None
    properties = {
        name: _clean(value)
        for name, value in event.items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    }
    return properties, _clean(body or "").encode()


def _clean(value: str | int) -> str:
    """As text; halves of characters, which JSON can write, become question marks."""
    return str(value).encode(errors="replace").decode()
