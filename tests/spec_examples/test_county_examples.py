"""The worked examples on cases per inhabitant and the shares of the sexes by county (E84 to E86)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.oracle.facts import PopulationRow, write_care_database, write_national_database
from tests.spec_examples.notation import rows
from warehouse import reference_tables as reference
from warehouse.reports.national import NationalStatistics
from warehouse.reports.result import ReportResult, Series, View
from warehouse.reports.shares import per_thousand, rounded_percentage

TODAY = date(2013, 11, 6)
COUNTIES = [row.key for row in reference.code_rows("counties") if row.key != "00"]


def by_county(folder: Path, facts: str, report: str, population: list[PopulationRow]) -> ReportResult:
    """A national report by county over November 2012 to October 2013, with threshold 1."""
    care = write_care_database(folder / "care.duckdb", rows(2013, facts), TODAY)
    national = write_national_database(folder / "national.duckdb", care, TODAY, 1, population=population)
    return NationalStatistics.compatible(national).report(report, View.CROSS_SECTION)


def of_both(county: str, year: int, women: int, men: int) -> list[PopulationRow]:
    return [(county, year, 2, women), (county, year, 1, men)]


def rate(result: ReportResult, county: str, sex: str = "total") -> str:
    """Cases per 1000 inhabitants; a dash where there are no inhabitants to divide by."""
    assert result.divisor is not None
    found = per_thousand(getattr(result.table.of(county), sex), getattr(result.divisor.of(county), sex))
    return "-" if found is None else str(found)


def keys(series: Series) -> list[str]:
    return [group.key for group in series.groups]


def test_e84_rates_by_county(tmp_path: Path) -> None:
    facts = """
        A(m) 02-05..02-06 u1 county=01
        B(m) 02-05..02-06 u1 county=42
        C(k) 02-05..02-06 u1 county=00
        D(m) 02-05..02-06 u1 county=99
        E(m) 02-05..02-06 u1 county=05
        F(m) 2012-02-05..2012-02-06 u1 county=01
    """
    people = [row for county in COUNTIES if county != "05" for row in of_both(county, 2012, 500, 500)]
    result = by_county(tmp_path, facts, "cases_by_county", people)
    assert result.divisor is not None
    everywhere = result.table.of("ALL")
    assert (everywhere.total, everywhere.women, everywhere.men) == (5, 1, 4)
    assert result.divisor.of("ALL").total == 20_000
    assert [rate(result, "ALL", sex) for sex in ("total", "women", "men")] == ["0.25", "0.10", "0.40"]
    assert [rate(result, "01", sex) for sex in ("total", "men")] == ["1.00", "2.00"]
    assert (result.table.of("18").total, rate(result, "18")) == (0, "0.00")
    assert (result.table.of("05").total, result.divisor.of("05").total, rate(result, "05")) == (1, 0, "-")
    assert (result.table.of("00").total, rate(result, "00")) == (3, "-")
    assert keys(result.table)[0] == "ALL"
    assert keys(result.chart) == [key for key in keys(result.table) if key != "00"]


def test_e84_a_county_that_is_unknown_of_no_case_is_left_out(tmp_path: Path) -> None:
    result = by_county(tmp_path, "A(m) 02-05..02-06 u1 county=01", "cases_by_county", [])
    assert "00" not in keys(result.table)
    assert set(keys(result.table)) == {"ALL", *COUNTIES}


def test_e85_the_year_of_the_population(tmp_path: Path) -> None:
    people = of_both("10", 2011, 1000, 2000) + of_both("10", 2012, 2000, 1000)
    result = by_county(tmp_path, "A(k) 02-05..02-06 u1 county=10", "cases_by_county", people)
    assert result.divisor is not None
    assert (result.divisor.of("10").women, result.divisor.of("10").men) == (2000, 1000)
    assert rate(result, "10", "women") == "0.50"


def test_e86_the_shares_of_the_sexes(tmp_path: Path) -> None:
    facts = """
        A(k) 02-05..02-06 u1 county=01
        A(k) 04-05..04-06 u1 county=01
        B(k) 02-05..02-06 u1 county=01
        C(m) 02-05..02-06 u1 county=01
        D(m) 02-05..02-06 u1 county=01
        E(m) 02-05..02-06 u1 county=01
        E(m) 02-05..02-06 u3 county=10
    """
    table = by_county(tmp_path, facts, "case_sex_share_by_county", []).table

    def shown(county: str) -> list[str | int]:
        count = table.of(county)
        shares = [f"{rounded_percentage(sex, count.total)} % ({sex})" for sex in (count.women, count.men)]
        return [count.total, *shares]

    assert shown("01") == [6, "50 % (3)", "50 % (3)"]
    assert shown("10") == [1, "0 % (0)", "100 % (1)"]
    assert shown("00") == [0, "0 % (0)", "0 % (0)"]
