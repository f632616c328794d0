"""The ten conditions of LISJP 1.x and the published conformance outcomes."""

from __future__ import annotations

import pytest

from pipelines.documents import CertificateRecord, read_document
from tests.unit.documents.document_builder import (
    DISEASE_CARRIER,
    ICD10,
    KSH97,
    cv,
    degree,
    diagnosis,
    lisjp_answers,
    register_certificate,
    svar,
    text,
)

FULL, HALF, QUARTER = "HELT_NEDSATT", "HALFTEN", "EN_FJARDEDEL"
TRUE_33 = svar("33", text("33.1", "true"), text("33.2", "medicinska skäl"))
FALSE_33 = svar("33", text("33.1", "false"))


def flags(answers: list[str]) -> set[str]:
    outcome = read_document(register_certificate(answers))
    assert isinstance(outcome, CertificateRecord), outcome
    return set(outcome.flags)


def broken(answers: list[str]) -> set[str]:
    prefix = "form_rule:LISJP-"
    return {flag.removeprefix(prefix) for flag in flags(answers) if flag.startswith(prefix)}


def two_periods(first: tuple[str, str], second: tuple[str, str], **replaced: str) -> list[str]:
    periods = degree(FULL, *first) + degree(HALF, *second, 2)
    return lisjp_answers(q32=periods, **({"q33": FALSE_33} | replaced))


def basis(code: str, instance: int, *more: str) -> str:
    return svar("1", cv("1.1", code, "KV_FKMU_0001"), text("1.2", "2026-03-01"), *more, instance=instance)


def occupation(code: str, instance: int) -> str:
    return svar("28", cv("28.1", code, "KV_FKMU_0002"), instance=instance)


def measure(code: str, instance: int) -> str:
    return svar("40", cv("40.1", code, "KV_FKMU_0004"), instance=instance)


@pytest.mark.parametrize(
    "answers",
    [
        lisjp_answers(),
        DISEASE_CARRIER,
        two_periods(("2026-03-02", "2026-03-15"), ("2026-03-16", "2026-03-31")),
        two_periods(("2026-03-02", "2026-03-15"), ("2026-03-15", "2026-03-31")),
        two_periods(("2026-03-16", "2026-03-31"), ("2026-03-02", "2026-03-16")),
        two_periods(("2026-03-02", "2026-03-05"), ("2026-03-20", "2026-03-31")),
        two_periods(("2026-03-02", "2026-03-02"), ("2026-03-02", "2026-03-02")),
    ],
    ids=[
        "minimal",
        "minimal disease carrier",
        "contiguous",
        "one day shared",
        "one day shared, later first",
        "gap",
        "the same single day",
    ],
)
def test_documents_that_pass(answers: list[str]) -> None:
    assert flags(answers) == set()


def test_two_days_of_overlap_fail() -> None:
    answers = two_periods(("2026-03-02", "2026-03-15"), ("2026-03-14", "2026-03-31"))
    assert flags(answers) == {"form_rule:LISJP-5", "periods_overlap"}


def test_a_day_inside_another_period_is_no_boundary_day() -> None:
    assert flags(two_periods(("2026-03-02", "2026-03-15"), ("2026-03-05", "2026-03-05"))) == {"form_rule:LISJP-5"}


def test_overlap_is_found_behind_a_shorter_period() -> None:
    periods = (
        degree(FULL, "2026-03-01", "2026-03-31")
        + degree(HALF, "2026-03-31", "2026-04-01", 2)
        + degree(QUARTER, "2026-03-10", "2026-03-12", 3)
    )
    assert flags(lisjp_answers(q32=periods, q33=FALSE_33)) == {"form_rule:LISJP-5", "periods_overlap"}


def test_a_partial_degree_without_33_fails() -> None:
    assert broken(lisjp_answers(q32=degree(HALF, "2026-03-02", "2026-03-15"))) == {"6"}


def test_33_with_full_degree_only_fails() -> None:
    assert broken(lisjp_answers(q33=FALSE_33)) == {"6"}


@pytest.mark.parametrize("code", ["F432", "F438A", "Z733", "M54", "f432", "S525"])
def test_codes_that_pass(code: str) -> None:
    assert flags(lisjp_answers(q6=diagnosis(code))) == set()


@pytest.mark.parametrize("code", ["F32-", "M549P"])
def test_primary_care_codes_that_pass(code: str) -> None:
    assert flags(lisjp_answers(q6=diagnosis(code, KSH97))) == set()


@pytest.mark.parametrize(("code", "rule"), [("F43", "D4"), ("Z73", "D4"), ("F43.2", "D1"), ("F438AB", "D2")])
def test_codes_that_fail(code: str, rule: str) -> None:
    assert flags(lisjp_answers(q6=diagnosis(code))) == {f"diagnosis_form:{rule}"}


BASIS_OTHER = basis("ANNAT", 2, text("1.3", "samtal"))
PROGNOSIS_DAYS = svar("39", cv("39.1", "ATER_X_ANTAL_DGR", "KV_FKMU_0006"), cv("39.3", "TRETTIO_DGR", "KV_FKMU_0007"))


@pytest.mark.parametrize(
    "answers",
    [
        lisjp_answers(q1=basis("UNDERSOKNING", 1) + BASIS_OTHER),
        lisjp_answers(q28=occupation("NUVARANDE_ARBETE", 1) + occupation("STUDIER", 2)),
        lisjp_answers(q28=occupation("STUDIER", 1), q29=""),
        lisjp_answers(q39=PROGNOSIS_DAYS),
        lisjp_answers(q40=measure("ARBETSTRANING", 1) + measure("HJALPMEDEL", 2), q44=svar("44", text("44.1", "a"))),
        lisjp_answers(q26=svar("26", text("26.1", "true"), text("26.2", "skäl"))),
        lisjp_answers(q26=svar("26", text("26.1", "true"))),
        lisjp_answers(q26=svar("26", text("26.1", "false"))),
        [*DISEASE_CARRIER[:2], degree(HALF, "2026-03-02", "2026-03-15")],
        [*DISEASE_CARRIER[:2], degree(HALF, "2026-03-02", "2026-03-15"), TRUE_33],
        lisjp_answers(q9001=svar("9001", text("9001.1", "svar")), q9002=svar("9002", text("9002.1", "svar"))),
    ],
)
def test_conditions_that_are_kept(answers: list[str]) -> None:
    assert flags(answers) == set()


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (lisjp_answers(q1=""), {"1"}),
        (lisjp_answers(q28="", q29=""), {"1"}),
        (lisjp_answers(q17=""), {"1"}),
        (lisjp_answers(q39=""), {"1"}),
        (lisjp_answers(q40=""), {"1"}),
        (lisjp_answers(q6=""), {"1"}),
        (DISEASE_CARRIER[:1] + DISEASE_CARRIER[2:], {"1"}),
        (lisjp_answers(q32=""), {"1", "5"}),
        (DISEASE_CARRIER[:2], {"1", "5"}),
        (lisjp_answers(q1=basis("ANNAT", 1)), {"2"}),
        (lisjp_answers(q1=basis("UNDERSOKNING", 1, text("1.3", "samtal"))), {"2"}),
        (lisjp_answers(q1=basis("UNDERSOKNING", 1) * 2), {"2"}),
        (lisjp_answers(q28=occupation("NUVARANDE_ARBETE", 1) * 2), {"3"}),
        (lisjp_answers(q29=""), {"3"}),
        (lisjp_answers(q28=occupation("STUDIER", 1)), {"3"}),
        (lisjp_answers(q6=svar("6", text("6.1", "a"), cv("6.2", "S525", ICD10), text("6.3", "b"))), {"4"}),
        (lisjp_answers(q6=svar("6", text("6.1", "a"), cv("6.2", "S525", ICD10), cv("6.4", "M54", ICD10))), {"4"}),
        (
            lisjp_answers(
                q6=svar("6", text("6.1", "a"), cv("6.2", "S525", ICD10), text("6.5", "b"), cv("6.6", "M54", ICD10))
            ),
            {"4"},
        ),
        (lisjp_answers(q32=degree(FULL, "2026-03-15", "2026-03-02")), {"5"}),
        (
            lisjp_answers(q32=degree(FULL, "2026-03-02", "2026-03-15") + degree(FULL, "2026-03-16", "2026-03-20", 2)),
            {"5"},
        ),
        (lisjp_answers(q33=TRUE_33), {"6"}),
        (two_periods(("2026-03-02", "2026-03-08"), ("2026-03-09", "2026-03-15"), q33=""), {"6"}),
        (
            two_periods(
                ("2026-03-02", "2026-03-08"), ("2026-03-09", "2026-03-15"), q33=svar("33", text("33.1", "true"))
            ),
            {"6"},
        ),
        (
            two_periods(
                ("2026-03-02", "2026-03-08"),
                ("2026-03-09", "2026-03-15"),
                q33=svar("33", text("33.1", "false"), text("33.2", "skäl")),
            ),
            {"6"},
        ),
        ([*DISEASE_CARRIER, FALSE_33], {"6"}),
        (lisjp_answers(q39=svar("39", cv("39.1", "ATER_X_ANTAL_DGR", "KV_FKMU_0006"))), {"7"}),
        (
            lisjp_answers(
                q39=svar(
                    "39",
                    cv("39.1", "PROGNOS_OKLAR", "KV_FKMU_0006"),
                    cv("39.3", "TRETTIO_DGR", "KV_FKMU_0007"),
                )
            ),
            {"7"},
        ),
        (lisjp_answers(q40=measure("EJ_AKTUELLT", 1) + measure("HJALPMEDEL", 2)), {"8"}),
        (lisjp_answers(q40=measure("HJALPMEDEL", 1) + measure("HJALPMEDEL", 2)), {"8"}),
        (lisjp_answers(q44=svar("44", text("44.1", "beskrivning"))), {"8"}),
        (lisjp_answers(q26=svar("26", text("26.1", "false"), text("26.2", "skäl"))), {"9"}),
        (lisjp_answers(q40=svar("40", cv("40.1", "EJ_AKTUELLT", "KV_FKMU_0004"))), {"10"}),
        (lisjp_answers(q40=svar("40", cv("40.1", "EJ_AKTUELLT", "KV_FKMU_0004"), instance="0")), {"10"}),
        (lisjp_answers(q40=svar("40", cv("40.1", "EJ_AKTUELLT", "KV_FKMU_0004"), instance="ett")), {"10"}),
        (lisjp_answers(q32=degree(FULL, "2026-03-02", "2026-03-15", None)), {"10"}),
        (lisjp_answers(q17=svar("17", text("17.1", " \n "))), {"10"}),
        (lisjp_answers(q17=svar("17", '<delsvar id="17.1">text<tp:code>A</tp:code></delsvar>')), {"10"}),
        (lisjp_answers(q9001=svar("9001", text("9001.1", " "))), {"10"}),
        (lisjp_answers(q9001=svar("9001", text("9001.1", "a")) * 2), {"0"}),
        (lisjp_answers(q17=svar("17", text("17.1", "a")) * 2), {"0"}),
        (lisjp_answers(q6=svar("6", text("6.1", "a"))), {"0"}),
        (lisjp_answers(q1=svar("1", cv("1.1", "UNDERSOKNING", "KV_FKMU_0001"), instance=1)), {"0"}),
        (lisjp_answers(q26=svar("26", text("26.1", "kanske"))), {"0"}),
    ],
)
def test_each_condition_is_told_by_its_number(answers: list[str], expected: set[str]) -> None:
    assert broken(answers) == expected


def test_five_periods_are_too_many() -> None:
    codes = [FULL, "TRE_FJARDEDEL", HALF, QUARTER, QUARTER]
    periods = "".join(
        degree(code, f"2026-0{month}-01", f"2026-0{month}-20", month) for month, code in enumerate(codes, start=1)
    )
    assert broken(lisjp_answers(q32=periods, q33=FALSE_33)) == {"0", "5"}


def test_repeated_degrees_are_a_flag_of_their_own() -> None:
    twice = degree(FULL, "2026-03-02", "2026-03-15") + degree(FULL, "2026-03-16", "2026-03-20", 2)
    assert flags(lisjp_answers(q32=twice)) == {"form_rule:LISJP-5", "degree_repeated"}


def test_the_older_model_of_the_document_has_the_same_rules() -> None:
    outcome = read_document(register_certificate(lisjp_answers(q17=""), model=2))
    assert isinstance(outcome, CertificateRecord)
    assert outcome.flags == ("form_rule:LISJP-1",)
