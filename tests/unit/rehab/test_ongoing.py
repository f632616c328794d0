"""The case list: selection, building, doctor filter and what a row shows (rehab rules 3.8, 3.9, 3.10 and 4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rehab.case_rows import OngoingCase
from rehab.cases import CaseState
from rehab.ongoing import CaseList, OngoingCases
from rehab.parameters import EngineParameters
from rehab.person_filter import NameState, ShownName
from rehab.person_register import RegisteredPerson
from rehab.scope import AcknowledgementMissingError, RehabScope, Role
from tests.unit.rehab.mart_source import (
    CARE_UNIT,
    DATA_TIME,
    FOREIGN_UNIT,
    OTHER_PROVIDER,
    OTHER_SUB_UNIT,
    PROVIDER,
    SUB_UNIT,
    Source,
)

TODAY = date(2026, 3, 10)
P1, P2, P3 = "19121212-2384", "19131212-2383", "19141212-2382"
DOC1, DOC2 = "SE100-DOC1", "SE100-DOC2"
COORDINATOR = RehabScope.of_care_unit(
    "SE100-REKO",
    Role.COORDINATOR,
    PROVIDER,
    CARE_UNIT,
    frozenset({SUB_UNIT, OTHER_SUB_UNIT}),
    is_doctor=False,
    logging_acknowledged=True,
)
DOCTOR = replace(COORDINATOR, user_id=DOC1, role=Role.DOCTOR, is_doctor=True)
AT_SUB_UNIT = replace(COORDINATOR, units=frozenset({SUB_UNIT}))


class EverybodyOpen:
    """A register in which everybody is found, alive and open."""

    def look_up(self, person_ids: Iterable[str]) -> dict[str, RegisteredPerson | None]:
        return {person_id: RegisteredPerson(False, False, "Maj", "", "Molin") for person_id in person_ids}


@pytest.fixture
def source() -> Source:
    return Source()


@contextmanager
def opened(source: Source, folder: Path) -> Iterator[OngoingCases]:
    ongoing = OngoingCases(source.write(folder / "rehab.duckdb"), EverybodyOpen())
    try:
        yield ongoing
    finally:
        ongoing.close()


def case_list(source: Source, folder: Path, scope: RehabScope = COORDINATOR, gap: int = 5, recent: int = 0) -> CaseList:
    with opened(source, folder) as ongoing:
        return ongoing.case_list(scope, TODAY, EngineParameters(gap, recent))


def listed(
    source: Source, folder: Path, scope: RehabScope = COORDINATOR, gap: int = 5, recent: int = 0
) -> dict[str, OngoingCase]:
    return {case.person_id: case for case in case_list(source, folder, scope, gap, recent).cases}


def test_a_row_shows_the_anchor_and_the_whole_case(source: Source, tmp_path: Path) -> None:
    source.add("old", P1, "02-01..02-10", doctor=DOC2, diagnosis="F432", signed="02-01")
    source.add(
        "anchor",
        P1,
        "03-01..03-08@100 + 03-09..03-20@50 + 03-21..03-31@50",
        unit=SUB_UNIT,
        diagnosis="M54.5",
        secondary=("F329", "X99ZZ"),
        occupations=("ARBETSLOSHET", "OKAND_KOD", "STUDIER"),
        signed="03-01",
    )
    source.add("bridge", P1, "02-14..02-25")
    (case,) = case_list(source, tmp_path).cases
    assert (case.person_id, case.age, case.sex) == (P1, 113, 2)
    assert case.name == ShownName(NameState.KNOWN, "Maj Molin")
    assert (case.start, case.end, case.days, case.certificates) == (date(2026, 2, 1), date(2026, 3, 31), 53, 3)
    assert (case.state, case.active_degree, case.days_left) == (CaseState.ONGOING, 50, 21)
    assert [(step.degree, step.in_force) for step in case.degrees] == [(100, False), (50, True), (50, False)]
    assert (case.diagnosis.code, case.diagnosis.description) == ("M545", "Lumbago")
    assert [(other.code, other.description is None) for other in case.secondary_diagnoses] == [
        ("F329", False),
        ("X99ZZ", True),
    ]
    assert [text.sv for text in case.occupations] == ["Arbetssökande", "Studier"]
    assert case.doctor == ShownName(NameState.KNOWN, "Ada Alm")
    assert (case.unit_id, case.unit_name) == (SUB_UNIT, "Mottagning A")
    assert (case.care_unit_id, case.care_unit_name, case.provider_id) == (CARE_UNIT, "Vårdcentralen", PROVIDER)
    assert not (case.check_digit_wrong or case.in_relation_cycle)


def test_the_list_says_when_its_data_were_read_and_by_which_definition(source: Source, tmp_path: Path) -> None:
    source.add("A", P1, "03-01..03-31")
    found = case_list(source, tmp_path, gap=7, recent=3)
    assert (found.as_of, found.parameters, found.data_time) == (TODAY, EngineParameters(7, 3), DATA_TIME)


def test_latest_start_first_then_person_id(source: Source, tmp_path: Path) -> None:
    source.add("A", P2, "03-01..03-31")
    source.add("B", P3, "03-05..03-31")
    source.add("C", P1, "03-01..03-31")
    assert [case.person_id for case in case_list(source, tmp_path).cases] == [P3, P1, P2]


def test_f4_nothing_that_covers_today_is_no_case(source: Source, tmp_path: Path) -> None:
    source.add("ended", P1, "03-01..03-09")
    source.add("future", P2, "03-11..03-31")
    source.add("revoked", P3, "03-01..03-31", revoked=True)
    assert listed(source, tmp_path) == {}


def test_f5_certificates_of_a_former_provider_are_out_of_reach(source: Source, tmp_path: Path) -> None:
    source.add("former", P1, "02-01..03-31", provider=OTHER_PROVIDER)
    source.add("own", P2, "03-01..03-31")
    source.add("former-part", P2, "02-01..02-28", provider=OTHER_PROVIDER)
    assert {person: case.certificates for person, case in listed(source, tmp_path).items()} == {P2: 1}


def test_a_case_never_spans_care_units(source: Source, tmp_path: Path) -> None:
    source.add("own", P1, "03-01..03-31")
    source.add("far", P1, "02-01..02-28", unit=FOREIGN_UNIT, care_unit=FOREIGN_UNIT)
    source.add("only-far", P2, "03-01..03-31", unit=FOREIGN_UNIT, care_unit=FOREIGN_UNIT)
    assert {person: case.days for person, case in listed(source, tmp_path).items()} == {P1: 31}


@pytest.mark.parametrize(("recent", "state"), [(0, None), (2, None), (3, CaseState.RECENTLY_CLOSED)])
def test_f7_recently_closed_cases_stay_for_some_days(
    source: Source, tmp_path: Path, recent: int, state: CaseState | None
) -> None:
    source.add("ended", P1, "03-01..03-07")
    case = listed(source, tmp_path, recent=recent).get(P1)
    assert (case and case.state) is state
    if case is not None:
        assert (case.active_degree, case.days_left) == (0, -3)
        assert not any(step.in_force for step in case.degrees)


def test_a_sub_unit_sees_its_patients_with_certificates_of_the_whole_family(source: Source, tmp_path: Path) -> None:
    source.add("parent", P1, "02-01..02-28", signed="02-01")
    source.add("chosen", P1, "03-01..03-31", unit=SUB_UNIT, signed="03-01")
    source.add("sibling", P1, "03-05..04-10", unit=OTHER_SUB_UNIT, signed="03-05", doctor=DOC2)
    source.add("elsewhere", P2, "03-01..03-31", unit=OTHER_SUB_UNIT)
    found = listed(source, tmp_path, AT_SUB_UNIT)
    assert set(found) == {P1}
    assert (found[P1].certificates, found[P1].unit_id, found[P1].doctor.text) == (3, OTHER_SUB_UNIT, "Bo Berg")


def test_a_doctor_sees_the_cases_whose_anchor_that_doctor_signed(source: Source, tmp_path: Path) -> None:
    source.add("own", P1, "03-01..03-31")
    source.add("colleagues-earlier", P1, "02-01..02-28", doctor=DOC2)
    source.add("own-but-superseded", P2, "03-01..03-31", signed="03-01")
    source.add("colleagues-later", P2, "03-05..03-31", signed="03-05", doctor=DOC2)
    source.add("colleagues", P3, "03-01..03-31", doctor=DOC2)
    found = listed(source, tmp_path, DOCTOR)
    assert {person: case.certificates for person, case in found.items()} == {P1: 2}


@pytest.mark.parametrize("role", [Role.DOCTOR, Role.DENTIST])
def test_doctors_and_dentists_are_compared_by_normalised_id(source: Source, tmp_path: Path, role: Role) -> None:
    source.add("own", P1, "03-01..03-31", doctor=DOC1)
    scope = RehabScope.of_care_unit(
        " se100-doc1", role, "se100", "se100-unit", frozenset(), is_doctor=True, logging_acknowledged=True
    )
    assert set(listed(source, tmp_path, scope)) == {P1}


def test_a_pause_is_listed(source: Source, tmp_path: Path) -> None:
    source.add("hole", P1, "03-01..03-08@100 + 03-12..03-31@50")
    source.add("before", P2, "03-01..03-07")
    source.add("after", P2, "03-13..03-31")
    source.add("too-late", P3, "03-14..03-31")
    source.add("too-early", P3, "03-01..03-07")
    found = listed(source, tmp_path)
    assert {person: (case.state, case.active_degree, case.days) for person, case in found.items()} == {
        P1: (CaseState.PAUSE, 0, 28),
        P2: (CaseState.PAUSE, 0, 26),
    }


def test_a_pause_is_listed_where_its_anchor_was_issued_and_signed(source: Source, tmp_path: Path) -> None:
    source.add("before", P1, "03-01..03-07", unit=SUB_UNIT)
    source.add("after", P1, "03-13..03-31", unit=OTHER_SUB_UNIT, doctor=DOC2)
    with opened(source, tmp_path) as ongoing:
        seen_by = {
            name: [case.person_id for case in ongoing.cases(scope, TODAY, EngineParameters())]
            for name, scope in {
                "sub-unit of the anchor": AT_SUB_UNIT,
                "its sibling": replace(COORDINATOR, units=frozenset({OTHER_SUB_UNIT})),
                "the anchor's doctor": DOCTOR,
                "the other doctor": replace(DOCTOR, user_id=DOC2),
            }.items()
        }
    assert seen_by == {
        "sub-unit of the anchor": [P1],
        "its sibling": [],
        "the anchor's doctor": [P1],
        "the other doctor": [],
    }


def test_an_inactive_sub_unit_selects_nobody(source: Source, tmp_path: Path) -> None:
    source.add("closed-unit", P1, "03-01..03-31", unit=OTHER_SUB_UNIT)
    assert listed(source, tmp_path, replace(COORDINATOR, units=frozenset({CARE_UNIT, SUB_UNIT}))) == {}


def test_the_empty_scope_sees_nothing(source: Source, tmp_path: Path) -> None:
    source.add("A", P1, "03-01..03-31")
    assert case_list(source, tmp_path, RehabScope.nothing()).cases == ()


def test_a_unit_of_another_care_unit_does_not_widen_the_scope(source: Source, tmp_path: Path) -> None:
    source.add("far", P1, "03-01..03-31", unit=FOREIGN_UNIT, care_unit=FOREIGN_UNIT)
    assert listed(source, tmp_path, replace(COORDINATOR, units=frozenset({FOREIGN_UNIT}))) == {}


def test_nothing_is_answered_before_logging_is_acknowledged(source: Source, tmp_path: Path) -> None:
    source.add("A", P1, "03-01..03-31")
    with pytest.raises(AcknowledgementMissingError):
        case_list(source, tmp_path, replace(COORDINATOR, logging_acknowledged=False))


def test_doctors_of_one_name_are_told_apart_and_a_protected_one_is_not_named(source: Source, tmp_path: Path) -> None:
    doctors = {
        P1: "SE100-DOC1",
        P2: "SE100-DOC3",
        P3: "SE100-DOC2",
        "19151212-2381": "SE100-DOC4",
        "19161212-2380": "SE100-UNKNOWN",
        "19171212-2389": "",
    }
    for person, doctor in doctors.items():
        source.add(person, person, "03-01..03-31", doctor=doctor)
    found = listed(source, tmp_path)
    assert {person: (case.doctor.state, case.doctor.text) for person, case in found.items()} == {
        P1: (NameState.KNOWN, "Ada Alm (SE100-DOC1)"),
        P2: (NameState.KNOWN, "Ada Alm (SE100-DOC3)"),
        P3: (NameState.KNOWN, "Bo Berg"),
        "19151212-2381": (NameState.PROTECTED, ""),
        "19161212-2380": (NameState.KNOWN, "SE100-UNKNOWN"),
        "19171212-2389": (NameState.UNKNOWN, ""),
    }


def test_flags_exclude_nothing(source: Source, tmp_path: Path) -> None:
    source.add("A", P1, "03-01..03-31")
    source.add("B", P1, "03-01..03-31")
    source.relate("A", "ERSATT", "B")
    source.relate("B", "ERSATT", "A")
    source.add("C", "19121212-2380", "03-01..03-31")
    found = listed(source, tmp_path)
    assert {person: (case.check_digit_wrong, case.in_relation_cycle) for person, case in found.items()} == {
        P1: (False, True),
        "19121212-2380": (True, False),
    }


def test_sub_units_to_choose_from(source: Source, tmp_path: Path) -> None:
    with opened(source, tmp_path) as ongoing:
        assert ongoing.sub_units(CARE_UNIT) == {SUB_UNIT: "Mottagning A", OTHER_SUB_UNIT: "Mottagning B"}
        assert ongoing.sub_units(FOREIGN_UNIT) == {}
