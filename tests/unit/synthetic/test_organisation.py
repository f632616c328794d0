"""The organisation of a store, its directory files, population and demonstration users."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from pipelines.synthetic.demo_users import demo_users
from pipelines.synthetic.directory_files import UNITS_NAMESPACE, write_lookups, write_units_file
from pipelines.synthetic.organisation import PRIVATE_SERIES, PUBLIC_SERIES, Organisation
from pipelines.synthetic.organisation_maker import chosen_counties, make_organisation
from pipelines.synthetic.person_ids import check_digit
from pipelines.synthetic.population import apportion, write_population
from pipelines.synthetic.settings import load_parameters, load_size
from pipelines.synthetic.streams import Streams

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def demo() -> Organisation:
    return make_organisation(Streams(1), load_parameters(), load_size("demo"), TODAY)


def test_a_demo_has_twelve_providers_and_120_units_in_six_counties(demo: Organisation) -> None:
    assert len(demo.providers) == 12
    assert len(demo.units) == 120
    assert len({provider.county for provider in demo.providers if provider.is_region}) == 6
    largest = demo.providers[0]
    assert largest.is_region
    assert largest.weight == max(provider.weight for provider in demo.providers)
    assert sum(provider.weight for provider in demo.providers) == pytest.approx(100)


def test_all_ids_are_of_the_test_prefix_and_of_numbers_that_are_never_given_out(demo: Organisation) -> None:
    hsa_id = re.compile(rf"TSTNMT(?:16)?({PUBLIC_SERIES}|{PRIVATE_SERIES})\d{{6}}-[A-Z0-9]{{5}}", re.IGNORECASE)
    for provider in demo.providers:
        number = provider.organisation_number
        assert number.startswith(PUBLIC_SERIES if provider.management != "Privat" else PRIVATE_SERIES)
        assert number[9] != check_digit(number[:9]), "a real organisation has the right check digit"
    for one in [*demo.providers, *demo.units, *demo.doctors]:
        assert hsa_id.fullmatch(one.id)
    ids = [one.id.upper() for one in [*demo.providers, *demo.units, *demo.doctors]]
    assert len(set(ids)) == len(ids)


def test_some_units_are_odd_on_purpose(demo: Organisation) -> None:
    care_units = [unit for unit in demo.units if unit.care_unit is None]
    assert any(unit.care_unit for unit in demo.units), "members of care units"
    assert any(unit.county == "00" for unit in care_units), "no geography"
    assert any(len(unit.municipality_written) == 2 for unit in care_units)
    assert any(unit.municipality == "0000" and unit.county != "00" for unit in care_units), "invalid municipality"
    assert any(unit.id != unit.id.upper() for unit in demo.units), "an id in lower case"
    assert any(unit.new_model_from for unit in demo.units)
    assert all(unit.doctors for unit in demo.units)


def test_the_units_file_has_the_shape_of_the_directory(demo: Organisation, tmp_path: Path) -> None:
    written = write_units_file(tmp_path / "units.xml", demo, TODAY, repeated_percent=0.7)
    root = etree.parse(tmp_path / "units.xml").getroot()
    name = f"{{{UNITS_NAMESPACE}}}"
    assert root.tag == f"{name}FileGetHsaUnitsResponse"
    entries = root.findall(f"{name}hsaUnits/{name}hsaUnit")
    assert len(entries) == written
    ids = [entry.findtext(f"{name}hsaIdentity") for entry in entries]
    assert len(ids) > len(set(ids)), "repeated entries, as in the real file"
    members = root.findall(f".//{name}hsaHealthCareUnitMember")
    assert {member.text for member in members} == {unit.id for unit in demo.units if unit.care_unit}


def test_every_unit_and_doctor_can_be_looked_up(demo: Organisation, tmp_path: Path) -> None:
    write_lookups(tmp_path / "lookups.jsonl", demo)
    answers = [json.loads(line) for line in (tmp_path / "lookups.jsonl").read_text(encoding="utf-8").splitlines()]
    by_kind: dict[str, set[str]] = defaultdict(set)
    for answer in answers:
        by_kind[answer["kind"]].add(answer["id"])
    assert by_kind["provider"] == {provider.id for provider in demo.providers}
    assert by_kind["unit"] == {unit.id for unit in demo.units}
    assert by_kind["staff"] == {doctor.id for doctor in demo.doctors}


def test_demonstration_users_have_the_promised_roles(demo: Organisation) -> None:
    users = {user["role"]: user for user in demo_users(demo)}
    assert set(users) == {"process_leader", "head_of_unit", "part_process_leader", "rehab_coordinator", "doctor"}
    assert {user["provider_id"] for user in users.values()} == {demo.providers[0].id}
    assert users["process_leader"]["units"] == []
    assert len(users["part_process_leader"]["units"]) > 1
    shared = {users[role]["care_unit_id"] for role in ("head_of_unit", "rehab_coordinator", "doctor")}
    assert len(shared) == 1
    unit = next(unit for unit in demo.units if unit.id in shared)
    assert users["doctor"]["hsa_id"] in {doctor.id for doctor in unit.doctors}


def test_municipalities_add_up_to_their_county_in_every_cell(tmp_path: Path) -> None:
    parameters, size = load_parameters(), load_size("tiny")
    counties = chosen_counties(parameters, size)
    path = tmp_path / "population.csv"
    write_population(path, parameters, Streams(1)["population"], counties, range(2024, 2026))
    totals: dict[tuple[str, str, str, str], int] = {}
    parts: dict[tuple[str, str, str, str], int] = defaultdict(int)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cell = (row["county"], row["sex"], row["age"], row["year"])
            if row["municipality"]:
                parts[cell] += int(row["inhabitants"])
            else:
                totals[cell] = int(row["inhabitants"])
    assert {cell[0] for cell in parts} == set(counties)
    assert {cell: totals[cell] for cell in parts} == parts
    assert len(totals) == 21 * 2 * 101 * 2
    stockholm = sum(count for cell, count in totals.items() if cell[0] == "01" and cell[3] == "2024")
    assert stockholm == pytest.approx(parameters.table("population.inhabitants")["01"], rel=0.01)


def test_apportioned_numbers_add_up() -> None:
    assert apportion(10, [1, 1, 1]) == [3, 4, 3]
    assert sum(apportion(997, [0.1, 5, 2.2, 0.7, 9])) == 997
