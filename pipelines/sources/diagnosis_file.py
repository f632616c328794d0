"""The published code file of ICD-10-SE: one code a row with its text (rule F-15 of the ingestion rules).

Only code and text are needed. The columns may stand in any order and be separated by tab, semicolon or comma; rows of
chapters and groups, rows that begin with a digit and codes that are not in force are passed over.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pipelines.landing.file_readings import RejectedRow
from pipelines.sources.directory_units import RefusedFileError
from warehouse.diagnoses import CodeName, block_of

COLUMNS: Final = {
    "kod": "code",
    "code": "code",
    "diagnoskod": "code",
    "icd-10-se": "code",
    "titel": "name",
    "title": "name",
    "text": "name",
    "klartext": "name",
    "benämning": "name",
    "namn": "name",
    "name": "name",
    "name_sv": "name",
    "giltig från": "valid_from",
    "giltig fr.o.m.": "valid_from",
    "valid_from": "valid_from",
    "giltig till": "valid_to",
    "giltig t.o.m.": "valid_to",
    "valid_to": "valid_to",
    "aktiv": "active",
    "active": "active",
}
NOT_ACTIVE: Final = {"0", "n", "nej", "no", "false", "falskt", "inaktiv", "inactive"}
LONGEST_NAME: Final = 1000
_CODE = re.compile(r"[A-Z][0-9]{2}(?:\.?[A-Z0-9]{1,3})?")
_GROUP = re.compile(r"[A-Z]?[0-9]{0,2}\s*[-–].*|[0-9].*")
_MARKS = str.maketrans("", "", "*+†# ")


@dataclass(slots=True)
class DiagnosisFile:
    """What one code file says: categories and codes with their names, in file order, each once.

    `left_out` counts rows of chapters and groups, and codes that are not in force on the day asked for.
    """

    codes: list[CodeName] = field(default_factory=list)
    left_out: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)


def read_diagnosis_file(content: bytes, day: date) -> DiagnosisFile:
    """Read the codes in force on `day`. Raises RefusedFileError, one sentence, when the file is no code file."""
    found = DiagnosisFile()
    seen: set[str] = set()
    for number, row in _rows(_decoded(content)):
        written = row.get("code", "").strip().upper()
        if _GROUP.fullmatch(written) or not (written or row.get("name", "").strip()) or not _in_force(row, day):
            found.left_out += 1
            continue
        code = written.translate(_MARKS)
        name = " ".join(row.get("name", "").split())
        if not _CODE.fullmatch(code) or not name or len(name) > LONGEST_NAME:
            found.rejected.append(RejectedRow(number, "diagnosis_row_unreadable"))
        elif block_of(code[:3]) is None:
            found.rejected.append(RejectedRow(number, "diagnosis_outside_blocks"))
        elif code.replace(".", "") in seen:
            found.rejected.append(RejectedRow(number, "diagnosis_repeated"))
        else:
            seen.add(code.replace(".", ""))
            found.codes.append(CodeName(code.replace(".", ""), name))
    if not found.codes:
        raise RefusedFileError("The file holds no ICD-10-SE codes with texts.")
    return found


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    lines = text.splitlines()
    separator = max("\t;,", key=lambda mark: sum(line.count(mark) > 0 for line in lines[:50]))
    names: list[str | None] | None = None
    for number, cells in enumerate(csv.reader(lines, delimiter=separator), start=1):
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = [COLUMNS.get(" ".join(cell.split()).casefold()) for cell in cells]
            if "code" in names and "name" in names:
                continue
            names = _places_by_content(cells)
        yield number, {name: cell for name, cell in zip(names, cells, strict=False) if name}


def _places_by_content(cells: list[str]) -> list[str | None]:
    """Without a header the first cell is the code, and the next that is not empty the text."""
    if not _CODE.fullmatch(cells[0].strip().upper().translate(_MARKS)) and not _GROUP.fullmatch(cells[0].strip()):
        raise RefusedFileError("The code file needs a header with the columns Kod and Titel, or begins with a code.")
    text = next((place for place, cell in enumerate(cells) if place and cell.strip()), 1)
    return ["code" if place == 0 else "name" if place == text else None for place in range(max(len(cells), 2))]


def _in_force(row: dict[str, str], day: date) -> bool:
    if row.get("active", "").strip().casefold() in NOT_ACTIVE:
        return False
    return _day(row.get("valid_from"), date.min) <= day <= _day(row.get("valid_to"), date.max)


def _day(text: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return otherwise
