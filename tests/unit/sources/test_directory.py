"""Units, providers and doctors from the directory's files (rules H-3 to H-6, H-16)."""

from __future__ import annotations

import json

import pytest

from pipelines.sources.directory import business_types, doctor_titles, read_directory

FILE = """<?xml version="1.0" encoding="UTF-8"?>
<FileGetHsaUnitsResponse xmlns="urn:riv:hsa:HsaWsResponder:3"><hsaUnits>
<hsaUnit><hsaIdentity>TSTNMT1-A</hsaIdentity><name>Gamla namnet</name><startDate>2015-01-01</startDate>
  <isHsaHealthCareUnit>true</isHsaHealthCareUnit></hsaUnit>
<hsaUnit><hsaIdentity>tstnmt1-a</hsaIdentity><name>Nya namnet</name><startDate>2020-01-01</startDate>
  <isHsaHealthCareUnit>true</isHsaHealthCareUnit>
  <hsaResponsibleHealthCareProvider>TSTNMT1-P</hsaResponsibleHealthCareProvider>
  <hsaHealthCareUnitMembers><hsaHealthCareUnitMember>TSTNMT1-B</hsaHealthCareUnitMember></hsaHealthCareUnitMembers>
</hsaUnit>
<hsaUnit><hsaIdentity>TSTNMT1-B</hsaIdentity><name>Mottagningen</name><startDate>2020-01-01</startDate></hsaUnit>
<hsaUnit><name>Utan id</name></hsaUnit>
</hsaUnits></FileGetHsaUnitsResponse>"""


def test_the_units_file_alone_gives_names_and_structure() -> None:
    directory = read_directory(FILE.encode(), None)
    assert [(unit["unit_id"], unit["name"], unit["care_unit_id"], unit["provider_id"]) for unit in directory.units] == [
        ("TSTNMT1-A", "Nya namnet", None, "TSTNMT1-P"),
        ("TSTNMT1-B", "Mottagningen", "TSTNMT1-A", "TSTNMT1-P"),
    ]


def test_a_look_up_adds_place_and_business_types() -> None:
    lookup = {
        "kind": "unit",
        "id": "TSTNMT1-B",
        "namn": "Mottagningen",
        "vardenhet": "TSTNMT1-A",
        "vgid": "TSTNMT1-P",
        "verksamhet": ["1604"],
        "geografi": {"lan": "01", "kommun": "80"},
    }
    directory = read_directory(FILE.encode(), json.dumps(lookup).encode())
    unit = directory.units[1]
    assert (unit["county"], unit["municipality"], unit["business_types"]) == ("01", "0180", "16")


def test_a_unit_that_manages_itself_is_a_care_unit() -> None:
    lookup = {"kind": "unit", "id": "U1", "vardenhet": "u 1", "vgid": "P1"}
    (unit,) = read_directory(None, json.dumps(lookup).encode()).units
    assert unit["care_unit_id"] is None


def test_doctors_of_unknown_age_and_sex() -> None:
    lookup = {"kind": "staff", "id": "L1", "kon": "x", "alder": "", "befattning": []}
    (doctor,) = read_directory(None, json.dumps(lookup).encode()).doctors
    assert (doctor["sex"], doctor["age"], doctor["titles"], doctor["protected"]) == (0, 0, "-2", False)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["201010", "201013"], "201010,201013"),
        (["101012"], "-1"),
        (["201010", "101012"], "201010"),
        (["-"], "-2"),
        ([], "-2"),
        (None, "-2"),
    ],
)
def test_titles(titles: list[str] | None, expected: str) -> None:
    assert doctor_titles(titles) == expected


def test_a_care_centre_above_adds_its_type() -> None:
    assert business_types({"verksamhet": ["1502"]}, {"enhetsTyp": ["02"]}) == "02,15"
    assert business_types({}, {"verksamhet": ["1604"]}) == "16"
    assert business_types({}, None) == "00"
