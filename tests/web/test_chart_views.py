"""Women against men, single sexes and comparisons: readable addresses, the same figures in chart, table and files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html as parser

from warehouse.reports.national import NationalStatistics
from warehouse.reports.result import SexView, View

PAIR = "/nationell/sjukskrivningsgrad"
CASES = "/nationell/sjukfall-totalt"
COUNTIES = "/nationell/lan"


def _page(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return parser.fromstring(answer.text)


def _figures(page: Any) -> list[dict[str, Any]]:
    """The charts of a page, as they are sent to the browser."""
    return list(_graphs(json.loads(page.get_element_by_id("first-page").text)["content"]))


def _graphs(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, list):
        for part in content:
            yield from _graphs(part)
    elif isinstance(content, dict):
        if content.get("type") == "Graph":
            yield content["props"]["figure"]
        yield from _graphs(content.get("props", {}).get("children"))


def _lines(client: FlaskClient, address: str) -> list[dict[str, str]]:
    """The rows of a view's CSV file."""
    path, _, query = address.partition("?")
    answer = client.get(f"{path}.csv?{query}")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))


def _heads(page: Any) -> list[str]:
    cells = page.xpath("//table[contains(@class, 'report-table')]/thead/tr[last()]/th")
    return [" ".join("".join(cell.itertext()).split()) for cell in cells]


@pytest.mark.parametrize("sexes", list(SexView))
def test_each_view_of_the_sexes_is_a_link_that_works_without_scripts(client: FlaskClient, sexes: SexView) -> None:
    address = PAIR if sexes is SexView.EACH else f"{PAIR}?kon={sexes}"
    page = _page(client, address)
    (group,) = page.xpath("//div[@role='group' and @aria-label='Kön']")
    assert [link.get("href") for link in group] == [
        PAIR if one is SexView.EACH else f"{PAIR}?kon={one}" for one in SexView
    ]
    (chosen,) = group.xpath("a[@aria-current]")
    assert chosen.get("href") == address
    assert len(_figures(page)) == (2 if sexes is SexView.EACH else 1)


@pytest.mark.parametrize("sexes", [SexView.DIFFERENCE, SexView.RATIO])
@pytest.mark.parametrize("form", ["tidsserie", "tvarsnitt"])
def test_women_against_men_in_chart_table_and_file(client: FlaskClient, sexes: SexView, form: str) -> None:
    address = f"{PAIR}?form={form}&kon={sexes}"
    page = _page(client, address)
    (figure,) = _figures(page)
    name = {SexView.DIFFERENCE: "Skillnad kvinnor–män", SexView.RATIO: "Kvot kvinnor/män"}[sexes]
    assert name in _heads(page)
    drawn = [value for trace in figure["data"] for value in trace["y"]]
    suffix = sexes.name.lower()
    found: list[float | None] = []
    for line in _lines(client, address):
        for column in (column for column in line if column.endswith(suffix) and not column.startswith("TOTAL")):
            women = line[column.replace(suffix, "women")]
            men = line[column.replace(suffix, "men")]
            expected = _contrast(sexes, women, men)
            assert (Decimal(line[column].replace(",", ".")) if line[column] else None) == expected
            if line.get("group") != "TOTAL":
                found.append(None if expected is None else float(expected))
    assert sorted(drawn, key=str) == sorted(found, key=str)
    assert "kvinnor" in " ".join(page.xpath("//p[@class='chart-summary']/text()"))


def _contrast(sexes: SexView, women: str, men: str) -> Decimal | None:
    if not women or not men:
        return None
    if sexes is SexView.DIFFERENCE:
        return Decimal(int(women) - int(men))
    if not int(men):
        return None
    return (Decimal(women) / Decimal(men)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_one_sex_alone_is_the_panel_of_the_pair(client: FlaskClient) -> None:
    women, men = _figures(_page(client, PAIR))
    for sexes, of_pair in ((SexView.WOMEN, women), (SexView.MEN, men)):
        (alone,) = _figures(_page(client, f"{PAIR}?kon={sexes}"))
        assert [trace["y"] for trace in alone["data"]] == [trace["y"] for trace in of_pair["data"]]


def test_shares_of_the_sexes_have_no_views_of_them(client: FlaskClient) -> None:
    page = _page(client, "/nationell/konsfordelning-lan?kon=kvot")
    assert page.xpath("//div[@aria-label='Kön']") == []
    assert "Kvot kvinnor/män" not in _heads(page)


def test_a_single_number_is_set_against_the_year_before(client: FlaskClient, statistics: NationalStatistics) -> None:
    page = _page(client, f"{CASES}?jamfor=fg-ar")
    (figure,) = _figures(page)
    (line,) = [trace for trace in figure["data"] if trace["meta"] == "year_before"]
    assert line["line"]["dash"] == "dash"
    assert "Ett år tidigare" in [note["text"] for note in figure["layout"]["annotations"]]
    window = statistics.report("cases_total", View.TIME_SERIES).window
    before = statistics.report("cases_total", View.TIME_SERIES, window=window.a_year_before())
    assert line["y"] == [count.total for count in before.table.row_totals]
    assert [head for head in _heads(page) if "ett år tidigare" in head]
    written = [line["total_year_before"] for line in _lines(client, f"{CASES}?jamfor=fg-ar")]
    assert written == [str(count.total) for count in before.table.row_totals]


@pytest.mark.parametrize("form", ["tidsserie", "tvarsnitt"])
@pytest.mark.parametrize("slug", ["lan", "konsfordelning-lan"])
def test_counties_are_set_against_the_country(client: FlaskClient, form: str, slug: str) -> None:
    address = f"/nationell/{slug}?form={form}&lan=01,12&jamfor=riket"
    page = _page(client, address)
    (figure,) = _figures(page)
    (line,) = [trace for trace in figure["data"] if trace["meta"] == "country"]
    others = [trace for trace in figure["data"] if trace["meta"] != "country"]
    assert line["line"]["dash"] == "dash"
    assert "Samtliga län" in [note["text"] for note in figure["layout"]["annotations"] if note["name"] == "country"]
    if form == "tvarsnitt":
        assert {name for trace in others for name in trace["x"]} == {"Skåne län", "Stockholms län"}
        assert len(set(line["y"])) == 1
    else:
        assert {trace["name"] for trace in others} == {"Skåne län", "Stockholms län"}
    first = page.xpath("//table[contains(@class, 'report-table')]/tbody/tr/th")
    assert form == "tidsserie" or first[0].text == "Samtliga län"


@pytest.mark.parametrize("query", ["form=tidsserie&jamfor=riket", "jamfor=riket", "form=tidsserie&kon=kvot"])
def test_pictures_show_what_the_page_shows(client: FlaskClient, query: str) -> None:
    picture = client.get(f"{COUNTIES}.svg?{query}&lan=01,12")
    assert picture.status_code == 200
    root = parser.fromstring(picture.data)
    words = [" ".join("".join(text.itertext()).split()) for text in root.iter("text")]
    assert "Samtliga län" in words
    assert "Riket" not in words
    assert any(word.startswith("Kvot kvinnor/män") for word in words) is ("kvot" in query)


def test_counties_stand_in_the_order_of_the_alphabet_in_chart_table_and_files(client: FlaskClient) -> None:
    page = _page(client, COUNTIES)
    rows = ["".join(row.itertext()) for row in page.xpath("//table[contains(@class, 'report-table')]/tbody/tr/th")]
    assert rows[:5] == ["Samtliga län", "Blekinge län", "Dalarnas län", "Gotlands län", "Gävleborgs län"]
    assert [line["group_label"] for line in _lines(client, COUNTIES)] == rows
    (figure,) = _figures(page)
    assert figure["data"][0]["x"] == [row for row in rows if row != "Okänt län"]


def test_a_missing_population_is_told_apart_from_zero(client: FlaskClient) -> None:
    page = _page(client, COUNTIES)
    cells = page.xpath("//table[contains(@class, 'report-table')]/tbody/tr[th='Dalarnas län']/td")
    shown = [cell.text for cell in cells]
    assert shown[:3] == ["0", "0", "0"]
    assert set(shown[3:]) == {"…"}
    assert "… Uppgift saknas" in " ".join(page.xpath("//ul[@class='notes']/li/text()"))
    (line,) = [line for line in _lines(client, COUNTIES) if line["group_label"] == "Dalarnas län"]
    assert [line[name] for name in ("rate_total", "rate_total_status", "counted_total")] == ["", "...", "0"]
