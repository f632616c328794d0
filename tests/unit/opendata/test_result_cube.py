"""The cube of each national result holds the figures of its table."""

from __future__ import annotations

import pytest

from warehouse.opendata.cube import CONTENTS, SEX, TIME
from warehouse.opendata.jsonstat import write_jsonstat
from warehouse.opendata.parquet import write_parquet
from warehouse.opendata.px import write_px
from warehouse.opendata.result_cube import cube_of_result
from warehouse.reports import measures, registry
from warehouse.reports.figures import CellRules
from warehouse.reports.measured import Measure
from warehouse.reports.measures import MeasureNotOfferedError
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import Options
from warehouse.reports.result import Level, View

NATIONAL = registry.every_report(Level.NATIONAL)
SEXES = ("1+2", "2", "1")


def _options(report_id: str, measure: Measure) -> Options:
    return Options(
        node="F00-F99" if report_id == "cases_within_diagnosis" else None, nodes=("F32", "M54"), measure=measure
    )


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("report", NATIONAL, ids=lambda report: report.id)
def test_every_measure_of_every_report_has_a_cube(
    statistics: NationalStatistics, report: registry.ReportDefinition, view: View
) -> None:
    written = 0
    for measure in measures.offered(report, Level.NATIONAL):
        try:
            result = statistics.report(report.id, view, options=_options(report.id, measure))
        except MeasureNotOfferedError:
            continue
        cube = cube_of_result(result)
        assert len(cube.variable(TIME).codes) == max(len(result.months), 1)
        assert cube.values
        assert write_jsonstat(cube, "en")
        assert write_px(cube, "sv").endswith(b";\r\n")
        assert write_parquet(cube, "sv")
        written += 1
    assert written


@pytest.mark.parametrize("report_id", ["cases_total", "cases_by_age_group", "certificates_per_case"])
@pytest.mark.parametrize("view", View)
def test_numbers_are_those_of_the_table(statistics: NationalStatistics, report_id: str, view: View) -> None:
    result = statistics.report(report_id, view)
    cube = cube_of_result(result)
    divided = [variable.code for variable in cube.variables if variable.code not in {SEX, CONTENTS, TIME}]
    for at, time in enumerate(cube.variable(TIME).codes):
        for group, count in zip(result.table.groups, result.table.values[at], strict=True):
            for sex, expected in zip(SEXES, CellRules().counts(count), strict=True):
                codes = {SEX: sex, TIME: time, CONTENTS: "Sjukfall"} | dict.fromkeys(divided, group.key)
                place = cube.position(codes)
                assert cube.values[place] == expected.value
                assert cube.status.get(place) == (expected.status and str(expected.status))


def test_a_window_of_no_calendar_year_is_told_by_its_months(statistics: NationalStatistics) -> None:
    cube = cube_of_result(statistics.report("cases_by_age_group", View.CROSS_SECTION))
    assert cube.variable(TIME).codes == ("2025M11-2026M10",)
