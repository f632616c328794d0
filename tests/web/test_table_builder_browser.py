"""`Skapa egen tabell` in a browser: by keyboard alone, without scripts, on a phone, and looked at by axe."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboards.public.api.configuration import ApiConfiguration
from dashboards.public.app import create_public_app
from tests.web.conftest import IDENTITY, Served, Visit, Visitor, serve
from tests.web.test_every_page import FIRST_ROWS, RULES
from tests.web.test_keyboard import tab_to
from warehouse.storage import DataDirectory, Zone

pytestmark = pytest.mark.web

PATH = "/data/egen-tabell"
LIMIT = 1_000
COUNT = ".builder-bar [role=status]"


@pytest.fixture(scope="module")
def site(data: DataDirectory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The public site with a place to save tables, and a low limit of cells."""
    kept: Path = tmp_path_factory.mktemp("kept")
    configuration = ApiConfiguration(saved_queries=kept, max_cells=LIMIT)
    yield from serve(create_public_app(data.zone(Zone.PUBLIC), IDENTITY, configuration))


def _shown(visitor: Visit, path: str) -> None:
    visitor.page.wait_for_selector(f'#page main[data-place="{path}"]')
    visitor.settle()


def _cells(page: Any) -> list[list[str]]:
    rows = page.locator(".pivot-table tbody tr").all()
    return [row.locator("td").all_inner_texts() for row in rows]


def _told(page: Any, text: str) -> None:
    page.wait_for_function(
        "([place, text]) => document.querySelector(place).textContent.includes(text)", arg=[COUNT, text]
    )


def test_a_table_can_be_made_with_the_keyboard_alone(site: Served, visit: Visitor) -> None:
    visitor = visit(site)
    page = visitor.open(PATH)
    tab_to(page, "#sok")
    page.keyboard.type("SF01")
    page.keyboard.press("Enter")
    _shown(visitor, f"{PATH}?sok=SF01")
    tab_to(page, ".builder-tables a[href$='tabell=SF01']")
    page.keyboard.press("Enter")
    _shown(visitor, f"{PATH}?tabell=SF01")
    _told(page, "Tabellen får 54 celler")

    tab_to(page, "#val-Kon [data-ticks=inga]")
    page.keyboard.press("Enter")
    assert page.locator("#val-Kon input:checked").count() == 0
    assert "Inget valt" in page.locator("#val-Kon [data-chosen]").inner_text()
    for code in ("1", "2"):
        tab_to(page, f"#val-Kon input[value='{code}']")
        page.keyboard.press("Space")
    _told(page, "Tabellen får 36 celler")
    tab_to(page, "#antal-Tid")
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    _told(page, "Tabellen får 6 celler")

    tab_to(page, "#plats-Kon button[value='kolumner:Kon']")
    page.keyboard.press("Enter")
    places = "rader=Region,ContentsCode&kolumner=Tid,Kon"
    _shown(visitor, f"{PATH}?tabell=SF01&Kon=1,2&Tid=senaste-3&{places}")
    assert page.evaluate("document.activeElement.id") == "plats-Kon"
    assert page.url == f"{site.url}{PATH}?tabell=SF01&Kon=1,2&Tid=senaste-3&{places}"
    assert page.locator(".pivot-table thead tr").count() == 2

    tab_to(page, ".files a[href*='outputFormat=csv']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    heads, *rows = list(csv.reader(download.value.path().read_text(encoding="utf-8").splitlines()))
    assert heads[2:] == [
        f"{month} 2026 {sex}" for month in ("augusti", "september", "oktober") for sex in ("Män", "Kvinnor")
    ]
    assert [row[2:] for row in rows] == [[cell.replace("\xa0", "") for cell in row] for row in _cells(page)]

    page.go_back()
    _shown(visitor, f"{PATH}?tabell=SF01")
    assert page.locator("#val-Kon input:checked").count() == 3
    visitor.assert_clean()


def test_lists_are_filtered_and_ticked_where_they_stand(site: Served, visit: Visitor) -> None:
    visitor = visit(site)
    page = visitor.open(f"{PATH}?tabell=SF01")
    page.fill("#sok-Region", "göt")
    visible = page.locator("#val-Region .tick:visible")
    assert visible.all_inner_texts() == ["Östergötlands län", "Västra Götalands län"]
    page.click("#val-Region [data-ticks=alla]")
    assert page.locator("#val-Region [data-chosen]").inner_text() == "3 av 23 valda"
    page.click(".builder-bar button")
    _shown(visitor, f"{PATH}?tabell=SF01&Region=00,05,14&sok-Region=g%C3%B6t")
    assert page.evaluate("document.activeElement.id") == "resultat"
    assert len(_cells(page)) == 9
    visitor.assert_clean()


def test_too_many_cells_are_told_before_anything_is_asked(site: Served, visit: Visitor) -> None:
    visitor = visit(site)
    page = visitor.open(f"{PATH}?tabell=SF01")
    page.click("#val-Region [data-ticks=alla]")
    _told(page, "fler än de 1\xa0000")
    assert page.locator(".builder-bar.over").count() == 1
    page.click("#val-Region [data-ticks=inga]")
    _told(page, "Tabellen får 54 celler")
    assert page.locator(".builder-bar.over").count() == 0
    visitor.assert_clean()


def test_the_form_works_without_scripts(site: Served, visit: Visitor) -> None:
    visitor = visit(site, 360, java_script_enabled=False)
    page = visitor.page
    page.goto(f"{site.url}{PATH}?tabell=SF01")
    page.click("#val-Kon [data-ticks=inga]")
    assert page.locator("#val-Kon input:checked").count() == 0
    page.check("#val-Kon input[value='2']")
    page.click("#plats-Tid button")
    assert page.locator(".pivot-table thead tr").count() == 1
    assert page.locator(".pivot-table tbody tr").count() == 18
    page.fill("#antal-Tid", "2")
    page.click(".builder-bar button")
    assert page.locator(".pivot-table tbody tr").count() == 2
    page.click(".builder-save button")
    assert "/s/" in page.url
    assert page.locator("h1").inner_text() == "Sparad fråga: SF01 Sjukfall, totalt"


def _assert_accessible(visitor: Visit, path: str, width: int) -> None:
    page = visitor.open(path)
    violations = Axe().run(page, FIRST_ROWS, RULES).response["violations"]
    assert [(found["id"], [node["html"][:160] for node in found["nodes"]][:3]) for found in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    visitor.assert_clean()


@pytest.mark.parametrize(("prefix", "width"), [("", 360), ("/en", 1440)])
def test_the_builder_is_accessible(site: Served, visit: Visitor, prefix: str, width: int) -> None:
    _assert_accessible(visit(site, width), f"{prefix}{PATH}?tabell=SF01&Kon=1,2,77&kolumner=Kon,Tid", width)


@pytest.mark.nightly
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?sok=zebra",
        "?tabell=SF99",
        "?tabell=SF01&Kon=1&Region=alla",
        "?tabell=SF01&Kon=1&Tid=alla&kolumner=Tid",
        "?tabell=SF02&lista-Diagnos=vs_SF02_Diagnos_category&Diagnos=F32,F43&sok-Diagnos=f3&Kon=-",
        "?tabell=SF02&Diagnos=alla",
    ],
)
def test_every_kind_of_builder_page_is_accessible(
    public_site: Served, visit: Visitor, prefix: str, width: int, query: str
) -> None:
    _assert_accessible(visit(public_site, width), f"{prefix}{PATH}{query}", width)


def test_the_chart_is_drawn_and_its_series_can_be_hidden(site: Served, visit: Visitor) -> None:
    visitor = visit(site)
    page = visitor.open(f"{PATH}?tabell=SF01&Kon=1,2")
    assert page.locator(".js-plotly-plot .main-svg").count() > 0
    page.click("input[data-series='1']")
    page.wait_for_function("document.querySelector('.js-plotly-plot').data[0].visible === false")
    assert page.url.endswith("&dolj=1")
    assert page.locator("#kopia-lank").inner_text().endswith("&dolj=1")
    page.reload()
    visitor.settle()
    assert not page.locator("input[data-series='1']").is_checked()
    visitor.assert_clean()
