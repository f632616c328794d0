"""Plain findings of a release, made from the published national numbers by rules that say when they say nothing.

A comparison is made with the same three months a year before (statistics 7.1), and only when every month of both has
published cases. A number that is protected, which is one of which the threshold left nothing, is never used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from warehouse.reports import registry
from warehouse.reports.boxes import rounded_change, share, truncated_change
from warehouse.reports.measure_values import left_of
from warehouse.reports.national import NationalStatistics
from warehouse.reports.overview import Change, OverviewResult, OverviewRow
from warehouse.reports.period import Month, Window
from warehouse.reports.result import Count, Group, Level, View

FINDINGS = 3
FEWEST_CASES = 50
"""With fewer cases in either period a change tells of chance, so nothing is said of it."""

DIAGNOSES = "overview_diagnosis_group"
SEXES = "overview_sex_share"
LONG = "overview_long_cases"
OTHER_DISEASES = "P00-P96+Q00-Q99+S00-Y98"
"""A group of chapters that have nothing in common: no finding is told of it."""


class Subject(StrEnum):
    """What a finding is about."""

    TOTAL = "total"
    DIAGNOSIS = "diagnosis"
    LONG_CASES = "long_cases"
    SEX = "sex"


class Direction(StrEnum):
    """How the number compares with that of a year before; `ALONE` is not compared."""

    MORE = "more"
    FEWER = "fewer"
    SAME = "same"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `now` and `before` are numbers of cases, `of` what `now` is a part of; shares in whole per cent.

    `report_id` is the report that shows it.
    """

    subject: Subject
    direction: Direction
    report_id: str
    now: int
    before: int | None = None
    change: Change | None = None
    group: Group | None = None
    of: int | None = None
    share: int | None = None
    share_before: int | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What a release tells: at most three findings, and the months that lack cases where a comparison needs them."""

    found: tuple[Finding, ...]
    missing: tuple[Month, ...]
    window: Window
    previous_window: Window


@lru_cache(maxsize=4)
def findings_of(reader: NationalStatistics) -> Findings:
    """The findings of a release."""
    overview = reader.overview()
    asked = Window(overview.previous_window.first, overview.window.last)
    result = reader.report("cases_total", View.TIME_SERIES, window=asked)
    counts = (row[0] for row in result.table.values)
    return find(overview, dict(zip(result.months, counts, strict=True)))


def find(overview: OverviewResult, months: Mapping[Month, Count]) -> Findings:
    """The findings of an overview; `months` holds the published cases of each month."""
    windows = (overview.window, overview.previous_window)
    lacking, lacking_before = ([month for month in window if not _shown(months.get(month))] for window in windows)
    found: list[Finding | None] = []
    if not lacking:
        comparable = not lacking_before
        if comparable:
            found += [_total(overview), _diagnosis(overview)]
        found += [_long_cases(overview, comparable), _sexes(overview)]
    told = tuple(one for one in found if one is not None)[:FINDINGS]
    return Findings(told, (*lacking_before, *lacking), *windows)


def _shown(count: Count | None) -> int | None:
    """The number of cases of a cell; None when it is protected or absent."""
    if count is None:
        return None
    return count.total if left_of(count)[2] else None


def _total(overview: OverviewResult) -> Finding | None:
    """How the number of cases has changed (rule 7.5: truncated)."""
    box = overview.box(SEXES)
    now, before = _shown(box.total), _shown(box.previous_total)
    if now is None or before is None or min(now, before) < FEWEST_CASES:
        return None
    change = truncated_change(now, before)
    return Finding(Subject.TOTAL, _direction(change.value), box.links_to, now, before, change)


def _diagnosis(overview: OverviewResult) -> Finding | None:
    """The named diagnosis group whose number has changed most, up or down (rule 7.5: rounded)."""
    box = overview.box(DIAGNOSES)
    unnamed = {_rest_key(box.key), OTHER_DISEASES}
    compared = [row for row in box.rows if row.group.key not in unnamed and _is_comparable(row)]
    if not compared:
        return None
    most = max(compared, key=lambda row: abs(row.count.total - row.previous.total))
    now, before = most.count.total, most.previous.total
    direction = _direction(now - before)
    return Finding(Subject.DIAGNOSIS, direction, box.links_to, now, before, rounded_change(now, before), most.group)


def _is_comparable(row: OverviewRow) -> bool:
    counts = (_shown(row.count), _shown(row.previous))
    return all(count is not None and count >= FEWEST_CASES for count in counts)


def _rest_key(box_id: str) -> str | None:
    return next(box.rest_key for box in registry.boxes(Level.NATIONAL) if box.id == box_id)


def _long_cases(overview: OverviewResult, comparable: bool) -> Finding | None:
    """How large a part of all cases are long, now and then.

    The whole is the number of cases, not the sum of the lengths, from which the threshold takes more.
    """
    cases, long = overview.box(SEXES), overview.box(LONG)
    now, of = _shown(long.total), _shown(cases.total)
    if now is None or of is None or of < FEWEST_CASES:
        return None
    before, of_before = _shown(long.previous_total), _shown(cases.previous_total)
    earlier = None
    if comparable and before is not None and of_before is not None and of_before >= FEWEST_CASES:
        earlier = share(before, of_before)
    current = share(now, of)
    direction = Direction.ALONE if earlier is None else _direction(current - earlier)
    return Finding(
        Subject.LONG_CASES, direction, long.links_to, now, before, of=of, share=current, share_before=earlier
    )


def _sexes(overview: OverviewResult) -> Finding | None:
    """How large a part of the cases are women's."""
    box = overview.box(SEXES)
    women, men = _shown(box.row("women").count), _shown(box.row("men").count)
    if women is None or men is None or women + men < FEWEST_CASES:
        return None
    of = women + men
    return Finding(Subject.SEX, Direction.ALONE, box.links_to, women, of=of, share=share(women, of))


def _direction(difference: int) -> Direction:
    if difference == 0:
        return Direction.SAME
    return Direction.MORE if difference > 0 else Direction.FEWER
