"""Connector C5: units, care providers and doctors from the directory's files (section 6 of the ingestion rules)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from pipelines.sources.directory_answers import Answers, read_answers
from pipelines.sources.directory_history import FIRST, LAST, Change, History, Timeline, changes
from pipelines.sources.directory_units import Attributes, UnitsFile, read_units_file
from warehouse.geography import place
from warehouse.identity import normalise_hsa_id
from warehouse.reference_tables import code_rows

CARE_CENTRE = "02"
NO_BUSINESS_TYPE = "00"
NOT_A_DOCTOR_TITLE = "-1"
NO_TITLE = "-2"
SEXES = {"1": 1, "2": 2}
PUBLIC_OWNER, PRIVATE_OWNER, UNKNOWN_OWNER = "OFFENTLIG", "PRIVAT", "OKAND"

Said = dict[tuple[str, str], Attributes]
"""What one kind of file has said last of each object, by kind and normalised HSA id."""


@dataclass(slots=True)
class Directory:
    """What the directory says, as rows of the tables `directory_unit`, `directory_provider`, `directory_doctor`.

    Units and doctors have a row for every time with the same attributes, from `valid_from` until the day before
    `valid_to`; providers have one row.
    """

    units: list[dict[str, Any]] = field(default_factory=list)
    providers: list[dict[str, Any]] = field(default_factory=list)
    doctors: list[dict[str, Any]] = field(default_factory=list)


def business_types(unit: dict[str, Any], above: dict[str, Any] | None) -> str:
    """Groups of business classification joined with comma (rule H-5): the unit's, else those of the unit above it,
    with `02` when one of the two is a care centre (vårdcentral); `00` for none."""
    codes = unit.get("verksamhet") or (above or {}).get("verksamhet") or []
    kinds = [*(unit.get("enhetsTyp") or []), *((above or {}).get("enhetsTyp") or [])]
    groups = {str(code)[:2] for code in codes if code}
    if CARE_CENTRE in kinds:
        groups.add(CARE_CENTRE)
    return ",".join(sorted(groups)) or NO_BUSINESS_TYPE


def doctor_titles(titles: Iterable[str] | None) -> str:
    """Title codes joined with comma (rule H-6): the listed ones; `-1` when none is listed, `-2` when there is none."""
    given = [str(title).strip() for title in titles or () if str(title).strip().lstrip("-").isdigit()]
    listed = {row.key for row in code_rows("doctor_titles")}
    known = sorted({title for title in given if title in listed})
    if known:
        return ",".join(known)
    return NOT_A_DOCTOR_TITLE if given else NO_TITLE


def ownership(organisation_number: str | None) -> str:
    """Who owns a care provider, from its organisation number (rule H-9)."""
    number = "".join(character for character in organisation_number or "" if character.isdigit())
    number = number[2:] if len(number) == 12 and number.startswith("16") else number
    if not number:
        return UNKNOWN_OWNER
    return PUBLIC_OWNER if number.startswith("2") else PRIVATE_OWNER


def units_file_changes(file: UnitsFile, before: Said) -> list[Change]:
    """What a units file says otherwise than the one before; it tells everything of a unit that it lists."""
    units = changes("unit", file.units, before, whole=True)
    return [*units, *changes("provider", file.providers, before, whole=True)]


def answers_changes(answers: Answers, before: Said) -> list[Change]:
    """What answers say otherwise than earlier ones; what an answer leaves out is not said, and neither is a blank."""
    return [
        change
        for kind, said in answers.by_kind.items()
        for change in changes(kind, {key: _said(values) for key, values in said.items()}, before, whole=False)
    ]


def _said(answer: Attributes) -> Attributes:
    """An answer without blanks, its county and municipality as attributes of their own."""
    geography = answer.get("geografi") or {}
    flat = {**answer, "lan": geography.get("lan"), "kommun": geography.get("kommun")}
    return {name: value for name, value in flat.items() if name != "geografi" and value not in (None, "", [])}


def read_directory(units_file: bytes | None, lookups: bytes | None) -> Directory:
    """Read one units file and one file of answers; where both know a unit, the answer's attributes win.

    Raises RefusedFileError when a file as a whole cannot be read.
    """
    history = History()
    if units_file:
        history.add(FIRST, units_file_changes(read_units_file(units_file), {}))
    if lookups:
        history.add(FIRST, answers_changes(read_answers(lookups), {}))
    return directory_rows(history)


def directory_rows(history: History) -> Directory:
    """The tables of a history, by HSA id and day."""
    units = history.of("unit")
    return Directory(
        units=[row for key in sorted(units) for row in _unit_versions(key, units)],
        providers=[_provider_row(key, timeline) for key, timeline in sorted(history.of("provider").items())],
        doctors=[
            row for key, timeline in sorted(history.of("staff").items()) for row in _doctor_versions(key, timeline)
        ],
    )


def _unit_versions(key: str, units: Mapping[str, Timeline]) -> Iterator[dict[str, Any]]:
    own = units[key]
    days = own.days()
    for said in own.attributes.get("vardenhet", ()):
        above = units.get(normalise_hsa_id(said.value or ""))
        days |= above.days() if above else set()

    def row(day: date) -> dict[str, Any]:
        unit = own.at(day)
        above_key = normalise_hsa_id(unit.get("vardenhet") or "")
        above = units.get(above_key) if above_key != key else None
        return _unit_row(key, unit, above_key, above.at(day) if above else None)

    return _versions(days, row)


def _doctor_versions(key: str, timeline: Timeline) -> Iterator[dict[str, Any]]:
    return _versions(timeline.days(), lambda day: _doctor_row(key, timeline.at(day)))


def _versions(days: set[date], row: Callable[[date], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One row for each time in which `row` gives the same."""
    found: list[tuple[date, dict[str, Any]]] = []
    for day in sorted(days):
        now = row(day)
        if not found or found[-1][1] != now:
            found.append((day, now))
    for (start, now), (end, _) in pairwise([*found, (LAST, {})]):
        yield {**now, "valid_from": start, "valid_to": end}


def _unit_row(key: str, unit: Attributes, above_key: str, above: Attributes | None) -> dict[str, Any]:
    """One row of `directory_unit`: the unit with what it takes from the unit above it (rules H-3 to H-5)."""
    upper = above or {}
    where = place(unit.get("lan") or upper.get("lan"), unit.get("kommun") or upper.get("kommun"))
    provider = unit.get("vgid") or upper.get("vgid")
    return {
        "unit_id": key,
        "name": unit.get("namn") or None,
        "care_unit_id": above_key if above is not None else None,
        "provider_id": normalise_hsa_id(provider) if provider else None,
        "county": where.county,
        "municipality": where.municipality,
        "business_types": business_types(unit, above),
    }


def _provider_row(key: str, timeline: Timeline) -> dict[str, Any]:
    return {
        "provider_id": key,
        "name": timeline.latest("namn") or None,
        "ownership": ownership(str(timeline.latest("orgnr") or "")),
    }


def _doctor_row(key: str, doctor: Attributes) -> dict[str, Any]:
    """One row of `directory_doctor`; unknown age and sex are 0 (rule H-10)."""
    age = str(doctor.get("alder") or "")
    return {
        "doctor_id": key,
        "first_name": doctor.get("tilltalsnamn") or None,
        "surname": doctor.get("efternamn") or None,
        "sex": SEXES.get(str(doctor.get("kon")), 0),
        "age": int(age) if age.isdecimal() and len(age) <= 3 else 0,
        "titles": doctor_titles(doctor.get("befattning")),
        "protected": bool(doctor.get("skyddad")),
    }
