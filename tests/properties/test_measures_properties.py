"""Measures beyond counts in SQL against the oracle, over random histories, scopes and filters."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.oracle import further_reports as further
from tests.oracle import measures as oracle
from tests.oracle.cases import Case, full_cases
from tests.oracle.facts import write_care_database, write_national_database
from tests.oracle.further_reports import Groups
from tests.oracle.reports import CROSS_SECTION, TIME_SERIES, Choice, Period, age_group, counted_cases
from tests.oracle.rows import Row
from tests.properties.histories import PROVIDERS, Written, batch, random_histories, rows_of
from tests.properties.test_reports_properties import (
    ALL_UNITS,
    AS_OF,
    FEWER,
    UNITS,
    Question,
    care,
    is_listed,
    random_question,
    signed_by_several,
    whole,
)
from warehouse.identity import normalise_hsa_id
from warehouse.reports.engine import CareStatistics
from warehouse.reports.measured import Measure, MeasuredSeries, MeasuredValue
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import Options
from warehouse.reports.period import Month, Window
from warehouse.reports.result import Count, ReportResult, View
from warehouse.reports.scope import RegionScope

TS, X = View.TIME_SERIES, View.CROSS_SECTION
THREE = tuple[Decimal | Fraction | int | None, ...]


def once(name: str) -> tuple[Groups, Groups]:
    """The groups of one of the first reports, in both views."""
    return (lambda case: sorted(TIME_SERIES[name](case))), (lambda case: sorted(CROSS_SECTION[name](case)))


def of_rows(of_row: further.OfRow) -> tuple[Groups, Groups]:
    """The groups of the last row, and of every row."""
    return further.of_last(of_row), further.distinct(of_row)


def reports(choice: Choice) -> list[tuple[str, Options, tuple[Groups, Groups]]]:
    """Case reports with the groups of a case in a time series and in a cross-section."""

    def care_unit(row: Row) -> list[str]:
        return [row.care_unit] if is_listed(choice, row.care_unit) else []

    def sub_unit(row: Row) -> list[str]:
        return [row.unit] if row.unit and is_listed(choice, row.care_unit, row.unit) else []

    titles = (further.of_last(further.doctor_titles), further.per_doctor(further.doctor_titles))
    certificates = (further.number_of_certificates, further.number_of_certificates)
    return [
        ("cases_total", Options(), once("total")),
        ("cases_by_diagnosis_group", Options(), once("chapter")),
        ("cases_by_age_group", Options(), once("age_group")),
        ("cases_by_degree", Options(), once("degree")),
        ("cases_by_length", Options(), once("length")),
        ("long_cases", Options(), once("long")),
        ("cases_by_unit", Options(), of_rows(care_unit)),
        ("cases_by_unit", Options(care_units=False), of_rows(sub_unit)),
        ("cases_by_doctor", Options(), (further.of_last(further.doctor), further.per_doctor(further.doctor))),
        ("cases_by_doctor_title", Options(), titles),
        ("certificates_per_case", Options(), certificates),
        ("cases_within_diagnosis", Options(node="F00-F99"), of_rows(further.within("F00-F99"))),
        ("cases_compare_diagnoses", Options(nodes=("F41", "M00-M99")), of_rows(further.compared(("F41", "M00-M99")))),
    ]


def seen_by(options: Options, choice: Choice) -> Choice:
    """A report by sub-units sees the rows of the sub-units that it lists, and no others (rule 10.3)."""
    if options.care_units:
        return choice
    own = (unit for care_unit, unit in UNITS[choice.provider] if unit and is_listed(choice, care_unit, unit))
    return replace(choice, units=frozenset(own), chosen_units=None)


def with_measure(options: Options, measure: str) -> Options:
    """The options with another measure."""
    return replace(options, measure=Measure(measure))


def three(value: MeasuredValue) -> THREE:
    """Women, men and both."""
    return value.women, value.men, value.total


def periods_of(view: View, window: Window) -> list[Period]:
    """Every month, or the whole window."""
    return [whole(Window(month, month)) for month in window] if view is TS else [whole(window)]


def measured_of(result: ReportResult) -> MeasuredSeries:
    """What was measured, aligned with the table."""
    assert result.measured is not None
    assert [len(row) for row in result.measured.values] == [len(row) for row in result.table.values]
    return result.measured


def check_measures(
    statistics: CareStatistics, cases: list[Case], question: Question, measures: Iterable[str], chance: random.Random
) -> None:
    """Each measure in some reports and in both views."""
    scope, selection, choice, window = question
    for measure in measures:
        amount = oracle.MEASURES[measure][0]
        for report, options, both_views in chance.sample(reports(choice), 2):
            for view, groups in zip((TS, X), both_views, strict=True):
                print(measure, report, view, scope, selection, window)
                asked = with_measure(options, measure)
                result = statistics.report(report, view, scope, selection, window=window, options=asked)
                measured = measured_of(result)
                assert measured.overall is not None
                for at, period in enumerate(periods_of(view, window)):
                    expected = oracle.values(cases, seen_by(options, choice), period, groups, amount)
                    shown = {group.key for group in result.table.groups}
                    assert set(expected) <= shown, "the table has a group for every case"
                    for group, value in zip(result.table.groups, measured.values[at], strict=True):
                        assert three(value) == oracle.told(measure, expected.get(group.key, ([], []))), group.key
                    everybody = oracle.values(cases, seen_by(options, choice), period, lambda _case: ["all"], amount)
                    assert three(measured.overall[at]) == oracle.told(measure, everybody.get("all", ([], [])))


@given(batch, st.randoms(use_true_random=False))
@FEWER
def test_measures_agree(histories: list[list[Written]], chance: random.Random) -> None:
    rows = signed_by_several(rows_of(histories), chance)
    assume(any(not row.revoked for row in rows))
    cases = full_cases(rows)
    with care(rows) as (statistics, _):
        check_measures(statistics, cases, random_question(chance), chance.sample(list(oracle.MEASURES), 3), chance)


def test_measures_of_thousands_of_histories_agree(seed: int) -> None:
    chance = random.Random(seed)
    rows = signed_by_several(rows_of(random_histories(chance, persons=1000)), chance)
    cases = full_cases(rows)
    with care(rows) as (statistics, _):
        for _ in range(2):
            check_measures(statistics, cases, random_question(chance), oracle.MEASURES, chance)


def counts(cases: list[Case], choice: Choice, period: Period, groups: Groups) -> dict[str, tuple[int, int]]:
    """Women's and men's cases by group."""
    return further.tally(counted_cases(cases, choice, period), groups)


def a_year_before(period: Period) -> Period:
    """The same months of the year before; months begin and end as they do that year."""
    window = Window(Month.of(period[0]), Month.of(period[1])).a_year_before()
    return whole(window)


def expected_change(measure: Measure, now: Sequence[int], before: Sequence[int]) -> THREE:
    """The change of women, men and both."""
    pairs = [(now[0], before[0]), (now[1], before[1]), (sum(now), sum(before))]
    if measure is Measure.CHANGE:
        return tuple(here - then for here, then in pairs)
    return tuple(oracle.change_per_cent(here, then) for here, then in pairs)


@pytest.mark.parametrize("measure", [Measure.CHANGE, Measure.CHANGE_PER_CENT])
def test_changes_of_thousands_of_histories_agree(seed: int, measure: Measure) -> None:
    chance = random.Random(seed)
    rows = signed_by_several(rows_of(random_histories(chance, persons=1000)), chance)
    cases = full_cases(rows)
    with care(rows) as (statistics, _):
        for _ in range(2):
            scope, selection, choice, _ = random_question(chance)
            window = Window(Month(2015, 9).plus(chance.randint(0, 3)), Month(2016, 2))
            for report, options, both_views in chance.sample(reports(choice), 5):
                for view, groups in zip((TS, X), both_views, strict=True):
                    asked = with_measure(options, measure)
                    result = statistics.report(report, view, scope, selection, window=window, options=asked)
                    measured = measured_of(result)
                    for at, period in enumerate(periods_of(view, window)):
                        own = seen_by(options, choice)
                        now = counts(cases, own, period, groups)
                        before = counts(cases, own, a_year_before(period), groups)
                        for group, value in zip(result.table.groups, measured.values[at], strict=True):
                            numbers = now.get(group.key, (0, 0)), before.get(group.key, (0, 0))
                            assert three(value) == expected_change(measure, *numbers)
                            in_per_cent = measure is Measure.CHANGE_PER_CENT
                            assert value.women_incomparable == (in_per_cent and numbers[1][0] == 0)
                            assert value.total_incomparable == (in_per_cent and sum(numbers[1]) == 0)


def without_cut_zeros(told: THREE, hidden: tuple[bool, ...]) -> THREE:
    """The expected value of a cell: none where the threshold took everything."""
    return tuple(None if gone and not value else value for value, gone in zip(told, hidden, strict=True))


@pytest.mark.parametrize("threshold", [0, 4])
@pytest.mark.parametrize("measure", sorted(oracle.MEASURES))
def test_region_measures_of_thousands_of_histories_agree(seed: int, measure: str, threshold: int) -> None:
    """Each provider's part is cut by itself, women and men apart, and only then put together."""
    chance = random.Random(seed)
    rows = rows_of(random_histories(chance, persons=300))
    cases = full_cases(rows)
    care_units = {care_unit for pairs in UNITS.values() for care_unit, _ in pairs}
    amount = oracle.MEASURES[measure][0]
    with care(rows) as (statistics, _):
        listed = frozenset(chance.sample(ALL_UNITS, 5))
        scope = RegionScope(dict.fromkeys(map(normalise_hsa_id, listed), 1000))
        for report, view in (("cases_total", TS), ("certificates_per_case", X), ("cases_by_unit", X)):
            groups: Groups = {
                "cases_total": lambda _case: ["TOTAL"],
                "certificates_per_case": further.number_of_certificates,
                "cases_by_unit": further.distinct(
                    lambda row: [row.care_unit] if row.care_unit in listed & care_units else []
                ),
            }[report]
            options = Options(measure=Measure(measure))
            result = statistics.region_report(report, view, scope, threshold=threshold, options=options)
            measured = measured_of(result)
            for at, period in enumerate(periods_of(view, result.window)):
                parts = [
                    oracle.values(cases, Choice(provider, listed & care_units), period, groups, amount)
                    for provider in PROVIDERS
                ]
                of_cases = measure in oracle.NUMBERS_OF_CASES
                joined, taken = oracle.cut_and_joined(parts, threshold, numbers_of_cases=of_cases)
                for group, value in zip(result.table.groups, measured.values[at], strict=True):
                    hidden = tuple((group.key, sex) in taken for sex in (0, 1))
                    assert (value.women_protected, value.men_protected) == hidden
                    told = oracle.told(measure, joined.get(group.key, ([], [])))
                    assert three(value) == without_cut_zeros(told, (*hidden, any(hidden)))


@contextmanager
def public(rows: Sequence[Row], threshold: int, people: Iterable[tuple[object, ...]]) -> Iterator[NationalStatistics]:
    """A public release of the rows, with inhabitants of (county, year, sex, age, inhabitants)."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_care_database(Path(folder) / "care.duckdb", rows, AS_OF)
        made = write_national_database(path.with_name("national.duckdb"), path, AS_OF, threshold)
        with duckdb.connect(str(made)) as connection:
            connection.executemany(
                "INSERT INTO population (county, year, sex, age, inhabitants) VALUES (?, ?, ?, ?, ?)",
                [list(row) for row in people],
            )
        yield NationalStatistics.compatible(made)


COUNTIES = ("01", "10", "14")
AGES = range(0, 101)


def some_people(chance: random.Random) -> list[tuple[str, int, int, int, int]]:
    """Inhabitants of three counties over two years."""
    return [
        (county, year, sex, age, chance.randint(1, 900))
        for county in COUNTIES
        for year in (2014, 2015)
        for sex in (1, 2)
        for age in AGES
    ]


def shown_count(count: Count) -> tuple[int, int, int]:
    """Women, men and both."""
    return count.women, count.men, count.total


def hidden_rates(count: Count, rates: THREE) -> THREE:
    """The rates that the threshold left something of."""
    protected = (count.women_protected, count.men_protected, count.women_protected or count.men_protected)
    return tuple(
        None if gone and not number else rate
        for gone, number, rate in zip(protected, shown_count(count), rates, strict=True)
    )


@pytest.mark.parametrize("threshold", [0, 3])
def test_rates_of_the_country_agree(seed: int, threshold: int) -> None:
    """The numbers are those of the table, which other tests compare; here, what they are divided by."""
    chance = random.Random(seed)
    rows = rows_of(random_histories(chance, persons=300))
    people = some_people(chance)

    def inhabitants(year: int, sex: int | None, **only: object) -> int:
        return sum(
            number
            for county, of_year, of_sex, age, number in people
            if of_year == year
            and sex in (None, of_sex)
            and only.get("county", county) == county
            and only.get("group", age_group(age)) == age_group(age)
        )

    options = Options(measure=Measure.PER_1000_INHABITANTS)
    with public(rows, threshold, people) as national:
        for report, view in (
            ("cases_total", TS),
            ("cases_by_age_group", X),
            ("cases_by_county", X),
            ("cases_total", X),
        ):
            result = national.report(report, view, options=options)
            measured = measured_of(result)
            for at, window in enumerate([Window(month, month) for month in result.months] or [result.window]):
                year = window.last.year - 1 if window.last.year - 1 in (2014, 2015) else 2015
                for group, count, value in zip(
                    result.table.groups, result.table.values[at], measured.values[at], strict=True
                ):
                    only = {"cases_by_age_group": {"group": group.key}, "cases_by_county": {"county": group.key}}
                    chosen = {} if group.key == "ALL" else only.get(report, {})
                    rates = [
                        oracle.per_thousand(number, inhabitants(year, sex, **chosen))
                        for number, sex in zip(shown_count(count), (2, 1, None), strict=True)
                    ]
                    assert three(value) == hidden_rates(count, tuple(rates)), group.key


@pytest.mark.parametrize("threshold", [0, 3])
def test_age_standardised_numbers_agree(seed: int, threshold: int) -> None:
    chance = random.Random(seed)
    rows = rows_of(random_histories(chance, persons=300))
    people = some_people(chance)

    def strata(year: int) -> dict[tuple[str, int], int]:
        found: dict[tuple[str, int], int] = {}
        for _, of_year, sex, age, number in people:
            if of_year == year:
                found[age_group(age), sex] = found.get((age_group(age), sex), 0) + number
        return found

    with public(rows, threshold, people) as national:
        for view in (TS, X):
            result = national.report("cases_total", view, options=Options(measure=Measure.AGE_STANDARDISED))
            by_age = national.report("cases_by_age_group", view, result.window).table
            measured = measured_of(result)
            assert measured.overall == tuple(row[0] for row in measured.values)
            for at, window in enumerate([Window(month, month) for month in result.months] or [result.window]):
                year = window.last.year - 1 if window.last.year - 1 in (2014, 2015) else 2015
                cases = {
                    (group.key, sex): number
                    for group, count in zip(by_age.groups, by_age.values[at], strict=True)
                    for sex, number in ((2, count.women), (1, count.men))
                }
                rates = [
                    oracle.standardised(cases, strata(year), strata(2015), sexes) for sexes in ((2,), (1,), (1, 2))
                ]
                assert three(measured.values[at][0]) == hidden_rates(by_age.row_totals[at], tuple(rates))


@pytest.mark.parametrize("threshold", [0, 5])
def test_measures_made_at_publication_agree(seed: int, threshold: int) -> None:
    """Each provider's cases are cut by themselves in every window, women and men apart."""
    rows = rows_of(random_histories(random.Random(seed), persons=150))
    cases = full_cases(rows)
    with public(rows, threshold, some_people(random.Random(seed))) as national:
        for measure, view in product(oracle.MEASURES.keys() - {"degree_weighted_days"}, (TS, X)):
            result = national.report("cases_total", view, options=Options(measure=Measure(measure)))
            for period, (value,) in zip(periods_of(view, result.window), measured_of(result).values, strict=True):
                expected, hidden = of_the_country(cases, measure, period, threshold)
                assert (value.women_protected, value.men_protected) == hidden
                assert three(value) == without_cut_zeros(expected, (*hidden, any(hidden)))


def of_the_country(cases: list[Case], measure: str, period: Period, threshold: int) -> tuple[THREE, tuple[bool, bool]]:
    """A measure of all cases that the threshold leaves, and whether it took women's and men's away."""
    amount, _ = oracle.MEASURES[measure]
    parts = [oracle.values(cases, Choice(provider), period, lambda _case: ["TOTAL"], amount) for provider in PROVIDERS]
    of_cases = measure in oracle.NUMBERS_OF_CASES
    joined, taken = oracle.cut_and_joined(parts, threshold, numbers_of_cases=of_cases)
    told = oracle.told(measure, joined.get("TOTAL", ([], [])))
    return told, (("TOTAL", 0) in taken, ("TOTAL", 1) in taken)
