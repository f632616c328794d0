"""The table model: shapes T1, T2 and T3, protected and preliminary cells, the distinct total."""

from __future__ import annotations

from lxml import html as parser

from dashboards.components.markup import to_html
from dashboards.components.table import table_view
from dashboards.components.texts import texts
from tests.unit.dashboards.results import count, result
from warehouse.reports.figures import Cell, Status, shown
from warehouse.reports.layout import table_of
from warehouse.reports.period import Month
from warehouse.reports.result import Level, View

NB = "\N{NO-BREAK SPACE}"
SV, EN = texts("sv"), texts("en")


def test_t1_has_a_row_per_month_oldest_first() -> None:
    table = table_of(result("cases_total", View.TIME_SERIES, [[count(3, 2)], [count(10, 5)]]), SV)
    assert [row.key for row in table.rows] == ["2026-09", "2026-10"]
    assert [row.header for row in table.rows] == [f"sep{NB}2026", f"okt{NB}2026"]
    assert [[cell.value for cell in row.cells] for row in table.rows] == [[5, 3, 2], [15, 10, 5]]
    assert [column.head for column in table.columns] == [
        "Antal sjukfall totalt",
        "Antal sjukfall för kvinnor",
        "Antal sjukfall för män",
    ]
    assert table.row_head == "Period"


def test_t2_has_a_row_per_group() -> None:
    table = table_of(result("cases_by_degree", View.CROSS_SECTION, [[count(1, 2), count(3, 4)]]), EN)
    assert [row.key for row in table.rows] == ["25", "50"]
    assert [[cell.value for cell in row.cells] for row in table.rows] == [[3, 1, 2], [7, 3, 4]]
    assert table.row_head == "Degree of sick leave"


def test_t3_has_the_row_sum_first_and_three_columns_per_group() -> None:
    table = table_of(result("cases_by_degree", View.TIME_SERIES, [[count(1, 2), count(3, 4)]]), SV)
    assert [column.name for column in table.columns] == [
        "total",
        *(f"{key}_{sex}" for key in ("25", "50") for sex in ("total", "women", "men")),
    ]
    assert [cell.value for cell in table.rows[0].cells] == [10, 3, 1, 2, 7, 3, 4]
    assert list(table.group_heads()) == [
        (None, 1),
        ("25 % sjukskrivningsgrad", 3),
        ("50 % sjukskrivningsgrad", 3),
    ]


def test_overlapping_groups_get_a_first_row_where_each_case_stands_once() -> None:
    made = result("cases_by_degree", View.CROSS_SECTION, [[count(5, 5), count(5, 5)]], distinct=[count(7, 6)])
    first = table_of(made, SV).rows[0]
    assert (first.header, first.fixed) == ("Totalt (varje sjukfall en gång)", True)
    assert [cell.value for cell in first.cells] == [13, 7, 6]


def test_groups_that_lost_more_than_the_whole_get_that_row_too() -> None:
    made = result("cases_by_degree", View.CROSS_SECTION, [[count(5, 5), count(5, 0, "m")]], distinct=[count(11, 8)])
    first = table_of(made, SV).rows[0]
    assert (first.header, [cell.value for cell in first.cells]) == ("Totalt (varje sjukfall en gång)", [19, 11, 8])


def test_months_tell_each_case_once_beside_the_sum_of_the_groups_where_they_differ() -> None:
    values = [[count(5, 5), count(5, 5)], [count(1, 1), count(1, 1)]]
    made = result("cases_by_degree", View.TIME_SERIES, values, distinct=[count(12, 11), count(2, 2)])
    table = table_of(made, SV)
    assert [column.name for column in table.columns][:3] == ["each_once", "total", "25_total"]
    assert [column.title for column in table.columns][:2] == [
        "Totalt (varje sjukfall en gång)",
        "Antal sjukfall totalt (summan av grupperna)",
    ]
    assert [[cell.value for cell in row.cells][:2] for row in table.rows] == [[23, 20], [4, 4]]
    assert list(table.group_heads())[:2] == [(None, 1), (None, 1)]


def test_months_whose_groups_add_up_have_one_total() -> None:
    values = [[count(5, 5), count(5, 5)]]
    made = result("cases_by_degree", View.TIME_SERIES, values, distinct=[count(10, 10)])
    assert [column.name for column in table_of(made, SV).columns][:2] == ["total", "25_total"]


def test_groups_that_add_up_get_no_such_row() -> None:
    made = result("cases_by_degree", View.CROSS_SECTION, [[count(5, 5), count(2, 2)]], distinct=[count(7, 7)])
    assert [row.key for row in table_of(made, SV).rows] == ["25", "50"]


def test_a_protected_count_of_which_nothing_is_left_is_never_a_number() -> None:
    made = result("cases_total", View.TIME_SERIES, [[count(0, 12, "w")], [count(0, 0, "wm")], [count(0, 0)]])
    partly, wholly, zero = (row.cells for row in table_of(made, SV).rows)
    assert partly == (Cell(12), Cell(None, Status.PROTECTED), Cell(12))
    assert wholly == (Cell(None, Status.PROTECTED),) * 3
    assert zero == (Cell(0), Cell(0), Cell(0))


def test_a_protected_count_with_something_left_is_shown() -> None:
    made = result("cases_total", View.TIME_SERIES, [[count(9, 4, "wm")]])
    assert [cell.value for cell in table_of(made, SV).rows[0].cells] == [13, 9, 4]


def test_the_running_month_is_preliminary() -> None:
    made = result(
        "cases_total", View.TIME_SERIES, [[count(1, 1)], [count(2, 2)]], level=Level.PROVIDER, last=Month(2026, 11)
    )
    table = table_of(made, SV)
    assert [row.cells[0].status for row in table.rows] == [None, Status.PRELIMINARY]
    assert shown(table.rows[1].cells[0], "sv") == f"4{NB}p"
    assert table.statuses == {Status.PRELIMINARY}


def test_the_page_has_real_heads() -> None:
    made = result("cases_by_degree", View.TIME_SERIES, [[count(1, 2), count(3000, 4)]])
    element = parser.fromstring(to_html(table_view(table_of(made, SV), SV)))
    table = element.find(".//table")
    assert table is not None
    caption = "Antal sjukfall fördelat på sjukskrivningsgrad, oktober 2026"
    assert table.findtext("caption") == caption
    heads = table.findall("thead/tr/th")
    assert {head.get("scope") for head in heads} == {"col", "colgroup"}
    assert all("".join(head.itertext()).strip() for head in heads)
    row = table.find("tbody/tr")
    assert row is not None
    assert (row[0].tag, row[0].get("scope"), row[0].text) == ("th", "row", f"okt{NB}2026")
    assert [cell.text for cell in row[1:]] == [f"3{NB}007", "3", "1", "2", f"3{NB}004", f"3{NB}000", "4"]
