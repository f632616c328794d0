"""What the platform must make of a certificate, worked out from the generator's own model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pipelines.synthetic.organisation import normalised
from pipelines.synthetic.plan import COUNTED, TEST_CERTIFICATE, PlannedCertificate


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
    doctor. `category` and `code` are the main diagnosis as ICD-10-SE, None where unknown.
    """

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


def expect(certificate: PlannedCertificate) -> Expectation:
    """What becomes of the certificate when nothing is wrong with it."""
    unit, doctor = certificate.unit, certificate.doctor
    employer = certificate.form.register_id in {"ag7804", "ag114"}
    shown = certificate.diagnoses and (certificate.diagnosis_passed_on or not employer)
    main = certificate.diagnoses[0] if shown and not certificate.older_contract else None
    return Expectation(
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
