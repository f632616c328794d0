"""A question about a history as a reader would ask it, and which window and filters it comes to (statistics 10).

Months are numbers: twelve for each year, so that the month after is one more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tests.oracle.groups import AGES, FILTER_TYPES, LENGTHS, UNKNOWN, UNKNOWN_WITHIN, diagnosis_nodes

Level = Literal["national", "provider", "region"]
Span = tuple[int, int]
"""First and last month, both included."""


@dataclass(frozen=True)
class Question:
    """One report on one level, in one view, with filters.

    `provider` and `own_units` (None = the whole provider) are the reader's reach on the provider level, `listed` the
    care units with listed patients on the region level; `threshold` cuts national and region figures.
    """

    report: str
    level: Level
    monthly: bool
    provider: str = ""
    own_units: frozenset[str] | None = None
    listed: tuple[tuple[str, int | None], ...] = ()
    threshold: int = 0
    units: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    lengths: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    node: str | None = None
    nodes: tuple[str, ...] = ()
    care_units: bool = True


@dataclass(frozen=True)
class Kept:
    """The filters in force; None where a dimension restricts nothing. Ages and lengths are (low, high)."""

    units: frozenset[str] | None = None
    diagnoses: frozenset[str] | None = None
    ages: tuple[tuple[int, int], ...] | None = None
    lengths: tuple[tuple[int, int], ...] | None = None
    types: frozenset[str] | None = None


def normal(hsa_id: str) -> str:
    """An HSA id without white space and case (2.6)."""
    return "".join(hsa_id.split()).lower()


def month_of(day: date) -> int:
    """The number of a day's month."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def days_of_span(span: Span) -> tuple[date, date]:
    """First and last day."""
    return first_day(span[0]), first_day(span[1] + 1) - timedelta(days=1)


EARLIEST = 2013 * 12 + 9


def written_month(text: str | None) -> int | None:
    """A month as written; None when unreadable."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text or "")
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    return int(found[1]) * 12 + int(found[2]) - 1


def default_span(question: Question, as_of: date) -> Span:
    """The window without own interval (1.3, 4.2): nationally completed months, else up to the running month."""
    last = month_of(as_of) - (question.level == "national")
    of_region = question.level == "region" and question.report == "complements_per_question"
    months = 18 if question.monthly or of_region else 12
    return last - months + 1, last


def asked_span(question: Question, as_of: date) -> tuple[Span | None, str | None]:
    """The reader's own interval after clipping, and the message about it; None when it is not to be used (10.2)."""
    first, last = written_month(question.first), written_month(question.last)
    latest = month_of(as_of) - (question.level == "national")
    if first is None or last is None or last < first:
        return None, "FI-013"
    if last < EARLIEST:
        return None, "FI-004"
    if first > latest:
        return None, "FI-009"
    early, late = first < EARLIEST, last > latest
    told = {(True, True): "FI-003", (True, False): "FI-001", (False, True): "FI-002"}.get((early, late))
    return (max(first, EARLIEST), min(last, latest)), told


def span_and_filters(question: Question, as_of: date) -> tuple[Span, Kept, str | None]:
    """The window, the filters in force and the message; an unusable interval drops every filter with it."""
    if question.first is None and question.last is None:
        return default_span(question, as_of), filters_of(question), None
    span, told = asked_span(question, as_of)
    if span is None:
        return default_span(question, as_of), Kept(), told
    return span, filters_of(question), told


def filters_of(question: Question) -> Kept:
    """The filters: unknown names have no effect, and everything chosen is no filter (10.1, 10.5, 10.6, 10.9)."""
    nodes = {node for node in question.diagnoses if node in diagnosis_nodes()}
    types = [key for key in FILTER_TYPES if key in question.types]
    return Kept(
        frozenset(map(normal, question.units)) or None,
        frozenset(nodes) or None,
        _bounds(AGES, question.ages),
        _bounds(LENGTHS, question.lengths),
        frozenset(one for key in types for one in FILTER_TYPES[key])
        if types and len(types) < len(FILTER_TYPES)
        else None,
    )


def _bounds(groups: tuple[str, ...], chosen: tuple[str, ...]) -> tuple[tuple[int, int], ...] | None:
    kept = [key for key in groups if key in chosen]
    if not kept or len(kept) == len(groups):
        return None
    return tuple(interval(key) for key in kept)


def interval(key: str) -> tuple[int, int]:
    """`31-60` as numbers, `731-` as without end."""
    low, _, high = key.partition("-")
    return int(low), int(high or 10**9)


def is_within(number: int | None, bounds: tuple[tuple[int, int], ...] | None) -> bool:
    """Whether a filter by number lets a fact through; one without number is left out while the filter is active."""
    return bounds is None or (number is not None and any(low <= number <= high for low, high in bounds))


def has_diagnosis(path: tuple[str | None, ...], nodes: frozenset[str] | None) -> bool:
    """Whether a fact with chapter, block, category and code is below one of the nodes (10.6)."""
    if nodes is None:
        return True
    chapter, _, category, code = path
    if UNKNOWN in nodes and chapter is None:
        return True
    if category is not None and code is None and UNKNOWN_WITHIN + category in nodes:
        return True
    return any(node in nodes for node in path if node is not None)
