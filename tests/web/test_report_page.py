"""A report's page shows what the engine answered: in the table, in the files, before and after the scripts."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.request import urlopen

import openpyxl
import pytest
from lxml import html as parser

from dashboards.components.controls import FORM_NAMES
from tests.web.conftest import Served, Visitor
from warehouse.releases import ReleaseStore
from warehouse.reports import registry
from warehouse.reports.definitions import Figure
from warehouse.reports.dimension import Attribute
from warehouse.reports.national import NationalStatistics
from warehouse.reports.registry import ReportDefinition
from warehouse.reports.result import Count, Level, ReportResult, View
from warehouse.storage import DataDirectory, Zone

CHOSEN = {Attribute.WITHIN, Attribute.COMPARED}
VIEWS = [
    (report, view)
    for report in registry.reports(Level.NATIONAL)
    if report.figure is Figure.COUNT and report.dimension.attribute not in CHOSEN
    for view in report.levels[Level.NATIONAL]
]
"""The reports whose table is counts of fixed groups; the others are looked at in `test_national_pages`."""

NAMES = [f"{report.slug}-{view}" for report, view in VIEWS]


@pytest.fixture(scope="module")
def statistics(data: DataDirectory) -> NationalStatistics:
    """The engine that the site reads, opened by the test itself."""
    return NationalStatistics(ReleaseStore(data.zone(Zone.PUBLIC)).current().file("national.duckdb"))


def _sexes(count: Count) -> list[int | None]:
    """Total, women and men as they may be shown; None where protection left nothing."""
    return [
        None if (count.women_protected or count.men_protected) and not count.total else count.total,
        None if count.women_protected and not count.women else count.women,
        None if count.men_protected and not count.men else count.men,
    ]


def _expected(result: ReportResult) -> list[list[int | None]]:
    """The body of the table, worked out from the result without the table model."""
    series = result.table
    if result.view is View.CROSS_SECTION:
        rows = [_sexes(count) for count in series.values[0]]
        once = series.distinct[0] if series.distinct else None
        if once and series.row_totals[0].total != once.total:
            rows.insert(0, _sexes(once))
        return rows
    if len(registry.report(result.report_id).dimension.groups) == 1:
        return [_sexes(values[0]) for values in series.values]
    sums = [[_sexes(total)[0]] for total in series.row_totals]
    if series.distinct and [one.total for one in series.distinct] != [one.total for one in series.row_totals]:
        sums = [[_sexes(once)[0], *total] for once, total in zip(series.distinct, sums, strict=True)]
    return [
        [*total, *(value for count in values for value in _sexes(count))]
        for total, values in zip(sums, series.values, strict=True)
    ]


def _number(text: str) -> int | None:
    return None if text == ".." else int(text.replace("\N{NO-BREAK SPACE}", "").replace(",", ""))


def _address(report: ReportDefinition, view: View, extension: str = "") -> str:
    return f"/nationell/{report.slug}{extension}?form={FORM_NAMES[view]}"


def _body(markup: str) -> list[list[str]]:
    """Row heads and cells of the report's table."""
    (table,) = parser.fromstring(markup).xpath("//table[contains(@class, 'report-table')]")
    return [["".join(cell.itertext()) for cell in row] for row in table.findall("tbody/tr")]


@pytest.mark.parametrize(("report", "view"), VIEWS, ids=NAMES)
def test_the_first_answer_holds_the_result(
    public_app: Any, statistics: NationalStatistics, report: ReportDefinition, view: View
) -> None:
    body = _body(public_app.test_client().get(_address(report, view)).text)
    assert [[_number(text) for text in row[1:]] for row in body] == _expected(statistics.report(report.id, view))


@pytest.mark.parametrize(("report", "view"), VIEWS, ids=NAMES)
def test_files_hold_what_the_page_shows(public_site: Served, report: ReportDefinition, view: View) -> None:
    with urlopen(public_site.url + _address(report, view)) as answer:
        body = _body(answer.read().decode())
    with urlopen(public_site.url + _address(report, view, ".csv")) as answer:
        assert answer.headers.get_content_type() == "text/csv"
        lines = list(csv.reader(io.StringIO(answer.read().decode("utf-8-sig")), delimiter=";"))[1:]
    with urlopen(public_site.url + _address(report, view, ".xlsx")) as answer:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.read())).worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()][-len(body) :]
    shown = [[_number(text) for text in row[1:]] for row in body]
    assert [[int(text) if text else None for text in line[2::2]] for line in lines] == shown
    assert [[None if value == ".." else value for value in row[1:]] for row in rows] == shown
    assert [line[1] for line in lines] == [row[0] for row in rows] == [row[0] for row in body]


@pytest.mark.web
@pytest.mark.parametrize("slug", ["diagnosgrupp", "aldersgrupp"])
def test_scripts_take_over_the_same_page(public_site: Served, visit: Visitor, slug: str) -> None:
    bare = visit(public_site, java_script_enabled=False).page
    bare.goto(f"{public_site.url}/nationell/{slug}")
    page = visit(public_site).open(f"/nationell/{slug}")
    assert _body(page.content()) == _body(bare.content())
    for selector in ("h1", ".period-line", ".key-line", ".chart-summary", ".facts", ".notes"):
        assert page.locator(selector).inner_text() == bare.locator(selector).inner_text()
    assert page.locator("#served").count() == 0


@pytest.mark.web
def test_a_pair_of_charts_shows_the_result_on_one_scale(
    public_site: Served, visit: Visitor, statistics: NationalStatistics
) -> None:
    page = visit(public_site).open("/nationell/sjukskrivningsgrad")
    drawn = page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].map(plot => ({y: plot.data.map(trace => trace.y), "
        "range: plot.layout.yaxis.range}))"
    )
    chart = statistics.report("cases_by_degree", View.TIME_SERIES).chart
    groups = range(len(chart.groups))
    assert drawn[0]["y"] == [[_sexes(row[group])[1] for row in chart.values] for group in groups]
    assert drawn[1]["y"] == [[_sexes(row[group])[2] for row in chart.values] for group in groups]
    assert drawn[0]["range"] == drawn[1]["range"]


@pytest.mark.web
def test_the_legend_hides_series_and_says_so_in_the_address(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site).open("/nationell/sjukskrivningsgrad")
    page.uncheck("input[data-series='100']")
    page.wait_for_function("document.querySelector('.js-plotly-plot').data[3].visible === false")
    ranges = page.evaluate("[...document.querySelectorAll('.js-plotly-plot')].map(plot => plot.layout.yaxis.range[1])")
    assert ranges[0] == ranges[1]
    assert page.url.endswith("?dolj=100")
    page.reload()
    page.wait_for_selector("#page .js-plotly-plot .main-svg")
    assert not page.is_checked("input[data-series='100']")
    page.check("#page input[data-series='100']")
    page.wait_for_function("!location.search.includes('dolj')")


@pytest.mark.web
def test_areas_of_a_pair_keep_one_scale_when_a_group_is_hidden(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site).open("/nationell/sjukskrivningsgrad?diagram=yta")
    ranges = "[...document.querySelectorAll('.js-plotly-plot')].map(plot => plot.layout.yaxis.range[1])"
    women, men = page.evaluate(ranges)
    assert women == men
    page.uncheck("input[data-series='100']")
    page.wait_for_function("document.querySelector('.js-plotly-plot').data[3].visible === false")
    fewer, as_well = page.evaluate(ranges)
    assert fewer == as_well < women


@pytest.mark.web
def test_a_table_is_sorted_by_its_heads(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site).open("/nationell/aldersgrupp")
    original = _body(page.content())
    assert original[0][0] == "Totalt (varje sjukfall en gång)"
    button = page.locator("th[data-column='2'] button.sort")
    button.click()
    first, *groups = _body(page.content())
    assert first == original[0]
    falling = [_number(row[2]) for row in groups]
    known = [value for value in falling if value is not None]
    assert known == sorted(known, reverse=True)
    assert falling == [*known, *[None] * (len(falling) - len(known))]
    assert page.locator("th[aria-sort=descending]").count() == 1
    button.click()
    rising = [value for row in _body(page.content())[1:] if (value := _number(row[2])) is not None]
    assert rising == sorted(rising)
    button.click()
    assert _body(page.content()) == original


@pytest.mark.web
def test_nothing_offers_to_send_a_chart_away(public_site: Served, visit: Visitor) -> None:
    visitor = visit(public_site)
    page = visitor.open("/nationell/diagnosgrupp")
    page.hover(".js-plotly-plot .main-svg >> nth=0")
    assert page.locator(".modebar-btn").count() == 0
    visitor.assert_clean()
