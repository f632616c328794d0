"""The worked examples on cases, attributes, length, doctors, filters, threshold and regions, each by its id."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

import pytest

from tests.oracle.facts import write_care_database, write_national_database
from tests.spec_examples import attribute_examples, case_examples, filter_examples, region_examples
from tests.spec_examples.checks import NOT_SHOWN, PER_LISTED, Check, Example
from tests.spec_examples.notation import rows
from warehouse.identity import normalise_hsa_id
from warehouse.reports.engine import CareStatistics
from warehouse.reports.national import NationalStatistics
from warehouse.reports.period import Month
from warehouse.reports.result import ReportResult, View
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.reports.selection import Selection
from warehouse.reports.shares import per_thousand

EXAMPLES = (
    *case_examples.EXAMPLES,
    *attribute_examples.EXAMPLES,
    *filter_examples.EXAMPLES,
    *region_examples.EXAMPLES,
)

USERS = {
    "user1": AccessScope.of_units("P1", frozenset({"u1"})),
    "user2": AccessScope.of_units("P1", frozenset({"u1", "u2"})),
    "user3": AccessScope.of_units("P3", frozenset({"u3"})),
    "user4": AccessScope.of_units("P1", frozenset({"u2"})),
    "leader1": AccessScope.whole_provider("P1"),
}


class Runner:
    """Answers the checks of one example from databases made of its facts."""

    def __init__(self, example: Example, folder: Path) -> None:
        self._example = example
        self._path = write_care_database(folder / "care.duckdb", rows(example.year, example.facts), example.today)
        self._care = CareStatistics(self._path)

    def close(self) -> None:
        self._care.close()

    @cached_property
    def _national(self) -> NationalStatistics:
        path = self._path.with_name("national.duckdb")
        return NationalStatistics.compatible(
            write_national_database(path, self._path, self._example.today, self._example.threshold)
        )

    def answer(self, check: Check) -> str:
        """The cell of a check, written as checks are."""
        report, _, chart = check.report.partition(":")
        view = View.CROSS_SECTION if check.where == "-" else View.TIME_SERIES
        result = self._result(report, view, check)
        period = 0
        if view is View.TIME_SERIES:
            if Month.parse(check.where) not in result.months:
                return "absent"
            period = result.months.index(Month.parse(check.where))
        series = result.chart if chart else result.table
        if check.group not in {group.key for group in series.groups}:
            return NOT_SHOWN
        count = series.of(check.group, period)
        if report == PER_LISTED and result.divisor is not None:
            rate = per_thousand(count.total, result.divisor.of(check.group, period).total)
            return "-" if rate is None else f"{rate:.2f}"
        return f"{count.men}m {count.women}k"

    def _result(self, report: str, view: View, check: Check) -> ReportResult:
        if check.who == "national":
            return self._national.report(report, view, options=check.options)
        selection = Selection.from_query(check.query)
        listed = self._example.lists.get(check.who)
        if listed is None:
            return self._care.report(report, view, USERS[check.who], selection, options=check.options)
        scope = RegionScope({normalise_hsa_id(unit): patients for unit, patients in listed.items()})
        threshold = self._example.threshold
        return self._care.region_report(report, view, scope, selection, threshold=threshold, options=check.options)


def expected(cases: str) -> str:
    """`1k` as `0m 1k`; words are left as they are."""
    if not re.fullmatch(r"0|(\d+[mk] ?)+", cases):
        return cases
    found = {sex: number for number, sex in re.findall(r"(\d+)([mk])", cases)}
    return f"{found.get('m', 0)}m {found.get('k', 0)}k"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_worked_example(example: Example, tmp_path: Path) -> None:
    runner = Runner(example, tmp_path)
    try:
        wrong = {check: runner.answer(check) for check in example.checks}
    finally:
        runner.close()
    assert {c: found for c, found in wrong.items() if found != expected(c.cases)} == {}
