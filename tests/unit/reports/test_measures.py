"""Measures beyond counts by examples worked by hand (docs/measures.md), and where each is offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.oracle.facts import write_care_database, write_national_database
from tests.spec_examples.notation import rows
from warehouse.reports import measures, registry
from warehouse.reports.engine import CareStatistics
from warehouse.reports.measured import NO_VALUE, Measure, MeasuredValue
from warehouse.reports.measures import MEASURES, MeasureNotOfferedError
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import Options
from warehouse.reports.period import Month, Window
from warehouse.reports.result import Level, ReportResult, View
from warehouse.reports.scope import AccessScope, RegionScope

TODAY = date(2015, 11, 6)
SEPTEMBER = Window(Month(2015, 9), Month(2015, 9))
LEADER = AccessScope.whole_provider("P1")
FACTS = """
    A(k) 2015-08-20..2015-09-10 u1 F32 100%
    A(k) 2015-09-05..2015-09-20 u2 M54 50%
    B(m) 2015-09-10..2015-09-12 u1 F32 25%
    C(m) 2015-09-29..2015-10-03 u1 F32 75%
    D(m) 2014-09-01..2014-09-10 u1 F32
    E(m) 2014-09-01..2014-09-10 u1 F32
    F(m) 2014-09-01..2014-09-10 u1 M54
"""
"""In September 2015 a woman's case of 32 days since August, and men's cases of 3 and 5 days, the last into October."""


@pytest.fixture
def care(tmp_path: Path) -> Iterator[CareStatistics]:
    with CareStatistics(write_care_database(tmp_path / "care.duckdb", rows(2015, FACTS), TODAY)) as statistics:
        yield statistics


def told(result: ReportResult, group: str = "TOTAL", period: int = 0) -> MeasuredValue:
    """The value of one group."""
    assert result.measured is not None
    keys = [one.key for one in result.table.groups]
    return result.measured.values[period][keys.index(group)]


def by_sex(value: MeasuredValue) -> tuple[Decimal | None, ...]:
    return value.women, value.men, value.total


def numbers(*texts: str | None) -> tuple[Decimal | None, ...]:
    return tuple(None if text is None else Decimal(text) for text in texts)


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (Measure.MEDIAN_LENGTH, ("32", "4", "5")),
        (Measure.LOWER_QUARTILE_LENGTH, ("32", "3.5", "4")),
        (Measure.UPPER_QUARTILE_LENGTH, ("32", "4.5", "18.5")),
        (Measure.LENGTH_PERCENTILE_90, ("32", "4.8", "26.6")),
        (Measure.STARTED_CASES, ("0", "2", "2")),
        (Measure.ENDED_CASES, ("1", "1", "2")),
        (Measure.SICK_LEAVE_DAYS, ("20", "5", "25")),
        (Measure.DEGREE_WEIGHTED_DAYS, ("15", "2.25", "17.25")),
        (Measure.CHANGE, ("1", "-1", "0")),
        (Measure.CHANGE_PER_CENT, ("0", "-33", "0")),
    ],
)
def test_every_measure_of_one_month(
    care: CareStatistics, view: View, measure: Measure, expected: tuple[str, ...]
) -> None:
    result = care.report("cases_total", view, LEADER, window=SEPTEMBER, options=Options(measure=measure))
    assert by_sex(told(result)) == numbers(*expected)
    assert result.measured is not None
    assert result.measured.measure is measure
    assert result.measured.overall == (told(result),)


def test_a_change_from_nothing_is_marked(care: CareStatistics) -> None:
    options = Options(measure=Measure.CHANGE_PER_CENT)
    value = told(care.report("cases_total", View.CROSS_SECTION, LEADER, window=SEPTEMBER, options=options))
    assert (value.women_incomparable, value.men_incomparable, value.total_incomparable) == (True, False, False)


def test_before_the_earliest_month_there_is_nothing_to_compare_with(care: CareStatistics) -> None:
    window = Window(Month(2014, 9), Month(2014, 10))
    options = Options(measure=Measure.CHANGE)
    result = care.report("cases_total", View.TIME_SERIES, LEADER, window=window, options=options)
    assert told(result) == NO_VALUE
    assert told(result, period=1) == MeasuredValue(Decimal(0), Decimal(0), Decimal(0))


def test_a_user_of_one_unit_sees_that_units_days_but_the_whole_cases_start_and_length(care: CareStatistics) -> None:
    own = AccessScope.of_units("P1", frozenset({"u2"}))

    def value(measure: Measure) -> Decimal | None:
        result = care.report("cases_total", View.CROSS_SECTION, own, window=SEPTEMBER, options=Options(measure=measure))
        return told(result).women

    assert value(Measure.MEDIAN_LENGTH) == 32
    assert value(Measure.STARTED_CASES) == 0
    assert value(Measure.SICK_LEAVE_DAYS) == 16
    assert value(Measure.DEGREE_WEIGHTED_DAYS) == 8


def test_a_group_measures_the_cases_that_it_counts(care: CareStatistics) -> None:
    options = Options(measure=Measure.SICK_LEAVE_DAYS)
    result = care.report("cases_by_unit", View.CROSS_SECTION, LEADER, window=SEPTEMBER, options=options)
    assert by_sex(told(result, "u1")) == numbers("20", "5", "25")
    assert by_sex(told(result, "u2")) == numbers("20", "0", "20")
    assert result.measured is not None
    assert result.measured.overall is not None
    assert by_sex(result.measured.overall[0]) == numbers("20", "5", "25")


def test_no_case_has_no_length_and_no_days(care: CareStatistics) -> None:
    empty = Window(Month(2015, 1), Month(2015, 1))
    for scope in (LEADER, AccessScope.nothing()):
        for measure, expected in ((Measure.MEDIAN_LENGTH, None), (Measure.SICK_LEAVE_DAYS, Decimal(0))):
            options = Options(measure=measure)
            result = care.report("cases_total", View.TIME_SERIES, scope, window=empty, options=options)
            assert by_sex(told(result)) == (expected,) * 3


LISTED = """
    A(k) 2015-02-01..2015-02-28 u1 F32
    B(k) 2015-02-01..2015-02-28 u3 F32
    C(m) 2015-03-01..2015-03-31 u3 F32
    D(m) 2015-03-01..2015-03-31 u2 F32
"""


@pytest.fixture
def region(tmp_path: Path) -> Iterator[CareStatistics]:
    with CareStatistics(write_care_database(tmp_path / "care.duckdb", rows(2015, LISTED), TODAY)) as statistics:
        yield statistics


SCOPE = RegionScope({"U1": 110, "U2": None, "U3": 1100})


def test_cases_per_listed_patients_count_units_with_a_list_alone(region: CareStatistics) -> None:
    options = Options(measure=Measure.PER_1000_LISTED)
    by_unit = region.region_report("cases_by_unit", View.CROSS_SECTION, SCOPE, threshold=0, options=options)
    assert {key: by_sex(told(by_unit, key)) for key in ("u1", "u2", "u3")} == {
        "u1": numbers(None, None, "9.09"),
        "u2": numbers(None, None, None),
        "u3": numbers(None, None, "1.82"),
    }
    months = region.region_report("cases_total", View.TIME_SERIES, SCOPE, threshold=0, options=options)
    at = [str(month) for month in months.months].index("2015-02")
    assert by_sex(told(months, period=at)) == numbers(None, None, "1.65")
    assert by_sex(told(months, period=at + 1)) == numbers(None, None, "0.83")
    assert months.table.values[at + 1][0].total == 2, "the unit without a list stays in the number of cases"


def test_what_the_threshold_takes_has_no_value(region: CareStatistics) -> None:
    for measure in (Measure.PER_1000_LISTED, Measure.MEDIAN_LENGTH, Measure.SICK_LEAVE_DAYS, Measure.STARTED_CASES):
        result = region.region_report(
            "cases_total", View.TIME_SERIES, SCOPE, threshold=3, options=Options(measure=measure)
        )
        value = told(result, period=[str(month) for month in result.months].index("2015-02"))
        assert (value.women, value.total) == (None, None)
        assert value.women_protected
        assert not value.men_protected, "there was no man, which is no secret"


COUNTRY = """
    A(k) 2015-09-01..2015-09-10 u1 age=38 county=01
    B(k) 2015-09-01..2015-09-10 u1 age=38 county=01
    C(m) 2015-09-01..2015-09-10 u1 age=38 county=01
    D(k) 2015-09-01..2015-09-10 u3 age=43 county=01
    E(k) 2015-09-01..2015-09-10 u3 age=43 county=03
    F(k) 2015-09-01..2015-09-10 u3 age=43 county=99
"""
BY_AGE = [
    *(("01", 2014, sex, age, number) for sex, age, number in ((2, 38, 600), (1, 38, 500), (2, 43, 1000), (1, 43, 400))),
    *(("03", 2014, sex, age, number) for sex, age, number in ((2, 38, 400), (1, 38, 500), (2, 43, 2000), (1, 43, 600))),
    *(("01", 2015, sex, age, 2000) for sex in (1, 2) for age in (38, 43)),
]
"""In 2014 1,000 women and men of 38, 3,000 women and 1,000 men of 43; in 2015 2,000 of each."""


def national(folder: Path, people: list[tuple[str, int, int, int, int]], threshold: int = 0) -> NationalStatistics:
    """The national figures of the example with a population."""
    care = write_care_database(folder / "care.duckdb", rows(2015, COUNTRY), TODAY)
    path = write_national_database(folder / "national.duckdb", care, TODAY, threshold)
    if people:
        with duckdb.connect(str(path)) as connection:
            connection.executemany(
                "INSERT INTO population (county, year, sex, age, inhabitants) VALUES (?, ?, ?, ?, ?)",
                [list(row) for row in people],
            )
    return NationalStatistics.compatible(path)


def asked(
    statistics: NationalStatistics, report: str, measure: Measure, view: View = View.CROSS_SECTION
) -> ReportResult:
    return statistics.report(report, view, options=Options(measure=measure))


def test_cases_per_inhabitants_of_the_group(tmp_path: Path) -> None:
    country = national(tmp_path, BY_AGE)
    measure = Measure.PER_1000_INHABITANTS
    assert by_sex(told(asked(country, "cases_total", measure))) == numbers("1.25", "0.50", "1.00")
    ages = asked(country, "cases_by_age_group", measure)
    assert by_sex(told(ages, "36-40")) == numbers("2.00", "1.00", "1.50")
    assert by_sex(told(ages, "41-45")) == numbers("1.00", "0.00", "0.75")
    assert by_sex(told(ages, "16-20")) == (None, None, None), "nobody lives in the country at that age"
    counties = asked(country, "cases_by_county", measure)
    assert by_sex(told(counties, "ALL")) == numbers("1.25", "0.50", "1.00")
    assert by_sex(told(counties, "01")) == numbers("1.88", "1.11", "1.60")
    assert by_sex(told(counties, "00")) == (None, None, None)
    degrees = asked(country, "cases_by_degree", measure)
    assert by_sex(told(degrees, "100")) == numbers("1.25", "0.50", "1.00")
    assert by_sex(told(degrees, "25")) == numbers("0.00", "0.00", "0.00")


def test_age_standardised_cases_have_the_ages_of_the_last_year(tmp_path: Path) -> None:
    """Women 2 of 1000 and 3 of 3000, weighted alike; men 1 of 1000 and none."""
    country = national(tmp_path, BY_AGE)
    for view in View:
        result = asked(country, "cases_total", Measure.AGE_STANDARDISED, view)
        at = 0 if view is View.CROSS_SECTION else [str(month) for month in result.months].index("2015-09")
        assert by_sex(told(result, period=at)) == numbers("1.50", "0.50", "1.00")


def test_counties_are_standardised_to_the_same_ages(tmp_path: Path) -> None:
    """Stockholm's women: 2 of 600 and 1 of 1000, weighted alike, give 8.67 of 4000."""
    result = asked(national(tmp_path, BY_AGE), "cases_by_county", Measure.AGE_STANDARDISED)
    assert {key: by_sex(told(result, key)) for key in ("ALL", "01", "03", "00")} == {
        "ALL": numbers("1.50", "0.50", "1.00"),
        "01": numbers("2.17", "1.00", "1.58"),
        "03": numbers("0.25", "0.00", "0.12"),
        "00": (None, None, None),
    }
    assert by_sex(told(result, "10")) == (None, None, None), "nobody is known to live there"


def test_counties_are_standardised_over_whole_windows_alone(tmp_path: Path) -> None:
    with pytest.raises(MeasureNotOfferedError, match="as a cross-section only"):
        asked(national(tmp_path, BY_AGE), "cases_by_county", Measure.AGE_STANDARDISED, View.TIME_SERIES)


def test_the_sum_of_counties_measures_the_cases_of_them_all(care: CareStatistics) -> None:
    for measure, expected in ((Measure.MEDIAN_LENGTH, ("32", "4", "5")), (Measure.SICK_LEAVE_DAYS, ("20", "5", "25"))):
        options = Options(measure=measure)
        result = care.report("cases_by_county", View.CROSS_SECTION, LEADER, window=SEPTEMBER, options=options)
        assert by_sex(told(result, "ALL")) == by_sex(told(result, "01")) == numbers(*expected)


def test_rates_of_protected_cells_are_protected(tmp_path: Path) -> None:
    country = national(tmp_path, BY_AGE, threshold=3)
    total = told(asked(country, "cases_total", Measure.PER_1000_INHABITANTS))
    assert by_sex(total) == numbers("0.75", None, "0.50")
    assert (total.women_protected, total.men_protected) == (True, True)
    standardised = told(asked(country, "cases_total", Measure.AGE_STANDARDISED))
    assert by_sex(standardised) == numbers("0.50", None, "0.25")


def test_totals_of_counties_give_no_measure_by_age(tmp_path: Path) -> None:
    care = write_care_database(tmp_path / "care.duckdb", rows(2015, COUNTRY), TODAY)
    people = [("01", 2014, sex, 2000) for sex in (1, 2)]
    path = write_national_database(tmp_path / "national.duckdb", care, TODAY, 0, population=people)
    country = NationalStatistics.compatible(path)
    assert told(asked(country, "cases_total", Measure.PER_1000_INHABITANTS)).total == Decimal("1.50")
    for report, measure in (
        ("cases_total", Measure.AGE_STANDARDISED),
        ("cases_by_age_group", Measure.PER_1000_INHABITANTS),
    ):
        with pytest.raises(MeasureNotOfferedError, match="only the totals of the counties are loaded"):
            asked(country, report, measure)


def test_without_a_population_there_are_no_rates(tmp_path: Path) -> None:
    country = national(tmp_path, [])
    for measure in (Measure.PER_1000_INHABITANTS, Measure.AGE_STANDARDISED):
        with pytest.raises(MeasureNotOfferedError, match="the release has none"):
            asked(country, "cases_total", measure)


@pytest.mark.parametrize(("threshold", "expected"), [(0, ("32", "4", "5")), (2, (None, "4", "4")), (3, (None,) * 3)])
def test_lengths_of_the_country_are_of_what_the_threshold_leaves(
    tmp_path: Path, threshold: int, expected: tuple[str | None, ...]
) -> None:
    care = write_care_database(tmp_path / "care.duckdb", rows(2015, FACTS), TODAY)
    country = NationalStatistics.compatible(
        write_national_database(tmp_path / "national.duckdb", care, TODAY, threshold)
    )
    result = asked(country, "cases_total", Measure.MEDIAN_LENGTH, View.TIME_SERIES)
    value = told(result, period=[str(month) for month in result.months].index("2015-09"))
    assert by_sex(value) == numbers(*expected)
    assert (value.women_protected, value.men_protected) == (threshold > 1, threshold > 2)


@pytest.mark.parametrize(
    ("measure", "threshold", "expected"),
    [
        (Measure.STARTED_CASES, 0, ("0", "2", "2")),
        (Measure.ENDED_CASES, 0, ("1", "1", "2")),
        (Measure.ENDED_CASES, 2, (None, None, None)),
        (Measure.SICK_LEAVE_DAYS, 0, ("20", "5", "25")),
        (Measure.SICK_LEAVE_DAYS, 2, (None, "5", "5")),
    ],
)
def test_starts_ends_and_days_of_the_country_in_a_month(
    tmp_path: Path, measure: Measure, threshold: int, expected: tuple[str | None, ...]
) -> None:
    """One woman and two men at one provider: two men are enough for their days, one of them who ended is not."""
    care = write_care_database(tmp_path / "care.duckdb", rows(2015, FACTS), TODAY)
    country = NationalStatistics.compatible(
        write_national_database(tmp_path / "national.duckdb", care, TODAY, threshold)
    )
    result = asked(country, "cases_total", measure, View.TIME_SERIES)
    value = told(result, period=[str(month) for month in result.months].index("2015-09"))
    assert by_sex(value) == numbers(*expected)


def test_periods_that_start_on_one_day_certify_each_day_once(tmp_path: Path) -> None:
    facts = """
    A(k) 2015-07-30..2015-08-02 u1
    A(k) 2015-08-03..2015-08-10 u1 50%
    A(k) 2015-08-03..2015-09-04 u1 25%
    A(k) 2015-08-20..2015-08-25 u1
    """
    care = write_care_database(tmp_path / "care.duckdb", rows(2015, facts), TODAY)
    country = NationalStatistics.compatible(write_national_database(tmp_path / "national.duckdb", care, TODAY, 0))
    by_month = {}
    for measure in (Measure.SICK_LEAVE_DAYS, Measure.STARTED_CASES, Measure.ENDED_CASES):
        result = asked(country, "cases_total", measure, View.TIME_SERIES)
        at = [str(month) for month in result.months].index("2015-07")
        by_month[measure] = [told(result, period=at + step).total for step in range(3)]
    assert by_month == {
        Measure.SICK_LEAVE_DAYS: [2, 31, 4],
        Measure.STARTED_CASES: [1, 0, 0],
        Measure.ENDED_CASES: [0, 0, 1],
    }
    assert told(asked(country, "cases_total", Measure.SICK_LEAVE_DAYS)).total == 37


def test_the_country_is_compared_with_the_year_before_in_every_view(tmp_path: Path) -> None:
    facts = COUNTRY + "    G(m) 2014-09-01..2014-09-10 u1 age=38 county=01"
    care = write_care_database(tmp_path / "care.duckdb", rows(2015, facts), TODAY)
    country = NationalStatistics.compatible(write_national_database(tmp_path / "national.duckdb", care, TODAY, 0))
    for view in View:
        result = asked(country, "cases_total", Measure.CHANGE, view)
        at = 0 if view is View.CROSS_SECTION else [str(month) for month in result.months].index("2015-09")
        assert by_sex(told(result, period=at)) == numbers("5", "0", "5")
        in_per_cent = told(asked(country, "cases_total", Measure.CHANGE_PER_CENT, view), period=at)
        assert (in_per_cent.women_incomparable, in_per_cent.men_incomparable) == (True, False)


@pytest.mark.parametrize(
    ("measure", "report", "level", "reason"),
    [
        (Measure.PER_1000_INHABITANTS, "cases_total", Level.PROVIDER, "no population of their own"),
        (Measure.PER_1000_LISTED, "cases_total", Level.NATIONAL, "lists of units"),
        (Measure.PER_1000_LISTED, "certificates_per_case", Level.REGION, "no other division"),
        (Measure.AGE_STANDARDISED, "cases_total", Level.REGION, "shown nationally only"),
        (Measure.AGE_STANDARDISED, "cases_by_degree", Level.NATIONAL, "for the country and by county"),
        (Measure.SICK_LEAVE_DAYS, "cases_by_degree", Level.NATIONAL, "all cases together"),
        (Measure.DEGREE_WEIGHTED_DAYS, "cases_total", Level.NATIONAL, "not shown nationally"),
        (Measure.MEDIAN_LENGTH, "cases_by_degree", Level.NATIONAL, "all cases together"),
        (Measure.STARTED_CASES, "certificates_total", Level.PROVIDER, "applies to cases"),
        (Measure.CHANGE, "complement_share", Level.PROVIDER, "shown for numbers"),
    ],
)
def test_a_measure_that_makes_no_sense_is_refused_with_the_reason(
    measure: Measure, report: str, level: Level, reason: str
) -> None:
    with pytest.raises(MeasureNotOfferedError, match=reason) as refused:
        measures.require(measure, registry.report(report), level)
    assert refused.value.reason.sv != refused.value.reason.en


def test_the_engine_refuses_what_is_not_offered(care: CareStatistics, tmp_path: Path) -> None:
    options = Options(measure=Measure.AGE_STANDARDISED)
    with pytest.raises(MeasureNotOfferedError):
        care.report("cases_total", View.TIME_SERIES, LEADER, options=options)
    with pytest.raises(MeasureNotOfferedError):
        care.region_report("cases_total", View.TIME_SERIES, SCOPE, options=options)
    folder = tmp_path / "country"
    folder.mkdir()
    with pytest.raises(MeasureNotOfferedError):
        asked(national(folder, BY_AGE), "cases_total", Measure.DEGREE_WEIGHTED_DAYS)


REPRESENTATIVES = frozenset(
    {
        Measure.PER_1000_INHABITANTS,
        Measure.PER_1000_LISTED,
        Measure.MEDIAN_LENGTH,
        Measure.STARTED_CASES,
        Measure.DEGREE_WEIGHTED_DAYS,
        Measure.CHANGE,
    }
)
"""One measure of each way to compute."""


def test_measures_stand_beside_the_table_of_every_report(region: CareStatistics, tmp_path: Path) -> None:
    folder = tmp_path / "country"
    folder.mkdir()
    country = national(folder, BY_AGE)
    for level in Level:
        for report in registry.every_report(level):
            choices = Options(node="F00-F99", nodes=("F32", "M00-M99"), doctor_messages=True)
            for measure in sorted(REPRESENTATIVES.intersection(measures.offered(report, level))):
                for view in report.levels[level]:
                    options = replace(choices, measure=measure)
                    if level is Level.NATIONAL:
                        result = country.report(report.id, view, options=options)
                    elif level is Level.PROVIDER:
                        result = region.report(report.id, view, LEADER, options=options)
                    else:
                        result = region.region_report(report.id, view, SCOPE, threshold=0, options=options)
                    assert result.measured is not None
                    assert result.measured.measure is measure
                    assert [len(row) for row in result.measured.values] == [len(row) for row in result.table.values]
                    if result.measured.overall is not None:
                        assert len(result.measured.overall) == len(result.table.values)


def test_every_measure_is_described_and_offered_somewhere() -> None:
    assert list(MEASURES) == list(Measure)
    everywhere = {
        measure
        for level in Level
        for report in registry.every_report(level)
        for measure in measures.offered(report, level)
    }
    assert everywhere == set(Measure)
    assert all(text.sv and text.en for one in MEASURES.values() for text in (one.label, one.unit, one.meaning))
