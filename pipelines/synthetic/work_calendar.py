"""The window of a store in months, and on which days and hours certificates are signed."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pipelines.synthetic.population import apportion
from pipelines.synthetic.settings import Parameters
from pipelines.synthetic.streams import Stream, Weighted

WARM_UP_MONTHS = 12
"""Cases begin so long before the window, so that the window opens on a running practice."""


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month or the part of it inside the window. `position` is 0 for the first of the window."""

    position: int
    first: date
    last: date

    @property
    def key(self) -> tuple[int, int]:
        return self.first.year, self.first.month


class WorkCalendar:
    """Months from before the window up to the day before `today`, with weights for signing days."""

    def __init__(self, parameters: Parameters, today: date, months: int) -> None:
        self.today = today
        self.now = datetime.combine(today, time())
        self.first = _months_before(today, months)
        self._weekday = parameters.table("cases.signing_by_weekday")
        self._factor = parameters.table("cases.start_by_month")
        self._hours = parameters.weighted("cases.signing_by_hour")
        self.warm_up = list(_months(_months_before(self.first, WARM_UP_MONTHS), self.first))
        self.months = list(_months(self.first, today))
        self._days = {month.first: Weighted(self._day_weights(month)) for month in [*self.warm_up, *self.months]}

    def _day_weights(self, month: Month) -> dict[date, float]:
        days = (month.last - month.first).days + 1
        each = [month.first + timedelta(days=number) for number in range(days)]
        factor = self._factor[month.first.month]
        return {day: self._weekday[day.weekday()] * factor for day in each}

    def weight(self, month: Month) -> float:
        """How busy the month is against the others; a half month weighs half."""
        return sum(self._day_weights(month).values())

    def share_out(self, total: int, months: list[Month]) -> list[int]:
        """Whole numbers per month, in proportion to how busy they are, that add up to `total`."""
        return apportion(total, [self.weight(month) for month in months])

    def signing_day(self, stream: Stream, month: Month) -> date:
        return stream.draw(self._days[month.first])

    def weekday_in_week_of(self, stream: Stream, day: date) -> date:
        """A signing day in the week of `day`."""
        monday = day - timedelta(days=day.weekday())
        return monday + timedelta(days=stream.draw(Weighted(self._weekday)))

    def at_work(self, stream: Stream, day: date) -> datetime:
        """A moment of that day when certificates are signed."""
        hour = stream.draw(self._hours)
        return datetime.combine(day, time(hour, stream.whole(0, 59), stream.whole(0, 59)))

    def position(self, moment: datetime) -> int:
        """Number of the month of the window that holds the moment, 0 for the first, below 0 before it."""
        return (moment.year - self.first.year) * 12 + moment.month - self.first.month


def _months_before(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months(first: date, end: date) -> list[Month]:
    """The calendar months from `first` to the day before `end`, cut at both."""
    found: list[Month] = []
    start = first
    while start < end:
        last = date(start.year, start.month, monthrange(start.year, start.month)[1])
        found.append(Month(len(found), start, min(last, end - timedelta(days=1))))
        start = last + timedelta(days=1)
    return found
