"""Worked examples H: protected, deceased and unknown persons, and a register that does not answer."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from rehab.ongoing import CaseList, OngoingCases
from rehab.parameters import EngineParameters
from rehab.person_filter import NameState, ShownName
from rehab.person_register import (
    PersonRegister,
    PersonRegisterFile,
    PersonRegisterNotConnected,
    PersonRegisterUnavailableError,
    RegisteredPerson,
)
from rehab.scope import RehabScope, Role
from tests.unit.rehab.mart_source import FOREIGN_UNIT, SUB_UNIT, Source
from tests.unit.rehab.test_ongoing import AT_SUB_UNIT, COORDINATOR, DOC1, DOC2, DOCTOR, P1, TODAY

PARAMETERS = EngineParameters()
DOCTOR_AS_COORDINATOR = replace(COORDINATOR, user_id=DOC1, is_doctor=True)
ELSEWHERE = replace(DOCTOR, care_unit_id=FOREIGN_UNIT, units=frozenset({FOREIGN_UNIT}))
PROTECTED = {"sekretessmarkering": True, "avliden": False, "fornamn": "Hemlig", "efternamn": "Hansson"}
DECEASED = {"sekretessmarkering": False, "avliden": True, "fornamn": "Död", "efternamn": "Dahl"}
OPEN = {"sekretessmarkering": False, "avliden": False, "fornamn": "Maj", "mellannamn": "My", "efternamn": "Molin"}


def register(folder: Path, persons: Mapping[str, Mapping[str, object]]) -> PersonRegisterFile:
    path = folder / "person_register.jsonl"
    lines = [json.dumps({"personnummer": person, **fields}) for person, fields in persons.items()]
    path.write_text("\n".join(lines), encoding="utf-8")
    return PersonRegisterFile(path)


def case_list(
    folder: Path, answers: PersonRegister, scope: RehabScope = COORDINATOR, source: Source | None = None
) -> CaseList:
    if source is None:
        source = Source()
        source.add("A", P1, "03-01..03-31", doctor=DOC1)
    ongoing = OngoingCases(source.write(folder / "rehab.duckdb"), answers)
    try:
        return ongoing.case_list(scope, TODAY, PARAMETERS)
    finally:
        ongoing.close()


def names(found: CaseList) -> list[ShownName]:
    return [case.name for case in found.cases]


HIDDEN: list[ShownName] = []


@pytest.mark.parametrize(
    ("scope", "marks", "shown"),
    [
        pytest.param(COORDINATOR, PROTECTED, HIDDEN, id="H1"),
        pytest.param(DOCTOR, PROTECTED, [ShownName(NameState.PROTECTED)], id="H2"),
        pytest.param(ELSEWHERE, PROTECTED, HIDDEN, id="H3"),
        pytest.param(DOCTOR_AS_COORDINATOR, PROTECTED, [ShownName(NameState.PROTECTED)], id="H4"),
        pytest.param(
            replace(DOCTOR_AS_COORDINATOR, is_doctor=False), PROTECTED, HIDDEN, id="H4 signer who is no doctor"
        ),
        pytest.param(replace(DOCTOR_AS_COORDINATOR, user_id=DOC2), PROTECTED, HIDDEN, id="H4 another doctor"),
        pytest.param(COORDINATOR, DECEASED, HIDDEN, id="H5"),
        pytest.param(DOCTOR, DECEASED, HIDDEN, id="H5 own certificate"),
        pytest.param(DOCTOR, {**PROTECTED, "avliden": True}, HIDDEN, id="H6"),
        pytest.param(COORDINATOR, OPEN, [ShownName(NameState.KNOWN, "Maj My Molin")], id="open"),
        pytest.param(
            COORDINATOR,
            {"sekretessmarkering": False, "avliden": False, "fornamn": " ", "efternamn": None},
            [ShownName(NameState.UNKNOWN)],
            id="found without name",
        ),
        pytest.param(
            COORDINATOR, {**OPEN, "testIndicator": True}, [ShownName(NameState.KNOWN, "Maj My Molin")], id="test mark"
        ),
    ],
)
def test_who_is_shown(tmp_path: Path, scope: RehabScope, marks: Mapping[str, object], shown: list[ShownName]) -> None:
    assert names(case_list(tmp_path, register(tmp_path, {P1: marks}), scope)) == shown


@pytest.mark.parametrize(
    ("scope", "shown"),
    [
        pytest.param(COORDINATOR, HIDDEN, id="H7 coordinator"),
        pytest.param(DOCTOR, [ShownName(NameState.UNKNOWN)], id="H7 permitted doctor"),
    ],
)
def test_a_person_the_register_does_not_know(tmp_path: Path, scope: RehabScope, shown: list[ShownName]) -> None:
    assert names(case_list(tmp_path, register(tmp_path, {}), scope)) == shown


def test_h8_no_register_refuses_everything(tmp_path: Path) -> None:
    with pytest.raises(PersonRegisterUnavailableError) as refused:
        case_list(tmp_path, PersonRegisterNotConnected())
    assert refused.value.text_id == "person_register_unavailable"


def test_h8_no_register_is_the_default(tmp_path: Path) -> None:
    ongoing = OngoingCases(Source().write(tmp_path / "rehab.duckdb"))
    with pytest.raises(PersonRegisterUnavailableError):
        ongoing.cases(COORDINATOR, TODAY, PARAMETERS)
    ongoing.close()


def test_h8_a_missing_file_refuses_also_an_empty_list(tmp_path: Path) -> None:
    with pytest.raises(PersonRegisterUnavailableError):
        case_list(tmp_path, PersonRegisterFile(tmp_path / "absent.jsonl"), source=Source())


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        '{"sekretessmarkering": false, "avliden": false}',
        f'{{"personnummer": "{P1}", "avliden": false}}',
        f'{{"personnummer": "{P1}", "sekretessmarkering": "false", "avliden": false}}',
        f'{{"personnummer": "{P1}", "sekretessmarkering": null, "avliden": false}}',
    ],
)
def test_h8_one_unreadable_line_makes_the_register_unreadable(tmp_path: Path, line: str) -> None:
    answers = register(tmp_path, {P1: OPEN})
    path = tmp_path / "person_register.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + line, encoding="utf-8")
    with pytest.raises(PersonRegisterUnavailableError) as refused:
        case_list(tmp_path, answers)
    assert P1 not in str(refused.value)
    assert refused.value.__suppress_context__


def test_h8_an_answer_that_leaves_somebody_out_is_no_answer(tmp_path: Path) -> None:
    class Forgetful:
        def look_up(self, person_ids: Collection[str]) -> Mapping[str, RegisteredPerson | None]:
            del person_ids
            return {}

    with pytest.raises(PersonRegisterUnavailableError):
        case_list(tmp_path, Forgetful())


def test_h9_a_wrong_check_digit_is_shown_and_flagged(tmp_path: Path) -> None:
    source = Source()
    source.add("A", "19121212-2380", "03-01..03-31")
    (case,) = case_list(tmp_path, register(tmp_path, {"191212122380": OPEN}), source=source).cases
    assert case.check_digit_wrong


def test_h9_an_id_that_cannot_be_read_is_left_out_and_counted(tmp_path: Path) -> None:
    source = Source()
    source.add("A", P1, "03-01..03-31")
    source.add("B", "123", "03-01..03-31")
    source.add("C", "19129912-2389", "03-01..03-08 + 03-12..03-31")
    found = case_list(tmp_path, register(tmp_path, {P1: OPEN, "123": OPEN}), source=source)
    assert ([case.person_id for case in found.cases], found.unreadable) == ([P1], 2)


def test_a_reserve_number_that_the_register_knows_is_shown_as_given(tmp_path: Path) -> None:
    source = Source()
    source.add("A", "191212AB-ABCD", "03-01..03-31", refused={1: ["age_missing"]})
    found = case_list(tmp_path, register(tmp_path, {"191212AB-ABCD": OPEN}), source=source)
    (case,) = found.cases
    assert (case.person_id, case.age, case.sex, case.check_digit_wrong) == ("191212AB-ABCD", None, 0, False)
    assert found.unreadable == 0


def test_a_coordination_number_has_an_age(tmp_path: Path) -> None:
    source = Source()
    source.add("A", "701063-2391", "03-01..03-31", refused={1: ["age_missing"]})
    (case,) = case_list(tmp_path, register(tmp_path, {"19701063-2391": OPEN}), source=source).cases
    assert (case.person_id, case.age, case.sex) == ("19701063-2391", 55, 1)


def test_protection_is_judged_again_by_the_built_cases_anchor(tmp_path: Path) -> None:
    source = Source()
    source.add("own", P1, "03-01..03-31", unit=SUB_UNIT, signed="03-01")
    source.add("colleagues", P1, "03-05..03-31", signed="03-05", doctor=DOC2)
    scope = replace(AT_SUB_UNIT, user_id=DOC1, is_doctor=True)
    assert names(case_list(tmp_path, register(tmp_path, {P1: PROTECTED}), scope, source)) == []


def test_the_stricter_of_two_lines_about_one_person_holds(tmp_path: Path) -> None:
    answers = register(tmp_path, {P1: PROTECTED, P1.replace("-", ""): OPEN})
    assert names(case_list(tmp_path, answers)) == HIDDEN


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    answers = register(tmp_path, {P1: OPEN})
    assert answers.look_up([P1])[P1] == RegisteredPerson(False, False, "Maj", "My", "Molin")
    register(tmp_path, {P1: PROTECTED})
    person = answers.look_up([P1])[P1]
    assert person is not None
    assert person.protected


def test_roles_that_are_no_coordinator_sign_certificates() -> None:
    dentist = replace(COORDINATOR, user_id=DOC1, role=Role.DENTIST)
    assert dentist.may_see_protected(DOC1)
    assert not dentist.may_see_protected(DOC2)
    assert not dentist.may_see_protected(None)
