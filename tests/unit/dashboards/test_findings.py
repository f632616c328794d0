"""The findings of the start page on results made by hand: what they say, and when they say nothing."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dashboards.components.address import Address
from dashboards.components.markup import to_html
from dashboards.components.texts import LANGUAGES, texts
from dashboards.public.information.findings import Direction, Finding, Findings, Subject, find
from dashboards.public.information.start import findings_section
from tests.unit.dashboards.results import count
from warehouse.reports.boxes import BEFORE, NOW, BoxFacts, build_boxes
from warehouse.reports.cells import CountedCells
from warehouse.reports.dimension import TOTAL_KEY
from warehouse.reports.overview import OverviewResult
from warehouse.reports.period import Month, Window
from warehouse.reports.result import ZERO, Count, Level

WINDOW = Window(Month(2026, 8), Month(2026, 10))
BEFORE_WINDOW = WINDOW.a_year_before()
EVERY_MONTH = {month: count(30, 20) for window in (WINDOW, BEFORE_WINDOW) for month in window}
Cells = dict[tuple[str, int], dict[str, Count]]


def _overview(cells: Cells) -> OverviewResult:
    counted = CountedCells(dict(cells))
    return OverviewResult(
        Level.NATIONAL,
        WINDOW,
        BEFORE_WINDOW,
        build_boxes(Level.NATIONAL, BoxFacts(counted)),
        "test",
        datetime(2026, 11, 23, 3, 0),  # noqa: DTZ001 - as a release says it
        date(2026, 11, 23),
    )


def _cells(**changed: tuple[Count, Count]) -> Cells:
    """Cells of both windows: 600 cases now and 500 before, in three diagnosis groups and two lengths."""
    pairs = {
        "total": (count(380, 220), count(300, 200)),
        "mental": (count(200, 100), count(150, 100)),
        "muscles": (count(120, 60), count(180, 100)),
        "short": (count(300, 180), count(250, 160)),
        "long": (count(80, 40), count(50, 40)),
    } | changed
    places = {
        "total": ("total", TOTAL_KEY),
        "mental": ("diagnosis_group", "F00-F99"),
        "muscles": ("diagnosis_group", "M00-M99"),
        "short": ("length", "15-30"),
        "long": ("length", "91-180"),
    }
    cells: Cells = {}
    for name, pair in pairs.items():
        dimension_id, key = places[name]
        for period in (NOW, BEFORE):
            cells.setdefault((dimension_id, period), {})[key] = pair[period]
    return cells


def _found(cells: Cells, months: dict[Month, Count] | None = None) -> Findings:
    return find(_overview(cells), EVERY_MONTH if months is None else months)


def _about(findings: Findings, subject: Subject) -> Finding | None:
    return next((finding for finding in findings.found if finding.subject is subject), None)


def test_three_findings_of_a_whole_release() -> None:
    findings = _found(_cells())
    total, diagnosis, long_cases = findings.found
    assert (total.subject, total.direction, total.now, total.before) == (Subject.TOTAL, Direction.MORE, 600, 500)
    assert total.change is not None
    assert total.change.value == 20
    assert diagnosis.group is not None
    assert (diagnosis.group.key, diagnosis.direction) == ("M00-M99", Direction.FEWER)
    assert (diagnosis.now, diagnosis.before) == (180, 280)
    assert (long_cases.now, long_cases.of, long_cases.share, long_cases.share_before) == (120, 600, 20, 18)
    assert findings.missing == ()


def test_the_group_is_the_one_that_changed_most_in_number_not_in_per_cent() -> None:
    cells = _cells(mental=(count(700, 300), count(600, 280)), muscles=(count(60, 50), count(30, 30)))
    diagnosis = _about(_found(cells), Subject.DIAGNOSIS)
    assert diagnosis is not None
    assert diagnosis.group is not None
    assert diagnosis.group.key == "F00-F99"


def test_a_protected_number_is_never_used() -> None:
    gone = Count(0, 0, 0, women_protected=True, men_protected=True)
    cells = _cells(muscles=(gone, count(180, 100)), long=(gone, count(50, 40)))
    findings = _found(cells)
    diagnosis = _about(findings, Subject.DIAGNOSIS)
    assert diagnosis is not None
    assert diagnosis.group is not None
    assert diagnosis.group.key == "F00-F99"
    assert _about(findings, Subject.LONG_CASES) is None
    assert _about(findings, Subject.SEX) is not None


def test_a_protected_sex_gives_no_finding_of_the_sexes() -> None:
    before = count(300, 200)
    gone = Count(0, 0, 0, women_protected=True, men_protected=True)
    whole, cut = (
        _found(_cells(total=(now, before), long=(gone, gone)))
        for now in (count(380, 220), Count(380, 0, 380, men_protected=True))
    )
    assert _about(whole, Subject.SEX) is not None
    assert _about(cut, Subject.SEX) is None


def test_few_cases_give_no_change() -> None:
    findings = _found(_cells(mental=(count(30, 19), count(400, 0)), muscles=(count(49, 0), count(49, 0))))
    assert _about(findings, Subject.DIAGNOSIS) is None


def test_a_change_too_small_for_a_whole_per_cent_is_told_as_the_same() -> None:
    findings = _found(_cells(total=(count(302, 200), count(300, 200))))
    total = _about(findings, Subject.TOTAL)
    assert total is not None
    assert total.direction is Direction.SAME


def test_a_month_that_is_missing_a_year_before_leaves_what_needs_no_comparison() -> None:
    months = {month: cases for month, cases in EVERY_MONTH.items() if month != Month(2025, 9)}
    findings = _found(_cells(), months)
    assert [finding.subject for finding in findings.found] == [Subject.LONG_CASES, Subject.SEX]
    assert {finding.direction for finding in findings.found} == {Direction.ALONE}
    assert findings.missing == (Month(2025, 9),)


def test_a_month_without_cases_in_the_window_leaves_nothing_to_say() -> None:
    findings = _found(_cells(), EVERY_MONTH | {Month(2026, 9): ZERO})
    assert findings.found == ()
    assert findings.missing == (Month(2026, 9),)


def test_an_empty_release_tells_nothing_and_says_why() -> None:
    findings = find(_overview({}), {})
    assert findings.found == ()
    page = to_html(findings_section(findings, texts("sv"), Address("/")))
    assert "augusti 2025" in page
    assert "oktober 2026" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_words(language: str) -> None:
    every = [
        Finding(subject, direction, "cases_total", 600, 500, of=700, share=20, share_before=18)
        for subject, directions in {
            Subject.TOTAL: (Direction.MORE, Direction.FEWER, Direction.SAME),
            Subject.DIAGNOSIS: (Direction.MORE, Direction.FEWER, Direction.SAME),
            Subject.LONG_CASES: tuple(Direction),
            Subject.SEX: (Direction.ALONE,),
        }.items()
        for direction in directions
    ]
    for finding in every:
        findings = Findings((finding,), (), WINDOW, BEFORE_WINDOW)
        page = to_html(findings_section(findings, texts(language), Address("/", language)))
        assert "600" in page or finding.direction is Direction.SAME or "20" in page
        assert "{" not in page
