"""What the directory answers about single units, providers and employees (rule 6.2): JSON, one answer a line, or a
table of employees with their titles."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pipelines.landing.file_readings import RejectedRow
from pipelines.sources.directory_units import Attributes, RefusedFileError
from warehouse.identity import normalise_hsa_id

KINDS: Final = ("unit", "provider", "staff")
STAFF_COLUMNS: Final = {
    "hsaidentity": "id",
    "id": "id",
    "givenname": "tilltalsnamn",
    "tilltalsnamn": "tilltalsnamn",
    "surname": "efternamn",
    "efternamn": "efternamn",
    "gender": "kon",
    "kon": "kon",
    "kön": "kon",
    "age": "alder",
    "alder": "alder",
    "ålder": "alder",
    "patitlecodes": "befattning",
    "befattning": "befattning",
    "specialitycodes": "specialitet",
    "specialitet": "specialitet",
    "hsatitles": "yrkesgrupp",
    "yrkesgrupp": "yrkesgrupp",
    "protectedperson": "skyddad",
    "skyddad": "skyddad",
}
"""Column of a table of employees → stored name: the directory's attribute names and the stored names themselves."""

LISTS: Final = {"befattning", "specialitet", "yrkesgrupp", "enhetsTyp", "agarform", "verksamhet", "vardform"}
OBJECTS: Final = {"geografi"}
YES: Final = {"true", "1", "ja", "yes", "j"}
_BETWEEN_CODES = re.compile(r"[\s,|]+")


@dataclass(slots=True)
class Answers:
    """Answers by kind and normalised HSA id; of several about one id the last one counts."""

    by_kind: dict[str, dict[str, Attributes]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    rejected: list[RejectedRow] = field(default_factory=list)


def read_answers(content: bytes) -> Answers:
    """Read a file of answers or a table of employees; what is wrong with a row is in `rejected`.

    Raises RefusedFileError when the file as a whole is neither.
    """
    text = _decoded(content)
    found = Answers()
    rows = _json_lines(text) if text.lstrip()[:1] == "{" else _employees(text)
    for number, row in rows:
        reason = "directory_row_unreadable" if row is None else _fault(row)
        if row is None or reason:
            found.rejected.append(RejectedRow(number, reason or "directory_row_unreadable"))
        else:
            kind = row.pop("kind")
            found.by_kind[kind][normalise_hsa_id(row["id"])] = row
    if not any(found.by_kind.values()):
        raise RefusedFileError("The file holds no readable answer about a unit, a care provider or an employee.")
    return found


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _json_lines(text: str) -> Iterator[tuple[int, Attributes | None]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _json_object(line)


def _json_object(line: str) -> Attributes | None:
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    return {name: value for name, value in answer.items() if value is not None}


def _employees(text: str) -> Iterator[tuple[int, Attributes | None]]:
    """Rows of a table with a header line; separated by semicolon, tab or comma."""
    lines = text.splitlines()
    heading = lines[0] if lines else ""
    separator = max(";\t,", key=heading.count)
    reader = csv.reader(lines, delimiter=separator)
    names = [STAFF_COLUMNS.get(cell.strip().casefold()) for cell in next(reader, [])]
    if "id" not in names:
        raise RefusedFileError("The table of employees needs a column hsaIdentity with the HSA id.")
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, _employee(names, cells) if len(cells) == len(names) else None


def _employee(names: list[str | None], cells: list[str]) -> Attributes:
    row: Attributes = {"kind": "staff"}
    for name, cell in zip(names, cells, strict=True):
        value: Any = cell.strip()
        if name in LISTS:
            value = [code for code in _BETWEEN_CODES.split(value) if code]
        elif name == "skyddad":
            value = value.casefold() in YES
        if name and value not in ("", None):
            row[name] = value
    return row


def _fault(row: Attributes) -> str | None:
    """The reason why an answer cannot be used, None when it can."""
    identity = row.get("id")
    if not isinstance(identity, str) or not normalise_hsa_id(identity):
        return "directory_id_missing"
    if row.get("kind") not in KINDS:
        return "directory_kind_unknown"
    wrong = [name for name in LISTS if not isinstance(row.get(name, []), list)]
    wrong += [name for name in OBJECTS if not isinstance(row.get(name, {}), dict)]
    wrong += [name for name in ("namn", "vgid", "vardenhet", "tilltalsnamn", "efternamn", "startdatum")
              if not isinstance(row.get(name, ""), str)]  # fmt: skip
    return "directory_row_unreadable" if wrong else None
