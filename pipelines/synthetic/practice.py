"""Runs the months: plans what happens in each, places faults, writes documents, rows and truth, and lets it go."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType

from pipelines.sources import store_tables
from pipelines.synthetic.agenda import Agenda, Planned
from pipelines.synthetic.cases import CasePlanner
from pipelines.synthetic.document_faults import DOCUMENT_FAULTS
from pipelines.synthetic.document_model import DocumentDoctor, DocumentUnit, MessageDocument
from pipelines.synthetic.documents import write_document, write_message, write_transport_older
from pipelines.synthetic.expectation import expect
from pipelines.synthetic.faults import FaultPlan
from pipelines.synthetic.filling import Filling
from pipelines.synthetic.lifecycle import Lifecycle
from pipelines.synthetic.older_forms import OLDER_VERSIONS
from pipelines.synthetic.organisation import HSA_PREFIX, Organisation
from pipelines.synthetic.other_types import OtherTypes
from pipelines.synthetic.persons import Person, Persons
from pipelines.synthetic.plan import PlannedCertificate, PlannedMessage, PlannedState
from pipelines.synthetic.rows import (
    Registration,
    RowBuffer,
    add_certificate,
    add_message,
    add_planned_state,
    add_status,
)
from pipelines.synthetic.settings import Parameters, Size
from pipelines.synthetic.streams import Every, Streams
from pipelines.synthetic.truth import Truth
from pipelines.synthetic.value_faults import TIME_FAULTS, VALUE_FAULTS, FaultCase
from pipelines.synthetic.work_calendar import Month, WorkCalendar

PERSONS_FILE = "person_register.jsonl"
_CHUNK_ROWS = 20_000
_PILOT_CASES = 2_000
_GAPS = (5, 6)


class Practice:
    """The whole of a store's window. Memory holds the persons remembered and what is planned for later months."""

    def __init__(
        self,
        *,
        streams: Streams,
        parameters: Parameters,
        size: Size,
        organisation: Organisation,
        calendar: WorkCalendar,
        buffer: RowBuffer,
        truth: Truth,
        directory: Path,
    ) -> None:
        self._streams = streams
        self._parameters = parameters
        self._size = size
        self._organisation = organisation
        self._calendar = calendar
        self._buffer = buffer
        self._truth = truth
        self._register = (directory / PERSONS_FILE).open("w", encoding="utf-8", newline="\n")
        self.persons = Persons(streams["persons"], parameters, self._write_person)
        self._agenda = Agenda(calendar)
        self._cases = CasePlanner(streams, parameters, organisation, self.persons, calendar)
        self._others = OtherTypes(streams, parameters, organisation, self.persons, calendar)
        self._lives = Lifecycle(
            streams, parameters, calendar, self._agenda, 100 * (size.fault_minimum + 2) / size.certificates
        )
        self._faults = FaultPlan(streams["faults"], parameters, size)
        self._filling = Filling(streams["documents"], parameters)
        self._key_gaps = Every(parameters.number("faults.key_gaps"))
        self._fault_numbers: dict[str, int] = {}
        self._written = 0

    def __enter__(self) -> Practice:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._register.close()

    def run(self, progress: Callable[[str, int, int], None]) -> None:
        """All months in order; exactly so many certificates as the size says."""
        calendar, total = self._calendar, self._size.certificates
        starts = self._case_starts()
        for month in calendar.warm_up:
            self._plan_cases(month, starts[month.first], boundaries=0)
        boundaries = int(self._parameters.number("cases.boundary_cases_a_month"))
        due = 0
        for month, quota in zip(calendar.months, calendar.share_out(total, calendar.months), strict=True):
            self._plan_cases(month, starts[month.first], boundaries)
            due += quota
            self._plan_others(month, due - self._written, last=month is calendar.months[-1])
            registered = self._agenda.registered(month.position)
            self._faults.place(registered, (self._written + len(registered)) / total)
            for planned in self._agenda.take(month.position):
                self._write(planned)
            progress("certificates", self._written, total)
        self._buffer.flush()

    def _case_starts(self) -> dict[date, int]:
        """Cases to begin in each month, so that sick leave has its share of all certificates."""
        calendar = self._calendar
        wanted = self._size.certificates * (1 - self._others.share() / 100)
        in_window = round(wanted / self._certificates_a_case())
        starts = dict(
            zip((month.first for month in calendar.months), calendar.share_out(in_window, calendar.months), strict=True)
        )
        per_weight = in_window / sum(calendar.weight(month) for month in calendar.months)
        return {month.first: round(per_weight * calendar.weight(month)) for month in calendar.warm_up} | starts

    def _certificates_a_case(self) -> float:
        """Mean number of certificates of a case, from a trial with streams of its own."""
        streams = Streams(self._streams.seed ^ 0x5EED)
        persons = Persons(streams["persons"], self._parameters, on_new=None)
        trial = CasePlanner(streams, self._parameters, self._organisation, persons, self._calendar)
        month = self._calendar.months[0]
        cases = [trial.plan(month) for _ in range(_PILOT_CASES)]
        return sum(len(case.certificates) for case in cases if case) / _PILOT_CASES * (1 + self._rewritten())

    def _rewritten(self) -> float:
        """About how many further certificates come of each: replacing, completing and rewritten ones."""
        number = self._parameters.number
        completing = (
            number("events.sent_percent", "FKASSA")
            * number("messages.subject_percent", "KOMPLT")
            * number("messages.outcome_percent", "certificate")
        )
        again = number("events.revoked_percent") * number("events.rewritten_after_revocation_percent")
        return (number("events.replaced_percent") + again / 100 + completing / 10_000) / 100

    def _plan_cases(self, month: Month, starts: int, boundaries: int) -> None:
        for number in range(starts):
            gap = _GAPS[number % 2] if number < boundaries * len(_GAPS) else None
            case = self._cases.plan(month, gap)
            if case is not None:
                self._lives.add_case(case)
                self._others.remember(case.certificates)

    def _plan_others(self, month: Month, wanted: int, *, last: bool) -> None:
        """Fill the month up with the other types; towards the end of the last month nothing further follows."""
        registered = self._agenda.registered(month.position)
        sick_leave = [one for one in registered if one.form.sick_leave]
        while (missing := wanted - len(self._agenda.registered(month.position))) > 0:
            certificate = self._others.plan(month, sick_leave)
            self._lives.add(certificate, follow_ups=not last or missing > 3)

    def _write(self, planned: Planned) -> None:
        if isinstance(planned, PlannedCertificate):
            self._write_certificate(planned)
        elif isinstance(planned, PlannedMessage):
            self._write_message(planned)
        elif isinstance(planned, PlannedState):
            add_planned_state(self._buffer, planned)
        else:
            add_status(self._buffer, planned)
            self._truth.status(planned)
        if self._buffer.pending >= _CHUNK_ROWS:
            self._buffer.flush()

    def _write_certificate(self, certificate: PlannedCertificate) -> None:
        stream = self._streams["documents"]
        gap = stream.whole(1, 3) if self._key_gaps() else 0
        certificate.recording_number = self._buffer.next_key(store_tables.original_certificate, gap=gap)
        marker = f"mrk{stream.hexadecimal(12)}"
        document = self._filling.document(certificate, marker)
        case = FaultCase(
            certificate,
            document,
            expect(certificate),
            self._organisation,
            self._calendar.today,
            self._number(certificate),
        )
        payload = self._payload(case)
        certificate.outcome = case.expected.outcome
        add_certificate(
            self._buffer,
            Registration(
                document=case.document,
                payload=payload,
                recording_number=certificate.recording_number,
                signed_at=certificate.signed_at,
                registered_at=certificate.registered_at,
                revoked=certificate.revoked_at is not None,
                test=certificate.person.test,
            ),
        )
        self._truth.certificate(certificate, case.expected, case.document.version or "", marker)
        self._written += 1

    def _number(self, certificate: PlannedCertificate) -> int:
        """How many times the certificate's fault was used before."""
        if certificate.fault is None:
            return 0
        number = self._fault_numbers.get(certificate.fault, 0)
        self._fault_numbers[certificate.fault] = number + 1
        return number

    @staticmethod
    def _payload(case: FaultCase) -> bytes:
        """The document, with the certificate's fault if it has one."""
        fault = case.certificate.fault
        if fault in DOCUMENT_FAULTS:
            return DOCUMENT_FAULTS[fault](case)
        effect = (VALUE_FAULTS | TIME_FAULTS).get(fault or "")
        if effect is not None:
            effect(case)
        if case.certificate.older_contract:
            case.document.version = OLDER_VERSIONS[case.document.type_id]
            return write_transport_older(case.document)
        return write_document(case.document)

    def _write_message(self, message: PlannedMessage) -> None:
        certificate = message.certificate
        revoked = certificate.revoked_at
        if revoked is not None and message.received_at >= revoked:
            return
        unit, doctor = certificate.unit, certificate.doctor
        address = f"{HSA_PREFIX}{unit.provider.organisation_number}-JOURNAL"
        payload = write_message(
            MessageDocument(
                message_id=message.message_id,
                direction=message.direction,
                certificate_id=certificate.certificate_id,
                patient_id=certificate.patient_id,
                subject=message.subject,
                sent_at=message.sent_at,
                text=f"Meddelande om intyget. mrk{message.message_id[:8]}",
                reference_id=message.reference_id,
                answers_message_id=message.answers_message_id,
                reminds_message_id=message.reminds_message_id,
                answer_by=message.answer_by,
                questions=message.questions,
                logical_address=address,
                unit=DocumentUnit(unit.id, unit.provider.id, unit.name, unit.provider.name),
                doctor=DocumentDoctor(doctor.id, doctor.name, doctor.titles),
            )
        )
        add_message(self._buffer, message, payload, address)
        self._truth.message(message)

    def _write_person(self, person: Person) -> None:
        """One line of the person register; a few persons are not in it."""
        if not person.in_register:
            return
        for number in filter(None, (person.number, person.later_number)):
            entry = {
                "personnummer": number,
                "fornamn": person.given_name,
                "mellannamn": None,
                "efternamn": person.surname,
                "postadress": "Exempelgatan 1",
                "postnummer": "00000",
                "postort": "Exempelorten",
                "sekretessmarkering": person.protected,
                "avliden": person.deceased,
                "testIndicator": person.test,
            }
            self._register.write(json.dumps(entry, ensure_ascii=False) + "\n")
