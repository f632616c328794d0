"""The generator's own model of what happens: certificates, messages and coordinator statuses with their times."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from pipelines.synthetic.document_types import DOCUMENT_TYPES, DocumentType
from pipelines.synthetic.organisation import Doctor, Unit
from pipelines.synthetic.persons import Person
from pipelines.synthetic.settings import Diagnosis

COUNTED = "counted"
TEST_CERTIFICATE = "not landed:test_certificate"


class SickPeriod(NamedTuple):
    """A period of sick leave; both ends included, the degree in per cent."""

    start: date
    end: date
    degree: int


@dataclass(slots=True, eq=False)
class PlannedCertificate:
    """One certificate as it will be registered. `patient_id` is the number at signing.

    `revoked_at` and `sent` hold only what happens before the store's today. `exempt` certificates get no faults.
    `outcome` is what the platform must make of it; it is set when the document is written.
    """

    certificate_id: str
    type_id: str
    person: Person
    patient_id: str
    unit: Unit
    doctor: Doctor
    signed_at: datetime
    registered_at: datetime
    diagnoses: tuple[Diagnosis, ...] = ()
    periods: tuple[SickPeriod, ...] = ()
    relation: tuple[str, PlannedCertificate] | None = None
    answers_message_id: str | None = None
    occupations: tuple[str, ...] = ("NUVARANDE_ARBETE",)
    disease_carrier: bool = False
    days_into_case: int = 0
    diagnosis_passed_on: bool = True
    older_contract: bool = False
    event_date: date | None = None
    exempt: bool = False
    revoked_at: datetime | None = None
    sent: list[tuple[str, datetime]] = field(default_factory=list)
    fault: str | None = None
    outcome: str = COUNTED
    recording_number: int = 0

    @property
    def form(self) -> DocumentType:
        return DOCUMENT_TYPES[self.type_id]

    @property
    def written_diagnoses(self) -> tuple[Diagnosis, ...]:
        """The diagnoses as the form takes them."""
        if not self.form.new_model:
            return self.diagnoses
        return tuple(diagnosis.in_newer_model() for diagnosis in self.diagnoses)

    @property
    def end(self) -> date:
        return max(period.end for period in self.periods)


@dataclass(slots=True, eq=False)
class PlannedMessage:
    """One message about a certificate; `direction` is `to_care` or `to_recipient`."""

    message_id: str
    direction: str
    certificate: PlannedCertificate
    subject: str
    sent_at: datetime
    received_at: datetime
    questions: tuple[str, ...] = ()
    reference_id: str | None = None
    answers_message_id: str | None = None
    reminds_message_id: str | None = None
    answer_by: date | None = None


@dataclass(slots=True, eq=False)
class PlannedState:
    """A further row of a certificate's status history."""

    certificate: PlannedCertificate
    target: str
    state: str
    at: datetime


@dataclass(slots=True, eq=False)
class PlannedStatus:
    """A coordinator's status of a person's case at a care unit."""

    status: str
    patient_id: str
    unit: Unit
    case_start: date
    registered_at: datetime


@dataclass(slots=True)
class PlannedCase:
    """A chain of sick-leave certificates of one person, in order of signing."""

    person: Person
    start: date
    certificates: list[PlannedCertificate]
