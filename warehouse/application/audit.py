"""The audit log: every access to persons or to a provider's figures, written before anything is shown.

Rules: rehab section 9 (accesses to persons, as *Patientdatalagen* demands) and statistics 11.2 (accesses to figures).
Who records an access calls the log after making the answer and before giving it away; when the log raises, nothing is
shown (fail closed).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from warehouse.application.database import ApplicationDatabase, ApplicationDatabaseError
from warehouse.application.models import AuditEventRow, AuditResourceRow
from warehouse.errors import UserError
from warehouse.identity import read_person_id


class AuditUnavailableError(UserError):
    """The access could not be recorded, so nothing may be shown. `text_id` names the banner that says so."""

    text_id = "audit_unavailable"


class Activity(StrEnum):
    """What was done (activityType)."""

    READ = "READ"
    CREATE = "CREATE"
    UPDATE = "UPDATE"
    PRINT = "PRINT"
    SIGN = "SIGN"
    DELETE = "DELETE"
    REVOKE = "REVOKE"
    SEND = "SEND"
    EMERGENCY_ACCESS = "EMERGENCY_ACCESS"


class Level(StrEnum):
    """How much was shown of a person: a row of a list, a full certificate, or only dates and unit names."""

    LIST = "list"
    DETAIL = "detail"
    MASKED = "masked"


class ResourceKind(StrEnum):
    """What was shown; the first four are the national log's texts."""

    CASE = "Sjukfall"
    CERTIFICATE = "Intyg"
    CONSENT = "Samtycke"
    RISK = "Prediktion från SRS av risk för lång sjukskrivning"
    REPORT = "Statistik"


class Purpose(StrEnum):
    """Why; users' accesses to persons have one purpose only, *Vård och behandling*. Operators' is *Administration*."""

    CARE_TREATMENT = "CARE_TREATMENT"
    ADMINISTRATION = "ADMINISTRATION"
    STATISTICS = "STATISTICS"


@dataclass(frozen=True, slots=True)
class SystemIdentity:
    """How this installation names itself in the log: its configured HSA-id and the product's name."""

    system_id: str
    system_name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the user in a login session, with title, assignment, chosen unit and chosen provider.

    `session_id` is a random name of the login session, not the secret that keeps it. For figures of a whole provider
    `unit_id` and `unit_name` are empty. The user's name is left out by regulation.
    """

    session_id: str
    user_id: str
    title: str
    assignment: str
    unit_id: str
    unit_name: str
    provider_id: str
    provider_name: str


@dataclass(frozen=True, slots=True)
class PersonResource:
    """One person of an access and who owns the case or certificate."""

    patient_id: str
    unit_id: str
    unit_name: str
    provider_id: str
    provider_name: str


class AuditLog:
    """The append-only log in the application database; without one, every record is refused."""

    def __init__(self, database: ApplicationDatabase | None, system: SystemIdentity) -> None:
        self._database = database
        self._system = system

    def record_persons(
        self,
        actor: Actor,
        activity: Activity,
        level: Level,
        kind: ResourceKind,
        persons: Sequence[PersonResource],
    ) -> None:
        """Record one access to persons, in the order given; on return it is on the disk.

        Each person is marked as first or repeated in the session for the same unit, activity and kind; the mark
        suppresses nothing. No persons give no record. Raises AuditUnavailableError, also for no persons.
        """
        resources = [(read_person_id(person.patient_id).person_key, person) for person in persons]
        with self._writing() as session:
            if not resources:
                return
            seen = _seen_in_session(session, actor, activity, kind, {patient_id for patient_id, _ in resources})
            event = self._event(actor, activity, kind, Purpose.CARE_TREATMENT)
            event.level = level
            event.person_count = len({patient_id for patient_id, _ in resources})
            session.add(event)
            session.flush()
            session.execute(insert(AuditResourceRow), _resource_rows(event.event_no, resources, seen))

    def record_report(self, actor: Actor, activity: Activity, report_id: str, filter_text: str) -> None:
        """Record one access to a provider's or region's figures; on return it is on the disk.

        `filter_text` is the selection as the address writes it and holds nothing about persons. Raises
        AuditUnavailableError.
        """
        with self._writing() as session:
            event = self._event(actor, activity, ResourceKind.REPORT, Purpose.STATISTICS)
            event.report_id, event.filter_text = report_id, filter_text
            session.add(event)

    def record_document(
        self, actor: Actor, activity: Activity, document: str, persons: Sequence[PersonResource] = ()
    ) -> None:
        """Record that an operator takes out a whole document; on return it is on the disk.

        `document` names it without saying anything about persons; `persons` are those whom it is about, as far as that
        is known of a document that cannot be read. Raises AuditUnavailableError.
        """
        resources = [(read_person_id(person.patient_id).person_key, person) for person in persons]
        with self._writing() as session:
            event = self._event(actor, activity, ResourceKind.CERTIFICATE, Purpose.ADMINISTRATION)
            event.level, event.filter_text = Level.DETAIL, document
            event.person_count = len({patient_id for patient_id, _ in resources})
            session.add(event)
            session.flush()
            if resources:
                session.execute(insert(AuditResourceRow), _resource_rows(event.event_no, resources, set()))

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        if self._database is None:
            raise AuditUnavailableError("No audit log is configured, so nothing can be shown.")
        try:
            with self._database.writing() as session:
                yield session
        except ApplicationDatabaseError:
            raise AuditUnavailableError("The access could not be logged, so nothing can be shown.") from None

    def _event(self, actor: Actor, activity: Activity, kind: ResourceKind, purpose: Purpose) -> AuditEventRow:
        return AuditEventRow(
            log_id=str(uuid.uuid4()),
            occurred_at=datetime.now(UTC),
            system_id=self._system.system_id,
            system_name=self._system.system_name,
            session_id=actor.session_id,
            user_id=actor.user_id,
            user_title=actor.title,
            user_assignment=actor.assignment,
            unit_id=actor.unit_id,
            unit_name=actor.unit_name,
            provider_id=actor.provider_id,
            provider_name=actor.provider_name,
            purpose=purpose,
            activity=activity,
            resource_kind=kind,
            person_count=0,
        )


def _seen_in_session(
    session: Session, actor: Actor, activity: Activity, kind: ResourceKind, patient_ids: Iterable[str]
) -> set[str]:
    """Those of the patients that the session has accessed before, at the same unit in the same way."""
    earlier = (
        select(AuditResourceRow.patient_id)
        .join(AuditEventRow, AuditEventRow.event_no == AuditResourceRow.event_no)
        .where(
            AuditEventRow.session_id == actor.session_id,
            AuditEventRow.unit_id == actor.unit_id,
            AuditEventRow.activity == activity,
            AuditEventRow.resource_kind == kind,
        )
    )
    return set(session.scalars(earlier)).intersection(patient_ids)


def _resource_rows(
    event_no: int, resources: Iterable[tuple[str, PersonResource]], seen: set[str]
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    met = set(seen)
    for patient_id, person in resources:
        rows.append(
            {
                "event_no": event_no,
                "patient_id": patient_id,
                "unit_id": person.unit_id,
                "unit_name": person.unit_name,
                "provider_id": person.provider_id,
                "provider_name": person.provider_name,
                "first_in_session": patient_id not in met,
            }
        )
        met.add(patient_id)
    return rows
