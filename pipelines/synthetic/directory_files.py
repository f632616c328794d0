"""The directory's two files: the HSA units file (rule H-14) and the look-ups per id (stored names of rule 6.2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pipelines.synthetic.organisation import Doctor, Organisation, Provider, Unit
from pipelines.synthetic.streams import Every

UNITS_FILE = "hsa_units.xml"
LOOKUPS_FILE = "hsa_lookups.jsonl"
UNITS_NAMESPACE = "urn:riv:hsa:HsaWsResponder:3"

_COUNTY_NAMES = "l=Exempellandet,c=SE"


def write_units_file(path: Path, organisation: Organisation, today: date, repeated_percent: float) -> int:
    """Write the units file as of the night before `today`; gives the number of entries, repeated ones included."""
    repeated = Every(repeated_percent, first=5)
    entries: list[str] = []
    for provider in organisation.providers:
        entries.append(_provider_entry(provider))
        for unit in provider.units:
            if repeated():
                entries.append(_unit_entry(unit, unit.start - timedelta(days=800), f"{unit.name} (tidigare)"))
            entries.append(_unit_entry(unit, unit.start, unit.name))
    made = f"{(today - timedelta(days=1)).isoformat()}T22:00:00+01:00"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.write(f'<FileGetHsaUnitsResponse xmlns="{UNITS_NAMESPACE}">\n')
        file.write(f"<startDate>{made}</startDate>\n<endDate>{made}</endDate>\n<hsaUnits>\n")
        file.writelines(f"<hsaUnit>{entry}</hsaUnit>\n" for entry in entries)
        file.write("</hsaUnits>\n</FileGetHsaUnitsResponse>\n")
    return len(entries)


def _element(name: str, value: str | None) -> str:
    return "" if value is None else f"<{name}>{escape(value)}</{name}>"


def _provider_entry(provider: Provider) -> str:
    number = provider.organisation_number
    return "".join(
        (
            _element("hsaIdentity", provider.id),
            _element("DN", f"o={provider.name},{_COUNTY_NAMES}"),
            _element("name", provider.name),
            _element("publicName", provider.name),
            _element("orgNo", f"{number[:6]}-{number[6:]}"),
            _element("startDate", provider.start.isoformat()),
            _element("isHsaHealthCareProvider", "true"),
        )
    )


def _unit_entry(unit: Unit, start: date, name: str) -> str:
    is_care_unit = unit.care_unit is None
    members = [other for other in unit.provider.units if other.care_unit is unit]
    listed = "".join(_element("hsaHealthCareUnitMember", other.id) for other in members)
    return "".join(
        (
            _element("hsaIdentity", unit.id),
            _element("DN", f"ou={name},o={unit.provider.name},{_COUNTY_NAMES}"),
            _element("name", name),
            _element("publicName", name),
            _element("startDate", start.isoformat()),
            _element("isHsaHealthCareUnit", "true") if is_care_unit else "",
            _element("hsaResponsibleHealthCareProvider", unit.provider.id) if is_care_unit else "",
            f"<hsaHealthCareUnitMembers>{listed}</hsaHealthCareUnitMembers>" if members else "",
        )
    )


def write_lookups(path: Path, organisation: Organisation) -> int:
    """Write one JSON object a line: providers, units, doctors. Gives the number of lines."""
    lines = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for answer in _answers(organisation):
            file.write(json.dumps(answer, ensure_ascii=False) + "\n")
            lines += 1
    return lines


def _answers(organisation: Organisation) -> Iterator[dict[str, Any]]:
    for provider in organisation.providers:
        yield _provider_answer(provider)
    for unit in organisation.units:
        yield _unit_answer(unit)
    for doctor in organisation.doctors:
        yield _doctor_answer(doctor)


def _provider_answer(provider: Provider) -> dict[str, Any]:
    return {
        "kind": "provider",
        "id": provider.id,
        "namn": provider.name,
        "orgnr": provider.organisation_number,
        "startdatum": provider.start.isoformat(),
        "slutdatum": None,
        "arkiverad": False,
    }


def _unit_answer(unit: Unit) -> dict[str, Any]:
    return {
        "kind": "unit",
        "id": unit.id,
        "namn": unit.name,
        "vgid": unit.provider.id,
        "vardenhet": unit.managing_unit.id,
        "enhetsTyp": list(unit.unit_types),
        "agarform": [unit.provider.management],
        "startdatum": unit.start.isoformat(),
        "slutdatum": None,
        "arkiverad": False,
        "verksamhet": list(unit.business_codes),
        "vardform": list(unit.care_types),
        "geografi": {
            "lan": unit.county_written,
            "kommun": unit.municipality_written,
            "kommundelskod": "",
            "kommundelsnamn": "",
            "plats": "Exempelorten",
            "koordinat": None,
        },
    }


def _doctor_answer(doctor: Doctor) -> dict[str, Any]:
    return {
        "kind": "staff",
        "id": doctor.id,
        "tilltalsnamn": doctor.given_name,
        "efternamn": doctor.surname,
        "kon": str(doctor.sex),
        "alder": str(doctor.age),
        "befattning": list(doctor.titles),
        "specialitet": [],
        "yrkesgrupp": ["Läkare"],
        "skyddad": doctor.protected,
    }
