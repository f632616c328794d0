"""Loading whole files beside the certificates: directory, mapping of providers, population and diagnosis codes.

A file is checked before it is landed. One that cannot be used is refused as a whole, and what was loaded before stays
in force; of one that can, the bad rows are set aside with a reason and the others count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from pipelines.erasure import Tombstones
from pipelines.erasure.organisation import without_erased
from pipelines.landing.file_readings import RejectedRow, set_rejected_rows
from pipelines.landing.landing import Landing
from pipelines.sources.diagnosis_file import read_diagnosis_file
from pipelines.sources.directory_answers import read_answers
from pipelines.sources.directory_units import RefusedFileError, read_units_file, refuse_worse
from pipelines.sources.population import read_population
from pipelines.sources.provider_mapping import read_mapping
from warehouse.settings import Settings
from warehouse.storage import DataDirectory
from warehouse.swedish_time import swedish_day

UNITS, ANSWERS, MAPPING = "hsa_units", "hsa_lookups", "provider_mapping"
POPULATION, DIAGNOSES = "population", "diagnoses"

TITLES: Final = {
    UNITS: "Units file of the directory",
    ANSWERS: "Answers and employees of the directory",
    MAPPING: "Mapping of care providers",
    POPULATION: "Population",
    DIAGNOSES: "Diagnosis codes of ICD-10-SE",
}
"""What each kind of file is called to people."""

FILES: Final = {
    UNITS: "hsa_units.xml",
    ANSWERS: "hsa_lookups.jsonl",
    MAPPING: "provider_mapping.json",
    POPULATION: "population.csv",
    DIAGNOSES: "diagnoses.tsv",
}
"""Names of the files in the demonstration's source directory."""


@dataclass(slots=True)
class Checked:
    """What a file holds, before it is landed. `valid_from` is the first day that it speaks of, None when unsaid."""

    counts: dict[str, int]
    rejected: list[RejectedRow] = field(default_factory=list)
    valid_from: date | None = None


@dataclass(slots=True)
class Loaded:
    """What became of a file: `new` is False when it is the one that was loaded last."""

    kind: str
    new: bool
    valid_from: date
    checked: Checked


def configured_files(settings: Settings) -> dict[str, Path]:
    """The files that the settings name, by kind."""
    named = {
        UNITS: settings.units_file,
        ANSWERS: settings.answers_file,
        MAPPING: settings.mapping_file,
        POPULATION: settings.population_file,
        DIAGNOSES: settings.diagnoses_file,
    }
    return {kind: path for kind, path in named.items() if path}


def take_in(settings: Settings, landing: Landing) -> dict[str, str]:
    """Load every file that the settings name or that lies in a demonstration's source directory; what became of each.

    One that cannot be reached or is refused leaves the former in force and delays nothing (rules C-8, H-15); of one
    that the settings name this is noted as the state of a source.
    """
    configured = configured_files(settings)
    data = DataDirectory(settings.data)
    source, tombstones = data.source, Tombstones(landing, data)
    outcomes: dict[str, str] = {}
    for kind, name in FILES.items():
        outcome, failure = _take_in_one(landing, kind, configured.get(kind, source / name), tombstones)
        outcomes[kind] = outcome
        if kind in configured:
            landing.ledger.note_source(kind, failure)
    return outcomes


def _take_in_one(landing: Landing, kind: str, path: Path, tombstones: Tombstones) -> tuple[str, str | None]:
    newest = landing.newest_file(kind)
    try:
        content = without_erased(kind, path.read_bytes(), landing, tombstones)
    except OSError:
        kept = "not reached; the former stays in force" if newest else "missing"
        return kept, f"The file of kind {kind} cannot be read."
    if newest and newest.sha256 == hashlib.sha256(content).hexdigest():
        return "unchanged", None
    try:
        load_file(landing, kind, content)
    except RefusedFileError as error:
        return f"refused; the former stays in force. {error}", str(error)
    return "new", None


def load_file(
    landing: Landing, kind: str, content: bytes, valid_from: date | None = None, history: bool = False
) -> Loaded:
    """Check and land a file. `valid_from` is used where the file itself does not say from when it holds.

    With `history` an older units file is taken in for the time before the one in force. Raises RefusedFileError.
    """
    day = valid_from or swedish_day()
    newest = landing.newest_file(kind)
    checked = CHECKS[kind](content, day)
    if newest and newest.sha256 != hashlib.sha256(content).hexdigest() and kind == UNITS and not history:
        _refuse_worse(landing, content)
    day = checked.valid_from or day
    new = landing.land_file(kind, content, day)
    with landing.ledger.transaction() as connection:
        set_rejected_rows(connection, kind, hashlib.sha256(content).hexdigest(), checked.rejected)
    return Loaded(kind, new, day, checked)


def kind_of(content: bytes) -> str:
    """Which kind of directory file this is: units (XML or zip), mapping (JSON list), answers (JSON lines) or
    employees (a table), which are landed as answers."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:4096]
    if start.startswith((b"<", b"PK", b"\xff\xfe", b"\xfe\xff")):
        return UNITS
    mapping = start.startswith(b"[") or (b'"issuedUnitMapping"' in start or b'"careProviderMapping"' in start)
    return MAPPING if mapping else ANSWERS


def _refuse_worse(landing: Landing, content: bytes) -> None:
    """Raises RefusedFileError when a units file may not take the place of the one in force (rule H-15)."""
    in_force = landing.readings(UNITS)
    if in_force:
        refuse_worse(read_units_file(content), read_units_file(landing.content(in_force[-1])))


def _check_units(content: bytes, _day: date) -> Checked:
    file = read_units_file(content)
    counts = {
        "entries": file.entries,
        "units": len(file.units),
        "care providers": len(file.providers),
        "repeated ids": file.repeated,
        "ids of an unusual shape": file.unusual,
    }
    return Checked(counts, file.rejected, file.made_on)


def _check_answers(content: bytes, _day: date) -> Checked:
    answers = read_answers(content)
    names = {"unit": "units", "provider": "care providers", "staff": "employees"}
    return Checked({names[kind]: len(found) for kind, found in answers.by_kind.items()}, answers.rejected)


def _check_mapping(content: bytes, _day: date) -> Checked:
    mapping = read_mapping(content)
    if mapping.rejected and not mapping.units and not mapping.providers:
        raise RefusedFileError("The mapping of care providers holds no readable entry.")
    counts = {"units replaced": len(mapping.units), "care providers replaced": len(mapping.providers)}
    return Checked(counts, mapping.rejected)


def _check_population(content: bytes, _day: date) -> Checked:
    file = read_population(content)
    counties = {row.county for row in file.rows if not row.municipality}
    municipalities = {row.municipality for row in file.rows} - {""}
    counts = {
        "figures": len(file.rows),
        "years": len(file.years),
        "counties": len(counties),
        "municipalities": len(municipalities),
        "sums left out": file.left_out,
    }
    return Checked(counts, file.rejected)


def _check_diagnoses(content: bytes, day: date) -> Checked:
    file = read_diagnosis_file(content, day)
    return Checked({"categories and codes": len(file.codes), "rows left out": file.left_out}, file.rejected)


CHECKS: Final[dict[str, Callable[[bytes, date], Checked]]] = {
    UNITS: _check_units,
    ANSWERS: _check_answers,
    MAPPING: _check_mapping,
    POPULATION: _check_population,
    DIAGNOSES: _check_diagnoses,
}
