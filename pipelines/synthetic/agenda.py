"""What happens in which month: everything planned waits here until its month is written, then it is let go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pipelines.synthetic.plan import PlannedCertificate, PlannedMessage, PlannedState, PlannedStatus
from pipelines.synthetic.work_calendar import WorkCalendar

Planned = PlannedCertificate | PlannedMessage | PlannedState | PlannedStatus


class Agenda:
    """Planned events by month. Events outside the window are dropped when they are added."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._months: dict[int, list[tuple[datetime, int, Planned]]] = {}
        self._registered: dict[int, list[PlannedCertificate]] = {}
        self._order = 0

    def within(self, at: datetime) -> bool:
        """True when the store knows of that moment: not before the window, not after its today."""
        return at.date() >= self._calendar.first and at < self._calendar.now

    def add(self, at: datetime, planned: Planned) -> bool:
        """Put it down; False when it lies outside the window."""
        if not self.within(at):
            return False
        self._order += 1
        month = self._calendar.position(at)
        self._months.setdefault(month, []).append((at, self._order, planned))
        if isinstance(planned, PlannedCertificate):
            self._registered.setdefault(month, []).append(planned)
        return True

    def registered(self, month: int) -> list[PlannedCertificate]:
        """The certificates that are registered in the month as planned so far."""
        return self._registered.get(month, [])

    def take(self, month: int) -> Iterator[Planned]:
        """All events of the month in order of time; certificates by their present registration time."""
        self._registered.pop(month, None)
        events = self._months.pop(month, [])
        events.sort(key=lambda event: (event[0], event[1]))
        for _, _, planned in events:
            yield planned
