"""The periods of a certificate and the flags that tell what is odd about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from pipelines.documents.answers import Answers, Part, period_days
from pipelines.documents.certificate_forms import CertificateForm
from pipelines.documents.leaves import read_day
from pipelines.documents.record import Period
from pipelines.documents.rules import degree_out_of_range, end_before_start, form_refused, impossible_date

PERIODS_OVERLAP: Final = "periods_overlap"
DEGREE_REPEATED: Final = "degree_repeated"

_OVERLAP_DAYS_FLAGGED = 2


def make_period(ordinal: int, start: str | None, end: str | None, degree: int | None) -> Period:
    """One period from its days as written, with its own flags: `period_unreadable` when a day is missing or no
    calendar day, `end_before_start`, `degree_unknown`."""
    first, last = read_day(start), read_day(end)
    flags = []
    if impossible_date.is_broken(first, last):
        flags.append(impossible_date.FLAG.code)
    elif end_before_start.is_broken(first, last):
        flags.append(end_before_start.FLAG.code)
    if degree is None:
        flags.append(degree_out_of_range.FLAG.code)
    return Period(ordinal, first, last, degree, tuple(flags))


def read_periods(form: CertificateForm, answers: Answers) -> tuple[Period, ...]:
    """Every occurrence of the form's period question, in document order; none for forms without sick leave
    (rules F-11 and F-17).

    Raises `UnreadableError` with `form_refused` when a date of answer 32.2 does not have the form yyyy-MM-dd
    (rule F-8).
    """
    if not form.period:
        return ()
    if form.strict_dates:
        for part in answers.parts(form.period):
            form_refused.check_date_form(period_days(part), form.period)
    question = form.period.partition(".")[0]
    read_degree = _whole_percent if form.degree_kind == "percent" else _degree_of_code
    periods = []
    for ordinal, answer in enumerate(answers.of(question), start=1):
        days, degree = answer.part(form.period), answer.part(form.degree)
        start, end = period_days(days) if days else (None, None)
        periods.append(make_period(ordinal, start, end, read_degree(degree) if degree else None))
    return tuple(periods)


def _degree_of_code(part: Part) -> int | None:
    return degree_out_of_range.percent_of_code(part.code, part.code_system)


def _whole_percent(part: Part) -> int | None:
    """As quantity or as plain text."""
    return degree_out_of_range.whole_percent(part.leaves.get("value", part.text))


def period_flags(periods: Sequence[Period]) -> list[str]:
    """Flags about the periods together: `periods_overlap` when two of them share two days or more,
    `degree_repeated` when two have the same degree."""
    flags = []
    if longest_overlap(periods) >= _OVERLAP_DAYS_FLAGGED:
        flags.append(PERIODS_OVERLAP)
    degrees = [period.degree for period in periods if period.degree is not None]
    if len(set(degrees)) < len(degrees):
        flags.append(DEGREE_REPEATED)
    return flags


def longest_overlap(periods: Sequence[Period]) -> int:
    """The largest number of days that two of the periods share; periods without calendar days or with the end
    before the start take no part."""
    longest = 0
    reached: date | None = None
    for start, end in calendar_spans(periods):
        if reached is not None:
            longest = max(longest, (min(end, reached) - start).days + 1)
        reached = end if reached is None else max(reached, end)
    return longest


def calendar_spans(periods: Sequence[Period]) -> list[tuple[date, date]]:
    """Start and end of every well-formed period, sorted."""
    return sorted(
        (period.start, period.end)
        for period in periods
        if period.start is not None and period.end is not None and period.start <= period.end
    )
