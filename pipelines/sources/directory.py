"""Connector C5: units, care providers and doctors from the directory's files (section 6 of the ingestion rules)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from warehouse.geography import place
from warehouse.identity import normalise_hsa_id
from warehouse.reference_tables import code_rows

CARE_CENTRE = "02"
NO_BUSINESS_TYPE = "00"
NOT_A_DOCTOR_TITLE = "-1"
NO_TITLE = "-2"
SEXES = {"1": 1, "2": 2}


UNITS_NAMESPACE = "{urn:riv:hsa:HsaWsResponder:3}"


@dataclass(slots=True)
class Directory:
    """What the directory says, as rows of the tables `directory_unit`, `directory_provider`, `directory_doctor`."""

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


def read_directory(units_file: bytes | None, lookups: bytes | None) -> Directory:
    """Read the units file and the answers of look-ups; where both know a unit, the look-up's attributes win.

    A repeated id in the units file keeps the entry with the latest start date; an entry without id is left out
    (rule H-16).
    """
    answers = _answers(lookups)
    units: dict[str, dict[str, Any]] = _units_of_file(units_file)
    for unit in answers.get("unit", []):
        key = normalise_hsa_id(unit["id"])
        units[key] = {**units.get(key, {}), **unit}
    directory = Directory(
        providers=[_provider_row(provider) for provider in answers.get("provider", [])],
        doctors=[_doctor_row(doctor) for doctor in answers.get("staff", [])],
    )
    for key in sorted(units):
        above = normalise_hsa_id(units[key].get("vardenhet") or "")
        directory.units.append(_unit_row(units[key], units.get(above) if above != key else None))
    return directory


def _answers(lookups: bytes | None) -> dict[str, list[dict[str, Any]]]:
    """Look-up answers by kind; of several about one id the last one counts."""
    by_kind: dict[str, dict[str, dict[str, Any]]] = {}
    for line in (lookups or b"").splitlines():
        if line.strip():
            answer = json.loads(line)
            by_kind.setdefault(answer["kind"], {})[normalise_hsa_id(answer["id"])] = answer
    return {kind: list(answers.values()) for kind, answers in by_kind.items()}


def _units_of_file(units_file: bytes | None) -> dict[str, dict[str, Any]]:
    units: dict[str, dict[str, Any]] = {}
    managing: dict[str, str] = {}
    for entry in _entries(units_file):
        if not entry.get("id") or entry.get("is_provider"):
            continue
        key = normalise_hsa_id(entry["id"])
        if key not in units or (entry["startdatum"] or "") > (units[key]["startdatum"] or ""):
            units[key] = entry
        managing.update({normalise_hsa_id(member): entry["id"] for member in entry["members"]})
    for key, above in managing.items():
        if key in units:
            units[key]["vardenhet"] = above
    return units


def _entries(units_file: bytes | None) -> Iterator[dict[str, Any]]:
    if not units_file:
        return
    tree = etree.iterparse(
        BytesIO(units_file), tag=f"{UNITS_NAMESPACE}hsaUnit", resolve_entities=False, no_network=True
    )
    for _, element in tree:
        members = element.iterfind(
            f"{UNITS_NAMESPACE}hsaHealthCareUnitMembers/{UNITS_NAMESPACE}hsaHealthCareUnitMember"
        )
        yield {
            "id": _text(element, "hsaIdentity"),
            "namn": _text(element, "name"),
            "startdatum": _text(element, "startDate"),
            "vgid": _text(element, "hsaResponsibleHealthCareProvider"),
            "is_provider": _text(element, "isHsaHealthCareProvider") == "true"
            and _text(element, "isHsaHealthCareUnit") != "true",
            "members": [member.text for member in members if member.text],
        }
        element.clear()


def _text(element: etree._Element, name: str) -> str | None:
    return element.findtext(f"{UNITS_NAMESPACE}{name}")


def _unit_row(unit: dict[str, Any], above: dict[str, Any] | None) -> dict[str, Any]:
    """One row of `directory_unit`: the unit with what it takes from the unit above it (rules H-3 to H-5)."""
    geography = unit.get("geografi") or {}
    geography_above = (above or {}).get("geografi") or {}
    where = place(
        geography.get("lan") or geography_above.get("lan"), geography.get("kommun") or geography_above.get("kommun")
    )
    provider = unit.get("vgid") or (above or {}).get("vgid")
    return {
        "unit_id": normalise_hsa_id(unit["id"]),
        "name": unit.get("namn") or None,
        "care_unit_id": normalise_hsa_id(above["id"]) if above else None,
        "provider_id": normalise_hsa_id(provider) if provider else None,
        "county": where.county,
        "municipality": where.municipality,
        "business_types": business_types(unit, above),
    }


def _provider_row(provider: dict[str, Any]) -> dict[str, Any]:
    return {"provider_id": normalise_hsa_id(provider["id"]), "name": provider.get("namn") or None}


def _doctor_row(doctor: dict[str, Any]) -> dict[str, Any]:
    """One row of `directory_doctor`; unknown age and sex are 0 (rule H-10)."""
    age = str(doctor.get("alder") or "")
    return {
        "doctor_id": normalise_hsa_id(doctor["id"]),
        "first_name": doctor.get("tilltalsnamn") or None,
        "surname": doctor.get("efternamn") or None,
        "sex": SEXES.get(str(doctor.get("kon")), 0),
        "age": int(age) if age.isdigit() else 0,
        "titles": doctor_titles(doctor.get("befattning")),
        "protected": bool(doctor.get("skyddad")),
    }
