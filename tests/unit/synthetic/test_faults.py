"""Each fault alone: what it does to the document, and that the reader makes of it what the truth says."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from pipelines.documents.reader import read_document
from pipelines.documents.record import CertificateRecord, Rejection
from pipelines.synthetic.document_faults import DOCUMENT_FAULTS, LARGEST_DOCUMENT
from pipelines.synthetic.documents import write_document
from pipelines.synthetic.expectation import expect
from pipelines.synthetic.filling import Filling
from pipelines.synthetic.organisation import Organisation
from pipelines.synthetic.organisation_maker import make_organisation
from pipelines.synthetic.persons import Person
from pipelines.synthetic.plan import COUNTED, PlannedCertificate, SickPeriod
from pipelines.synthetic.settings import Diagnosis, load_parameters, load_size
from pipelines.synthetic.streams import Streams
from pipelines.synthetic.value_faults import VALUE_FAULTS, FaultCase

TODAY = date(2026, 11, 23)
VARIANTS = (0, 1, 2)


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    return make_organisation(Streams(3), load_parameters(), load_size("tiny"), TODAY)


def _case(organisation: Organisation, number: int) -> FaultCase:
    person = Person(
        no=1,
        number="198503042398",
        sex=1,
        birth=date(1985, 3, 4),
        given_name="Per",
        surname="Provberg",
        protected=False,
        deceased=False,
        test=False,
        in_register=True,
    )
    unit = organisation.units[0]
    signed = datetime.fromisoformat("2026-03-02T10:00:00")
    certificate = PlannedCertificate(
        certificate_id="id-1",
        type_id="lisjp",
        person=person,
        patient_id=person.number,
        unit=unit,
        doctor=unit.doctors[0],
        signed_at=signed,
        registered_at=signed,
        diagnoses=(Diagnosis("F438A", "F43", "F438A", "Utmattningssyndrom"),),
        periods=(SickPeriod(date(2026, 3, 2), date(2026, 3, 15), 50),),
    )
    filling = Filling(Streams(number)["documents"], load_parameters())
    document = filling.document(certificate, "mrk0123456789ab")
    return FaultCase(certificate, document, expect(certificate), organisation, TODAY, number)


def _payload(case: FaultCase, name: str) -> bytes:
    if name in DOCUMENT_FAULTS:
        return DOCUMENT_FAULTS[name](case)
    VALUE_FAULTS[name](case)
    return write_document(case.document)


def test_without_a_fault_the_document_is_read_as_it_was_meant(organisation: Organisation) -> None:
    case = _case(organisation, 0)
    record = read_document(write_document(case.document))
    assert isinstance(record, CertificateRecord)
    assert record.flags == ()
    assert [(period.start, period.end, period.degree) for period in record.periods] == list(case.certificate.periods)


@pytest.mark.parametrize("number", VARIANTS)
@pytest.mark.parametrize("name", [*DOCUMENT_FAULTS, *VALUE_FAULTS])
def test_the_reader_agrees_with_the_truth(name: str, number: int, organisation: Organisation) -> None:
    case = _case(organisation, number)
    outcome = read_document(_payload(case, name))
    expected = case.expected
    if expected.outcome != COUNTED:
        assert isinstance(outcome, Rejection)
        assert expected.outcome == f"quarantined:{outcome.reason}"
        return
    assert isinstance(outcome, CertificateRecord)
    assert outcome.certificate_id == "id-1"
    assert outcome.patient_id == expected.patient_written.strip()
    assert outcome.diagnosis_code == expected.diagnosis_written
    assert outcome.signed_at == expected.signed_at
    assert len(outcome.periods) == len(expected.periods)
    for read, meant in zip(outcome.periods, expected.periods, strict=True):
        if meant.reason is None:
            assert (read.start, read.end, read.degree) == (meant.start, meant.end, meant.degree)


@pytest.mark.parametrize("name", list(VALUE_FAULTS))
def test_every_value_fault_changes_the_document(name: str, organisation: Organisation) -> None:
    case = _case(organisation, 1)
    plain = write_document(case.document)
    assert _payload(case, name) != plain


def test_the_largest_document_fills_the_column(organisation: Organisation) -> None:
    payload = DOCUMENT_FAULTS["document_of_16_mib"](_case(organisation, 0))
    assert LARGEST_DOCUMENT - 400 < len(payload) <= LARGEST_DOCUMENT


def test_dropped_periods_say_why(organisation: Organisation) -> None:
    reasons = {}
    for name in VALUE_FAULTS:
        case = _case(organisation, 0)
        _payload(case, name)
        reasons[name] = {period.reason for period in case.expected.periods} - {None}
    assert reasons["end_before_start"] == {"end_before_start"}
    assert reasons["year_out_of_range"] == reasons["start_before_2010"] == {"start_out_of_range"}
    assert reasons["more_than_five_years_ahead"] == {"end_out_of_range"}
    assert reasons["degree_unknown"] == {"degree_unknown"}
    assert reasons["reserve_number"] == reasons["ten_digit_person_id"] == {"age_missing"}
    assert reasons["no_break_spaces"] == reasons["periods_overlap"] == reasons["unit_unknown"] == set()


def test_every_fault_is_described(request: pytest.FixtureRequest) -> None:
    page = (request.config.rootpath / "docs" / "synthetic-store.md").read_text(encoding="utf-8")
    table = page.partition("## Faults")[2].partition("## Single documents")[0]
    described = set(re.findall(r"`([a-z0-9_]+)`", table))
    assert {key.removeprefix("faults.") for key in load_parameters().names("faults.")} <= described
