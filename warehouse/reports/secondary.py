"""Secondary protection: what the threshold hid is not the difference of a whole and its other parts (dashboards 22.4).

The first step leaves out each care provider's number below the threshold (statistics 6.2), and a cell of which nothing
is left is hidden. Where the parts that are shown lack less of their whole than the threshold, the smallest of them is
hidden too, so that the difference is never a small number. What is below a hidden diagnosis is hidden with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from warehouse import diagnoses
from warehouse import reference_tables as reference
from warehouse.diagnoses import UNKNOWN_KEY, DiagnosisLevel
from warehouse.disclosure import is_protected
from warehouse.reports import registry
from warehouse.reports.cells import Cells, total
from warehouse.reports.certificate_groups import undivided_groups
from warehouse.reports.definitions import Family
from warehouse.reports.known_dimensions import LONG_CASE_DAYS, dimension
from warehouse.reports.published import CHART, OVERVIEW, TABLE, WITHIN
from warehouse.reports.result import ZERO, Count, Level

SeriesKey = tuple[str, str, str]
"""Report, view and series."""

CHAPTERS = "cases_by_diagnosis_group"
_ALL_CASES, _ALL_OF_OVERVIEW = "cases_total", "overview_sex_share"
_BOXES_OF_PARTS = frozenset(
    {
        "overview_diagnosis_group",
        "overview_age_group",
        "overview_degree",
        "overview_case_length",
        "overview_county",
    }
)
_SEXES = ("women", "men", "unknown")


@dataclass(frozen=True, slots=True)
class Whole:
    """A number that is published beside its parts: the sum of a series, or the cell `key` of it.

    `parts` are the groups that it is the whole of; None for all of them.
    """

    series: SeriesKey
    key: str | None = None
    parts: frozenset[str] | None = None

    def count(self, cells: Cells) -> Count:
        """The whole, from the cells of its series in one period."""
        return total(cells) if self.key is None else cells.get(self.key, ZERO)


CellsOf = Callable[[SeriesKey], Cells]
"""The cells of a series as they are shown, in one period."""


def protected(key: SeriesKey, parts: Cells, cells_of: CellsOf, threshold: int) -> Cells:
    """The cells of one series and period as they may be shown beside the others of the same period."""
    report_id, view, _ = key
    if not parts or not threshold:
        return parts
    if report_id == CHAPTERS and key[2] == CHART:
        return _as_single_chapters(parts, cells_of((CHAPTERS, view, TABLE)))
    shown = dict(parts)
    for whole in wholes(key):
        count = whole.count(cells_of(whole.series))
        if whole.key is not None:
            _hide_below(shown, count)
        _hide_gaps(shown, count, whole.parts or shown.keys(), threshold)
    return shown


@cache
def wholes(key: SeriesKey) -> tuple[Whole, ...]:
    """What is published of the same period that the groups of a series are parts of."""
    report_id, view, series = key
    if report_id == WITHIN:
        return (_of_diagnosis(series, view),)
    if series != TABLE:
        return ()
    if view == OVERVIEW:
        return (Whole((_ALL_OF_OVERVIEW, view, TABLE)),) if report_id in _BOXES_OF_PARTS else ()
    found = _OF_PARTS.get(report_id)
    if found is not None:
        of_report, groups = found
        return (*_of_all(report_id, view), Whole((of_report, view, TABLE), parts=groups()))
    return _of_all(report_id, view)


def _of_all(report_id: str, view: str) -> tuple[Whole, ...]:
    """The number of all cases, or of all messages, where a report divides them."""
    if report_id == "messages_by_subject":
        return (Whole(("messages_undivided", view, TABLE)),)
    report = registry.report(report_id)
    divides = report.family is Family.CASES and report.is_grouped
    if not divides or Level.NATIONAL not in report.levels:
        return ()
    return (Whole((_ALL_CASES, view, TABLE)),)


def _long_groups() -> frozenset[str]:
    return frozenset(key for key, bounds in dimension("length").bounds.items() if bounds.low > LONG_CASE_DAYS)


_OF_PARTS: Mapping[str, tuple[str, Callable[[], frozenset[str]]]] = {
    "cases_by_length": ("long_cases", _long_groups),
    "certificates_total": ("certificates_undivided", undivided_groups),
}
"""Reports some of whose groups are the parts of another report's number."""


def _of_diagnosis(key: str, view: str) -> Whole:
    node = diagnoses.node(key)
    if node.level is DiagnosisLevel.CHAPTER or key == UNKNOWN_KEY:
        return Whole((CHAPTERS, view, TABLE), key)
    return Whole((WITHIN, view, node.parent or ""), key)


def _hide_below(shown: dict[str, Count], whole: Count) -> None:
    """Hide the parts of what is hidden itself."""
    for sex in _SEXES:
        if _is_hidden(whole, sex):
            for key, count in shown.items():
                shown[key] = _without(count, sex)


def _hide_gaps(shown: dict[str, Count], whole: Count, keys: Iterable[str], threshold: int) -> None:
    """Hide the smallest part where those shown lack less than the threshold of their whole and one is hidden."""
    parts = sorted(key for key in keys if key in shown)
    for sex in _SEXES:
        gap = _number(whole, sex) - sum(_number(shown[key], sex) for key in parts)
        if is_protected(gap, threshold) and any(_is_hidden(shown[key], sex) for key in parts):
            visible = [key for key in parts if _number(shown[key], sex)]
            smallest = min(visible, key=lambda key: _number(shown[key], sex), default=None)
            if smallest is not None:
                shown[smallest] = _without(shown[smallest], sex)


def _as_single_chapters(groups: Cells, chapters: Cells) -> Cells:
    """Diagnosis groups of one chapter are hidden where the chapter is: both are the same cases."""
    of_group: dict[str, list[str]] = {}
    for chapter, group in reference.chapter_groups().items():
        of_group.setdefault(group, []).append(chapter)
    shown = dict(groups)
    for group, (first, *others) in of_group.items():
        if group in shown and not others:
            for sex in _SEXES:
                if _is_hidden(chapters.get(first, ZERO), sex):
                    shown[group] = _without(shown[group], sex)
    return shown


def _number(count: Count, sex: str) -> int:
    number: int = getattr(count, sex)
    return number


def _is_hidden(count: Count, sex: str) -> bool:
    return bool(getattr(count, f"{sex}_protected")) and not _number(count, sex)


def _without(count: Count, sex: str) -> Count:
    """A count without one sex, which is protected; unchanged where there is nothing of it."""
    numbers = {name: _number(count, name) for name in _SEXES}
    if not numbers[sex]:
        return count
    numbers[sex] = 0
    return Count(
        numbers["women"],
        numbers["men"],
        sum(numbers.values()),
        count.women_protected or sex == "women",
        count.men_protected or sex == "men",
        count.unknown_protected or sex == "unknown",
    )
