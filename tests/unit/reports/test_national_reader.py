"""Reading the national release: which windows exist, what happens with others, and population."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.oracle.facts import write_care_database, write_national_database
from tests.spec_examples.notation import rows
from warehouse.reports.national import NationalStatistics
from warehouse.reports.period import Month, Window
from warehouse.reports.population import Population
from warehouse.reports.registry import NotOfferedError, UnknownReportError
from warehouse.reports.result import Count, View

TODAY = date(2016, 3, 15)


@pytest.fixture
def national(tmp_path: Path) -> NationalStatistics:
    facts = rows(2015, "A(k) 2013-01-15..2013-12-15 u1 F32\nB(m) 2015-10-01..2015-10-14 u2 A00")
    care = write_care_database(tmp_path / "care.duckdb", facts, TODAY)
    return NationalStatistics.compatible(write_national_database(tmp_path / "national.duckdb", care, TODAY, 0))


def test_what_is_published(national: NationalStatistics) -> None:
    assert (str(national.months.first), str(national.months.last)) == ("2013-10", "2016-02")
    assert [f"{window.first}..{window.last}" for window in national.windows] == [
        "2015-03..2016-02",
        "2014-01..2014-12",
        "2015-01..2015-12",
    ]


def test_a_time_series_is_clipped_to_what_is_published(national: NationalStatistics) -> None:
    result = national.report("cases_total", View.TIME_SERIES, Window(Month(2013, 1), Month(2016, 12)))
    assert result.window == national.months
    assert [message.id for message in result.messages] == ["FI-003"]
    assert result.table.of("TOTAL", 0) == Count(1, 0, 1)


@pytest.mark.parametrize(
    ("asked", "message"),
    [(Window(Month(2012, 1), Month(2013, 9)), "FI-004"), (Window(Month(2016, 3), Month(2016, 4)), "FI-009")],
)
def test_a_window_without_statistics_gives_the_default(
    national: NationalStatistics, asked: Window, message: str
) -> None:
    result = national.report("cases_total", View.TIME_SERIES, asked)
    assert result.window == Window.ending(Month(2016, 2), 18)
    assert [told.id for told in result.messages] == [message]


def test_a_cross_section_exists_for_published_windows_only(national: NationalStatistics) -> None:
    year = Window(Month(2015, 1), Month(2015, 12))
    assert national.report("cases_total", View.CROSS_SECTION, year).window == year
    other = national.report("cases_total", View.CROSS_SECTION, Window(Month(2015, 2), Month(2015, 12)))
    assert other.window == national.windows[0]
    assert [told.id for told in other.messages] == ["FI-013"]


def test_months_before_the_first_selectable_one_are_published_when_the_default_needs_them(tmp_path: Path) -> None:
    today = date(2013, 11, 6)
    care = write_care_database(tmp_path / "c.duckdb", rows(2013, "A(k) 02-01..02-14 u1"), today)
    statistics = NationalStatistics.compatible(write_national_database(tmp_path / "n.duckdb", care, today, 0))
    result = statistics.report("cases_total", View.TIME_SERIES)
    assert str(result.months[0]) == "2012-05"
    assert sum(total.total for total in result.table.row_totals) == 1
    assert result.messages == ()


def test_unknown_reports_are_refused(national: NationalStatistics) -> None:
    with pytest.raises(UnknownReportError):
        national.report("cases_by_moon_phase", View.TIME_SERIES)
    with pytest.raises(NotOfferedError):
        national.report("cases_total", "map")  # type: ignore[arg-type]


def test_each_case_once_stands_beside_the_sums(national: NationalStatistics) -> None:
    result = national.report("cases_by_degree", View.CROSS_SECTION)
    assert result.table.distinct == (Count(0, 1, 1),)


def test_population_belongs_to_the_year_before_the_windows_end() -> None:
    known = Population.of(
        [("01", 2013, 1, 5), ("01", 2013, 2, 6), ("01", 2012, 1, 1), ("01", 2012, 2, 1), ("03", 2013, 1, 9)]
    )
    assert known.inhabitants(Window.ending(Month(2014, 9), 3)) == {"01": Count(6, 5, 11)}
    assert known.inhabitants(Window.ending(Month(2013, 9), 3)) == {"01": Count(1, 1, 2)}


def test_without_figures_of_the_year_the_newest_are_used() -> None:
    known = Population.of([("01", 2011, 1, 5), ("01", 2011, 2, 6), ("01", 2010, 1, 1), ("01", 2010, 2, 1)])
    assert known.inhabitants(Window.ending(Month(2014, 9), 3)) == {"01": Count(6, 5, 11)}
    assert Population().inhabitants(Window.ending(Month(2014, 9), 3)) == {}
