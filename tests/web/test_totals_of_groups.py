"""The number above a report is a number of its table, however its groups add up (dashboards 4 and 5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboards.components.overview_rows import largest_in_words
from dashboards.components.report_page import MUCH_LOST, told_of_protection
from dashboards.components.summary import count_of, finished
from dashboards.components.texts import texts
from warehouse import formats
from warehouse.reports import registry, tidy
from warehouse.reports.definitions import Figure
from warehouse.reports.dimension import Attribute
from warehouse.reports.figures import Cell, CellRules
from warehouse.reports.known_dimensions import ALL_COUNTIES
from warehouse.reports.layout import table_of
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import DEFAULT_OPTIONS, Options
from warehouse.reports.result import Level, View
from warehouse.texts import result_texts

CHAPTER = Options(node="F00-F99")
ASKED = [
    (report.id, view, CHAPTER if report.dimension.attribute is Attribute.WITHIN else DEFAULT_OPTIONS)
    for report in registry.reports(Level.NATIONAL)
    for view in report.levels[Level.NATIONAL]
    if report.figure is Figure.COUNT and report.dimension.attribute is not Attribute.COMPARED
]


@pytest.mark.parametrize(("report_id", "view", "options"), ASKED)
def test_the_number_above_a_report_stands_in_its_table(
    statistics: NationalStatistics, report_id: str, view: View, options: Options
) -> None:
    result = statistics.report(report_id, view, options=options)
    period = len(finished(result)) - 1 if view is View.TIME_SERIES else 0
    count = count_of(result, period)
    assert count is not None
    table = table_of(result, result_texts("sv"))
    if view is View.TIME_SERIES:
        assert table.rows[period].cells[0] == CellRules().counts(count)[0]
    elif tidy.adds_up(result.table):
        assert sum(int(row.cells[0].value or 0) for row in table.rows if row.key != ALL_COUNTIES.key) == count.total
    else:
        assert [cell.value for cell in table.rows[0].cells] == [count.total, count.women, count.men]


def test_groups_of_the_sample_lose_more_than_the_whole(statistics: NationalStatistics) -> None:
    """Without this the case that readers stumble over would not be among those above."""
    result = statistics.report("cases_by_age_group", View.TIME_SERIES)
    assert tidy.loses_in_groups(result.table)
    assert "groups_lose" in result.notes


def test_much_that_is_lost_is_told_where_no_cell_is_hidden(statistics: NationalStatistics) -> None:
    """A reader must not take a table for whole because every cell of it holds a number."""
    result = statistics.report("cases_by_age_group", View.TIME_SERIES)
    assert (result.share_lost or 0) >= MUCH_LOST
    table = table_of(result, result_texts("sv"))
    shown = replace(table, rows=tuple(replace(row, cells=(Cell(1),) * len(row.cells)) for row in table.rows))
    (message,) = told_of_protection(result, shown, texts("sv"))
    assert message.id == "R-008-lost"
    assert message.values["share"] == formats.percent(result.share_lost or 0, "sv", 1)


@pytest.mark.parametrize("key", ["overview_diagnosis_group", "overview_degree", "overview_age_group"])
def test_a_box_tells_why_its_groups_do_not_add_up(statistics: NationalStatistics, key: str) -> None:
    box = statistics.overview().box(key)
    of_groups = sum(row.count.total for row in box.rows)
    told = largest_in_words(box, texts("sv"))
    assert ("tillsammans fler" in told) == (of_groups > box.total.total)
    assert ("tillsammans färre" in told) == (of_groups < box.total.total)
    largest = max(row.count.total for row in box.rows)
    whole = of_groups if of_groups <= box.total.total else box.total.total
    assert formats.percent(round(100 * largest / whole), "sv") in told
