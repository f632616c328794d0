"""Conditions of the other forms that the rules state in words."""

from __future__ import annotations

import pytest

from pipelines.documents import CertificateRecord, read_document
from pipelines.documents.certificate_forms import all_forms
from pipelines.documents.form_rules import CONDITIONS_BY_FORM
from tests.unit.documents.document_builder import (
    ICD10,
    cv,
    degree,
    diagnosis,
    lisjp_answers,
    period,
    quantity,
    register_certificate,
    svar,
    text,
)

Replaced = dict[str, str]


def flags(answers: list[str], type_code: str, version: str | None) -> set[str]:
    outcome = read_document(register_certificate(answers, type_code=type_code, version=version))
    assert isinstance(outcome, CertificateRecord), outcome
    return set(outcome.flags)


FK7804_ANSWERS = {
    "q1": svar("1", cv("1.1", "DIGITALUNDERSOKNING", "KV_FKMU_0001"), text("1.2", "2026-03-01")),
    "q28": svar("28", cv("28.1", "NUVARANDE_ARBETE", "KV_FKMU_0002"), instance=1),
    "q6": diagnosis("F432", "1.2.752.116.1.1.1"),
    "q32": degree("HALFTEN", "2026-03-02", "2026-03-15"),
    "q39": svar("39", cv("39.1", "ATER_X_ANTAL_MANADER", "KV_FKMU_0006"), text("39.4", "6")),
}


@pytest.mark.parametrize(
    ("replaced", "expected"),
    [
        ({}, set()),
        ({"q39": svar("39", cv("39.1", "PROGNOS_OKLAR", "KV_FKMU_0006"), text("39.2", "grund"))}, set()),
        ({"q32": ""}, {"0"}),
        ({"q35": svar("35", text("35.1", " "))}, {"0"}),
        (
            {"q1": svar("1", cv("1.1", "DIGITALUNDERSOKNING", "K"), text("1.2", "2026-03-01"), text("1.3", "annat"))},
            {"1"},
        ),
        ({"q39": svar("39", cv("39.1", "STOR_SANNOLIKHET", "K"), text("39.4", "6"))}, {"2"}),
        ({"q39": svar("39", cv("39.1", "ATER_X_ANTAL_MANADER", "K"), text("39.4", "100"))}, {"2"}),
        ({"q39": svar("39", cv("39.1", "ATER_X_ANTAL_MANADER", "K"), text("39.4", "0"))}, {"2"}),
        ({"q39": svar("39", cv("39.1", "STOR_SANNOLIKHET", "K"), text("39.2", "grund"))}, {"2"}),
        ({"q28": svar("28", cv("28.1", "NUVARANDE_ARBETE", "KV_FKMU_0002"))}, {"3"}),
    ],
)
def test_fk7804_of_the_newer_model(replaced: Replaced, expected: set[str]) -> None:
    found = flags(list((FK7804_ANSWERS | replaced).values()), "LISJP", "2.0")
    assert found == {f"form_rule:FK7804-{number}" for number in expected}


def test_codes_of_one_model_are_unknown_in_the_other() -> None:
    assert flags(lisjp_answers(q33=""), "LISJP", "2.0") >= {"unknown_code", "unknown_question"}
    digital = svar("1", cv("1.1", "DIGITALUNDERSOKNING", "KV_FKMU_0001"), text("1.2", "2026-03-01"), instance=1)
    assert flags(lisjp_answers(q1=digital), "LISJP", "1.3") == {"unknown_code"}


WISH = svar("100", text("100.1", "true"))
NO_WISH = svar("100", text("100.1", "false"))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([*lisjp_answers(), WISH], set()),
        ([*lisjp_answers(q6=""), NO_WISH], set()),
        ([svar("27", text("27.1", "true")), NO_WISH, degree("HALFTEN", "2026-03-02", "2026-03-03")], set()),
        ([*lisjp_answers(q40=""), WISH], {"AG7804-1"}),
        (lisjp_answers(q6=""), {"AG7804-1"}),
        ([*lisjp_answers(), NO_WISH], {"AG7804-2"}),
        ([*lisjp_answers(q6=""), WISH], {"AG7804-2"}),
        ([*lisjp_answers(q17=svar("17", text("17.1", "  "))), WISH], {"AG7804-0"}),
    ],
)
def test_ag7804(answers: list[str], expected: set[str]) -> None:
    assert flags(answers, "AG7804", "1.2") == {f"form_rule:{number}" for number in expected}


def test_measures_that_ag7804_lacks_are_unknown_codes() -> None:
    measure = svar("40", cv("40.1", "SOKA_NYTT_ARBETE", "KV_FKMU_0004"), instance=1)
    assert flags([*lisjp_answers(q40=measure), WISH], "AG7804", "1.2") == {"unknown_code"}


AG114_ANSWERS = {
    "q10": svar("10", cv("10.1", "UNDERSOKNING", "KV_FKMU_0001"), text("10.2", "2026-03-01"), instance=1),
    "q1": svar("1", cv("1.1", "NUVARANDE_ARBETE", "KV_FKMU_0002")),
    "q2": svar("2", text("2.1", "snickare")),
    "q3": svar("3", text("3.1", "true")),
    "q4": svar("4", text("4.1", "a"), cv("4.2", "J069", ICD10), instance=1),
    "q5": svar("5", text("5.1", "kan inte arbeta")),
    "q6": svar("6", text("6.1", "false")),
    "q7": svar("7", quantity("7.1", "70.0", "%"), period("7.2", "2026-03-02", "2026-03-08")),
}


@pytest.mark.parametrize(
    ("replaced", "expected"),
    [
        ({}, set()),
        ({"q5": ""}, {"0"}),
        ({"q4": svar("4", text("4.1", "a"), instance=1)}, {"1"}),
        ({"q4": svar("4", text("4.1", "a"), cv("4.2", "J069", ICD10))}, {"1"}),
        ({"q4": ""}, {"2"}),
        ({"q6": svar("6", text("6.1", "true"))}, {"3"}),
        ({"q9": svar("9", text("9.1", "true"))}, {"3"}),
        ({"q10": svar("10", cv("10.1", "ANNAT", "K"), text("10.2", "2026-03-01"), instance=1)}, {"4"}),
        ({"q7": svar("7", quantity("7.1", "70.5", "%"), period("7.2", "2026-03-02", "2026-03-08"))}, {"5"}),
        ({"q7": svar("7", quantity("7.1", "70.0", "%"), period("7.2", "2026-03-08", "2026-03-02"))}, {"5"}),
    ],
)
def test_ag114(replaced: Replaced, expected: set[str]) -> None:
    found = flags(list((AG114_ANSWERS | replaced).values()), "AG1-14", "1.0")
    assert found == {f"form_rule:AG114-{number}" for number in expected}


AG114_V2_ANSWERS = AG114_ANSWERS | {
    "q1": svar("1", text("1.1", "snickare")),
    "q2": "",
    "q4": svar("4", text("4.1", "a"), cv("4.2", "J069", "1.2.752.116.1.1.1")),
    "q7": svar("7", text("7.1", "70"), period("7.2", "2026-03-02", "2026-03-08")),
    "q10": svar("10", cv("10.1", "FYSISKUNDERSOKNING", "KV_FKMU_0001"), text("10.2", "2026-03-01")),
}


@pytest.mark.parametrize(
    ("replaced", "expected"),
    [
        ({}, set()),
        ({"q4": svar("4", cv("4.2", "J069", ICD10), text("4.3", "b"))}, {"1"}),
        ({"q4": ""}, {"2"}),
        ({"q7": svar("7", quantity("7.1", "70", "%"), period("7.2", "2026-03-02", "2026-03-08"))}, {"0"}),
    ],
)
def test_ag114_of_the_newer_model(replaced: Replaced, expected: set[str]) -> None:
    found = flags(list((AG114_V2_ANSWERS | replaced).values()), "AG1-14", "2.0")
    assert found == {f"form_rule:AG114_V2-{number}" for number in expected}


LUSE_ANSWERS = {
    "q1": svar("1", cv("1.1", "UNDERSOKNING", "KV_FKMU_0001"), text("1.2", "2026-03-01"), instance=1),
    "q2": svar("2", text("2.1", "2025-01-01")),
    "q3": svar("3", text("3.1", "false")),
    "q5": svar("5", text("5.1", "förlopp")),
    "q6": diagnosis("M545"),
    "q7": svar("7", text("7.1", "här")),
    "q12": svar("12", text("12.1", "smärta")),
    "q17": svar("17", text("17.1", "begränsning")),
    "q22": svar("22", text("22.1", "förutsättningar")),
    "q45": svar("45", text("45.1", "false")),
}
EVIDENCE = svar(
    "4", cv("4.1", "PSYKOLOG", "KV_FKMU_0005"), text("4.2", "2026-01-01"), text("4.3", "journalen"), instance=1
)


@pytest.mark.parametrize("form", ["LUSE", "LUAE_NA"])
@pytest.mark.parametrize(
    ("replaced", "expected"),
    [
        ({}, set()),
        ({"q3": svar("3", text("3.1", "true")), "q4": EVIDENCE}, set()),
        ({"q45": svar("45", text("45.1", "true"), text("45.2", "vilken"))}, set()),
        ({"q9001": svar("9001", text("9001.1", "svar"))}, set()),
        ({"q7": ""}, {"0"}),
        ({"q12": svar("12", text("12.1", "  "))}, {"0"}),
        ({"q12": ""}, {"1"}),
        ({"q4": EVIDENCE}, {"2"}),
        ({"q3": svar("3", text("3.1", "true"))}, {"2"}),
        ({"q45": svar("45", text("45.1", "true"))}, {"3"}),
        ({"q45": svar("45", text("45.1", "false"), text("45.2", "vilken"))}, {"3"}),
        ({"q2": svar("2", text("2.1", "2026-03-02"))}, {"4"}),
        ({"q6": svar("6", text("6.1", "a"), cv("6.2", "M545", ICD10), text("6.3", "b"))}, {"5"}),
    ],
)
def test_luse_and_luae_na(form: str, replaced: Replaced, expected: set[str]) -> None:
    found = flags(list((LUSE_ANSWERS | replaced).values()), form, "1.0")
    assert found == {f"form_rule:{form}-{number}" for number in expected}


def test_records_may_be_older_than_the_first_contact() -> None:
    records = svar("1", cv("1.1", "JOURNALUPPGIFTER", "KV_FKMU_0001"), text("1.2", "2020-03-01"), instance=1)
    assert flags(list((LUSE_ANSWERS | {"q1": records}).values()), "LUSE", "1.0") == set()


def test_proposed_measures_belong_to_luae_na_only() -> None:
    answers = [*LUSE_ANSWERS.values(), svar("24", text("24.1", "förslag"))]
    assert flags(answers, "LUAE_NA", "1.0") == set()
    assert flags(answers, "LUSE", "1.0") == {"unknown_question"}


def test_luae_fs() -> None:
    answers = [LUSE_ANSWERS[question] for question in ("q1", "q2", "q3", "q6")]
    school = [svar("15", text("15.1", "debut")), svar("16", text("16.1", "skolgång"))]
    assert flags([*answers, *school], "LUAE_FS", "1.1") == set()
    assert flags([*answers, school[0]], "LUAE_FS", "1.1") == {"form_rule:LUAE_FS-0"}


AF00213_ANSWERS = {"q1": svar("1", text("1.1", "false")), "q4": svar("4", text("4.1", "false"))}


@pytest.mark.parametrize(
    ("replaced", "expected"),
    [
        ({}, set()),
        ({"q1": svar("1", text("1.1", "true"), text("1.2", "a")), "q2": svar("2", text("2.1", "false"))}, set()),
        ({"q4": ""}, {"0"}),
        ({"q4": svar("4", text("4.1", "true"))}, {"1"}),
        ({"q4": svar("4", text("4.1", "false"), text("4.2", "a"))}, {"1"}),
        ({"q1": svar("1", text("1.1", "true"), text("1.2", "a"))}, {"2"}),
    ],
)
def test_af00213(replaced: Replaced, expected: set[str]) -> None:
    found = flags(list((AF00213_ANSWERS | replaced).values()), "AF00213", "1.0")
    assert found == {f"form_rule:AF00213-{number}" for number in expected}


def absence(value: str, unit: str, start: str, end: str, instance: int = 1) -> str:
    return svar("6", quantity("6.1", value, unit), period("6.2", start, end), instance=instance)


AF00251_ANSWERS = {
    "q1": svar("1", cv("1.1", "UNDERSOKNING", "FKMU_0001"), text("1.2", "2026-03-01"), instance=1),
    "q2": svar("2", text("2.1", "a"), cv("2.2", "DELTID", "1.2.752.129.5.1.2"), quantity("2.3", "22.0", "h")),
    "q3": svar("3", text("3.1", "a")),
    "q4": svar("4", text("4.1", "a")),
    "q5": svar("5", text("5.1", "true")),
    "q6": absence("44.0", "%", "2026-03-01", "2026-03-10"),
    "q7": svar("7", text("7.1", "false")),
    "q8": svar("8", cv("8.1", "KAN_EJ_ATERGA", "1.2.752.129.5.1.3")),
}


@pytest.mark.parametrize(
    ("replaced", "expected"),
    [
        ({}, set()),
        ({"q4": ""}, {"0"}),
        ({"q1": svar("1", cv("1.1", "ANNAT", "FKMU_0001"), text("1.2", "2026-03-01"), instance=1)}, {"1"}),
        ({"q2": svar("2", text("2.1", "a"), cv("2.2", "DELTID", "1.2.752.129.5.1.2"))}, {"2"}),
        (
            {
                "q6": absence("44.0", "%", "2026-03-01", "2026-03-10")
                + absence("20.0", "%", "2026-03-10", "2026-03-12", 2)
            },
            {"3"},
        ),
        ({"q6": absence("44.0", "%", "2026-03-10", "2026-03-01")}, {"3"}),
        ({"q7": svar("7", text("7.1", "true"))}, {"4"}),
        ({"q8": svar("8", cv("8.1", "ATERGA_MED_ANPASSNING", "1.2.752.129.5.1.3"))}, {"5"}),
        ({"q6": absence("44.0", "procent", "2026-03-01", "2026-03-10")}, {"6"}),
        ({"q6": absence("0", "%", "2026-03-01", "2026-03-10")}, {"6"}),
        (
            {"q2": svar("2", text("2.1", "a"), cv("2.2", "DELTID", "1.2"), quantity("2.3", "40", "h"))},
            {"6"},
        ),
    ],
)
def test_af00251(replaced: Replaced, expected: set[str]) -> None:
    found = flags(list((AF00251_ANSWERS | replaced).values()), "AF00251", "1.0")
    assert found == {f"form_rule:AF00251-{number}" for number in expected}


def test_the_only_rule_of_converted_fk7263_is_a_period() -> None:
    assert flags([diagnosis("S525")], "FK7263", None) == {"unknown_question", "form_rule:FK7263-1"}
    code_only = svar("6", cv("6.2", "S525", ICD10))
    assert flags([code_only, degree("HALFTEN", "2026-03-02", "2026-03-03", None)], "FK7263", None) == set()


def test_rules_belong_to_forms_that_exist_and_are_numbered_in_order() -> None:
    assert CONDITIONS_BY_FORM.keys() <= {form.form_id for form in all_forms()}
    for conditions in CONDITIONS_BY_FORM.values():
        numbers = [condition.number for condition in conditions]
        assert numbers == sorted(set(numbers))
