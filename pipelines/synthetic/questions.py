"""Messages about a certificate: requests, answers and reminders (rule 19.8)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from pipelines.synthetic.agenda import Agenda
from pipelines.synthetic.plan import PlannedCertificate, PlannedMessage
from pipelines.synthetic.settings import Parameters, load_groups
from pipelines.synthetic.streams import Stream
from pipelines.synthetic.work_calendar import WorkCalendar

_FORMS_OF_QUESTIONS = {"lisjp", "fk7804", "fk7263"}


class NewCertificateAnswer(NamedTuple):
    """A completion request that is answered by a new certificate at that time."""

    message_id: str
    at: datetime


class Correspondence:
    """Puts the messages about a certificate on the agenda."""

    def __init__(self, stream: Stream, parameters: Parameters, calendar: WorkCalendar, agenda: Agenda) -> None:
        self._stream = stream
        self._parameters = parameters
        self._calendar = calendar
        self._agenda = agenda
        self._subjects = parameters.table("messages.subject_percent")
        self._delay = parameters.table("messages.delay_days")
        self._answer_delay = parameters.table("messages.answer_delay_days")
        self._outcome = parameters.weighted("messages.outcome_percent")
        self._reminders = parameters.table("messages.reminder_percent")
        self._answer_within = int(parameters.number("messages.answer_within_days"))
        self._own_questions = parameters.weighted("messages.question_probability")
        self._other_questions = parameters.weighted("messages.question_probability_other")
        self._groups = load_groups()

    def about(self, certificate: PlannedCertificate, sent: datetime) -> NewCertificateAnswer | None:
        """Messages after the certificate was sent; tells when a new certificate answers one of them."""
        if certificate.form.recipient != "FKASSA" or certificate.person.test:
            return None
        answering = None
        for subject, percent in self._subjects.items():
            if not self._stream.chance(percent * self._factor(certificate, subject)):
                continue
            asked = self._question(certificate, subject, sent)
            if asked is not None and subject == "KOMPLT":
                answering = self._answered(asked)
            elif asked is not None:
                self._answer(asked, self._after(asked.sent_at, self._answer_delay))
        return answering

    def _factor(self, certificate: PlannedCertificate, subject: str) -> float:
        main = certificate.diagnoses[0].group if certificate.diagnoses else ""
        tumour = main in self._groups and self._groups[main].tumour
        if subject == "KOMPLT" and not certificate.form.completion and certificate.type_id != "fk7263":
            return 0.0
        return self._parameters.number("messages.tumour_factor") if tumour and subject == "KOMPLT" else 1.0

    def _question(self, certificate: PlannedCertificate, subject: str, sent: datetime) -> PlannedMessage | None:
        at = self._after(sent, self._delay)
        questions = self._question_ids(certificate) if subject == "KOMPLT" else ()
        message = self._message(certificate, "to_care", subject, at)
        message.questions = questions
        message.reference_id = f"FK-{self._stream.hexadecimal(8)}"
        message.answer_by = at.date() + timedelta(days=self._answer_within)
        return message if self._put(message) else None

    def _question_ids(self, certificate: PlannedCertificate) -> tuple[str, ...]:
        """One to four question ids; an id may come twice, as in real requests."""
        own = certificate.type_id in _FORMS_OF_QUESTIONS
        probabilities = self._own_questions if own else self._other_questions
        return tuple(str(self._stream.draw(probabilities)) for _ in range(self._stream.whole(1, 4)))

    def _answered(self, asked: PlannedMessage) -> NewCertificateAnswer | None:
        """Reminders while there is no answer, then the answer; the answer may be a new certificate."""
        outcome = self._stream.draw(self._outcome)
        at = self._after(asked.sent_at, self._answer_delay)
        remind = asked.sent_at + timedelta(days=self._stream.whole(10, 20))
        if (outcome == "nothing" or at > remind) and self._stream.chance(self._reminders["first"]):
            self._reminder(asked, remind)
            if self._stream.chance(self._reminders["second"]):
                self._reminder(asked, remind + timedelta(days=10))
        if outcome == "answer":
            self._answer(asked, at)
        return NewCertificateAnswer(asked.message_id, at) if outcome == "certificate" else None

    def _reminder(self, asked: PlannedMessage, at: datetime) -> None:
        message = self._message(asked.certificate, "to_care", "PAMINN", at)
        message.reminds_message_id = asked.message_id
        self._put(message)

    def _answer(self, asked: PlannedMessage, at: datetime) -> None:
        message = self._message(asked.certificate, "to_recipient", asked.subject, at)
        message.answers_message_id = asked.message_id
        self._put(message)

    def _message(self, certificate: PlannedCertificate, direction: str, subject: str, at: datetime) -> PlannedMessage:
        received = at + timedelta(seconds=self._stream.whole(1, 30))
        return PlannedMessage(self._stream.uuid(), direction, certificate, subject, at, received)

    def _put(self, message: PlannedMessage) -> bool:
        """The store refuses messages about a revoked certificate."""
        revoked = message.certificate.revoked_at
        if revoked is not None and message.received_at >= revoked:
            return False
        return self._agenda.add(message.received_at, message)

    def _after(self, moment: datetime, delay: dict[str, float]) -> datetime:
        days = self._stream.lognormal(delay["median"], delay["sigma"])
        day = moment.date() + timedelta(days=max(int(days), 1))
        return self._calendar.at_work(self._stream, day)
