"""The public tables hold what the reports show, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from warehouse.opendata.cube import Cube
from warehouse.opendata.tables import UnknownTableError, cube_of, table, tables
from warehouse.reports.figures import CellRules, measured_cells
from warehouse.reports.measured import Measure
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import DEFAULT_OPTIONS, Options
from warehouse.reports.result import ReportResult, View

SEXES = ("1+2", "2", "1")
LATEST = 14
"""So many months are compared."""


def test_every_table_has_its_variables_and_cells(statistics: NationalStatistics) -> None:
    for defined in tables():
        cube = cube_of(statistics, defined.id)
        assert tuple(variable.code for variable in cube.variables) == defined.variable_codes
        assert all(len(set(variable.codes)) == len(variable.codes) for variable in cube.variables)
        assert all(variable.elimination in {None, *variable.codes} for variable in cube.variables)
        for variable in cube.variables:
            known = set(variable.codes)
            assert all(known.issuperset(category.children) for category in variable.categories), defined.id
        without_value = {at for at, value in enumerate(cube.values) if value is None}
        assert without_value == {at for at, sign in cube.status.items() if sign != "p"}


def test_a_table_is_made_once_for_a_release(statistics: NationalStatistics) -> None:
    assert cube_of(statistics, "SF01") is cube_of(statistics, "sf01")


def test_an_unknown_table_is_told() -> None:
    with pytest.raises(UnknownTableError, match="no table 'SF99'"):
        table("SF99")


def cell(cube: Cube, **codes: str) -> tuple[object, str | None]:
    place = cube.position({"Region": "00"} | codes)
    return cube.values[place], cube.status.get(place)


def result_of(statistics: NationalStatistics, report_id: str, node: str | None = None) -> ReportResult:
    options = Options(node=node) if node else DEFAULT_OPTIONS
    return statistics.report(report_id, View.TIME_SERIES, statistics.months, options=options)


@pytest.mark.parametrize(
    ("table_id", "report_id", "variable", "node"),
    [
        ("SF02", "cases_by_diagnosis_group", "Diagnos", None),
        ("SF02", "cases_within_diagnosis", "Diagnos", "F00-F99"),
        ("SF02", "cases_within_diagnosis", "Diagnos", "M50-M54"),
        ("SF03", "cases_by_age_group", "Alder", None),
        ("SF04", "cases_by_degree", "Grad", None),
        ("SF05", "cases_by_length", "Langd", None),
        ("SF09", "certificates_per_case", "AntalIntyg", None),
    ],
)
def test_numbers_of_cases_are_those_of_the_report(
    statistics: NationalStatistics, table_id: str, report_id: str, variable: str, node: str | None
) -> None:
    cube = cube_of(statistics, table_id)
    result = result_of(statistics, report_id, node)
    compared = protected = 0
    for at, month in list(enumerate(result.months))[-LATEST:]:
        tid = f"{month.year}M{month.number:02}"
        for group, count in zip(result.table.groups, result.table.values[at], strict=True):
            for sex, expected in zip(SEXES, CellRules().counts(count), strict=True):
                found = cell(cube, Kon=sex, Tid=tid, ContentsCode="Sjukfall", **{variable: group.key})
                assert found == (expected.value, expected.status and str(expected.status))
                compared += 1
                protected += found[1] == ".."
    assert compared > 3 * LATEST
    assert protected or node, "the sample has protected numbers in each of these tables"


def test_counties_are_those_of_the_report_and_the_country_counts_each_case_once(statistics: NationalStatistics) -> None:
    cube = cube_of(statistics, "SF01")
    by_county = result_of(statistics, "cases_by_county").table
    total = result_of(statistics, "cases_total").table
    last = str(statistics.months.last).replace("-", "M")
    for group, count in zip(by_county.groups[1:], by_county.values[-1][1:], strict=True):
        code = "99" if group.key == "00" else group.key
        shown = CellRules().counts(count)[0]
        assert cell(cube, Region=code, Kon="1+2", Tid=last, ContentsCode="Sjukfall")[0] == shown.value
    assert cell(cube, Kon="1+2", Tid=last, ContentsCode="Sjukfall")[0] == total.values[-1][0].total


def test_measures_of_length_are_those_of_the_report(statistics: NationalStatistics) -> None:
    cube = cube_of(statistics, "SF12A")
    year = statistics.windows[-1]
    options = Options(measure=Measure.MEDIAN_LENGTH)
    result = statistics.report("cases_total", View.CROSS_SECTION, year, options=options)
    assert result.measured is not None
    for sex, expected in zip(SEXES, measured_cells(result.measured.values[0][0]), strict=True):
        found, _ = cell(cube, Kon=sex, Tid=str(year.first.year), ContentsCode="Median")
        assert isinstance(expected.value, Decimal)
        assert found == float(expected.value)


def test_what_is_left_out_is_that_of_the_report(statistics: NationalStatistics) -> None:
    cube = cube_of(statistics, "KV02A")
    year = statistics.windows[-1]
    result = statistics.report("cases_by_age_group", View.CROSS_SECTION, year)
    assert result.loss is not None
    assert result.loss.cells > 0
    codes = {"Tabell": "SF03", "Tid": str(year.first.year), "ContentsCode": "SkyddadeTal"}
    assert cube.values[cube.position(codes)] == result.loss.cells
