"""Asking the product what the oracle is asked, and telling how the answers differ."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.oracle.answers import ALL_COUNTIES, Answer, Answers
from tests.oracle.facts import write_national_database
from tests.oracle.facts_in_reach import Reach
from tests.oracle.history import History
from tests.oracle.history_database import write_care
from tests.oracle.overviews import Box, Line, Overview
from tests.oracle.question import Question, written_month
from tests.oracle.tallies import NOBODY, Cells, Tally, total
from warehouse.identity import normalise_hsa_id
from warehouse.reports.engine import CareStatistics
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import Options
from warehouse.reports.overview import OverviewBox, OverviewResult, OverviewRow
from warehouse.reports.period import Month, Window
from warehouse.reports.result import Count, ReportResult, Series, View
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.reports.selection import Selection

NOTES = frozenset({"running_month", "overlap", "threshold", "protected"})
"""The notes that the oracle knows of."""


@dataclass(frozen=True)
class Releases:
    """The releases of one history, and the oracle's answers to it."""

    care: CareStatistics
    national: NationalStatistics | None
    answers: Answers

    def difference(self, question: Question) -> str | None:
        """How the product's answer to a question differs from the oracle's, None when it does not."""
        return next(differing(self.ask(question), self.answers.answer(question)), None)

    def ask(self, question: Question) -> ReportResult:
        """The product's answer."""
        view = View.TIME_SERIES if question.monthly else View.CROSS_SECTION
        options = Options(question.node, question.nodes, question.care_units, doctor_messages=True)
        if question.level == "national":
            assert self.national is not None
            return self.national.report(question.report, view, _window(question), options=options)
        if question.level == "region":
            return self.care.region_report(
                question.report,
                view,
                region(question),
                selection(question),
                threshold=question.threshold,
                options=options,
            )
        return self.care.report(question.report, view, access(question), selection(question), options=options)

    def overview_difference(self, question: Question) -> str | None:
        """How the product's overview differs from the oracle's, None when it does not."""
        if question.level == "national":
            assert self.national is not None
            made = self.national.overview()
        elif question.level == "region":
            made = self.care.region_overview(region(question), selection(question), threshold=question.threshold)
        else:
            made = self.care.overview(access(question), selection(question))
        return next(differing_boxes(made, Overview(self.answers, question)), None)


@contextmanager
def releases(history: History, threshold: int | None) -> Iterator[Releases]:
    """The care release of a history, and a national one with `threshold` unless that is None."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_care(Path(folder) / "care.duckdb", history)
        national = None
        if threshold is not None:
            made = write_national_database(
                path.with_name("national.duckdb"), path, history.as_of, threshold, population=history.population
            )
            national = NationalStatistics.compatible(made)
        with CareStatistics(path) as statistics:
            yield Releases(statistics, national, Answers(Reach(history)))


def selection(question: Question) -> Selection:
    """The filters as the product takes them."""
    return Selection(
        question.units,
        question.diagnoses,
        question.ages,
        question.lengths,
        question.types,
        question.first,
        question.last,
    )


def access(question: Question) -> AccessScope:
    """The reader of a provider's figures."""
    return AccessScope(question.provider, question.own_units)


def region(question: Question) -> RegionScope:
    """The list of a region."""
    return RegionScope({normalise_hsa_id(id_): number for id_, number in question.listed})


def _window(question: Question) -> Window | None:
    first, last = written_month(question.first), written_month(question.last)
    if first is None or last is None:
        return None
    return Window(Month(first // 12, first % 12 + 1), Month(last // 12, last % 12 + 1))


def differing(made: ReportResult, expected: Answer) -> Iterator[str]:
    """Every difference, in words."""
    span = tuple(month.year * 12 + month.number - 1 for month in (made.window.first, made.window.last))
    if span != expected.span:
        yield f"the window is {made.window}, not {expected.span}"
    told = [message.id for message in made.messages]
    if told != expected.messages:
        yield f"the messages are {told}, not {expected.messages}"
    if NOTES & set(made.notes) != expected.notes:
        yield f"the notes are {made.notes}, not {sorted(expected.notes)}"
    yield from _differing_rows(made)
    yield from _differing_series("table", made.table, expected.shown, expected.table)
    shown, cells = expected.chart or (expected.shown, expected.table)
    yield from _differing_series("chart", made.chart, shown, cells, sums=expected.chart is None)
    yield from _differing_labels("table", made.table, expected.labels)
    yield from _differing_labels("chart", made.chart, expected.chart_labels)
    if expected.divisor is not None:
        assert made.divisor is not None
        yield from _differing_divisor(made.divisor, expected.shown, expected.divisor)
    if expected.once is not None and made.table.distinct is not None:
        for at, (count, once) in enumerate(zip(made.table.distinct, expected.once, strict=True)):
            if numbers(count) != numbers_of(once):
                yield f"each case once in period {at} is {count}, not {once}"


def _differing_rows(made: ReportResult) -> Iterator[str]:
    """The rows of a time series are the window's months, oldest first; a cross-section has none (statistics 4.1)."""
    first, last = (month.year * 12 + month.number - 1 for month in (made.window.first, made.window.last))
    expected = list(range(first, last + 1)) if made.view is View.TIME_SERIES else []
    if [month.year * 12 + month.number - 1 for month in made.months] != expected:
        yield f"the months are {made.months}, not those of {made.window}"


def _differing_labels(name: str, made: Series, expected: Sequence[str] | None) -> Iterator[str]:
    found = [group.label.sv for group in made.groups]
    if expected is not None and found != expected:
        yield f"the labels of the {name} are {found}, not {expected}"


def _differing_series(
    name: str, made: Series, shown: Sequence[str], expected: Sequence[Cells], *, sums: bool = True
) -> Iterator[str]:
    keys = [group.key for group in made.groups]
    if keys != list(shown):
        yield f"the groups of the {name} are {keys}, not {list(shown)}"
        return
    for at, (values, cells) in enumerate(zip(made.values, expected, strict=True)):
        for key, count in zip(keys, values, strict=True):
            tally = cells.get(key, NOBODY)
            if numbers(count) != numbers_of(tally) or marks(count) != (
                tally.women_cut,
                tally.men_cut,
                tally.unknown_cut,
            ):
                yield f"{key} in period {at} of the {name} is {count}, not {tally}"
        expected_sum = cells[ALL_COUNTIES] if ALL_COUNTIES in cells else total(cells.values())
        if sums and numbers(made.row_totals[at]) != numbers_of(expected_sum):
            yield f"the sum of period {at} of the {name} is {made.row_totals[at]}, not {expected_sum}"


def _differing_divisor(made: Series, shown: Sequence[str], expected: Sequence[Cells]) -> Iterator[str]:
    keys = [group.key for group in made.groups]
    if keys != list(shown):
        yield f"the groups of the divisor are {keys}, not {list(shown)}"
        return
    for at, (values, cells) in enumerate(zip(made.values, expected, strict=True)):
        for key, count in zip(keys, values, strict=True):
            if numbers(count) != numbers_of(cells.get(key, NOBODY)):
                yield f"what {key} in period {at} is divided by is {count}, not {cells.get(key, NOBODY)}"


def numbers(count: Count) -> tuple[int, int, int]:
    """Women, men and all."""
    return count.women, count.men, count.total


def numbers_of(tally: Tally) -> tuple[int, int, int]:
    """The same of the oracle's."""
    return tally.women, tally.men, tally.everybody


def marks(count: Count) -> tuple[bool, bool, bool]:
    """Whether the numbers of women, men and unknown sex are protected."""
    return count.women_protected, count.men_protected, count.unknown_protected


def differing_boxes(made: OverviewResult, overview: Overview) -> Iterator[str]:
    """Every difference between the boxes."""
    expected = overview.boxes()
    keys = {box.key for box in made.boxes}
    if keys != expected.keys():
        yield f"the boxes are {sorted(keys)}, not {sorted(expected)}"
        return
    for key, box in expected.items():
        yield from _differing_box(key, made.box(key), box)


def _differing_box(key: str, made: OverviewBox, expected: Box) -> Iterator[str]:
    if [numbers(made.total), numbers(made.previous_total)] != [numbers_of(expected.now), numbers_of(expected.before)]:
        yield f"{key} counts {made.total} after {made.previous_total}, not {expected.now} after {expected.before}"
    change = None if made.change is None else made.change.value
    if change != expected.change:
        yield f"{key} changes by {change}, not by {expected.change}"
    keys = [row.group.key for row in made.rows]
    if keys != [line.key for line in expected.lines]:
        yield f"the rows of {key} are {keys}, not {[line.key for line in expected.lines]}"
        return
    for row, line in zip(made.rows, expected.lines, strict=True):
        if _row(row) != _line(line):
            yield f"{line.key} of {key} is {row}, not {line}"


def _row(row: OverviewRow) -> tuple[object, ...]:
    figure = row.share if row.rate is None else row.rate
    return numbers(row.count), numbers(row.previous), None if row.change is None else row.change.value, figure


def _line(line: Line) -> tuple[object, ...]:
    return numbers_of(line.now), numbers_of(line.before), line.change, line.figure
