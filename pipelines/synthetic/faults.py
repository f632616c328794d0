"""Chooses which certificates get which fault (rule 19.9), spread over the months as the registrations are."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time

from pipelines.synthetic.document_faults import DOCUMENT_FAULTS
from pipelines.synthetic.plan import PlannedCertificate
from pipelines.synthetic.settings import Parameters, Size
from pipelines.synthetic.streams import Stream
from pipelines.synthetic.value_faults import VALUE_FAULTS, is_man

DOUBTFUL_LOCAL_TIME = "doubtful_local_time"
EQUAL_TIMES = "equal_times"
_LARGE = "document_of_16_mib"
_CHANGE_MONTHS = {3, 10}
_SUNDAY = 6
_DOUBTFUL = time(2, 30)


class FaultPlan:
    """How many of each fault are still to be placed."""

    def __init__(self, stream: Stream, parameters: Parameters, size: Size) -> None:
        self._stream = stream
        self._wanted = {
            name: _number(name, parameters, size)
            for name in [*DOCUMENT_FAULTS, *VALUE_FAULTS, DOUBTFUL_LOCAL_TIME, EQUAL_TIMES]
        }
        self._placed = dict.fromkeys(self._wanted, 0)

    def place(self, certificates: list[PlannedCertificate], progress: float) -> None:
        """Give faults to some of a month's certificates, so many that `progress` (0 to 1) of each are placed."""
        self._place_times(certificates)
        open_to_faults = [one for one in certificates if _may_be_faulty(one)]
        for name in [*DOCUMENT_FAULTS, *VALUE_FAULTS]:
            for _ in range(self._due(name, progress)):
                if not self._place_one(name, open_to_faults):
                    break

    def _left(self, name: str) -> bool:
        return self._placed[name] < self._wanted[name]

    def _due(self, name: str, progress: float) -> int:
        due = min(int(self._wanted[name] * progress + 0.999), self._wanted[name])
        return due - self._placed[name]

    def _place_one(self, name: str, open_to_faults: list[PlannedCertificate]) -> bool:
        fitting = [one for one in open_to_faults if name != "pregnancy_code_for_man" or is_man(one)]
        if not fitting:
            return False
        chosen = self._stream.pick(fitting)
        open_to_faults.remove(chosen)
        chosen.fault = name
        self._placed[name] += 1
        return True

    def _place_times(self, certificates: list[PlannedCertificate]) -> None:
        """Signing times that occur twice or not at all, and a replacing certificate with the time of the replaced."""
        for certificate in certificates:
            change = _clock_change(certificate.signed_at.date())
            if not _plain(certificate):
                continue
            if change is not None and self._left(DOUBTFUL_LOCAL_TIME):
                certificate.signed_at = datetime.combine(change, _DOUBTFUL)
                certificate.fault = DOUBTFUL_LOCAL_TIME
                self._placed[DOUBTFUL_LOCAL_TIME] += 1
            elif certificate.relation and certificate.relation[0] == "ERSATT" and self._left(EQUAL_TIMES):
                certificate.signed_at = certificate.relation[1].signed_at
                certificate.fault = EQUAL_TIMES
                self._placed[EQUAL_TIMES] += 1


def _number(name: str, parameters: Parameters, size: Size) -> int:
    rate = parameters.number(f"faults.{name}")
    if rate == 0:
        return 0
    if name == _LARGE:
        return 1 if size.name == "tiny" else int(size.certificates * rate / 100)
    return max(size.fault_minimum, round(size.certificates * rate / 100))


def _plain(certificate: PlannedCertificate) -> bool:
    return certificate.fault is None and not certificate.exempt and not certificate.person.test


def _may_be_faulty(certificate: PlannedCertificate) -> bool:
    """Faults come to LISJP 1.x certificates that are otherwise plain and not revoked, so that their effect shows."""
    return (
        _plain(certificate)
        and certificate.type_id == "lisjp"
        and not certificate.disease_carrier
        and certificate.revoked_at is None
    )


def _clock_change(day: date) -> date | None:
    """The Sunday of the clock change within the week after `day`, if there is one."""
    if day.month not in _CHANGE_MONTHS:
        return None
    last = date(day.year, day.month, monthrange(day.year, day.month)[1])
    sunday = last.replace(day=last.day - (last.weekday() - _SUNDAY) % 7)
    return sunday if 0 <= (day - sunday).days <= 2 else None
