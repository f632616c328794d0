"""What happens to a certificate after its signing: registered, sent, revoked, replaced, asked about (rule 19.8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from pipelines.synthetic.agenda import Agenda
from pipelines.synthetic.plan import PlannedCase, PlannedCertificate, PlannedState, PlannedStatus
from pipelines.synthetic.questions import Correspondence
from pipelines.synthetic.settings import Parameters
from pipelines.synthetic.streams import Every, Streams
from pipelines.synthetic.work_calendar import WorkCalendar

_DEEPEST = 2
_REHAB_CASE_DAYS = 28
_SEQUENCE = ("REKO_2", "REKO_3", "REKO_4")


class Lifecycle:
    """Puts a certificate and everything that follows from it on the agenda; draws are of `events`, `messages` and
    `coordination`."""

    def __init__(
        self,
        streams: Streams,
        parameters: Parameters,
        calendar: WorkCalendar,
        agenda: Agenda,
        least_fault_percent: float,
    ) -> None:
        self._stream = streams["events"]
        self._coordination = streams["coordination"]
        self._parameters = parameters
        self._calendar = calendar
        self._agenda = agenda
        self._correspondence = Correspondence(streams["messages"], parameters, calendar, agenda)
        self._sent_percent = parameters.table("events.sent_percent")
        self._within = parameters.weighted("events.revoked_within_percent")
        least = least_fault_percent
        self._late_day = Every(_rate(parameters, "faults.late_by_a_day", least))
        self._late_month = Every(_rate(parameters, "faults.late_by_thirty_days", least))
        self._back_dated = Every(_rate(parameters, "faults.back_dated_state", least))
        self._exit = parameters.weighted("coordination.exit_percent")

    def add_case(self, case: PlannedCase) -> None:
        """All certificates of a case, then the coordinator's statuses about it."""
        for certificate in case.certificates:
            self.add(certificate)
        self._add_statuses(case)

    def add(self, certificate: PlannedCertificate, *, follow_ups: bool = True, depth: int = 0) -> None:
        """One certificate. Without `follow_ups` no further certificate comes of it."""
        certificate.registered_at = self._registered(certificate)
        if not self._agenda.add(certificate.registered_at, certificate):
            return
        deeper = follow_ups and depth < _DEEPEST
        revoked = self._revocation(certificate)
        sent = self._sending(certificate, revoked)
        self._archiving(certificate)
        if revoked is not None and self._agenda.within(revoked):
            certificate.revoked_at = revoked
            self._agenda.add(revoked, PlannedState(certificate, "HSVARD", "CANCELLED", revoked))
            if deeper and self._stream.chance(self._parameters.number("events.rewritten_after_revocation_percent")):
                self._rewrite(certificate, revoked, None, depth)
        elif deeper and certificate.form.sick_leave and not certificate.exempt:
            self._replacement(certificate, depth)
        if sent is not None and not certificate.person.test:
            answering = self._correspondence.about(certificate, sent)
            if answering is not None and deeper:
                again = self._rewrite(certificate, answering.at, "KOMPLT", depth)
                again.answers_message_id = answering.message_id

    def _registered(self, certificate: PlannedCertificate) -> datetime:
        """Some seconds after the signing, at times days later."""
        stream, signed = self._stream, certificate.signed_at
        if certificate.exempt:
            return signed + timedelta(seconds=5)
        if self._late_month():
            certificate.fault = "late_by_thirty_days"
            return _later(signed, days=30 + stream.uniform() * 25)
        if self._late_day():
            certificate.fault = "late_by_a_day"
            return _later(signed, days=1 + stream.uniform() * 6)
        return signed + timedelta(seconds=stream.whole(1, 20))

    def _revocation(self, certificate: PlannedCertificate) -> datetime | None:
        stream = self._stream
        if certificate.exempt or not stream.chance(self._parameters.number("events.revoked_percent")):
            return None
        hours = {"hour": 1.0, "day": 24.0, "sixty_days": 60 * 24.0}[stream.draw(self._within)]
        return _later(certificate.registered_at, hours=0.02 + stream.uniform() * hours)

    def _sending(self, certificate: PlannedCertificate, revoked: datetime | None) -> datetime | None:
        """Send it to its recipient; None when it is not sent, or not before it is revoked or today comes."""
        stream, recipient = self._stream, certificate.form.recipient
        if recipient is None or certificate.person.test or not stream.chance(self._sent_percent[recipient]):
            return None
        days, hours = 0.0, 2 * stream.uniform()
        if recipient not in {"SKV", "SOS"} and not stream.chance(
            self._parameters.number("events.sent_at_once_percent")
        ):
            days = stream.uniform() * self._parameters.number("events.sent_late_days")
        sent = _later(certificate.registered_at, days=days, hours=hours)
        if revoked is not None and revoked <= sent:
            return None
        if not self._agenda.add(sent, PlannedState(certificate, recipient, "SENT", sent)):
            return None
        certificate.sent.append((recipient, sent))
        if self._back_dated():
            at = certificate.registered_at - timedelta(days=1)
            self._agenda.add(sent, PlannedState(certificate, recipient, "PROCESSED", at))
        return sent

    def _archiving(self, certificate: PlannedCertificate) -> None:
        """The citizen puts it away, at times takes it back; this changes no figure."""
        stream = self._stream
        if not stream.chance(self._parameters.number("events.archived_percent")):
            return
        at = _later(certificate.registered_at, days=stream.uniform() * 40)
        self._agenda.add(at, PlannedState(certificate, "INVANA", "DELETED", at))
        if stream.chance(33):
            again = _later(at, days=1 + stream.uniform() * 20)
            self._agenda.add(again, PlannedState(certificate, "INVANA", "RESTORED", again))

    def _replacement(self, certificate: PlannedCertificate, depth: int) -> None:
        stream = self._stream
        name = "events.replaced_again_percent" if depth else "events.replaced_percent"
        if not stream.chance(self._parameters.number(name)):
            return
        at = _later(certificate.registered_at, days=stream.uniform() * 9)
        newer = self._rewrite(certificate, at, "ERSATT", depth)
        withdrawn = stream.chance(self._parameters.number("events.replacing_revoked_percent"))
        later = newer.registered_at + timedelta(days=3)
        sent_before = all(sent < later for _, sent in newer.sent)
        if withdrawn and newer.revoked_at is None and sent_before and self._agenda.within(later):
            newer.revoked_at = later
            self._agenda.add(later, PlannedState(newer, "HSVARD", "CANCELLED", later))

    def _rewrite(
        self, certificate: PlannedCertificate, after: datetime, kind: str | None, depth: int
    ) -> PlannedCertificate:
        """A new certificate about the same, signed at or soon after a moment, with a relation when `kind` is given."""
        signed = after + timedelta(minutes=self._stream.whole(5, 90))
        newer = replace(
            certificate,
            certificate_id=self._stream.uuid(),
            signed_at=signed,
            relation=None if kind is None else (kind, certificate),
            answers_message_id=None,
            revoked_at=None,
            sent=[],
            fault=None,
            exempt=False,
        )
        self.add(newer, depth=depth + 1)
        return newer

    def _add_statuses(self, case: PlannedCase) -> None:
        """REKO_2, REKO_3, REKO_4 and an exit, for some of the longer cases on units with a coordinator."""
        stream, last = self._coordination, case.certificates[-1]
        unit = last.unit.managing_unit
        days = (last.end - case.start).days + 1
        if days <= _REHAB_CASE_DAYS or not unit.has_coordinator or case.person.test:
            return
        if not stream.chance(self._parameters.number("coordination.status_percent")):
            return
        day = case.start + timedelta(days=stream.whole(20, 40))
        steps = [*_SEQUENCE[: stream.whole(1, 3)], str(stream.draw(self._exit))]
        for status in steps:
            at = self._calendar.at_work(stream, day)
            self._agenda.add(at, PlannedStatus(status, last.patient_id, last.unit, case.start, at))
            day += timedelta(days=stream.whole(10, 60))


def _rate(parameters: Parameters, name: str, least: float) -> float:
    """A fault's rate in per cent, at least what the size asks for; 0 switches the fault off."""
    rate = parameters.number(name)
    return max(rate, least) if rate else 0.0


def _later(moment: datetime, *, days: float = 0, hours: float = 0) -> datetime:
    """A later moment in whole seconds, as the store keeps them."""
    return moment + timedelta(seconds=int(days * 86400 + hours * 3600))
