"""The periods of a certificate and the flags that tell what is odd about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from pipelines.documents.answers import Answers, Part, period_days
from pipelines.documents.certificate_forms import CertificateForm
from pipelines.documents.leaves import has_day_form, read_day
from pipelines.documents.record import Period
from pipelines.documents.rejection import UnreadableError

DEGREE_BY_CODE: Final = {"HELT_NEDSATT": 100, "TRE_FJARDEDEL": 75, "HALFTEN": 50, "EN_FJARDEDEL": 25}

DEGREE_UNKNOWN: Final = "degree_unknown"
END_BEFORE_START: Final = "end_before_start"
PERIOD_UNREADABLE: Final = "period_unreadable"
PERIODS_OVERLAP: Final = "periods_overlap"
DEGREE_REPEATED: Final = "degree_repeated"

_DEGREE_CODE_SYSTEMS = frozenset({"KV_FKMU_0003", "FKMU_0003"})
_WHOLE_PERCENT = re.compile(r"(100|[0-9]{1,2})(?:[.,]0*)?")
_OVERLAP_DAYS_FLAGGED = 2


def make_period(ordinal: int, start: str | None, end: str | None, degree: int | None) -> Period:
    """One period from its days as written, with its own flags: `period_unreadable` when a day is missing or no
    calendar day, `end_before_start`, `degree_unknown`."""
    first, last = read_day(start), read_day(end)
    flags = []
    if first is None or last is None:
        flags.append(PERIOD_UNREADABLE)
    elif last < first:
        flags.append(END_BEFORE_START)
    if degree is None:
        flags.append(DEGREE_UNKNOWN)
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
        _refuse_malformed_dates(answers.parts(form.period), form.period)
    question = form.period.partition(".")[0]
    read_degree = whole_percent if form.degree_kind == "percent" else degree_of_code
    periods = []
    for ordinal, answer in enumerate(answers.of(question), start=1):
        days, degree = answer.part(form.period), answer.part(form.degree)
        start, end = period_days(days) if days else (None, None)
        periods.append(make_period(ordinal, start, end, read_degree(degree) if degree else None))
    return tuple(periods)


def _refuse_malformed_dates(parts: Sequence[Part], answer: str) -> None:
    for part in parts:
        if any(day is not None and not has_day_form(day) for day in period_days(part)):
            raise UnreadableError("form_refused", f"answer {answer}")


def degree_of_code(part: Part) -> int | None:
    """Per cent of a degree code. A code of another list with the same word is no degree."""
    if part.code_system is not None and part.code_system not in _DEGREE_CODE_SYSTEMS:
        return None
    return DEGREE_BY_CODE.get(part.code or "")


def whole_percent(part: Part) -> int | None:
    """A whole number of per cent from 0 to 100, as quantity or as plain text."""
    match = _WHOLE_PERCENT.fullmatch(part.leaves.get("value", part.text))
    return int(match[1]) if match else None


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
