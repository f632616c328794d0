"""Tables on a phone: a figure in sight before anything is scrolled, nothing hidden without notice (dashboards 20)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboards.components.controls import FORM_NAMES
from tests.web.conftest import Served, Visit, Visitor
from warehouse.reports import registry
from warehouse.reports.result import Level

pytestmark = pytest.mark.web

PHONE = 360
EVERY_REPORT = tuple(
    f"/nationell/{report.slug}?form={FORM_NAMES[view]}&diagnos=F43,M54"
    for report in registry.reports(Level.NATIONAL)
    for view in report.levels[Level.NATIONAL]
)
SOME = (
    "/nationell/intyg-totalt?form=tidsserie",
    "/nationell/komplettering-per-fraga?form=tvarsnitt",
    "/nationell/karta",
)
BOXES = """() => [...document.querySelectorAll('#page .table-box')].filter(box => box.checkVisibility()).map(box => {
  const scroll = box.querySelector('.table-scroll');
  const room = scroll.getBoundingClientRect();
  const row = scroll.querySelector('tbody tr');
  const head = row.querySelector('th') || row.children[0];
  const names = head.getBoundingClientRect();
  const figures = [...row.querySelectorAll('td')].map(cell => cell.getBoundingClientRect());
  return {
    room: room.width, names: names.width,
    seen: figures.filter(cell => cell.left >= names.right - 1 && cell.right <= room.right).length,
    hidden: scroll.scrollHeight - scroll.clientHeight, wide: scroll.scrollWidth > scroll.clientWidth + 1,
    cue: box.querySelector('.table-cue').checkVisibility(), more: box.dataset.more,
    focusable: scroll.tabIndex === 0 && scroll.getAttribute('role') === 'region',
    rows: scroll.querySelectorAll('tbody tr').length,
  };
})"""

BESIDE_NAMES = """scroll => {
  const table = scroll.querySelector('table'), head = scroll.querySelector('th[scope=colgroup]');
  scroll.scrollLeft = head.offsetLeft - table.querySelector('thead th').offsetWidth + 30;
}"""
"""Scrolls until the first group lies 30 pixels behind the names of the rows."""


def _boxes(visit: Visit, path: str) -> list[dict[str, Any]]:
    visit.open(path)
    visit.page.wait_for_function(
        "[...document.querySelectorAll('#page .table-box')].every(box => 'more' in box.dataset)"
    )
    boxes: list[dict[str, Any]] = visit.page.evaluate(BOXES)
    return boxes


def _assert_figures_in_sight(visit: Visit, paths: Sequence[str]) -> None:
    for path in paths:
        boxes = _boxes(visit, path)
        assert boxes, path
        for box in boxes:
            assert box["names"] <= box["room"] * 0.46, (path, box)
            assert box["seen"] >= 1, (path, box)
            assert box["cue"] == box["wide"] == ("right" in box["more"]), (path, box)
            assert box["focusable"], path
            assert box["rows"] > 34 or box["hidden"] <= 1, (path, box)


def test_a_figure_of_each_row_is_in_sight_on_a_phone(public_site: Served, visit: Visitor) -> None:
    _assert_figures_in_sight(visit(public_site, PHONE), SOME)


@pytest.mark.nightly
def test_a_figure_of_each_row_of_every_report_is_in_sight_on_a_phone(public_site: Served, visit: Visitor) -> None:
    _assert_figures_in_sight(visit(public_site, PHONE), EVERY_REPORT)


def test_names_and_heads_stay_in_sight_while_a_wide_table_is_scrolled(public_site: Served, visit: Visitor) -> None:
    visitor = visit(public_site, PHONE, 500)
    _boxes(visitor, "/nationell/diagnosgrupp?form=tidsserie")
    page = visitor.page
    page.locator(".table-scroll").evaluate("scroll => { scroll.scrollLeft = 300; }")
    page.locator("tbody tr").last.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.table-box').dataset.more.includes('left')")
    page.wait_for_timeout(100)
    box = page.locator(".table-scroll").bounding_box()
    month = page.locator("tbody tr").last.locator("th").bounding_box()
    head = page.locator("thead tr").first.bounding_box()
    assert abs(month["x"] - box["x"]) <= 2
    assert head["y"] >= -1
    assert head["y"] + head["height"] <= month["y"] + month["height"]
    edge = month["x"] + month["width"]
    page.locator(".table-scroll").evaluate(BESIDE_NAMES)
    names = page.evaluate(
        "() => { const head = document.querySelector('th[scope=colgroup]').getBoundingClientRect();"
        " const name = document.querySelector('.group-name').getBoundingClientRect(); return [head.left, name.left]; }"
    )
    assert names[0] < edge - 20 <= names[1]


def test_heads_follow_the_window_where_a_table_fits(public_site: Served, visit: Visitor) -> None:
    visitor = visit(public_site, 1440, 500)
    _boxes(visitor, "/nationell/sjukfall-totalt")
    page = visitor.page
    page.locator("tbody tr").last.scroll_into_view_if_needed()
    assert abs(page.locator("thead").bounding_box()["y"]) <= 1


def test_nothing_of_a_table_is_cut_on_paper(public_site: Served, visit: Visitor) -> None:
    visitor = visit(public_site)
    _boxes(visitor, "/nationell/diagnosgrupp?form=tidsserie")
    visitor.page.emulate_media(media="print")
    found = visitor.page.evaluate(
        "() => { const style = name => getComputedStyle(document.querySelector(name));"
        " return [style('.table-scroll').overflowX, style('thead').position, style('.table-cue').display]; }"
    )
    assert found == ["visible", "static", "none"]


@pytest.mark.parametrize("width", [PHONE, pytest.param(1440, marks=pytest.mark.nightly)])
def test_the_tables_of_the_open_data_fit_and_stay_tables(public_site: Served, visit: Visitor, width: int) -> None:
    visitor = visit(public_site, width)
    boxes = _boxes(visitor, "/data")
    assert [box["wide"] for box in boxes] == [False, False]
    page = visitor.page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_role("rowheader", name="Sjukfall, totalt").count() == 1
    assert page.get_by_role("columnheader", name="Per kalenderår").count() == 1
    violations = Axe().run(page).response["violations"]
    assert [(found["id"], [node["html"][:120] for node in found["nodes"]][:3]) for found in violations] == []
    visitor.assert_clean()


@pytest.mark.parametrize("width", [PHONE, pytest.param(1440, marks=pytest.mark.nightly)])
def test_tables_of_words_need_no_scrolling(public_site: Served, visit: Visitor, width: int) -> None:
    visitor = visit(public_site, width)
    for path in ("/om/tackning", "/om/skyddade-tal", "/om/metod", "/publicering"):
        assert [box["wide"] for box in _boxes(visitor, path)].count(True) == 0, path
    visitor.assert_clean()
