"""Words that open their explanation, and panels that can be folded away: by pointer, touch and keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.conftest import Served, Visitor
from tests.web.test_every_page import FIRST_ROWS, RULES

pytestmark = pytest.mark.web

WORD = "h1 button.term"
TEXT = "En patients samtliga sjukskrivningsintyg"


def _boxes(page: Any) -> Any:
    return page.locator(".explanation:popover-open")


def test_a_word_is_explained_on_click_focus_and_hover(public_site: Served, visit: Visitor) -> None:
    visitor = visit(public_site)
    page = visitor.open("/nationell/sjukfall-totalt")
    heading = page.locator("h1").bounding_box()
    word = page.locator(WORD)
    word.click()
    assert TEXT in _boxes(page).inner_text()
    assert word.get_attribute("aria-expanded") == "true"
    assert page.locator("h1").bounding_box() == heading, "nothing moves when an explanation opens"
    page.keyboard.press("Escape")
    assert _boxes(page).count() == 0
    assert word.get_attribute("aria-expanded") == "false"
    page.locator(".period-line").hover()
    word.hover()
    _boxes(page).wait_for()
    _boxes(page).hover()
    page.wait_for_timeout(400)
    assert _boxes(page).count() == 1, "it stays while the pointer is on it"
    page.mouse.move(5, 5)
    _boxes(page).wait_for(state="detached")
    page.keyboard.press("Tab")
    page.evaluate("document.querySelector('#page h1').focus()")
    page.keyboard.press("Tab")
    assert word.evaluate("word => word === document.activeElement")
    assert TEXT in _boxes(page).inner_text()
    page.keyboard.press("Tab")
    assert _boxes(page).count() == 0
    visitor.assert_clean()


def test_an_explanation_opens_without_scripts(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site, java_script_enabled=False).page
    page.goto(f"{public_site.url}/nationell/sjukfall-totalt")
    page.locator(WORD).click()
    assert page.locator(".explanation", has_text=TEXT).is_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_an_open_explanation_is_accessible_and_within_the_page(public_site: Served, visit: Visitor, width: int) -> None:
    page = visit(public_site, width).open("/nationell/sjukfall-totalt")
    page.locator("thead button.term").last.click()
    box = _boxes(page).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    violations = Axe().run(page, FIRST_ROWS, RULES).response["violations"]
    assert [found["id"] for found in violations] == []


def test_panels_fold_away_and_come_back(public_site: Served, visit: Visitor) -> None:
    visitor = visit(public_site)
    page = visitor.open("/nationell/sjukskrivningsgrad")
    for hide, show, content in (
        ("Dölj diagram", "Visa diagram", ".js-plotly-plot >> nth=0"),
        ("Dölj tabellen", "Visa tabellen", ".report-table"),
    ):
        page.get_by_role("button", name=hide).click()
        assert not page.locator(content).is_visible()
        button = page.get_by_role("button", name=show)
        assert button.get_attribute("aria-expanded") == "false"
        button.click()
        assert page.locator(content).is_visible()
    visitor.assert_clean()


@pytest.mark.parametrize("path", ["/", "/nationell/diagnosgrupp", "/nationell/lan?jamfor=riket&form=tidsserie"])
def test_pages_are_accessible_in_the_dark_theme(public_site: Served, visit: Visitor, path: str) -> None:
    visitor = visit(public_site, color_scheme="dark")
    page = visitor.open(path)
    violations = Axe().run(page, FIRST_ROWS, RULES).response["violations"]
    assert [(found["id"], [node["html"][:160] for node in found["nodes"]][:3]) for found in violations] == []
    drawn = page.evaluate(
        "[...document.querySelectorAll('.xtick text, .ytick text')].map(text => getComputedStyle(text).fill)"
    )
    assert set(drawn) <= {"rgb(230, 238, 239)"}
    visitor.assert_clean()


def test_paper_has_chart_table_and_facts_but_nothing_to_press(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site, color_scheme="dark").open("/nationell/sjukskrivningsgrad")
    page.emulate_media(media="print", color_scheme="dark")
    for selector in (".menu", ".controls", ".files", ".tabs", ".fold >> nth=0", ".legend input >> nth=0"):
        assert not page.locator(selector).is_visible(), selector
    for selector in (".js-plotly-plot >> nth=0", ".report-table", ".facts", ".legend", ".period-line"):
        assert page.locator(selector).is_visible(), selector
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
