"""Certificates meet the directory: unknown units heal, moved ones stay where they were, mappings hold (3.5, 6)."""

from __future__ import annotations

import json
import random
import shutil
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from pipelines.sources.directory_units import RefusedFileError
from tests.integration.directory.organisations import DOCTOR, Intake, answers, unit_answer, units_file
from warehouse import diagnoses

MARCH, JUNE, SEPTEMBER = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
TITLES = {"kind": "staff", "id": DOCTOR, "kon": "2", "alder": "51", "befattning": ["201010"]}
PLACES = "certificate_id, provider_id, care_unit_id, unit_known"


def test_an_unknown_unit_and_doctor_are_counted_and_heal(tmp_path: Path) -> None:
    intake = Intake(tmp_path / "late")
    intake.sign("c1", "SE-U1", JUNE)
    intake.build()
    assert intake.rows("certificate", "unit_known, counted_unit, list_contains(flags, 'hsa_pending')") == [
        (False, True, True)
    ]
    before = intake.rows("sick_leave_row", "county, municipality, doctor_age, doctor_sex, doctor_titles")
    assert before == [("00", "0000", 0, 0, "-2")]
    assert intake.rows("unit", "name, business_types") == [("Enhet SE-U1", "00")]
    said = answers(unit_answer("SE-U1", "03", namn="Mottagningen", vgid="P1", verksamhet=["1604"]), TITLES)
    intake.load("hsa_lookups", said, SEPTEMBER)
    healed = intake.build()
    assert intake.rows("certificate", "unit_known, list_contains(flags, 'hsa_pending')") == [(True, False)]
    after = intake.rows("sick_leave_row", "county, municipality, doctor_age, doctor_sex, doctor_titles")
    assert after == [("03", "0380", 51, 2, "201010")]
    assert intake.rows("unit", "name, business_types") == [("Mottagningen", "16")]

    other = Intake(tmp_path / "early")
    other.load("hsa_lookups", said, SEPTEMBER)
    other.sign("c1", "SE-U1", JUNE)
    assert other.build() == healed


def test_figures_are_the_same_before_and_after_healing_but_for_what_was_unknown(tmp_path: Path) -> None:
    intake = Intake(tmp_path)
    intake.sign("c1", "SE-U1", JUNE)
    intake.sign("c2", "SE-U2", JUNE, person=1)
    intake.build()
    assert intake.cases("P1") == 2
    intake.load("hsa_lookups", answers(unit_answer("SE-U1", "03", vgid="P1")), SEPTEMBER)
    intake.build()
    assert intake.cases("P1") == 2


def test_parity_mode_leaves_an_unknown_unit_out_until_it_is_known(tmp_path: Path) -> None:
    intake = Intake(tmp_path, unknown_units="leave_out")
    intake.sign("c1", "SE-U1", JUNE)
    intake.build()
    assert intake.cases("P1") == 0
    assert intake.rows("certificate", "certificate_id, counted_unit") == [("c1", False)], "landed all the same"
    intake.load("hsa_lookups", answers(unit_answer("SE-U1", "03", vgid="P1")), SEPTEMBER)
    intake.build()
    assert intake.cases("P1") == 1


def test_a_unit_that_moves_keeps_its_old_certificates_at_its_old_provider(tmp_path: Path) -> None:
    intake = Intake(tmp_path)
    intake.load("hsa_units", units_file(MARCH, {"id": "SE-U1", "name": "Gamla namnet", "provider": "P1"}))
    intake.sign("before", "SE-U1", JUNE)
    intake.sign("after", "SE-U1", date(2026, 9, 15), person=1)
    intake.build()
    assert intake.cases("P1") == 2
    moved = {"id": "SE-U1", "name": "Nya namnet", "provider": "P2", "start": "2026-08-01"}
    intake.load("hsa_units", units_file(SEPTEMBER, moved))
    intake.build()
    assert intake.rows("certificate", PLACES) == [("after", "P2", "SE-U1", True), ("before", "P1", "SE-U1", True)]
    assert [intake.cases("P1"), intake.cases("P2")] == [1, 1]
    assert [intake.cases("P1", ("se-u1",)), intake.cases("P2", ("SE-U1",))] == [1, 1]
    assert intake.rows("unit", "provider_no, unit_id, name, is_care_unit") == [
        (1, "SE-U1", "Nya namnet", True),
        (2, "SE-U1", "Nya namnet", True),
    ]
    assert intake.rows("certificate", "certificate_id, provider_differs") == [("after", True), ("before", False)]


def test_a_unit_that_comes_below_another_care_unit(tmp_path: Path) -> None:
    care_units = [{"id": name, "name": name, "provider": "P1"} for name in ("SE-A", "SE-B")]
    intake = Intake(tmp_path)
    below_a = [{**care_units[0], "members": ["SE-U1"]}, care_units[1], {"id": "SE-U1"}]
    below_b = [care_units[0], {**care_units[1], "members": ["SE-U1"]}, {"id": "SE-U1"}]
    intake.load("hsa_units", units_file(MARCH, *below_a))
    intake.load("hsa_units", units_file(SEPTEMBER, *below_b))
    intake.sign("before", "SE-U1", JUNE)
    intake.sign("after", "SE-U1", date(2026, 9, 15), person=1)
    intake.build()
    assert intake.rows("certificate", PLACES) == [("after", "P1", "SE-B", True), ("before", "P1", "SE-A", True)]
    assert [intake.cases("P1", (unit,)) for unit in ("SE-A", "SE-B", "SE-U1")] == [1, 2, 2]


def test_a_doctor_has_the_titles_and_age_of_the_day_of_signing(tmp_path: Path) -> None:
    intake = Intake(tmp_path)
    intake.load("hsa_lookups", answers({**TITLES, "befattning": ["204010"], "alder": "29"}), MARCH)
    intake.load("hsa_lookups", b"hsaIdentity;paTitleCodes;age\nse-l1;202010;30\n", SEPTEMBER)
    intake.sign("before", "SE-U1", JUNE)
    intake.sign("after", "SE-U1", date(2026, 9, 15), person=1)
    intake.build()
    assert intake.rows("sick_leave_period", "certificate_id, doctor_titles, doctor_age, doctor_sex") == [
        ("after", "202010", 30, 2),
        ("before", "204010", 29, 2),
    ]


def test_parity_mode_takes_the_organisation_of_the_first_ingest(tmp_path: Path) -> None:
    intake = Intake(tmp_path, unknown_units="leave_out")
    intake.load("hsa_units", units_file(date(2020, 1, 1), {"id": "SE-U1", "provider": "P1"}))
    intake.load("hsa_units", units_file(date(2021, 1, 1), {"id": "SE-U1", "provider": "P2"}))
    intake.sign("c1", "SE-U1", date(2020, 6, 1))
    intake.build()
    assert intake.rows("certificate", PLACES) == [("c1", "P2", "SE-U1", True)]
    other = Intake(tmp_path / "default")
    other.load("hsa_units", units_file(date(2020, 1, 1), {"id": "SE-U1", "provider": "P1"}))
    other.load("hsa_units", units_file(date(2021, 1, 1), {"id": "SE-U1", "provider": "P2"}))
    other.sign("c1", "SE-U1", date(2020, 6, 1))
    other.build()
    assert other.rows("certificate", PLACES) == [("c1", "P1", "SE-U1", True)]


def test_any_order_of_files_and_certificates_gives_the_same_bytes(tmp_path: Path) -> None:
    files = [
        ("hsa_units", units_file(MARCH, {"id": "SE-U1", "name": "A", "provider": "P1"}), None),
        ("hsa_units", units_file(SEPTEMBER, {"id": "SE-U1", "name": "B", "provider": "P2"}, {"id": "SE-U2"}), None),
        ("hsa_lookups", answers(unit_answer("SE-U1", "03"), TITLES), date(2026, 4, 1)),
        ("hsa_lookups", answers(unit_answer("SE-U1", "01", vgid="P3"), unit_answer("SE-U2", "25")), date(2026, 10, 1)),
    ]
    orders = random.Random(1).sample(list(permutations(range(4))), 3)
    built = []
    for number, order in enumerate([*orders, (0, 1, 2, 3)]):
        intake = Intake(tmp_path / str(number))
        for place, at in enumerate(order):
            kind, content, valid_from = files[at]
            intake.load(kind, content, valid_from, history=True)
            if place == number % 4:
                intake.sign("c1", "SE-U1", JUNE)
                intake.sign("c2", "SE-U1", date(2026, 10, 15), person=1)
                intake.sign("c3", "SE-U2", JUNE, person=2)
        built.append(intake.build())
    assert intake.rows("certificate", "certificate_id, provider_id") == [("c1", "P1"), ("c2", "P3"), ("c3", "P1")]
    assert all(one == built[0] for one in built)


def _mapping(**more: object) -> bytes:
    return json.dumps([{"datetime": "2026-11-01T00:00:00", **more}]).encode()


def test_the_mapping_replaces_old_providers_within_its_window(tmp_path: Path) -> None:
    intake = Intake(tmp_path)
    intake.load("hsa_units", units_file(MARCH, {"id": "SE-U1", "provider": "P1"}))
    for person, (name, unit, day) in enumerate(
        [("known", "SE-U1", JUNE), ("unknown", "SE-U9", JUNE), ("outside", "SE-U1", SEPTEMBER)]
    ):
        intake.sign(name, unit, day, person=person)
    unmapped = intake.build()
    bolaget = {"P1": {"id": "P2", "name": "Bolaget"}}
    window = {"issuedDateTimeFrom": "2026-06-01T09:00:00", "issuedDateTimeTo": "2026-09-01T09:00:00"}
    intake.load("provider_mapping", _mapping(careProviderMapping=bolaget, **window))
    intake.build()
    assert intake.rows("certificate", "certificate_id, provider_id, provider_differs") == [
        ("known", "P2", False),
        ("outside", "P1", False),
        ("unknown", "P2", False),
    ]
    assert intake.rows("provider", "provider_id, name") == [("P1", "Vårdgivare P1"), ("P2", "Bolaget")]
    assert [intake.cases("P1"), intake.cases("P2")] == [1, 2]
    intake.load("provider_mapping", b"[]")
    assert intake.build() == unmapped, "a changed mapping makes the facts anew; landed documents stay as they were"


def test_a_unit_mapping_is_tried_before_a_provider_mapping(tmp_path: Path) -> None:
    intake = Intake(tmp_path)
    unit = {"careProviderId": "P3", "careProviderName": "C", "issuedUnitId": "SE-U2", "issuedUnitName": "Nya"}
    intake.sign("c1", "SE-U1", JUNE)
    intake.load(
        "provider_mapping",
        _mapping(issuedUnitMapping={"se-u1": unit}, careProviderMapping={"P1": {"id": "P2", "name": "B"}}),
    )
    intake.build()
    assert intake.rows("certificate", "issuing_unit_id, provider_id") == [("SE-U2", "P3")]
    assert intake.rows("unit", "unit_id, name") == [("SE-U2", "Nya")]


@pytest.mark.parametrize(("in_force", "provider"), [("2026-11-23T23:00:00", "P2"), ("2026-11-24T00:00:00", "P1")])
def test_a_mapping_counts_from_its_day(tmp_path: Path, in_force: str, provider: str) -> None:
    intake = Intake(tmp_path)
    intake.sign("c1", "SE-U1", JUNE)
    intake.load("provider_mapping", _mapping(datetime=in_force, careProviderMapping={"P1": {"id": "P2"}}))
    intake.build()
    assert intake.rows("certificate", "provider_id") == [(provider,)]


def test_of_two_entries_the_one_in_force_last_decides(tmp_path: Path) -> None:
    intake = Intake(tmp_path)
    intake.sign("c1", "SE-U1", JUNE)
    entries = [
        {"datetime": f"2026-{month}-01T00:00:00", "careProviderMapping": {"P1": {"id": to}}}
        for month, to in (("10", "P3"), ("11", "P4"), ("09", "P2"))
    ]
    intake.load("provider_mapping", json.dumps(entries).encode())
    intake.build()
    assert intake.rows("certificate", "provider_id") == [("P4",)]


def test_an_id_of_another_shape_is_flagged_and_counted(tmp_path: Path) -> None:
    intake = Intake(tmp_path)
    intake.sign("odd", "1-U", JUNE, provider="SE-P1")
    intake.sign("usual", "SE-U1", JUNE, provider="SE-P1", person=1)
    intake.build()
    flagged = "certificate_id, counted_unit, list_contains(flags, 'hsa_id_shape')"
    assert intake.rows("certificate", flagged) == [("odd", True, True), ("usual", True, False)]


def test_a_worse_units_file_is_refused_and_the_former_stays_in_force(tmp_path: Path) -> None:
    intake = Intake(tmp_path)
    units = [{"id": f"SE-U{number}", "provider": "P1"} for number in range(40)]
    intake.load("hsa_units", units_file(JUNE, *units))
    intake.sign("c1", "SE-U39", JUNE)
    in_force = intake.build()
    for refused in (units_file(SEPTEMBER, *units[:37]), units_file(MARCH, *units), units_file(SEPTEMBER, *units)[:-40]):
        with pytest.raises(RefusedFileError):
            intake.load("hsa_units", refused)
    assert intake.build() == in_force


def test_what_is_kept_of_a_directory_file_may_be_thrown_away(tmp_path: Path) -> None:
    intake = Intake(tmp_path)
    intake.load("hsa_units", units_file(MARCH, {"id": "SE-U1", "provider": "P1"}))
    intake.load("hsa_units", units_file(SEPTEMBER, {"id": "SE-U1", "provider": "P2"}))
    intake.sign("c1", "SE-U1", JUNE)
    built = intake.build()
    assert intake.build() == built
    kept = list((intake.pipeline.data.landing.parent / "directory").iterdir())
    assert kept
    shutil.rmtree(intake.pipeline.data.landing.parent / "directory")
    assert intake.build() == built


def test_full_diagnosis_codes_of_a_newer_edition_are_known(tmp_path: Path) -> None:
    intake = Intake(tmp_path)
    intake.sign("c1", "SE-U1", JUNE, diagnosis="F437X")
    intake.sign("c2", "SE-U1", JUNE, diagnosis="F4399", person=1)
    intake.build()
    codes = "certificate_id, category, code"
    assert intake.rows("sick_leave_period", codes) == [("c1", "F43", None), ("c2", "F43", "F439")]
    intake.load("diagnoses", "Kod;Titel\nF43.7;Ny kod\n".encode("latin-1"), date(2026, 11, 24))
    intake.build()
    assert intake.rows("sick_leave_period", codes) == [("c1", "F43", None), ("c2", "F43", "F439")], "not yet in force"
    intake.load("diagnoses", b"Kod;Titel\nF43.7;Ny kod\nF43.70;En till\n", SEPTEMBER)
    intake.build()
    assert intake.rows("sick_leave_period", codes) == [("c1", "F43", "F437"), ("c2", "F43", "F439")]


def test_a_release_holds_the_names_of_a_newer_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnoses, "_published", {})
    intake = Intake(tmp_path)
    intake.sign("c1", "SE-U1", JUNE, diagnosis="F437")
    intake.load("diagnoses", b"Kod;Titel\nF43.7;Ny kod\n", SEPTEMBER)
    intake.build()
    assert diagnoses.find("F437") is None
    assert intake.cases("P1") == 1
    assert diagnoses.node("F437").label == "F437 Ny kod"
