"""Reading a region's list of units with their listed patients, from a spreadsheet or CSV (statistics 8.2).

Row 1 is a title row, column A a name that nobody reads, B the unit's HSA id, C its number of listed patients. All rows
are checked and all faults told together; a list with a fault is refused as a whole.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path, PurePath
from types import MappingProxyType

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from warehouse import reference_tables as reference
from warehouse.errors import UserError
from warehouse.identity import normalise_hsa_id
from warehouse.reports.scope import RegionScope

SPREADSHEETS = (".xlsx", ".xls")
FORMATS = (*SPREADSHEETS, ".csv")
LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 20 * LARGEST_FILE
TITLE_ROW = 1

_ALLOWED_ID = re.compile(r"[A-Z0-9-]+")
_WHOLE_NUMBER = re.compile(r"[+-]?\d+")

CellValue = object
"""What a spreadsheet or CSV cell holds: text, a number, nothing, or something else that is passed over."""


class FaultKind(StrEnum):
    """Why a list is refused."""

    FILE_FORMAT = "file_format"
    FILE_MISSING = "file_missing"
    FILE_TOO_LARGE = "file_too_large"
    FILE_UNREADABLE = "file_unreadable"
    UNIT_DUPLICATED = "unit_id_duplicated"
    UNIT_ILLEGAL_CHARACTERS = "unit_id_illegal_characters"
    LISTED_NOT_INTEGER = "listed_patients_not_integer"
    LISTED_NEGATIVE = "listed_patients_negative"
    NO_REGION = "no_region_access"
    FORBIDDEN = "forbidden"


_SENTENCES: Mapping[FaultKind, str] = {
    FaultKind.FILE_FORMAT: f"the file is none of {', '.join(FORMATS)}",
    FaultKind.FILE_MISSING: "there is no such file",
    FaultKind.FILE_TOO_LARGE: "the file is larger than 10 MB",
    FaultKind.FILE_UNREADABLE: "the file could not be read; save it as .xlsx or .csv and try again",
    FaultKind.UNIT_DUPLICATED: "the unit {unit} stands on row {earlier} already",
    FaultKind.UNIT_ILLEGAL_CHARACTERS: "an HSA id has letters, digits and hyphens alone",
    FaultKind.LISTED_NOT_INTEGER: "the number of listed patients is not a whole number",
    FaultKind.LISTED_NEGATIVE: "the number of listed patients is below 0",
    FaultKind.NO_REGION: "the care provider has no region statistics",
    FaultKind.FORBIDDEN: "only a process leader of the care provider may give its list",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, with the number of its row where it is about a row; the title row is row 1."""

    kind: FaultKind
    row: int | None = None
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def sentence(self) -> str:
        """The fault in words, with its row."""
        told = _SENTENCES[self.kind].format(**self.values)
        return told if self.row is None else f"row {self.row}: {told}"


class RegionListError(UserError):
    """A list that is refused; `faults` has all that is wrong with it, by row."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"The region list cannot be used: {'; '.join(fault.sentence for fault in faults)}.")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class RegionList:
    """An accepted list: listed patients by normalised HSA id, None where not given.

    `without_id` are the numbers of rows that were skipped although they hold something (dashboards 16.3).
    """

    listed: Mapping[str, int | None]
    without_id: tuple[int, ...] = ()

    def scope(self, list_date: date | None = None, own_units: frozenset[str] = frozenset()) -> RegionScope:
        """What a reader of the region can reach; `own_units` are marked, for readers who are no process leaders."""
        return RegionScope(self.listed, own_units, list_date)


def region_providers(further: Iterable[str] = ()) -> frozenset[str]:
    """Normalised HSA ids of the care providers that are regions: the reference table's, and `further` ones (8.1)."""
    known = (row["provider_id"] for row in reference.rows("regions"))
    return frozenset(normalise_hsa_id(one) for one in (*known, *further) if one.strip())


def require_region(provider_id: str, regions: frozenset[str], *, process_leader: bool = True) -> None:
    """Raise RegionListError unless the care provider is a region and the reader is its process leader."""
    if normalise_hsa_id(provider_id) not in regions:
        raise RegionListError([Fault(FaultKind.NO_REGION)])
    if not process_leader:
        raise RegionListError([Fault(FaultKind.FORBIDDEN)])


def read_region_list_file(path: Path) -> RegionList:
    """Read a file. Raises RegionListError with every fault."""
    _require_format(path.name)
    try:
        size = path.stat().st_size
        content = b"" if size > LARGEST_FILE else path.read_bytes()
    except OSError:
        raise RegionListError([Fault(FaultKind.FILE_MISSING)]) from None
    if size > LARGEST_FILE:
        raise RegionListError([Fault(FaultKind.FILE_TOO_LARGE)])
    return read_region_list(path.name, content)


def read_region_list(name: str, content: bytes) -> RegionList:
    """Read the content of the file called `name`. Raises RegionListError with every fault."""
    ending = _require_format(name)
    if len(content) > LARGEST_FILE:
        raise RegionListError([Fault(FaultKind.FILE_TOO_LARGE)])
    rows = _spreadsheet_rows(content) if ending in SPREADSHEETS else _csv_rows(content)
    return _checked((number, cells) for number, cells in enumerate(rows, start=1) if number > TITLE_ROW)


def _require_format(name: str) -> str:
    ending = PurePath(name).suffix.lower()
    if ending not in FORMATS:
        raise RegionListError([Fault(FaultKind.FILE_FORMAT)])
    return ending


def _spreadsheet_rows(content: bytes) -> list[Sequence[CellValue]]:
    """The rows of the first sheet. Excel's older format, which is not a packed file, cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise RegionListError([Fault(FaultKind.FILE_TOO_LARGE)])
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return list(book.worksheets[0].iter_rows(values_only=True, max_col=3))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError, SyntaxError):
        raise RegionListError([Fault(FaultKind.FILE_UNREADABLE)]) from None


def _csv_rows(content: bytes) -> list[Sequence[CellValue]]:
    """Rows of a table separated by semicolon, tab or comma, in UTF-8 or Latin-1."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    heading = text.partition("\n")[0]
    separator = max(";\t,", key=heading.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise RegionListError([Fault(FaultKind.FILE_UNREADABLE)]) from None


def _checked(rows: Iterable[tuple[int, Sequence[CellValue]]]) -> RegionList:
    listed: dict[str, int | None] = {}
    row_of: dict[str, int] = {}
    without_id: list[int] = []
    faults: list[Fault] = []
    for number, cells in rows:
        padded = [*cells, None, None, None]
        unit_id = normalise_hsa_id(padded[1]) if isinstance(padded[1], str) else ""
        if unit_id:
            faults += _faults_of_id(unit_id, number, row_of)
            row_of.setdefault(unit_id, number)
        elif any(cell not in {None, ""} for cell in padded[:3]):
            without_id.append(number)
        try:
            patients = listed_patients(padded[2])
        except _NumberError as error:
            faults.append(Fault(error.kind, number))
            continue
        if unit_id:
            listed.setdefault(unit_id, patients)
    if faults:
        raise RegionListError(faults)
    return RegionList(MappingProxyType(listed), tuple(without_id))


def _faults_of_id(unit_id: str, number: int, row_of: Mapping[str, int]) -> Iterator[Fault]:
    if not _ALLOWED_ID.fullmatch(unit_id):
        yield Fault(FaultKind.UNIT_ILLEGAL_CHARACTERS, number)
    elif unit_id in row_of:
        values = {"unit": unit_id, "earlier": str(row_of[unit_id])}
        yield Fault(FaultKind.UNIT_DUPLICATED, number, MappingProxyType(values))


class _NumberError(ValueError):
    """A number of listed patients that cannot be used."""

    def __init__(self, kind: FaultKind) -> None:
        super().__init__(kind.value)
        self.kind = kind


def listed_patients(cell: CellValue) -> int | None:
    """The number in column C: a number or a text that holds a whole one; None for empty and for other kinds.

    Raises a ValueError whose `kind` is the fault for decimals, other text and negative numbers.
    """
    if isinstance(cell, str):
        text = cell.strip()
        if not text:
            return None
        if not _WHOLE_NUMBER.fullmatch(text):
            raise _NumberError(FaultKind.LISTED_NOT_INTEGER)
        number = int(text)
    elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        if not float(cell).is_integer():
            raise _NumberError(FaultKind.LISTED_NOT_INTEGER)
        number = int(cell)
    else:
        return None
    if number < 0:
        raise _NumberError(FaultKind.LISTED_NEGATIVE)
    return number
