"""Wide tables in documents: divided evenly, groups whole, row heads repeated, every figure once."""

from __future__ import annotations

from lxml import html as parser

from dashboards.components.texts import texts
from dashboards.downloads.plain_table import plain_tables
from tests.unit.dashboards.results import count, result
from warehouse.reports.figures import shown
from warehouse.reports.layout import table_of
from warehouse.reports.result import View
from warehouse.reports.table import ReportTable


def _table(groups: int) -> ReportTable:
    values = [[count(100 * group + month, 50 + group) for group in range(groups)] for month in range(3)]
    return table_of(result("cases_by_age_group", View.TIME_SERIES, values), texts("sv"))


def _widths(markup: str) -> list[int]:
    """Columns of the head after the row heads, and cells of each row."""
    table = parser.fromstring(markup)
    upper, *lower = table.findall("thead/tr")
    heads = sum(int(head.get("colspan", "1")) for head in upper[1:])
    below = len(lower[0]) if lower else 0
    assert below == sum(int(head.get("colspan", "0")) for head in upper[1:])
    return [heads, *(len(row) - 1 for row in table.findall("tbody/tr"))]


def test_a_narrow_table_is_one() -> None:
    (markup,) = plain_tables(_table(2), "sv")
    assert _widths(markup) == [7, 7, 7, 7]


def test_a_wide_table_is_divided_between_groups() -> None:
    table = _table(12)
    parts = list(plain_tables(table, "sv", 12))
    widths = [_widths(part) for part in parts]
    assert all(len(set(width)) == 1 and width[0] <= 12 for width in widths)
    assert sum(width[0] for width in widths) == len(table.columns) == 37
    heads = [parser.fromstring(part).xpath("string(//tbody/tr[1]/th)") for part in parts]
    assert heads == [table.rows[0].header] * len(parts)
    groups = [head.text_content() for part in parts for head in parser.fromstring(part).xpath("//th[@colspan]")]
    assert len(groups) == len(set(groups)) == 12


def test_every_figure_is_there_once_and_in_order() -> None:
    table = _table(5)
    rows = [parser.fromstring(part).xpath("//tbody/tr[2]/td/text()") for part in plain_tables(table, "sv", 6)]
    assert [text for row in rows for text in row] == [shown(cell, "sv") for cell in table.rows[1].cells]
