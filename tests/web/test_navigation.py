"""Moving about: links, forms, back and forward, language, keyboard, and what happens when the session is gone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.conftest import SECOND, Served, Visitor
from tests.web.login import log_in

pytestmark = pytest.mark.web

FOCUSED = (
    "() => { const e = document.activeElement; return [e.tagName, e.getAttribute('href') || e.name || e.className, "
    "getComputedStyle(e).outlineStyle]; }"
)


def _wait_for(page: Any, path: str) -> None:
    page.wait_for_selector(f'#page main[data-place="{path}"]', timeout=20 * SECOND)


def test_a_link_moves_without_loading_anew(public_site: Served, visit: Visitor) -> None:
    visitor = visit(public_site)
    page = visitor.open("/")
    page.evaluate("window.sameDocument = true")
    page.click("nav.menu >> text=Diagnosgrupp")
    _wait_for(page, "/nationell/diagnosgrupp")
    assert page.evaluate("window.sameDocument") is True
    assert page.title() == "Antal sjukfall fördelat på diagnosgrupp | Intygsinsikt"
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.evaluate("window.scrollY") == 0
    visitor.settle()
    page.go_back()
    _wait_for(page, "/")
    assert page.title() == "Intygsinsikt"
    page.go_forward()
    _wait_for(page, "/nationell/diagnosgrupp")
    visitor.assert_clean()


def test_going_back_returns_to_where_one_was(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site).open("/nationell/sjukfall-totalt")
    page.evaluate("window.scrollTo(0, 700)")
    page.evaluate("document.querySelector('nav.menu a[href*=aldersgrupp]').click()")
    _wait_for(page, "/nationell/aldersgrupp")
    assert page.evaluate("window.scrollY") == 0
    page.go_back()
    _wait_for(page, "/nationell/sjukfall-totalt")
    page.wait_for_function("window.scrollY > 500")


def test_the_language_switch_keeps_the_view(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site).open("/nationell/sjukskrivningsgrad?form=tvarsnitt")
    page.click("text=English")
    _wait_for(page, "/en/nationell/sjukskrivningsgrad?form=tvarsnitt")
    assert page.locator("h1").inner_text() == "Number of cases by degree of sick leave"
    assert page.evaluate("document.documentElement.lang") == "en"
    page.click("text=Svenska")
    _wait_for(page, "/nationell/sjukskrivningsgrad?form=tvarsnitt")
    assert page.evaluate("document.documentElement.lang") == "sv"


def test_the_period_form_makes_an_address(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site).open("/nationell/sjukfall-totalt")
    page.fill("#fran", "2026-01")
    page.fill("#till", "2026-03")
    page.press("#till", "Enter")
    _wait_for(page, "/nationell/sjukfall-totalt?fran=2026-01&till=2026-03")
    assert page.locator(".period-line").inner_text().lower() == "januari–mars 2026"
    assert page.locator("tbody tr").count() == 3


def test_a_faulty_month_is_told_at_its_field(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site).open("/nationell/sjukfall-totalt")
    page.fill("#fran", "2026-13")
    page.press("#fran", "Enter")
    page.wait_for_selector("#fran[aria-invalid=true]")
    told = page.locator(f"#{page.get_attribute('#fran', 'aria-describedby')}").inner_text()
    assert "2026-13" in told
    assert page.input_value("#fran") == "2026-13"
    assert page.locator(".message.error").count() == 1


def test_links_and_forms_work_without_scripts(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site, java_script_enabled=False).page
    page.goto(public_site.url)
    page.click("text=Diagnosgrupp >> nth=0")
    page.click("text=Tvärsnitt")
    page.wait_for_url("**/nationell/diagnosgrupp?form=tvarsnitt")
    page.goto(f"{public_site.url}/nationell/sjukfall-totalt")
    page.fill("#fran", "2026-01")
    page.fill("#till", "2026-02")
    page.locator("form.selection:has(#fran) button").click()
    page.wait_for_url("**?fran=2026-01&till=2026-02")
    expect(page.locator("tbody tr")).to_have_count(2)
    with page.expect_download() as download:
        page.click("summary:has-text('Spara som')")
        page.click("text=Excel")
    assert download.value.suggested_filename.endswith(".xlsx")


def test_everything_is_reached_by_keyboard(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site).open("/nationell/sjukskrivningsgrad")
    unseen = {
        "menu": lambda tag, what: tag == "A" and what == "/nationell/aldersgrupp",
        "form": lambda tag, what: tag == "A" and "form=tvarsnitt" in what,
        "month": lambda tag, what: tag == "INPUT" and what == "fran",
        "legend": lambda tag, what: tag == "INPUT" and what == "",
        "download": lambda tag, what: tag == "A" and ".xlsx" in what,
        "table": lambda tag, what: tag == "DIV" and what == "table-scroll",
        "sort": lambda tag, what: tag == "BUTTON" and what == "sort",
    }
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)[:2] == ["A", "#innehall"]
    for _ in range(90):
        page.keyboard.press("Tab")
        tag, what, outline = page.evaluate(FOCUSED)
        for name in [name for name, found in unseen.items() if found(tag, what)]:
            del unseen[name]
        if tag == "SUMMARY" and page.evaluate("document.activeElement.textContent") == "Spara som":
            page.keyboard.press("Enter")
        assert tag == "BODY" or outline != "none", (tag, what)
    assert list(unseen) == []


def test_the_skip_link_leads_to_the_content(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site).open("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innehall"


def test_the_menu_opens_on_a_phone(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site, 360).open("/")
    button = page.locator(".menu-button")
    assert not page.is_visible("nav.menu")
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    assert page.is_visible("nav.menu")
    assert button.get_attribute("aria-expanded") == "true"
    page.click("nav.menu >> text=Åldersgrupp")
    _wait_for(page, "/nationell/aldersgrupp")
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_when_the_session_is_gone_a_move_leads_to_the_log_in_and_back(care_site: Served, visit: Visitor) -> None:
    visitor = visit(care_site)
    log_in(visitor, "delprocessledare")
    visitor.page.context.clear_cookies()
    visitor.page.click("nav.menu >> text=Diagnosgrupp")
    visitor.page.wait_for_url("**/logga-in?*")
    visitor.page.click("form:has(input[value=delprocessledare]) button")
    visitor.page.wait_for_url("**/verksamhet/diagnosgrupp")
    visitor.settle()


def test_logging_out_ends_the_session(care_site: Served, visit: Visitor) -> None:
    visitor = visit(care_site)
    log_in(visitor, "delprocessledare")
    visitor.page.click("text=Logga ut")
    visitor.page.wait_for_url("**/logga-in?utloggad=ja")
    visitor.page.goto(f"{care_site.url}/verksamhet/oversikt")
    assert "/logga-in" in visitor.page.url


def test_the_case_list_is_sorted_by_links_and_chosen_by_unit(care_site: Served, visit: Visitor) -> None:
    visitor = visit(care_site)
    log_in(visitor, "rehabkoordinator", acknowledge=True)
    page = visitor.open("/pagaende-sjukfall")
    everybody = page.locator("tbody tr").count()
    page.click("th a:has-text('Ålder')")
    page.wait_for_selector("th[aria-sort=descending] a:has-text('Ålder')")
    ages = [int(text.split()[0]) for text in page.locator("tbody td:nth-child(3)").all_inner_texts()]
    assert ages == sorted(ages, reverse=True)
    page.select_option("#enhet", label="Mottagning A")
    page.locator("form.selection button").click()
    page.wait_for_selector(".sub-heading:has-text('Mottagning A')")
    assert 0 < page.locator("tbody tr").count() < everybody
    visitor.assert_clean()
