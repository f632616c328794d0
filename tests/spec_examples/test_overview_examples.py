"""The worked examples on the overview (E39, E87, E103 to E105, E107), on provider and national level."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.oracle.facts import PopulationRow, write_care_database, write_national_database
from tests.spec_examples.notation import rows
from warehouse.reports.engine import CareStatistics
from warehouse.reports.national import NationalStatistics
from warehouse.reports.overview import OverviewResult
from warehouse.reports.scope import AccessScope
from warehouse.reports.selection import EVERYTHING, Selection

USER2 = AccessScope.of_units("P1", frozenset({"u1", "u2"}))
SOMATIC, OTHER = "A00-E90+G00-L99+N00-N99", "P00-P96+Q00-Q99+S00-Y98"


@contextmanager
def overviews(
    folder: Path,
    today: date,
    facts: str,
    *,
    year: int | None = None,
    population: tuple[PopulationRow, ...] = (),
    selection: Selection = EVERYTHING,
) -> Iterator[tuple[OverviewResult, OverviewResult]]:
    """The provider's overview for user2 and the national one with threshold 1."""
    care = write_care_database(folder / "care.duckdb", rows(year or today.year, facts), today)
    national = write_national_database(folder / "national.duckdb", care, today, 1, population=population)
    with CareStatistics(care) as statistics:
        yield statistics.overview(USER2, selection), NationalStatistics.compatible(national).overview()


def counts(result: OverviewResult, box: str) -> dict[str, int]:
    """Group → cases now."""
    return {row.group.key: row.count.total for row in result.box(box).rows}


def changes(result: OverviewResult, box: str) -> dict[str, int]:
    """Group → change against a year before."""
    return {row.group.key: row.change.value for row in result.box(box).rows if row.change}


def many(year: int, persons: int, name: str, rest: str) -> str:
    """`persons` one-day cases in November of `year`."""
    return "\n".join(f"{name}{number}(m) {year}-11-05..{year}-11-05 u1 {rest}" for number in range(persons))


def test_e39_degrees_that_were_a_year_ago_are_shown_with_their_fall(tmp_path: Path) -> None:
    facts = """
        A(m) 2015-07-09..2016-04-10 u1 75%
        A(m) 2015-07-11..2016-04-17 u1 50%
        A(m) 2015-07-17..2016-04-25 u1 25%
        A(m) 2016-07-30..2016-11-09 u1 100%
    """
    with overviews(tmp_path, date(2016, 9, 9), facts) as levels:
        for result in levels:
            assert counts(result, "overview_degree") == {"100": 1, "75": 0, "50": 0, "25": 0}
            assert changes(result, "overview_degree") == {"100": 0, "75": -100, "50": -100, "25": -100}
            new = result.box("overview_degree").row("100").change
            assert new is not None
            assert not new.comparable


def test_e87_counties_are_cut_to_thousandths(tmp_path: Path) -> None:
    now = [
        f"{name}(m) 2014-11-05..2014-11-06 u1 county={county}"
        for name, county in zip("ABCD", ["10", "10", "20", "20"], strict=True)
    ]
    before = [line.replace("2014", "2013").replace("(m)", "2(m)") for line in now]
    population = tuple(
        (county, year, sex, 50_000) for county in ("10", "20") for year in (2012, 2013) for sex in (1, 2)
    )
    with overviews(tmp_path, date(2015, 1, 1), "\n".join(now + before), population=population) as (_, national):
        box = national.box("overview_county")
        assert {row.group.key: row.rate for row in box.rows[:2]} == {"10": 0.02, "20": 0.02}
        assert [row.change and row.change.value for row in box.rows[:2]] == [0, 0]
        assert all(row.rate == 0 and row.population is None for row in box.rows[2:])
        assert "00" not in {row.group.key for row in box.rows}


def test_each_window_has_its_own_years_population(tmp_path: Path) -> None:
    facts = "A(m) 2014-11-05..2014-11-06 u1 county=10\nB(m) 2013-11-05..2013-11-06 u1 county=10"
    population = (("10", 2013, 1, 500), ("10", 2013, 2, 500), ("10", 2012, 1, 1000), ("10", 2012, 2, 1000))
    with overviews(tmp_path, date(2015, 1, 1), facts, population=population) as (_, national):
        row = national.box("overview_county").row("10")
        assert (row.rate, row.previous_rate, row.population) == (1.0, 0.5, 1000)
        assert row.change is not None
        assert row.change.value == 100


def test_e103_diagnosis_groups_are_compared_and_rounded(tmp_path: Path) -> None:
    facts = "\n".join(
        [many(2014, 2, "F", "F40"), many(2013, 4, "Fx", "F40"), many(2014, 3, "M", "M54"), many(2013, 1, "Mx", "M54")]
        + [many(year, 1, f"S{year}x", "A00") for year in (2013, 2014)]
        + [many(year, 1, f"O{year}x", "O20") for year in (2013, 2014)]
        + [many(2014, 2, "R", "R52"), many(2014, 1, "P", "P99"), many(2014, 3, "N", "hittepa")]
        + [many(2013, 4, "Rx", "R52")]
    )
    with overviews(tmp_path, date(2015, 1, 1), facts) as levels:
        for result in levels:
            box = "overview_diagnosis_group"
            assert counts(result, box) == {
                SOMATIC: 1, "F00-F99": 2, "M00-M99": 3, "O00-O99": 1, OTHER: 0, "OTHER_DIAGNOSIS_GROUPS": 6
            }  # fmt: skip
            assert changes(result, box) == {
                SOMATIC: 0, "F00-F99": -50, "M00-M99": 200, "O00-O99": 0, OTHER: 0, "OTHER_DIAGNOSIS_GROUPS": 50
            }  # fmt: skip


def test_e104_age_groups_are_compared_and_rounded(tmp_path: Path) -> None:
    now = {25: 2, 35: 1, 45: 1, 55: 4, 18: 1, 65: 3}
    before = {35: 2, 55: 2, 18: 2, 65: 3}
    facts = "\n".join(
        [many(2014, number, f"A{age}x", f"age={age}") for age, number in now.items()]
        + [many(2013, number, f"B{age}x", f"age={age}") for age, number in before.items()]
    )
    with overviews(tmp_path, date(2015, 1, 1), facts) as levels:
        for result in levels:
            rows_ = result.box("overview_age_group").rows
            found = {row.group.key: (row.count.total, row.change and row.change.value) for row in rows_}
            assert found == {
                "21-30": (2, 0),
                "31-40": (1, -50),
                "41-50": (1, 0),
                "51-60": (4, 100),
                "OTHER_AGE_GROUPS": (4, -20),
            }


def test_e105_a_case_counts_once_in_each_group_and_degree(tmp_path: Path) -> None:
    facts = "A(m) 05-01..05-31 u1 F32 100%\nA(m) 06-01..06-30 u2 M54 25%"
    with overviews(tmp_path, date(2014, 7, 1), facts) as levels:
        for result in levels:
            assert counts(result, "overview_diagnosis_group")["F00-F99"] == 1
            assert counts(result, "overview_diagnosis_group")["M00-M99"] == 1
            assert counts(result, "overview_degree") == {"100": 1, "75": 0, "50": 0, "25": 1}
            assert result.box("overview_sex_share").total.total == 1


def test_e107_a_whole_overview(tmp_path: Path) -> None:
    facts = """
        A(m) 03-14..08-04 u1 N16 age=35
        B(k) 03-05..08-27 u1 R62 age=35
        C(m) 03-08..08-24 u1 Q68 age=35
        D(k) 03-22..08-04 u1 A05 age=35
        E(m) 07-22..08-04 u1 A05 age=35
    """
    with overviews(tmp_path, date(2018, 9, 28), facts) as levels:
        for result in levels:
            sexes = result.box("overview_sex_share")
            assert sexes.total.total == 5
            assert (sexes.row("men").share, sexes.row("women").share) == (60, 40)
            assert result.box("overview_long_cases").total.total == 4
            lengths = counts(result, "overview_case_length")
            assert {key: number for key, number in lengths.items() if number} == {"0-14": 1, "91-180": 4}
            groups = counts(result, "overview_diagnosis_group")
            assert (groups[SOMATIC], groups[OTHER], groups["OTHER_DIAGNOSIS_GROUPS"]) == (3, 1, 1)
            assert counts(result, "overview_age_group")["31-40"] == 5
            assert counts(result, "overview_degree")["100"] == 5


def test_the_overview_keeps_its_months_and_says_so(tmp_path: Path) -> None:
    chosen = Selection.from_query("fran=2018-01&till=2018-02&diagnos=F00-F99")
    with overviews(tmp_path, date(2018, 9, 28), "A(m) 03-14..08-04 u1 N16", selection=chosen) as (provider, _):
        assert (str(provider.window.first), str(provider.window.last)) == ("2018-06", "2018-08")
        assert [message.id for message in provider.messages] == ["FI-008", "FI-010"]
        assert provider.is_empty
        assert provider.filters == {"diagnoses": ("F00-F99",)}


@pytest.mark.parametrize("step", [0, 1])
def test_a_case_that_ends_before_the_window_is_not_in_it(tmp_path: Path, step: int) -> None:
    end = date(2018, 5, 31) + timedelta(days=step)
    facts = f"A(m) 2018-03-14..{end} u1 N16"
    with overviews(tmp_path, date(2018, 9, 28), facts) as levels:
        for result in levels:
            assert result.box("overview_sex_share").total.total == step
