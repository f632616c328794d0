"""FK7263 as RegisterMedicalCertificate and as JSON, and the older contracts of Transportstyrelsen."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pipelines.documents import CertificateRecord, Period, Rejection, read_document
from tests.unit.documents.document_builder import (
    ICD10,
    MAN,
    WOMAN,
    fk7263_json,
    medical_certificate,
    older_contract,
)


def read(payload: bytes) -> CertificateRecord:
    outcome = read_document(payload)
    assert isinstance(outcome, CertificateRecord), outcome
    return outcome


# JSON


def json_with(path: str, value: Any) -> bytes:
    """The JSON certificate with the value at a dotted path replaced, or removed when it is `None`."""
    document = copy.deepcopy(json.loads(fk7263_json()))
    *parents, last = path.split(".")
    place = document
    for parent in parents:
        place = place[parent]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return json.dumps(document).encode()


def test_every_value_of_a_json_certificate() -> None:
    record = read(fk7263_json(diagnosKod2="M545", diagnosKodsystem1="ICD_10_SE", diagnosKodsystem2="ICD_10_SE"))
    assert (
        record
        == CertificateRecord(
            certificate_id="intyg-json-1",
            form="fk7263_json",
            type_code="fk7263",
            type_id="FK7263",
            version=None,
            signed_at=datetime(2014, 5, 6, 11, 12, 13),  # noqa: DTZ001
            patient_id=f"{WOMAN[:8]}-{WOMAN[8:]}",
            patient_id_root=None,
            unit_id="SE2321000016-1A2B",
            unit_name="Enhet Ett",
            provider_id="SE2321000016-VG01",
            provider_name="Vårdgivare Ett",
            doctor_id="SE2321000016-LAK1",
            doctor_name="Maja Läkare",
            diagnosis_code="F432",
            diagnosis_code_system="ICD_10_SE",
            secondary_diagnosis_codes=("M545",),
            periods=(
                Period(1, date(2014, 5, 6), date(2014, 5, 31), 100),
                Period(2, date(2014, 6, 1), date(2014, 6, 15), 50),
            ),
            occupations=("NUVARANDE_ARBETE",),
            disease_carrier=False,
            signed_at_text="2014-05-06T11:12:13.456",
            signed_at_utc=datetime(2014, 5, 6, 9, 12, 13, tzinfo=UTC),
        )
    )


def test_periods_come_in_document_order() -> None:
    reversed_blocks = (
        fk7263_json(nedsattMed100=None, nedsattMed50=None, nedsattMed25={"from": "2014-06-01", "tom": "2014-06-15"})[
            :-1
        ]
        + b', "nedsattMed75": {"from": "2014-05-06", "tom": "2014-05-31"}}'
    )
    assert [period.degree for period in read(reversed_blocks).periods] == [25, 75]


@pytest.mark.parametrize("unit", [None, "", "  ", 7])
def test_a_missing_unit_has_a_name_of_its_own(unit: Any) -> None:
    assert read(json_with("grundData.skapadAv.vardenhet.enhetsid", unit)).unit_id == "UTANENHETSID"


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("id", None, Rejection("missing_certificate_id", "id")),
        ("id", 17, Rejection("missing_certificate_id", "id")),
        ("id", "a\x00b", Rejection("missing_certificate_id", "id")),
        ("id", "a\ud800", Rejection("missing_certificate_id", "id")),
        (
            "grundData.skapadAv.vardenhet.vardgivare",
            None,
            Rejection("missing_provider", "vardgivare.vardgivarid"),
        ),
        ("grundData.patient", [], Rejection("missing_patient", "patient.personId")),
        ("grundData.signeringsdatum", None, Rejection("missing_signing_time", "grundData.signeringsdatum")),
        ("grundData.signeringsdatum", "2014-05-06", Rejection("missing_signing_time", "grundData.signeringsdatum")),
        (
            "grundData",
            "text",
            Rejection("missing_provider", "vardgivare.vardgivarid, patient.personId, grundData.signeringsdatum"),
        ),
    ],
)
def test_missing_parts_of_json(path: str, value: Any, expected: Rejection) -> None:
    assert read_document(json_with(path, value)) == expected


@pytest.mark.parametrize("written", [None, "FK7263", "fk7263", " Fk7263 "])
def test_the_type_may_be_missing_or_of_any_case(written: str | None) -> None:
    record = read(fk7263_json(typ=written))
    assert (record.type_id, len(record.periods)) == ("FK7263", 2)


@pytest.mark.parametrize("written", ["ts-bas", "luse", "unknown"])
def test_another_type_in_json_is_unknown_and_gives_nothing(written: str) -> None:
    record = read(fk7263_json(typ=written))
    assert (record.type_id, record.diagnosis_code, record.periods, record.occupations) == ("UNKNOWN", None, (), ())


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ({"from": "2014-5-6", "tom": "2014-05-31"}, (None, date(2014, 5, 31), "period_unreadable")),
        ({"from": "2014-05-06"}, (date(2014, 5, 6), None, "period_unreadable")),
        ("2014", (None, None, "period_unreadable")),
        ({"from": "2014-05-31", "tom": "2014-05-06"}, (date(2014, 5, 31), date(2014, 5, 6), "end_before_start")),
    ],
)
def test_json_never_refuses_for_a_bad_period(block: Any, expected: tuple[date | None, date | None, str]) -> None:
    first, second = read(fk7263_json(nedsattMed100=block)).periods
    assert (first.start, first.end, *first.flags) == expected
    assert second.flags == ()


def test_unreasonable_years_are_kept() -> None:
    first, _ = read(fk7263_json(nedsattMed100={"from": "0201-05-06", "tom": "2201-05-31"})).periods
    assert (first.start, first.end) == (date(201, 5, 6), date(2201, 5, 31))


def test_an_empty_main_diagnosis_is_not_replaced_by_another() -> None:
    record = read(fk7263_json(diagnosKod=" ", diagnosKod2="M545"))
    assert (record.diagnosis_code, record.secondary_diagnosis_codes) == (None, ("M545",))


def test_a_code_system_may_be_left_out_in_json() -> None:
    assert read(fk7263_json()).flags == ()
    assert read(fk7263_json(diagnosKodsystem1="ANNAT")).flags == ("diagnosis_form:D7",)


# RegisterMedicalCertificate


def reduction(degree: str, start: str, end: str) -> str:
    return (
        f"<arbetsformagaNedsattning><varaktighetFrom>{start}</varaktighetFrom>"
        f"<varaktighetTom>{end}</varaktighetTom><nedsattningsgrad>{degree}</nedsattningsgrad></arbetsformagaNedsattning>"
    )


def test_every_value_of_a_medical_certificate() -> None:
    abilities = (
        reduction("Helt_nedsatt", "2013-03-17", "2013-03-31")
        + reduction("Nedsatt_med_3/4", "2013-04-01", "2013-04-05")
        + reduction("Nedsatt_med_1/2", "2013-04-06", "2013-04-10")
        + reduction("Nedsatt_med_1/4", "2013-04-11", "2013-04-15")
        + "<sysselsattning><typAvSysselsattning>Arbetsloshet</typAvSysselsattning></sysselsattning>"
        + "<sysselsattning><typAvSysselsattning>Nuvarande_arbete</typAvSysselsattning></sysselsattning>"
    )
    infection = "<aktivitet><aktivitetskod>Avstangning_enligt_SmL_pga_smitta</aktivitetskod></aktivitet>"
    record = read(medical_certificate(abilities=abilities, activities=infection))
    assert (
        record
        == CertificateRecord(
            certificate_id="intyg-mu-1",
            form="medical_certificate_v3",
            type_code="FK7263",
            type_id="FK7263",
            version=None,
            signed_at=datetime(2013, 3, 17, 9),  # noqa: DTZ001
            patient_id=f"{MAN[:8]}-{MAN[8:]}",
            patient_id_root="1.2.752.129.2.1.3.1",
            unit_id="SE2321000016-1A2B",
            unit_name="Enhet Ett",
            provider_id="SE2321000016-VG01",
            provider_name="Vårdgivare Ett",
            doctor_id="SE2321000016-LAK1",
            doctor_name="Maja Läkare",
            diagnosis_code="M545",
            diagnosis_code_system=ICD10,
            periods=(
                Period(1, date(2013, 3, 17), date(2013, 3, 31), 100),
                Period(2, date(2013, 4, 1), date(2013, 4, 5), 75),
                Period(3, date(2013, 4, 6), date(2013, 4, 10), 50),
                Period(4, date(2013, 4, 11), date(2013, 4, 15), 25),
            ),
            occupations=("ARBETSSOKANDE", "NUVARANDE_ARBETE"),
            disease_carrier=True,
            signed_at_text="2013-03-17T09:00:00",
            signed_at_utc=datetime(2013, 3, 17, 8, tzinfo=UTC),
        )
    )


def test_a_bad_period_of_a_medical_certificate_is_flagged() -> None:
    record = read(medical_certificate(abilities=reduction("Helt", "2013-3-17", "2013-03-31")))
    assert record.periods == (Period(1, None, date(2013, 3, 31), None, ("period_unreadable", "degree_unknown")),)
    assert record.disease_carrier is False


def test_a_medical_certificate_without_unit_id() -> None:
    assert read(medical_certificate(unit=None)).unit_id == "UTANENHETSID"


def test_a_medical_certificate_without_content() -> None:
    empty = medical_certificate().replace(b"ns0:lakarutlatande>", b"ns0:annat>")
    outcome = read_document(empty)
    assert isinstance(outcome, Rejection)
    assert outcome.reason == "missing_certificate_id"


# Older contracts of Transportstyrelsen


def test_head_of_an_older_contract() -> None:
    record = read(older_contract())
    assert record == CertificateRecord(
        certificate_id="intyg-ts-1",
        form="ts_bas_v1",
        type_code="ts-bas",
        type_id="TSTRK1007",
        version="06",
        signed_at=datetime(2013, 8, 12, 15, 57),  # noqa: DTZ001
        patient_id=WOMAN,
        patient_id_root="1.2.752.129.2.1.3.1",
        unit_id="SE2321000016-1A2B",
        unit_name="Enhet Ett",
        provider_id="SE2321000016-VG01",
        provider_name=None,
        doctor_id="SE2321000016-LAK1",
        doctor_name="Maja Läkare",
        diagnosis_code=None,
        diagnosis_code_system=None,
        signed_at_text="2013-08-12T15:57:00",
        signed_at_utc=datetime(2013, 8, 12, 13, 57, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("root", "type_name", "version", "type_id", "flags"),
    [
        ("RegisterTSDiabetes", "ts-diabetes", "02", "TSTRK1031", ()),
        ("RegisterTSDiabetes", "TS-Diabetes", "09", "TSTRK1031", ("version_unknown",)),
        ("RegisterTSBas", "annat", "06", "UNKNOWN", ()),
    ],
)
def test_types_of_the_older_contracts(
    root: str, type_name: str, version: str, type_id: str, flags: tuple[str, ...]
) -> None:
    record = read(older_contract(root, type_name, version))
    assert (record.type_id, record.flags) == (type_id, flags)


def test_missing_parts_of_an_older_contract() -> None:
    assert read_document(older_contract(type_name=None)) == Rejection("missing_type", "intygsTyp")
    assert read_document(older_contract(unit=" ")) == Rejection("missing_unit", "enhetsId/extension")
