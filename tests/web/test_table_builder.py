"""`Skapa egen tabell`: what is shown is what the open API answers, cell by cell and placed as asked for."""

from __future__ import annotations

import csv
import io
from itertools import product
from math import prod
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY
from warehouse import formats
from warehouse.opendata.tables import tables
from warehouse.storage import DataDirectory, Zone

PATH = "/data/egen-tabell"
WORDS = ("SF01", "1", "99", "alla", "-", "senaste-3", "2026M01:2026M10", "alla:Kon", "Kon,Tid", "vs_SF01_Region_county")
OF_VARIABLES = ("Kon", "Region", "Tid", "ContentsCode", "lista-Region", "sok-Region", "val-Tid", "antal-Tid")
NAMES = st.sampled_from(
    [*OF_VARIABLES, "tabell", "rader", "kolumner", "gor", "dolj", "sida", "kolumnsida", "sok", "annat"]
)
HOSTILE = st.one_of(st.sampled_from(WORDS), st.text(max_size=20))
SELECTIONS = (
    "tabell=SF01",
    "tabell=SF01&kolumner=Kon,Tid&Tid=senaste-3",
    "tabell=SF01&rader=Tid&kolumner=ContentsCode,Kon,Region",
    "tabell=SF02&lista-Diagnos=vs_SF02_Diagnos_category&Diagnos=F32,F43,M54&Kon=-&Tid=senaste-4",
    "tabell=SF03&lista-Alder=agg_SF03_Alder_coarse&Kon=1,2&rader=Kon,Alder&kolumner=Tid,ContentsCode,Region",
    "tabell=SF07&Region=alla&ContentsCode=alla&Tid=senaste-2&rader=Region&kolumner=ContentsCode,Kon,Tid",
    "tabell=SF08A&Region=alla&Kon=1,2&kolumner=Kon",
    "tabell=KV01&rader=-&kolumner=ContentsCode,Orsak,Tid&Tid=senaste-1",
    "tabell=ME02&rader=Region,Intygstyp,Kon,ContentsCode,Tid&kolumner=-&Kon=1,2&Tid=senaste-1",
)


@pytest.fixture(scope="module")
def client(data: DataDirectory, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    kept: Path = tmp_path_factory.mktemp("kept")
    configuration = ApiConfiguration(calls=1_000_000, saved_queries=kept, max_cells=30_000)
    return create_public_app(data.zone(Zone.PUBLIC), IDENTITY, configuration).test_client()


def _page(client: FlaskClient, query: str, prefix: str = "", status: int = 200) -> Any:
    answer = client.get(f"{prefix}{PATH}?{query}")
    assert answer.status_code == status, answer.text
    return etree.HTML(answer.get_data(as_text=True)).find(".//main")


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _cells(page: Any) -> list[list[str]]:
    rows = page.findall(".//table[@class='sortable report-table pivot-table']/tbody/tr")
    return [["".join(cell.itertext()) for cell in row.findall("td")] for row in rows]


def _answer(client: FlaskClient, page: Any) -> dict[str, Any]:
    """What the API answers to the call that the page gives."""
    call = page.find(".//*[@id='kopia-anrop']").text.removeprefix("http://localhost")
    told: dict[str, Any] = client.get(call).get_json()
    assert "value" in told, told
    return told


def _expected(told: dict[str, Any], language: str) -> list[list[str]]:
    """The cells of an answer, each as a page writes it, in rows."""
    heading = told["extension"]["px"]["heading"]
    sizes = dict(zip(told["id"], told["size"], strict=True))
    width = prod(sizes[code] for code in heading)
    category = told["dimension"]["ContentsCode"]["category"]
    decimals = [category["unit"][code]["decimals"] for code in category["index"]]
    stride = prod(told["size"][told["id"].index("ContentsCode") + 1 :])
    shown = []
    for place, value in enumerate(told["value"]):
        sign = told.get("status", {}).get(str(place), "").replace("...", "…")
        number = "" if value is None else formats.number(value, language, decimals[place // stride % len(decimals)])
        shown.append(formats.NO_BREAK_SPACE.join(filter(None, (number, sign))))
    return [shown[start : start + width] for start in range(0, len(shown), width)]


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("query", SELECTIONS)
def test_the_table_shown_is_the_answer_of_the_api(client: FlaskClient, query: str, prefix: str) -> None:
    page = _page(client, query, prefix)
    told = _answer(client, page)
    language = "en" if prefix else "sv"
    assert [_text(box) for box in page.findall(".//div[@class='message warning']")] == []
    expected = _expected(told, language)
    assert _cells(page) == expected
    assert sum(map(len, expected)) == len(told["value"]) > 0


@pytest.mark.parametrize("query", SELECTIONS)
def test_names_and_heads_are_those_of_the_file_in_the_pivot_shown(client: FlaskClient, query: str) -> None:
    page = _page(client, query)
    link = next(one for one in page.findall(".//ul[@class='files']//a") if "outputFormat=csv" in one.get("href"))
    first, *rows = list(csv.reader(io.StringIO(client.get(link.get("href")).get_data(as_text=True))))
    table = page.find(".//table[@class='sortable report-table pivot-table']")
    names = [[_name(cell) for cell in row.findall("th")] for row in table.findall("tbody/tr")]
    told = _answer(client, page)
    stub = told["extension"]["px"]["stub"]
    # What is the same in all rows stands in the caption.
    several = [at for at, code in enumerate(stub) if len(told["dimension"][code]["category"]["index"]) > 1]
    named = several or [at for at, _ in enumerate(stub)][-1:]
    assert (names if stub else [[]]) == [[row[at] for at in named] for row in rows]
    same = {f"{first[at].capitalize()}: {rows[0][at]}" for at, _ in enumerate(stub) if at not in named}
    assert {one for one in same if one not in _text(table.find("caption"))} == set()
    assert _columns(table, len(named)) == first[len(stub) :]


def _name(cell: Any) -> str:
    """The text of a head without the number of its note."""
    return "".join(text for text in cell.itertext() if text not in {mark.text for mark in cell.iterfind(".//sup/a")})


def _columns(table: Any, stub: int) -> list[str]:
    """The heads of the columns, upper ones before lower ones."""
    levels = []
    for at, row in enumerate(table.findall("thead/tr")):
        heads = row.findall("th")[max(1, stub) if at == 0 else 0 :]
        levels.append([_name(head) for head in heads for _ in range(int(head.get("colspan", 1)))])
    joined = [" ".join(column) for column in zip(*levels, strict=True)]
    return ["" if one == "Värde" else one for one in joined]


@pytest.mark.nightly
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_table_can_be_made_and_every_file_of_it_answers(client: FlaskClient, prefix: str) -> None:
    listed = _text(_page(client, "", prefix))
    for one in tables():
        assert one.id in listed
        page = _page(client, f"tabell={one.id}&Tid=senaste-1", prefix)
        assert _cells(page) == _expected(_answer(client, page), "en" if prefix else "sv")


def test_every_file_answers_and_a_workbook_has_the_pivot_shown(client: FlaskClient) -> None:
    page = _page(client, SELECTIONS[1])
    links = [link.get("href") for link in page.findall(".//ul[@class='files']//a")]
    assert len(links) == 6
    answers = {link: client.get(link) for link in links}
    assert {answer.status_code for answer in answers.values()} == {200}
    book = next(answer.data for link, answer in answers.items() if "outputFormat=xlsx" in link)
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    written = [[cell for cell in row if isinstance(cell, int | float)] for row in sheet.iter_rows(values_only=True)]
    shown = [[cell.replace("\xa0", "") for cell in row] for row in _cells(page)]
    assert [[str(cell) for cell in row] for row in written if row] == shown


def test_heads_have_scope_and_span_what_stands_under_them(client: FlaskClient) -> None:
    table = _page(client, SELECTIONS[5]).find(".//table[@class='sortable report-table pivot-table']")
    heads = table.findall("thead/tr")
    assert len(heads) == 3
    columns = len(table.find("tbody/tr").findall("td"))
    for row in heads[:-1]:
        upper = [one for one in row.findall("th") if one.get("scope") == "colgroup"]
        assert sum(int(one.get("colspan")) for one in upper) == columns
    assert {one.get("scope") for one in heads[-1].findall("th")} == {"col"}
    assert len(heads[-1].findall("th//button")) == columns
    assert {one.get("scope") for one in table.findall("tbody//th")} == {"row"}
    assert "Sjukfall per 1000 invånare" in _text(table.find("caption"))


def test_notes_are_numbered_with_links_both_ways(client: FlaskClient) -> None:
    page = _page(client, "tabell=SF01")
    mark = page.find(".//sup/a")
    note = page.find(f".//*[@id='{mark.get('href').removeprefix('#')}']")
    assert "okänt" in _text(note)
    assert note.find("a").get("href") == f"#{mark.get('id')}"
    assert "Sjukfall ska inte summeras" in _text(page)


def test_a_selection_above_the_limit_is_told_and_not_made(client: FlaskClient) -> None:
    page = _page(client, "tabell=SF02&Diagnos=alla&Tid=alla")
    assert page.find(".//table") is None
    told = _text(page)
    assert "fler än de 30 000 som kan visas" in told.replace("\xa0", " ")
    assert page.find(".//*[@id='kopia-anrop']") is None
    whole = next(link.get("href") for link in page.iter("a") if "Hämta hela tabellen" in _text(link))
    assert client.get(whole).status_code == 200


def test_a_large_table_starts_hidden_and_is_shown_in_parts(client: FlaskClient) -> None:
    query = "tabell=SF02&lista-Diagnos=vs_SF02_Diagnos_category&Diagnos=alla&Kon=1&Tid=senaste-1"
    first = _page(client, query)
    assert first.find(".//details[@class='chooser']").get("open") is None
    assert len(_cells(first)) == 100
    expected = _expected(_answer(client, first), "sv")
    assert _cells(first) == expected[:100]
    more = next(link.get("href") for link in first.iter("a") if _text(link) == "Fler rader")
    second = etree.HTML(client.get(more.partition("#")[0]).get_data(as_text=True)).find(".//main")
    assert second.find(".//details[@class='chooser']").get("open") is not None
    assert _cells(second) == expected[100:200]
    assert _cells(_page(client, f"{query}&sida=999999")) == expected[(len(expected) - 1) // 100 * 100 :]
    assert _cells(_page(client, f"{query}&sida=x")) == expected[:100]


def test_wide_tables_are_shown_in_parts_of_columns(client: FlaskClient) -> None:
    query = "tabell=SF07&Region=alla&ContentsCode=alla&kolumner=Region,ContentsCode&Tid=senaste-1&Kon=1"
    expected = _expected(_answer(client, _page(client, query)), "sv")
    parts = [_cells(_page(client, f"{query}&kolumnsida={number}")) for number in (1, 2)]
    assert len(expected[0]) > 60
    assert [[*first, *second] for first, second in zip(*parts, strict=True)] == expected


def test_unknown_tables_and_values_are_told_and_the_page_still_works(client: FlaskClient) -> None:
    page = _page(client, f"tabell={quote('<b>SF99')}")
    assert "Det finns ingen öppen tabell <b>SF99" in _text(page)
    assert len(page.findall(".//ul[@class='builder-tables']/li")) == len(tables())
    page = _page(client, "tabell=sf01&Kon=1,77&Tid=-&Lan=01&lista-Region=vs_x", "/en")
    told = [_text(box) for box in page.findall(".//div[@class='message warning']")]
    assert len(told) == 4
    assert any("(Sex): 77" in one for one in told)
    assert _cells(page) == _expected(_answer(client, page), "en")


def test_tables_are_found_by_words(client: FlaskClient) -> None:
    page = _page(client, f"sok={quote('diagnos kalenderår')}")
    assert [_text(link) for link in page.findall(".//ul[@class='builder-tables']//a")] == [
        "SF02A Sjukfall efter diagnos, kalenderår"
    ]
    assert "Ingen tabell passar på zebra" in _text(_page(client, "sok=zebra"))


def test_long_lists_show_what_is_chosen_and_what_is_sought(client: FlaskClient) -> None:
    query = "tabell=SF02&lista-Diagnos=vs_SF02_Diagnos_category&Diagnos=F32,M54&sok-Diagnos=F4"
    listed = _page(client, query).find(".//fieldset[@id='val-Diagnos']")
    boxes = {box.get("value"): box.get("checked") is not None for box in listed.findall(".//input[@type='checkbox']")}
    assert {code for code, ticked in boxes.items() if ticked} == {"F32", "M54"}
    assert {code for code in boxes if code.startswith("F4")} >= {"F40", "F43", "F48"}
    assert len(boxes) < 20


def test_the_form_sends_the_state_that_it_shows(client: FlaskClient) -> None:
    """What a browser without scripts sends when nothing is changed leads to the same readable address."""
    for query in SELECTIONS:
        page = _page(client, query)
        sent = "&".join(f"{quote(name)}={quote(value)}" for name, value in _sent(page))
        link = page.find(".//*[@id='kopia-lank']").text
        assert _page(client, sent).find(".//*[@id='kopia-lank']").text == link


def _sent(page: Any) -> list[tuple[str, str]]:
    form = page.find(".//form[@class='builder-form']")
    sent = []
    for one in form.iter("input", "select"):
        if one.tag == "select":
            chosen = [option for option in one.findall("option") if option.get("selected") is not None]
            sent.append((one.get("name"), (chosen or one.findall("option"))[0].get("value")))
        elif one.get("type") not in {"checkbox", "radio"} or one.get("checked") is not None:
            sent.append((one.get("name"), one.get("value", "")))
    return sent


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("query", [SELECTIONS[1], SELECTIONS[3], SELECTIONS[4]])
def test_a_saved_table_shows_the_same_and_leads_back(client: FlaskClient, query: str, prefix: str) -> None:
    page = _page(client, query, prefix)
    saved = client.post(f"{prefix}{PATH}/spara", data=_fields(page))
    assert saved.status_code == 303
    assert saved.location.startswith(f"{prefix}/s/")
    there = etree.HTML(client.get(saved.location).get_data(as_text=True)).find(".//main")
    shown = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in _saved_rows(there)]
    written = [[cell.replace("\xa0", " ").replace("…", "...") for cell in row] for row in _cells(page)]
    assert shown == written
    back = next(link.get("href") for link in there.iter("a") if f"{prefix}{PATH}" in (link.get("href") or ""))
    again = etree.HTML(client.get(back).get_data(as_text=True)).find(".//main")
    assert _cells(again) == _cells(page)
    assert [_text(box) for box in again.findall(".//div[@class='message warning']")] == []
    assert again.find(".//*[@id='kopia-anrop']").text == page.find(".//*[@id='kopia-anrop']").text


def _saved_rows(page: Any) -> list[list[Any]]:
    return [row.findall("td") for row in page.findall(".//table")[-1].findall("tbody/tr")]


def _fields(page: Any, time: str | None = None) -> dict[str, str]:
    form = page.find(".//form[@class='builder-save']")
    ticked = next(box.get("value") for box in form.findall(".//input[@type='radio']") if box.get("checked") is not None)
    return {"urval": form.find("input[@name='urval']").get("value"), "tid": time or ticked}


def test_a_table_is_saved_with_its_periods_or_with_the_latest(client: FlaskClient) -> None:
    page = _page(client, "tabell=SF01&Tid=senaste-2")
    told = []
    for time in ("fasta", "rullande"):
        saved = client.post(f"{PATH}/spara", data=_fields(page, time)).location.removeprefix("/s/")
        query = client.get(f"/api/v2/savedqueries/{saved}").get_json()
        values = {one["variableCode"]: one["valueCodes"] for one in query["selection"]["selection"]}
        told.append((query["timeSelection"], values["Tid"]))
    assert told == [("fixed", ["2026M09", "2026M10"]), ("rolling", ["TOP(2)"])]
    assert _fields(page)["tid"] == "rullande"
    assert _fields(_page(client, "tabell=SF01&Tid=2026M01"))["tid"] == "fasta"


def test_what_cannot_be_saved_leads_back_to_a_page_that_says_so(client: FlaskClient, public_app: Flask) -> None:
    too_large = client.post(f"{PATH}/spara", data={"urval": "tabell=SF02&Diagnos=alla&Tid=alla"})
    assert too_large.status_code == 303
    told = client.get(too_large.location).get_data(as_text=True)
    assert "Tabellen kunde inte sparas" in told
    for urval in ("", "tabell=%00", "tabell=SF99", "x" * 30_000, "=&&;%zz"):
        answer = client.post(f"{PATH}/spara", data={"urval": urval, "tid": "x"})
        assert answer.status_code == 303
        assert client.get(answer.location).status_code == 200
    assert client.get(f"{PATH}/spara").status_code in {404, 405}
    without = public_app.test_client()
    assert "går det inte att spara" in without.get(f"{PATH}?tabell=SF01").get_data(as_text=True)
    refused = without.post(f"{PATH}/spara", data={"urval": "tabell=SF01"})
    assert "sparad=nej" in refused.location


def test_saving_has_the_limits_of_the_api(data: DataDirectory, tmp_path: Path) -> None:
    configuration = ApiConfiguration(calls=2, seconds=600, saved_queries=tmp_path)
    app = create_public_app(data.zone(Zone.PUBLIC), IDENTITY, configuration)
    asked = [app.test_client().post(f"{PATH}/spara", data={"urval": "tabell=SF01"}).status_code for _ in range(3)]
    assert asked == [303, 303, 429]


@settings(max_examples=20, deadline=None)
@given(query=st.dictionaries(NAMES, st.lists(HOSTILE, min_size=1, max_size=3), max_size=6))
def test_the_page_answers_whatever_the_address_says(client: FlaskClient, query: dict[str, list[str]]) -> None:
    answer = client.get(PATH, query_string={"tabell": "SF01"} | query)
    assert answer.status_code == 200
    assert answer.get_data(as_text=True).count("<h1") == 1


@pytest.mark.parametrize(
    "view",
    [
        "sjukfall-totalt?form=tidsserie",
        "diagnosgrupp?form=tvarsnitt&fran=2025-01&till=2025-12",
        "diagnoskapitel/F00-F99?form=tidsserie&fran=2026-03&till=2026-03",
        "lan?form=tidsserie&matt=per1000&lan=01,12",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_reports_lead_to_the_table_of_their_view(client: FlaskClient, view: str, prefix: str) -> None:
    report = etree.HTML(client.get(f"{prefix}/nationell/{view}").get_data(as_text=True))
    links = [link.get("href") for link in report.iter("a") if link.get("href")]
    own = next(link for link in links if link.startswith(f"{prefix}{PATH}?"))
    call = next(link for link in links if "/data?lang=" in link)
    page = etree.HTML(client.get(own).get_data(as_text=True)).find(".//main")
    assert [_text(box) for box in page.findall(".//div[@class='message warning']")] == []
    assert _answer(client, page)["value"] == client.get(call).get_json()["value"]


@pytest.mark.parametrize(
    ("query", "drawn"),
    [
        ("tabell=SF01&Kon=1,2", True),
        ("tabell=SF01&Kon=1,2&Tid=senaste-1", True),
        ("tabell=SF01&Kon=1&Tid=senaste-1", "ett enda tal"),
        ("tabell=SF01&Region=alla", "en eller två variabler"),
        ("tabell=ME02&ContentsCode=alla&Kon=1&Intygstyp=TOTAL", "ett enda innehåll"),
        ("tabell=SF02&lista-Diagnos=vs_SF02_Diagnos_category&Diagnos=alla&Kon=1&Tid=senaste-2", "serier"),
        ("tabell=SF02&lista-Diagnos=vs_SF02_Diagnos_category&Diagnos=alla&Kon=1&Tid=senaste-1", "att jämföra"),
    ],
)
def test_there_is_a_chart_where_the_shape_allows_one(client: FlaskClient, query: str, drawn: bool | str) -> None:
    answer = client.get(f"{PATH}?{query}").get_data(as_text=True)
    page = etree.HTML(answer)
    charts = page.findall(".//main//div[@class='chart']")
    assert len(charts) == (1 if drawn is True else 0)
    assert ('rel="preload"' in answer) is (drawn is True)
    if drawn is not True:
        assert f"{drawn}" in _text(page.find(".//main"))


def test_no_other_page_fetches_the_builders_script_and_style(client: FlaskClient) -> None:
    for path in ("/", "/nationell/diagnosgrupp", "/data"):
        assert "on_demand/" not in client.get(path).get_data(as_text=True)
    own = client.get(f"{PATH}?tabell=SF01").get_data(as_text=True)
    for extension in ("css", "js"):
        start = own.index("/assets/on_demand/builder." + extension)
        assert client.get(own[start : own.index('"', start)]).status_code == 200


def test_the_builder_is_linked_from_the_data_page_and_the_menu(client: FlaskClient) -> None:
    for prefix, (page, name) in product(("", "/en"), (("/data", "main"), ("/", "nav"))):
        root = etree.HTML(client.get(f"{prefix}{page}").get_data(as_text=True))
        links = [link.get("href") for part in root.iter(name) for link in part.iter("a")]
        assert f"{prefix}{PATH}" in links
