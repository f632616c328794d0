"""Sick-leave certificates as the case engine sees them, and their values on a day (rehab rule 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rehab.intervals import Interval, covered_days, last_covered_before


@dataclass(frozen=True, slots=True)
class WorkCapacityPeriod:
    """One period of reduced work capacity: inclusive days and the reduction in per cent (25, 50, 75 or 100)."""

    start: date
    end: date
    degree: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a period ends no earlier than it starts")

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class SickLeaveCertificate:
    """One sick-leave certificate with at least one period. Its identity is `certificate_id`.

    `person_id` is the stored form (`YYYYMMDD-NNNN`, or as written) and is compared as text. `signed_at` is Swedish
    local time. `unit_id` is the unit that issued the certificate, `care_unit_id` the care unit it belongs to.
    """

    certificate_id: str
    person_id: str
    signed_at: datetime
    periods: tuple[WorkCapacityPeriod, ...]
    provider_id: str = ""
    care_unit_id: str = ""
    unit_id: str = ""
    doctor_id: str | None = None
    diagnosis_code: str = ""
    secondary_diagnosis_codes: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.periods:
            raise ValueError("a sick-leave certificate has at least one period")

    @property
    def start(self) -> date:
        """The earliest day of any period."""
        return min(period.start for period in self.periods)

    @property
    def end(self) -> date:
        """The latest day of any period."""
        return max(period.end for period in self.periods)

    @property
    def intervals(self) -> list[Interval]:
        return [(period.start, period.end) for period in self.periods]

    @property
    def days(self) -> int:
        """Distinct calendar days covered by the periods; holes are not counted, overlaps once."""
        return covered_days(self.intervals)

    @property
    def ordered_periods(self) -> tuple[WorkCapacityPeriod, ...]:
        """The periods ordered by start."""
        return tuple(sorted(self.periods, key=_time_order))

    @property
    def degrees(self) -> tuple[int, ...]:
        """The degrees ordered by period start; a repeated degree stays repeated."""
        return tuple(period.degree for period in self.ordered_periods)

    def is_active(self, day: date) -> bool:
        """Whether some period covers `day`; a hole between two periods is not active."""
        return any(period.covers(day) for period in self.periods)

    def is_recently_ended(self, day: date, recent: int) -> bool:
        """Whether the certificate ended 1 to `recent` days before `day`."""
        return not self.is_active(day) and self.end < day < self.end + timedelta(days=recent + 1)

    def period_on(self, day: date) -> WorkCapacityPeriod | None:
        """The period that covers `day`; of two the one with the later start. None when none does."""
        return max((period for period in self.periods if period.covers(day)), key=_time_order, default=None)

    def degree_on(self, day: date) -> int:
        """The degree on `day`; 0 when no period covers it."""
        period = self.period_on(day)
        return period.degree if period else 0

    def last_covered_before(self, day: date) -> date | None:
        """The last day before `day` that some period covers, or None."""
        return last_covered_before(self.intervals, day)


def _time_order(period: WorkCapacityPeriod) -> tuple[date, date, int]:
    return period.start, period.end, period.degree
