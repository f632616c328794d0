"""Every page in both languages on phone and desktop: nothing in the console, nothing fetched elsewhere, accessible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboards.components.controls import FORM_NAMES
from dashboards.components.texts import LANGUAGES
from tests.web.conftest import Served, Visit, Visitor
from tests.web.login import log_in
from warehouse.reports import registry
from warehouse.reports.menu import UNDIVIDED
from warehouse.reports.result import Level

pytestmark = pytest.mark.web

WIDTHS = (360, 1440)
# Rows of a table are made alike, so the first ones are looked at; a thousand cells would take axe many seconds.
FIRST_ROWS = {"exclude": [["#page tbody tr:nth-child(n+4)"]]}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def _reports(level: Level, base: str) -> Iterator[str]:
    for report in registry.reports(level):
        for view in report.levels[level]:
            yield f"{base}/{report.slug}?form={FORM_NAMES[view]}"


MAPS = ("/nationell/karta", "/nationell/karta?matt=forandring-procent&kon=kvinnor", "/nationell/karta?manad=2026-09")
PUBLIC = ("/", *_reports(Level.NATIONAL, "/nationell"), *MAPS, "/om")
KINDS_OF_PAGE = (
    "/",
    "/nationell/sjukfall-totalt?matt=median",
    "/nationell/diagnosgrupp?form=tidsserie",
    "/nationell/aldersgrupp?form=tvarsnitt",
    "/nationell/diagnoskapitel/F00-F99/F40-F48",
    "/nationell/jamfor-diagnoser?diagnos=F43,M54&bladdra=F00-F99",
    "/nationell/lan?form=tvarsnitt",
    "/nationell/komplettering-andel?form=tidsserie",
    *MAPS[:2],
    "/om",
)
"""One page of each kind; every page is visited at night, and asked for without a browser in `test_national_pages`."""

CARE = ("/verksamhet/oversikt", *_reports(Level.PROVIDER, "/verksamhet"), "/om")
PECULIAR = (
    "/nationell/sjukfall-totalt?fran=2026-13&till=2026-10",
    "/nationell/diagnosgrupp?diagram=procentyta",
    "/nationell/aldersgrupp?form=tidsserie&fran=2026-10&till=2026-10",
    "/nationell/lan?form=tidsserie&kon=kvot&jamfor=riket",
)


def _assert_good(visit: Visit, width: int) -> None:
    page = visit.page
    violations = Axe().run(page, FIRST_ROWS, RULES).response["violations"]
    assert [(found["id"], [node["html"][:160] for node in found["nodes"]][:3]) for found in violations] == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.lang") in LANGUAGES
    visit.assert_clean()


def _stands_elsewhere(path: str) -> bool:
    """Whether a page calls itself by another address, that of the report whose division it leaves out."""
    return any(f"/{registry.report(one).slug}?" in path for one in UNDIVIDED.values())


def _in(language: str, path: str) -> str:
    return path if language == "sv" else f"/{language}{path}".replace(f"/{language}/?", f"/{language}?")


def _walk(visitor: Visit, language: str, width: int, paths: Sequence[str]) -> None:
    for number, path in enumerate(paths):
        go = visitor.open if number % 4 == 0 or _stands_elsewhere(path) else visitor.move
        go(_in(language, path))
        _assert_good(visitor, width)
        assert visitor.page.evaluate("document.documentElement.lang") == language


@pytest.mark.parametrize(("language", "width"), [("sv", 360), ("en", 1440)])
def test_kinds_of_public_pages(public_site: Served, visit: Visitor, language: str, width: int) -> None:
    _walk(visit(public_site, width), language, width, KINDS_OF_PAGE)


@pytest.mark.nightly
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages(public_site: Served, visit: Visitor, language: str, width: int) -> None:
    _walk(visit(public_site, width), language, width, PUBLIC)


@pytest.mark.parametrize("path", PECULIAR)
def test_peculiar_views(public_site: Served, visit: Visitor, path: str) -> None:
    visitor = visit(public_site, 360)
    visitor.open(path)
    _assert_good(visitor, 360)


def test_a_page_that_does_not_exist(public_site: Served, visit: Visitor) -> None:
    visitor = visit(public_site)
    page = visitor.open("/nationell/finns-inte")
    assert page.locator("h1").inner_text() == "Sidan går inte att hitta"
    assert [fault for fault in visitor.faults if "404" not in fault] == []
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [found["id"] for found in violations] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_log_in_page(care_site: Served, visit: Visitor, language: str, width: int) -> None:
    visitor = visit(care_site, width)
    visitor.page.goto(care_site.url + _in(language, "/logga-in"))
    _assert_good(visitor, width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_statistics_pages(care_site: Served, visit: Visitor, language: str, width: int) -> None:
    visitor = visit(care_site, width)
    log_in(visitor, "delprocessledare")
    for number, path in enumerate(CARE):
        go = visitor.open if number % 4 == 0 else visitor.move
        go(_in(language, path))
        _assert_good(visitor, width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_case_list(care_site: Served, visit: Visitor, language: str, width: int) -> None:
    visitor = visit(care_site, width)
    log_in(visitor, "rehabkoordinator", acknowledge=True)
    visitor.open(_in(language, "/pagaende-sjukfall"))
    assert visitor.page.locator("tbody tr").count() > 0
    _assert_good(visitor, width)
