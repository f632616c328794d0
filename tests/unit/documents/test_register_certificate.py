"""RegisterCertificate: required parts, values, tolerance of unknown content (rules F-1, F-4 to F-11, F-17)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipelines.documents import CertificateRecord, Period, Rejection, Relation, read_document
from tests.unit.documents.document_builder import (
    DISEASE_CARRIER,
    ICD10,
    KSH97,
    MAN,
    WOMAN,
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


def read(payload: bytes) -> CertificateRecord:
    outcome = read_document(payload)
    assert isinstance(outcome, CertificateRecord), outcome
    return outcome


def test_every_value_of_a_certificate() -> None:
    relation = (
        "<relation><typ><tp:code>frlang</tp:code></typ>"
        "<intygs-id><tp:extension>intyg-0</tp:extension></intygs-id></relation>"
    )
    answers = lisjp_answers(
        q6=svar(
            "6",
            text("6.1", "a"),
            cv("6.2", "F432", ICD10),
            text("6.3", "b"),
            cv("6.4", "G470", ICD10),
            text("6.5", "c"),
            cv("6.6", "M549", ICD10),
        ),
        q32=degree("HELT_NEDSATT", "2026-03-02", "2026-03-15") + degree("HALFTEN", "2026-03-16", "2026-03-31", 2),
        q33=svar("33", text("33.1", "false")),
        q37=svar("37", text("37.1", "längre än beslutsstödet")),
        q27=svar("27", text("27.1", "0")),
    )
    payload = register_certificate(answers, before_answers=relation, answers_to="meddelande-9")
    assert read(payload) == CertificateRecord(
        certificate_id="intyg-1",
        form="register_certificate_v3",
        type_code="LISJP",
        type_id="LISJP",
        version="1.3",
        signed_at=datetime(2026, 3, 2, 10, 15),  # noqa: DTZ001
        patient_id=WOMAN,
        patient_id_root="1.2.752.129.2.1.3.1",
        unit_id="SE2321000016-1A2B",
        unit_name="Enhet Ett",
        provider_id="SE2321000016-VG01",
        provider_name="Vårdgivare Ett",
        doctor_id="SE2321000016-LAK1",
        doctor_name="Maja Läkare",
        diagnosis_code="F432",
        diagnosis_code_system=ICD10,
        secondary_diagnosis_codes=("G470", "M549"),
        periods=(
            Period(1, date(2026, 3, 2), date(2026, 3, 15), 100),
            Period(2, date(2026, 3, 16), date(2026, 3, 31), 50),
        ),
        occupations=("NUVARANDE_ARBETE",),
        relations=(Relation("FRLANG", "intyg-0"),),
        answers_message_id="meddelande-9",
        disease_carrier=False,
        longer_than_decision_support=True,
        flags=(),
        unknown_questions=(),
        signed_at_text="2026-03-02T10:15:00",
        signed_at_utc=datetime(2026, 3, 2, 9, 15, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ({"certificate_id": None}, Rejection("missing_certificate_id", "intygs-id/extension")),
        ({"certificate_id": "  "}, Rejection("missing_certificate_id", "intygs-id/extension")),
        ({"type_code": None}, Rejection("missing_type", "typ/code")),
        ({"unit_id": None}, Rejection("missing_unit", "enhets-id/extension")),
        ({"unit_id": "\u00a0"}, Rejection("missing_unit", "enhets-id/extension")),
        ({"provider_id": ""}, Rejection("missing_provider", "vardgivare-id/extension")),
        ({"patient": None}, Rejection("missing_patient", "person-id/extension")),
        ({"signed": None}, Rejection("missing_signing_time", "signeringstidpunkt")),
        ({"signed": "2026-03-02"}, Rejection("missing_signing_time", "signeringstidpunkt")),
        ({"signed": "2026-02-30T10:00:00"}, Rejection("missing_signing_time", "signeringstidpunkt")),
        (
            {"unit_id": None, "provider_id": None, "signed": None},
            Rejection("missing_unit", "enhets-id/extension, vardgivare-id/extension, signeringstidpunkt"),
        ),
    ],
)
def test_a_missing_part_is_named(missing: dict[str, str | None], expected: Rejection) -> None:
    assert read_document(register_certificate(**missing)) == expected  # type: ignore[arg-type]


def test_a_document_without_content_lacks_everything() -> None:
    empty = register_certificate().replace(b"intyg>", b"annat>")
    outcome = read_document(empty)
    assert isinstance(outcome, Rejection)
    assert outcome.reason == "missing_certificate_id"
    assert outcome.detail.count(",") == 5


@pytest.mark.parametrize("patient", ["198002142384", "19800214-2384", "8002142384", "RVN-12345", "?"])
def test_any_patient_id_is_kept_as_written(patient: str) -> None:
    assert read(register_certificate(patient=f" {patient}\u00a0")).patient_id == patient


@pytest.mark.parametrize(
    ("written", "type_id"),
    [
        ("LISJP", "LISJP"),
        (" lisjp\n", "LISJP"),
        ("fk7804", "LISJP"),
        ("luae_fs", "LUAE_FS"),
        ("AG1-14", "AG114"),
        ("ag114", "AG114"),
        ("IGRAV", "FK7210"),
        ("LU_TFP_B12_16", "FK7427"),
        ("TSTRK1031", "TSTRK1031"),
        ("doi", "DOI"),
        ("TS8071", "TS8071"),
        ("ts-bas", "UNKNOWN"),
        ("fk7210", "UNKNOWN"),
        ("NYTT_INTYG", "UNKNOWN"),
    ],
)
def test_types_are_compared_without_case_and_blanks(written: str, type_id: str) -> None:
    record = read(register_certificate(type_code=written))
    assert record.type_id == type_id
    assert record.type_code == written.strip()


def test_an_unknown_type_is_kept_and_gives_nothing() -> None:
    record = read(register_certificate(type_code="NYTT_INTYG", version=None))
    assert (record.diagnosis_code, record.periods, record.occupations) == (None, (), ())
    assert (record.flags, record.unknown_questions) == ((), ())


@pytest.mark.parametrize(
    ("type_code", "version", "known"),
    [
        ("LISJP", "1.0", True),
        ("LISJP", "1", True),
        ("LISJP", "2.0", True),
        ("LISJP", "1.9", False),
        ("LISJP", "3.0", False),
        ("LISJP", None, False),
        ("LISJP", " ", False),
        ("LISJP", "ny", False),
        ("FK7263", None, True),
        ("FK7263", "7", True),
        ("TSTRK1007", "6.7", True),
        ("TSTRK1007", "06", True),
        ("TSTRK1007", "8.0", False),
    ],
)
def test_versions(type_code: str, version: str | None, known: bool) -> None:
    record = read(register_certificate(type_code=type_code, version=version))
    assert ("version_unknown" not in record.flags) is known
    assert record.version == ((version or "").strip() or None)


# Rule F-8: what refuses the whole document


WITHOUT_35 = lisjp_answers(q35="")


@pytest.mark.parametrize("version", ["1", "1.0", "1.3", "1.9", None, "ny"])
@pytest.mark.parametrize("model", [2, 3])
def test_the_first_model_needs_a_functional_text(version: str | None, model: int) -> None:
    for answers in (WITHOUT_35, lisjp_answers(q35=svar("35", text("35.1", " \n ")))):
        outcome = read_document(register_certificate(answers, version=version, model=model))
        assert outcome == Rejection("form_refused", "answer 35.1")


@pytest.mark.parametrize("carrier", ["false", "0", "ja", ""])
def test_only_a_disease_carrier_certificate_needs_no_functional_text(carrier: str) -> None:
    answers = [*WITHOUT_35, svar("27", text("27.1", carrier))]
    assert read_document(register_certificate(answers)) == Rejection("form_refused", "answer 35.1")
    assert read(register_certificate([*WITHOUT_35, svar("27", text("27.1", " 1 "))])).disease_carrier is True
    assert read(register_certificate(DISEASE_CARRIER)).diagnosis_code == "B342"


@pytest.mark.parametrize(
    ("type_code", "version"), [("LISJP", "2.0"), ("LISJP", "3.0"), ("FK7263", None), ("AG7804", "1.0")]
)
def test_other_forms_are_not_refused_for_want_of_text(type_code: str, version: str | None) -> None:
    assert read(register_certificate(WITHOUT_35, type_code=type_code, version=version)).diagnosis_code == "S525"


@pytest.mark.parametrize("type_code", ["LISJP", "FK7263", "AG7804"])
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-3-02", "2026-03-15"),
        ("2026-03-02", "15/3 2026"),
        ("20260302", "2026-03-15"),
        ("2026-03-02T00:00:00", "2026-03-15"),
        ("2026-03-02", "2026-03-15Z"),
        ("２０２６-03-02", "2026-03-15"),
    ],
)
def test_a_malformed_date_refuses_the_document(type_code: str, start: str, end: str) -> None:
    good = degree("HALFTEN", "2026-04-01", "2026-04-05", 2)
    answers = lisjp_answers(q32=degree("HELT_NEDSATT", start, end) + good)
    assert read_document(register_certificate(answers, type_code=type_code)) == Rejection("form_refused", "answer 32.2")


@pytest.mark.parametrize(
    ("start", "end", "expected", "flag"),
    [
        ("2026-02-30", "2026-03-15", (None, date(2026, 3, 15)), "period_unreadable"),
        ("2026-03-02", "2026-13-01", (date(2026, 3, 2), None), "period_unreadable"),
        ("0000-00-00", "2026-03-15", (None, date(2026, 3, 15)), "period_unreadable"),
        (None, "2026-03-15", (None, date(2026, 3, 15)), "period_unreadable"),
        ("2026-03-02", " ", (date(2026, 3, 2), None), "period_unreadable"),
        ("2026-03-15", "2026-03-02", (date(2026, 3, 15), date(2026, 3, 2)), "end_before_start"),
        ("0201-03-02", "2201-03-15", (date(201, 3, 2), date(2201, 3, 15)), None),
    ],
)
def test_a_bad_period_never_takes_the_good_ones_with_it(
    start: str | None, end: str | None, expected: tuple[date | None, date | None], flag: str | None
) -> None:
    good = degree("HALFTEN", "2300-04-01", "2300-04-05", 2)
    first, second = read(register_certificate(lisjp_answers(q32=degree("HELT_NEDSATT", start, end) + good))).periods
    assert (first.start, first.end) == expected
    assert first.flags == ((flag,) if flag else ())
    assert second == Period(2, date(2300, 4, 1), date(2300, 4, 5), 50)


def test_a_period_answer_without_its_parts_is_kept_and_flagged() -> None:
    answers = lisjp_answers(q32=svar("32", cv("32.1", "HELT_NEDSATT", "KV_FKMU_0003"), instance=1))
    assert read(register_certificate(answers)).periods == (Period(1, None, None, 100, ("period_unreadable",)),)
    answers = lisjp_answers(q32=svar("32", period("32.2", "2026-03-02", "2026-03-03"), instance=1))
    (one,) = read(register_certificate(answers)).periods
    assert (one.degree, one.flags) == (None, ("degree_unknown",))


@pytest.mark.parametrize(
    ("code", "system", "expected"),
    [
        ("HELT_NEDSATT", "KV_FKMU_0003", 100),
        ("TRE_FJARDEDEL", "KV_FKMU_0003", 75),
        ("HALFTEN", "KV_FKMU_0003", 50),
        ("EN_FJARDEDEL", "KV_FKMU_0003", 25),
        (" EN_FJARDEDEL ", " KV_FKMU_0003 ", 25),
        ("EN_FJARDEDEL", None, 25),
        ("EN_FJARDEDEL", "KV_FKMU_0008", None),
        ("EN_ATTONDEL", "KV_FKMU_0003", None),
        ("100", "KV_FKMU_0003", None),
        (None, "KV_FKMU_0003", None),
    ],
)
def test_degrees(code: str | None, system: str | None, expected: int | None) -> None:
    answer = svar("32", cv("32.1", code, system), period("32.2", "2026-03-02", "2026-03-15"), instance=1)
    (one,) = read(register_certificate(lisjp_answers(q32=answer))).periods
    assert one.degree == expected
    assert ("degree_unknown" in one.flags) is (expected is None)


# Diagnoses


def test_the_first_occurrence_is_the_main_diagnosis() -> None:
    twice = diagnosis("F432") + diagnosis("S525")
    assert read(register_certificate(lisjp_answers(q6=twice))).diagnosis_code == "F432"
    without_code_first = diagnosis(None) + diagnosis("S525")
    assert read(register_certificate(lisjp_answers(q6=without_code_first))).diagnosis_code is None
    blank = diagnosis(" ")
    assert read(register_certificate(lisjp_answers(q6=blank))).diagnosis_code is None
    assert read(register_certificate(lisjp_answers(q6=""))).diagnosis_code is None


def ag114(*answers: str, version: str = "1.0") -> CertificateRecord:
    return read(register_certificate(answers, type_code="AG1-14", version=version))


def test_diagnoses_of_the_employers_form_of_the_first_model() -> None:
    diagnoses = [
        svar("4", text("4.1", "a"), cv("4.2", code, ICD10), instance=number)
        for number, code in enumerate(["J069", "R509", "M549"], start=1)
    ]
    record = ag114(*diagnoses)
    assert record.diagnosis_code == "J069"
    assert record.secondary_diagnosis_codes == ("R509", "M549")


def test_diagnoses_of_the_employers_form_of_the_newer_model() -> None:
    one = svar(
        "4",
        *(
            part
            for n, code in ((1, "J069"), (3, "R509"))
            for part in (text(f"4.{n}", "a"), cv(f"4.{n + 1}", code, ICD10))
        ),
    )
    record = ag114(one, svar("7", text("7.1", "40"), period("7.2", "2026-03-02", "2026-03-08")), version="2.0")
    assert (record.diagnosis_code, record.secondary_diagnosis_codes) == ("J069", ("R509",))
    assert record.periods == (Period(1, date(2026, 3, 2), date(2026, 3, 8), 40),)


@pytest.mark.parametrize(("value", "expected"), [("70.0", 70), ("100", 100), ("0.0", 0), ("33.3", None), ("101", None)])
def test_any_whole_per_cent_is_a_degree_to_the_employer(value: str, expected: int | None) -> None:
    record = ag114(svar("7", quantity("7.1", value, "%"), period("7.2", "2026-03-02", "2026-03-08")))
    assert record.periods[0].degree == expected


def test_a_malformed_date_drops_only_the_period_to_the_employer() -> None:
    record = ag114(svar("7", quantity("7.1", "50", "%"), period("7.2", "2/3", "2026-03-08")))
    assert record.periods == (Period(1, None, date(2026, 3, 8), 50, ("period_unreadable",)),)


def test_diagnoses_in_question_58() -> None:
    answers = [
        svar("58", cv("58.2", code, "1.2.752.116.1.1.1.1.8"), text("58.1", "a"), instance=number)
        for number, code in enumerate(["C509", "C787"], start=1)
    ]
    record = read(register_certificate(answers, type_code="LUNSP", version="1.0"))
    assert (record.type_id, record.diagnosis_code) == ("FK3226", "C509")
    assert record.secondary_diagnosis_codes == ("C787",)
    assert record.flags == ()


@pytest.mark.parametrize(
    ("type_code", "answers"),
    [
        ("ITFP", [svar("56", cv("56.1", "EN_FJARDEDEL", "KV_FKMU_0008"), period("56.2", "2026-03-02", "2026-03-03"))]),
        ("LU_TFP_ASB18", [svar("61", period("61.1", "2026-03-02", "2026-03-03"))]),
        ("LU_TFP_B12_16", [svar("62", text("62.1", "true"), period("62.2", "2026-03-02", "2026-03-03"))]),
        ("AF00251", [svar("6", quantity("6.1", "50", "%"), period("6.2", "2026-03-02", "2026-03-03"), instance=1)]),
        ("LUSE", [degree("HELT_NEDSATT", "2026-03-02", "2026-03-03")]),
        ("DOI", [degree("HELT_NEDSATT", "2026-03-02", "2026-03-03")]),
        ("TSTRK1007", [svar("32", text("32.1", "kommentar"))]),
    ],
)
def test_no_other_periods_are_ever_read(type_code: str, answers: list[str]) -> None:
    record = read(register_certificate(answers, type_code=type_code, version="1.0"))
    assert record.periods == ()
    assert record.disease_carrier is None


def test_values_beyond_the_head_are_not_read_from_types_counted_only() -> None:
    for type_code, question in (("TSTRK1062", "51"), ("TSTRK1031", "18")):
        answers = [svar(question, cv(f"{question}.1", "F900", ICD10))]
        assert read(register_certificate(answers, type_code=type_code, version="4.0")).diagnosis_code is None


# What is not known


def test_unknown_questions_answers_and_codes_are_listed_without_values() -> None:
    answers = [
        *lisjp_answers(q28=svar("28", cv("28.1", "PENSION", "KV_FKMU_0002"), instance=1), q29=""),
        svar("77", text("77.1", "hemligt")),
        svar("35", text("35.9", "hemligt")),
        svar("hemligt namn", text("x", "hemligt")),
        svar("9001", text("9001.1", "svar på tilläggsfråga")),
    ]
    record = read(register_certificate(answers))
    assert record.unknown_questions == ("77", "35.9", "?")
    assert {"unknown_question", "unknown_code"} <= set(record.flags)
    assert record.occupations == ()
    assert "hemligt" not in repr(record)


def test_the_list_of_unknown_questions_ends() -> None:
    many = [svar(str(number), text(f"{number}.1", "a")) for number in range(100, 1000)]
    assert len(read(register_certificate([*lisjp_answers(), *many])).unknown_questions) == 50


def test_forms_without_a_list_of_questions_know_all_of_them() -> None:
    record = read(register_certificate([svar("123", text("123.1", "a"))], type_code="TS8071", version="1.0"))
    assert (record.unknown_questions, record.flags) == ((), ())


def test_free_text_is_not_copied() -> None:
    answers = lisjp_answers(
        q35=svar("35", text("35.1", "markör-35")),
        q29=svar("29", text("29.1", "markör-29")),
        q37=svar("37", text("37.1", "markör-37")),
    )
    assert "markör" not in repr(read(register_certificate(answers)))


def test_relations_without_an_id_or_of_unknown_kind() -> None:
    relations = (
        "<relation><typ><tp:code>ERSATT</tp:code></typ></relation>"
        "<relation><typ><tp:code>annan</tp:code></typ>"
        "<intygs-id><tp:extension>intyg-7</tp:extension></intygs-id></relation>"
    )
    assert read(register_certificate(before_answers=relations)).relations == (Relation("annan", "intyg-7"),)


def test_mixed_code_systems_and_contradicted_sex() -> None:
    mixed = svar("6", text("6.1", "a"), cv("6.2", "O210", ICD10), text("6.3", "b"), cv("6.4", "F32-", KSH97))
    assert set(read(register_certificate(lisjp_answers(q6=mixed), patient=MAN)).flags) == {
        "mixed_code_systems",
        "sex_contradicts_diagnosis",
    }
    assert read(register_certificate(lisjp_answers(q6=mixed))).flags == ("mixed_code_systems",)
    same = svar(
        "6", text("6.1", "a"), cv("6.2", "F322", ICD10), text("6.3", "b"), cv("6.4", "G470", "1.2.752.116.1.1.1")
    )
    assert read(register_certificate(lisjp_answers(q6=same))).flags == ()


def test_times_at_the_change_of_summer_time_are_flagged() -> None:
    ambiguous = read(register_certificate(signed="2026-10-25T02:30:00"))
    assert ambiguous.flags == ("time_ambiguous",)
    missing_hour = read(register_certificate(signed="2026-03-29T02:30:00"))
    assert missing_hour.flags == ("time_nonexistent",)
    assert (missing_hour.signed_at.hour, missing_hour.signed_at_text) == (3, "2026-03-29T02:30:00")
