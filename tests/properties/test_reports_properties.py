"""Reports, filters, overviews and national figures in SQL against the oracle.

Small batches by Hypothesis, which shrink to few short lines, and thousands of histories at once by seed.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.oracle import further_reports as further
from tests.oracle.cases import Case, full_cases
from tests.oracle.facts import write_care_database, write_national_database
from tests.oracle.reports import (
    CROSS_SECTION,
    TIME_SERIES,
    Choice,
    Counts,
    Period,
    counted_cases,
    counted_per_provider,
    cut_and_sum,
    group,
)
from tests.oracle.rows import Row
from tests.properties.histories import (
    PROVIDERS,
    UNITS,
    Written,
    a_share_of_the_examples,
    batch,
    random_histories,
    rows_of,
)
from warehouse.identity import normalise_hsa_id
from warehouse.reports import registry
from warehouse.reports.definitions import Family, ReportDefinition
from warehouse.reports.engine import CareStatistics
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import Options
from warehouse.reports.overview import OverviewResult
from warehouse.reports.period import Month, Window
from warehouse.reports.result import Count, Level, Series, View
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.reports.selection import Selection

AS_OF = date(2016, 3, 15)
FEWER = a_share_of_the_examples(5)

NODES = (
    "F00-F99", "M00-M99", "R50-R69", "F40-F48", "F32", "F41", "F320", "M545",
    "UNKNOWN_CODE_WITHIN:F40", "UNKNOWN_CODE_WITHIN:M54", "NO_VALID_ICD10", "no-such-node",
)  # fmt: skip
ALL_UNITS = tuple(dict.fromkeys(unit for units in UNITS.values() for pair in units for unit in pair if unit))

Question = tuple[AccessScope, Selection, Choice, Window]
"""A scope, a selection and a window; `Choice` is scope and selection as the oracle sees them."""


def some(chance: random.Random, values: Sequence[str], most: int) -> tuple[str, ...]:
    """Nothing half of the time, else a few of the values."""
    return tuple(chance.sample(values, chance.randint(1, most))) if chance.random() < 0.5 else ()


def interval(key: str) -> tuple[int, int]:
    """`31-60` as numbers, `731-` as without end."""
    low, _, high = key.partition("-")
    return int(low), int(high or 10**9)


def choosable(own: frozenset[str] | None, units: Sequence[str]) -> frozenset[str] | None:
    """The chosen units that a user may choose (rules 10.3, 11.3); None when none was chosen."""
    if not units:
        return None
    care_unit_of = {unit or care_unit: care_unit for pairs in UNITS.values() for care_unit, unit in pairs}
    return frozenset(u for u in units if own is None or u in own or care_unit_of.get(u) in own)


def random_question(chance: random.Random) -> Question:
    """What some user might ask."""
    provider = chance.choice(PROVIDERS)
    own = frozenset(some(chance, ALL_UNITS, 3)) or None
    selection = Selection(
        units=some(chance, (*ALL_UNITS, "elsewhere"), 3),
        diagnoses=some(chance, NODES, 3),
        ages=some(chance, dimension("age_group").keys, 4),
        lengths=some(chance, dimension("length").keys, 3),
    )
    choice = Choice(
        provider,
        own,
        choosable(own, selection.units),
        frozenset(selection.diagnoses) - {"no-such-node"} or None,
        tuple(map(interval, selection.ages)) or None,
        tuple(map(interval, selection.lengths)) or None,
    )
    first = Month(2014, 10).plus(chance.randint(0, 14))
    return AccessScope(provider, own), selection, choice, Window(first, first.plus(chance.randint(0, 5)))


@contextmanager
def care(rows: Sequence[Row]) -> Iterator[tuple[CareStatistics, Path]]:
    """A care release of the rows, and its path."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_care_database(Path(folder) / "care.duckdb", rows, AS_OF)
        with CareStatistics(path) as statistics:
            yield statistics, path


@contextmanager
def public(rows: Sequence[Row], threshold: int) -> Iterator[NationalStatistics]:
    """A public release of the rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_care_database(Path(folder) / "care.duckdb", rows, AS_OF)
        yield NationalStatistics.compatible(
            write_national_database(path.with_name("national.duckdb"), path, AS_OF, threshold)
        )


def whole(window: Window) -> Period:
    """A window as one period of the oracle."""
    return window.first_day, window.last_day


def shown(series: Series, period: int = 0) -> Counts:
    """The non-zero cells of a period."""
    cells = zip(series.groups, series.values[period], strict=True)
    return {group.key: (count.women, count.men) for group, count in cells if count.total}


def sums(counts: Counts) -> tuple[int, int]:
    """Women and men over all groups."""
    return sum(women for women, _ in counts.values()), sum(men for _, men in counts.values())


def same(count: Count, expected: tuple[int, int]) -> None:
    """Both sexes and their sum."""
    assert (count.women, count.men, count.total) == (*expected, sum(expected))


def check_reports(statistics: CareStatistics, cases: list[Case], question: Question) -> None:
    """Every report in both views."""
    scope, selection, choice, window = question
    print(scope, selection, window)
    by_month = [counted_cases(cases, choice, whole(Window(month, month))) for month in window]
    in_window = counted_cases(cases, choice, whole(window))
    for report in registry.reports(Level.PROVIDER):
        table, chart = report.dimension_id, report.chart_dimension.id
        series = statistics.report(report.id, View.TIME_SERIES, scope, selection, window=window)
        assert series.table.distinct is not None
        for at, counted in enumerate(by_month):
            expected = group(counted, TIME_SERIES[table])
            assert shown(series.table, at) == expected
            assert shown(series.chart, at) == group(counted, TIME_SERIES[chart])
            same(series.table.row_totals[at], sums(expected))
            same(series.table.distinct[at], sums(group(counted, TIME_SERIES["total"])))
        section = statistics.report(report.id, View.CROSS_SECTION, scope, selection, window=window)
        assert section.table.distinct is not None
        assert shown(section.table) == group(in_window, CROSS_SECTION[table])
        assert shown(section.chart) == group(in_window, CROSS_SECTION[chart])
        same(section.table.distinct[0], sums(group(in_window, CROSS_SECTION["total"])))


def check_provider_overview(statistics: CareStatistics, cases: list[Case], question: Question) -> None:
    """The overview of the scope and selection."""
    scope, selection, choice, _ = question
    result = statistics.overview(scope, selection)
    for window, previous in ((result.window, False), (result.previous_window, True)):
        counted = counted_cases(cases, choice, whole(window))
        check_boxes(result, {name: group(counted, CROSS_SECTION[name]) for name in CROSS_SECTION}, previous)


def check_boxes(result: OverviewResult, expected: Mapping[str, Counts], previous: bool) -> None:
    """The boxes that both levels have, in one of the two windows."""

    def found(box: str) -> dict[str, Count]:
        return {row.group.key: (row.previous if previous else row.count) for row in result.box(box).rows}

    for box, name in (("overview_degree", "degree"), ("overview_case_length", "length")):
        assert {key: (c.women, c.men) for key, c in found(box).items() if c.total} == expected[name]
    for box, name in (("overview_diagnosis_group", "diagnosis_group"), ("overview_age_group", "overview_age_group")):
        rows = found(box)
        assert sum(count.total for count in rows.values()) == sum(sums(expected[name]))
        for key, count in rows.items():
            if not key.startswith("OTHER_"):
                assert (count.women, count.men) == expected[name].get(key, (0, 0))
    for box, name in (("overview_sex_share", "total"), ("overview_long_cases", "long")):
        same(result.box(box).previous_total if previous else result.box(box).total, sums(expected[name]))


def reports_by_one_attribute() -> list[ReportDefinition]:
    """The national reports of cases by what each has one of; all the others, and the counties with their sum, are left
    to test_every_report."""
    known = TIME_SERIES.keys() - {"county"}
    found = [report for report in registry.reports(Level.NATIONAL) if report.dimension_id in known]
    found = [report for report in found if report.family is Family.CASES]
    assert {report.dimension_id for report in found} >= {"total", "chapter", "age_group", "degree", "length", "long"}
    return found


def check_national(national: NationalStatistics, cases: list[Case], threshold: int) -> None:
    """Every national report in both views, every published window, and the overview."""
    months = Window(Month(2014, 10), national.months.last)
    by_month = [counted_per_provider(cases, whole(Window(month, month))) for month in months]
    by_window = {window: counted_per_provider(cases, whole(window)) for window in national.windows}
    for report in reports_by_one_attribute():
        table, chart = report.dimension_id, report.chart_dimension.id
        series = national.report(report.id, View.TIME_SERIES, months)
        for at, providers in enumerate(by_month):
            assert shown(series.table, at) == cut_and_sum(providers, threshold, TIME_SERIES[table])
        for window, providers in by_window.items():
            section = national.report(report.id, View.CROSS_SECTION, window)
            assert section.window == window
            assert shown(section.table) == cut_and_sum(providers, threshold, CROSS_SECTION[table])
            assert shown(section.chart) == cut_and_sum(providers, threshold, CROSS_SECTION[chart])
    check_national_overview(national.overview(), cases, threshold)


def check_national_overview(result: OverviewResult, cases: list[Case], threshold: int) -> None:
    """The national boxes; the number of long cases is the sum of the cut groups of long cases."""
    for window, previous in ((result.window, False), (result.previous_window, True)):
        providers = counted_per_provider(cases, whole(window))
        expected = {name: cut_and_sum(providers, threshold, CROSS_SECTION[name]) for name in CROSS_SECTION}
        counties = {r.group.key: (r.previous if previous else r.count) for r in result.box("overview_county").rows}
        assert {key: (c.women, c.men) for key, c in counties.items() if c.total} == expected["county"]
        long_groups = {key: counts for key, counts in expected["length"].items() if interval(key)[0] > 90}
        check_boxes(result, expected | {"long": {"91-": sums(long_groups)}}, previous)


DOCTORS = ("TSTNMT-A", "TSTNMT-B", "TSTNMT-C")
PARENTS = ("F00-F99", "M00-M99", "F40-F48", "F40", "M54")


def signed_by_several(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    """The rows with doctors whose age, sex and titles are others from one certificate to the next."""
    signers = {
        certificate: {
            "doctor": chance.choice(DOCTORS),
            "doctor_age": chance.choice((0, 29, 30, 44, 59, 60)),
            "doctor_sex": chance.randint(0, 2),
            "doctor_titles": chance.choice(("-2", "-1", "201010", "201010,201013")),
        }
        for certificate in sorted({row.certificate for row in rows})
    }
    return [replace(row, **signers[row.certificate]) for row in rows]  # type: ignore[arg-type]


def is_listed(choice: Choice, *units: str) -> bool:
    """Whether a report by unit lists the last of the units, which stand from the care unit down (rule 4.3.8)."""
    return all(chosen is None or chosen & set(units) for chosen in (choice.units, choice.chosen_units))


def check_further(statistics: CareStatistics, cases: list[Case], question: Question, chance: random.Random) -> None:
    """The reports by unit, doctor, chosen diagnosis and number of certificates, in both views."""
    scope, selection, choice, window = question
    print(scope, selection, window)
    parent, nodes = chance.choice(PARENTS), some(chance, NODES, 6)

    def care_unit(row: Row) -> list[str]:
        return [row.care_unit] if is_listed(choice, row.care_unit) else []

    asked: list[tuple[str, Options, further.Groups, further.Groups]] = [
        ("certificates_per_case", Options(), further.number_of_certificates, further.number_of_certificates),
        ("long_cases", Options(), *[lambda case: ["91-"] if case.days > 90 else []] * 2),
        ("cases_by_unit", Options(), further.of_last(care_unit), further.distinct(care_unit)),
        *(
            (report, Options(), further.of_last(of_row), further.per_doctor(of_row))
            for report, of_row in (
                ("cases_by_doctor", further.doctor),
                ("cases_by_doctor_age_sex", further.doctor_age_sex),
                ("cases_by_doctor_title", further.doctor_titles),
            )
        ),
        *(
            (report, options, further.of_last(of_row), further.distinct(of_row))
            for report, options, of_row in (
                ("cases_within_diagnosis", Options(node=parent), further.within(parent)),
                ("cases_compare_diagnoses", Options(nodes=nodes), further.compared(nodes)),
            )
        ),
    ]
    by_month = [counted_cases(cases, choice, whole(Window(month, month))) for month in window]
    in_window = counted_cases(cases, choice, whole(window))
    for report, options, last, each in asked:
        series = statistics.report(report, View.TIME_SERIES, scope, selection, window=window, options=options)
        for at, counted in enumerate(by_month):
            assert shown(series.table, at) == further.tally(counted, last), report
        section = statistics.report(report, View.CROSS_SECTION, scope, selection, window=window, options=options)
        assert shown(section.table) == further.tally(in_window, each), report


@given(batch, st.randoms(use_true_random=False))
@FEWER
def test_further_case_reports_agree(histories: list[list[Written]], chance: random.Random) -> None:
    rows = signed_by_several(rows_of(histories), chance)
    assume(any(not row.revoked for row in rows))
    cases = full_cases(rows)
    with care(rows) as (statistics, _):
        for question in [random_question(chance) for _ in range(3)]:
            check_further(statistics, cases, question, chance)


@pytest.mark.parametrize("threshold", [0, 3])
def test_region_reports_of_thousands_of_histories_agree(seed: int, threshold: int) -> None:
    """Each provider's part is counted and cut by itself, then summed; a sub-unit in the list is passed over."""
    chance = random.Random(seed)
    rows = rows_of(random_histories(chance, persons=1500))
    cases = full_cases(rows)
    care_units = {care_unit for pairs in UNITS.values() for care_unit, _ in pairs}
    with care(rows) as (statistics, _):
        for _ in range(4):
            listed = frozenset(chance.sample(ALL_UNITS, 4))
            scope = RegionScope(dict.fromkeys(map(normalise_hsa_id, listed), 1000))
            report = statistics.region_report("cases_total", View.TIME_SERIES, scope, threshold=threshold)
            section = statistics.region_report("certificates_per_case", View.CROSS_SECTION, scope, threshold=threshold)
            choices = [Choice(provider, listed & care_units) for provider in PROVIDERS]
            for at, month in enumerate(report.months):
                parts = [counted_cases(cases, choice, whole(Window(month, month))) for choice in choices]
                assert shown(report.table, at) == cut_and_sum(parts, threshold, CROSS_SECTION["total"])
            parts = [counted_cases(cases, choice, whole(section.window)) for choice in choices]
            expected = cut_and_sum(parts, threshold, lambda case: set(further.number_of_certificates(case)))
            assert shown(section.table) == expected


def test_further_case_reports_of_thousands_of_histories_agree(seed: int) -> None:
    chance = random.Random(seed)
    rows = signed_by_several(rows_of(random_histories(chance, persons=1500)), chance)
    cases = full_cases(rows)
    with care(rows) as (statistics, _):
        for question in [random_question(chance) for _ in range(8)]:
            check_further(statistics, cases, question, chance)


@given(batch, st.randoms(use_true_random=False))
@FEWER
def test_provider_statistics_agree(histories: list[list[Written]], chance: random.Random) -> None:
    rows = rows_of(histories)
    assume(any(not row.revoked for row in rows))
    cases = full_cases(rows)
    with care(rows) as (statistics, _):
        for question in [random_question(chance) for _ in range(3)]:
            check_reports(statistics, cases, question)
            check_provider_overview(statistics, cases, question)


@given(batch, st.integers(0, 6))
@FEWER
def test_national_statistics_agree(histories: list[list[Written]], threshold: int) -> None:
    rows = rows_of(histories)
    assume(any(not row.revoked for row in rows))
    with public(rows, threshold) as national:
        check_national(national, full_cases(rows), threshold)


def test_provider_statistics_of_thousands_of_histories_agree(seed: int) -> None:
    chance = random.Random(seed)
    rows = rows_of(random_histories(chance, persons=1500))
    cases = full_cases(rows)
    questions = [random_question(chance) for _ in range(12)]
    with care(rows) as (statistics, _):
        for question in questions:
            check_reports(statistics, cases, question)
            check_provider_overview(statistics, cases, question)
    answered = [bool(counted_cases(cases, choice, whole(window))) for _, _, choice, window in questions]
    assert sum(answered) >= len(questions) // 3, "too many questions about nothing prove nothing"


@pytest.mark.parametrize("threshold", [0, 5])
def test_national_statistics_of_thousands_of_histories_agree(seed: int, threshold: int) -> None:
    rows = rows_of(random_histories(random.Random(seed), persons=1500))
    with public(rows, threshold) as national:
        check_national(national, full_cases(rows), threshold)
