"""A whole data directory with small but real releases of all three zones, the same for every run.

Figures come from random certificates of a fixed seed, made into databases by the product's own models; nobody in it
exists. Person ids are official test numbers (birth numbers 238 and 239).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.oracle.facts import write_care_database, write_national_database
from tests.oracle.rows import Row
from tests.unit.rehab.mart_source import Source
from tests.web.sample_facts import add_facts
from warehouse.releases import ReleaseStore
from warehouse.storage import DataDirectory, Zone

AS_OF = date(2026, 11, 23)
FIRST_DAY = date(2024, 4, 1)
SEED = 20261123
VERSION = "20261123T020000Z-0001"
NEWER_VERSION = "20261124T020000Z-0002"

REGION, PRIVATE, SMALL = "SE100", "SE200", "SE300"
OWN_UNIT, SUB_UNIT, OTHER_UNIT = "SE100-UNIT", "SE100-UNIT-A", "SE100-FAR"
FOREIGN_UNIT = "SE200-UNIT"
NAMES = {
    REGION: "Region Exempel",
    PRIVATE: "Påhittade Vården AB",
    SMALL: "Lilla Kliniken",
    OWN_UNIT: "Vårdcentralen",
    SUB_UNIT: "Mottagning A",
    "SE100-UNIT-B": "Mottagning B",
    OTHER_UNIT: "En annan vårdcentral",
    FOREIGN_UNIT: "Främmande mottagningen",
}
_PLACES = (
    (REGION, OWN_UNIT, None, "01", 30),
    (REGION, OWN_UNIT, SUB_UNIT, "01", 12),
    (REGION, OTHER_UNIT, None, "03", 22),
    (PRIVATE, FOREIGN_UNIT, None, "12", 24),
    (SMALL, "SE300-UNIT", None, "14", 2),
)
"""Provider, care unit, sub-unit, county and weight."""

_DIAGNOSES = (
    ("F00-F99", "F40-F48", "F43", "F432", 34),
    ("M00-M99", "M50-M54", "M54", "M545", 26),
    ("J00-J99", "J00-J06", "J06", "J069", 13),
    ("S00-T98", "S80-S89", "S82", "S820", 9),
    ("C00-D48", "C50-C50", "C50", "C509", 6),
    ("O00-O99", "O20-O29", "O26", "O268", 5),
    ("Z00-Z99", "Z70-Z76", "Z73", "Z730", 4),
    ("R00-R99", "R50-R69", "R53", "R539", 3),
)
CERTIFICATES = 2600
POPULATION = [
    (county, year, sex, people)
    for county, people in (("01", 1_190_000), ("03", 200_000), ("12", 690_000), ("14", 860_000), ("10", 78_000))
    for year in (2023, 2024, 2025)
    for sex in (1, 2)
]

DEMO_USERS: list[dict[str, Any]] = [
    {"id": "processledare", "role": "process_leader", "hsa_id": "SE100-PROCESSLEDARE", "units": []},
    {"id": "verksamhetschef", "role": "head_of_unit", "hsa_id": "SE100-CHEF", "units": [OWN_UNIT]},
    {
        "id": "delprocessledare",
        "role": "part_process_leader",
        "hsa_id": "SE100-DELPROCESSLEDARE",
        "units": [OWN_UNIT, OTHER_UNIT],
    },
    {"id": "rehabkoordinator", "role": "rehab_coordinator", "hsa_id": "SE100-KOORDINATOR", "units": [OWN_UNIT]},
    {"id": "lakare", "role": "doctor", "hsa_id": "SE100-DOC1", "units": [OWN_UNIT]},
    {
        "id": "grannen",
        "role": "head_of_unit",
        "hsa_id": "SE200-CHEF",
        "units": [FOREIGN_UNIT],
        "provider_id": PRIVATE,
    },
]
ONGOING = 14
"""Patients with an ongoing case at the own unit, sub-units included."""
PROTECTED_PATIENT = 5
"""The patient among them who is protected, and so left out for everybody but the signing doctor."""


def make_data_directory(root: Path) -> DataDirectory:
    """Build and put in force one release of each zone, and write users and person register."""
    data = DataDirectory(root)
    rows = list(_rows())
    publish(data, VERSION, rows, AS_OF)
    data.source.mkdir(parents=True, exist_ok=True)
    users = json.dumps([_user(**user) for user in DEMO_USERS], ensure_ascii=False)
    (data.source / "demo_users.json").write_text(users)
    (data.source / "person_register.jsonl").write_text("".join(_registered()))
    return data


def publish(data: DataDirectory, version: str, rows: list[Row], as_of: date) -> None:
    """Make a release of `rows` in every zone and put it in force."""
    aside = data.root / "made"
    aside.mkdir(parents=True, exist_ok=True)
    care = write_care_database(aside / "care.duckdb", rows, as_of, names=NAMES, population=POPULATION, version=version)
    add_facts(care, rows)
    _release(data.zone(Zone.CARE), version, as_of, "care.duckdb", lambda to: care.rename(to) and None)
    made = data.zone(Zone.CARE) / "releases" / version / "care.duckdb"
    _release(
        data.zone(Zone.PUBLIC),
        version,
        as_of,
        "national.duckdb",
        lambda to: write_national_database(to, made, as_of, population=POPULATION, version=version) and None,
    )
    _release(data.zone(Zone.RESTRICTED), version, as_of, "rehab.duckdb", lambda to: _ongoing().write(to) and None)


def sample_rows() -> list[Row]:
    """The rows of the release."""
    return list(_rows())


def _release(zone: Path, version: str, as_of: date, name: str, make: Callable[[Path], None]) -> None:
    store = ReleaseStore(zone)
    with store.building(version) as built:
        make(built / name)
        store.finish(built, version, {"as_of": as_of.isoformat()})
    store.put_in_force(version)


def _rows() -> Iterator[Row]:
    chance = random.Random(SEED)
    days = (AS_OF - FIRST_DAY).days
    for number in range(CERTIFICATES):
        provider, care_unit, unit, county, _ = chance.choices(_PLACES, [place[-1] for place in _PLACES])[0]
        chapter, block, category, code, _ = chance.choices(_DIAGNOSES, [entry[-1] for entry in _DIAGNOSES])[0]
        start = FIRST_DAY + timedelta(days=chance.randrange(days))
        length = int(chance.lognormvariate(2.9, 0.95)) + 3
        yield Row(
            certificate=f"certificate-{number}",
            order=number,
            person=f"person-{chance.randrange(CERTIFICATES * 2 // 3)}-{provider}",
            sex=chance.choices((1, 2), (38, 62))[0],
            provider=provider,
            care_unit=care_unit,
            unit=unit,
            start=start,
            end=start + timedelta(days=length),
            degree=chance.choices((25, 50, 75, 100), (8, 22, 7, 63))[0],
            age=chance.randrange(17, 68),
            chapter=chapter,
            block=block,
            category=category,
            code=code,
            county=county,
        )


def _ongoing() -> Source:
    """Cases that are ongoing on the release's day at the own unit, some in the sub-unit, by two doctors."""
    source = Source()
    for number, person in enumerate(_test_numbers()):
        first = 3 + number
        written = f"10-{first:02}..11-05@100 + 11-06..12-{first:02}@{(25, 50, 75)[number % 3]}"
        source.add(
            f"ongoing-{number}",
            person,
            written,
            unit=SUB_UNIT if number % 4 == 3 else OWN_UNIT,
            doctor="SE100-DOC1" if number % 3 == 0 else "SE100-DOC2",
            diagnosis=("F432", "M545", "F329")[number % 3],
        )
    return source


def _registered() -> Iterator[str]:
    for number, person in enumerate(_test_numbers()):
        entry = {
            "personnummer": person,
            "sekretessmarkering": number == PROTECTED_PATIENT,
            "avliden": False,
            "fornamn": "Test",
            "efternamn": f"Person{number}",
        }
        yield json.dumps(entry) + "\n"


def _test_numbers() -> Iterator[str]:
    for number in range(ONGOING):
        root = f"{1956 + number * 3}{1 + number % 12:02}{10 + number}{238 + number % 2}"
        yield f"{root[:8]}-{root[8:]}{_check_digit(root[2:])}"


def _check_digit(nine: str) -> int:
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(nine))
    return -sum(product // 10 + product % 10 for product in doubled) % 10


def _user(*, id: str, role: str, hsa_id: str, units: list[str], provider_id: str = REGION) -> dict[str, Any]:
    return {
        "id": id,
        "hsa_id": hsa_id,
        "given_name": id.capitalize(),
        "surname": "Exempel",
        "role": role,
        "description_sv": f"Beskrivning av {id}",
        "description_en": f"Description of {id}",
        "provider_id": provider_id,
        "provider_name": NAMES[provider_id],
        "provider_is_region": provider_id == REGION,
        "care_unit_id": units[0] if len(units) == 1 else None,
        "units": [{"id": unit, "name": NAMES[unit]} for unit in units],
    }
