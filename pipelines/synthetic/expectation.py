"""What the platform must make of a certificate, worked out from the generator's own model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from pipelines.synthetic.organisation import normalised
from pipelines.synthetic.plan import COUNTED, TEST_CERTIFICATE, PlannedCertificate
from pipelines.synthetic.settings import Diagnosis


@dataclass(slots=True)
class ExpectedPeriod:
    """A period as written, and whether it takes part in cases; `reason` says why not. Dates may be odd text."""

    start: date | str
    end: date | str
    degree: int | str
    reason: str | None = None


@dataclass(slots=True)
class Expectation:
    """The derived values of one certificate.

    `person_key` is the twelve digits, or the text as written of an unreadable id; unreadable or impossible ids have no
    birth date. Ids are normalised. `doctor_age` and `doctor_sex` are 0 and `doctor_titles` empty for an unknown
    doctor. `category` and `code` are the main diagnosis as ICD-10-SE, None where unknown. `signed_at` is the signing
    time as the platform understands it.
    """

    signed_at: datetime
    patient_written: str
    person_key: str
    birth_date: date | None
    sex: int
    unit: str
    care_unit: str
    provider: str
    county: str
    municipality: str
    doctor: str
    doctor_age: int
    doctor_sex: int
    doctor_titles: tuple[str, ...]
    doctor_protected: bool
    diagnosis_written: str | None
    category: str | None
    code: str | None
    periods: list[ExpectedPeriod] = field(default_factory=list)
    outcome: str = COUNTED

    def drop_periods(self, reason: str) -> None:
        """None of the periods takes part in cases."""
        for period in self.periods:
            period.reason = period.reason or reason


_EMPLOYERS_FORMS = {"ag7804", "ag114"}
_WITHOUT_MAIN_DIAGNOSIS = {"ts-bas", "ts-diabetes", "tstrk1009", "tstrk1062", "ts8071"}


def _main_diagnosis(certificate: PlannedCertificate) -> Diagnosis | None:
    """The first diagnosis; employers' forms have it only when the patient wants it passed on, drivers' forms never."""
    type_id = certificate.form.register_id
    hidden = type_id in _EMPLOYERS_FORMS and not certificate.diagnosis_passed_on
    if hidden or type_id in _WITHOUT_MAIN_DIAGNOSIS or not certificate.diagnoses:
        return None
    return certificate.written_diagnoses[0]


def expect(certificate: PlannedCertificate) -> Expectation:
    """What becomes of the certificate when nothing is wrong with it."""
    unit, doctor = certificate.unit, certificate.doctor
    main = _main_diagnosis(certificate)
    return Expectation(
        signed_at=certificate.signed_at,
        patient_written=certificate.patient_id,
        person_key=certificate.patient_id,
        birth_date=certificate.person.birth,
        sex=certificate.person.sex,
        unit=normalised(unit.id),
        care_unit=normalised(unit.managing_unit.id),
        provider=normalised(unit.provider.id),
        county=unit.county,
        municipality=unit.municipality,
        doctor=normalised(doctor.id),
        doctor_age=doctor.age,
        doctor_sex=doctor.sex,
        doctor_titles=doctor.titles,
        doctor_protected=doctor.protected,
        diagnosis_written=main.code if main else None,
        category=main.category if main else None,
        code=main.icd10_code if main else None,
        periods=[ExpectedPeriod(period.start, period.end, period.degree) for period in certificate.periods],
        outcome=TEST_CERTIFICATE if certificate.person.test else COUNTED,
    )
