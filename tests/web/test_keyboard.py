"""From the overview to a file with the keyboard alone, on a desktop and on a phone's width (dashboards 20.3, 26.11)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import Served, Visit, Visitor

pytestmark = pytest.mark.web

MOST_PRESSES = 250
OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
}"""


def tab_to(page: Any, selector: str, *, key: str = "Tab") -> None:
    """Press Tab until the element has the focus; on the way everything that has it shows it."""
    for _ in range(MOST_PRESSES):
        page.keyboard.press(key)
        assert page.evaluate(OUTLINE) >= 2 or page.evaluate("document.activeElement === document.body")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with {key}")


def _moved_to(visitor: Visit, path: str) -> None:
    visitor.page.wait_for_selector(f'#page main[data-place="{path}"]')
    visitor.settle()


def _open_controls(page: Any) -> None:
    """On a narrow screen what can be chosen lies behind a button, and is out of reach until it is pressed."""
    if not page.is_visible(".sheet-button"):
        return
    assert not page.is_visible("#controls")
    tab_to(page, ".sheet-button")
    page.keyboard.press("Enter")
    assert page.get_attribute(".sheet-button", "aria-expanded") == "true"


@pytest.mark.parametrize("width", [1440, 360])
def test_a_file_can_be_had_with_the_keyboard_alone(public_site: Served, visit: Visitor, width: int) -> None:
    visitor = visit(public_site, width)
    page = visitor.open("/nationell/oversikt")
    tab_to(page, ".skip-link")
    if width < 768:
        tab_to(page, ".menu-column .menu-button")
        page.keyboard.press("Enter")
    tab_to(page, ".menu a[href='/nationell/sjukskrivningsgrad']")
    page.keyboard.press("Enter")
    _moved_to(visitor, "/nationell/sjukskrivningsgrad")
    assert page.evaluate("document.activeElement.tagName") == "H1"

    _open_controls(page)
    tab_to(page, ".choices a[href$='kon=totalt']")
    page.keyboard.press("Enter")
    _moved_to(visitor, "/nationell/sjukskrivningsgrad?kon=totalt")
    _open_controls(page)
    tab_to(page, ".quick-links a[href*='period=senaste-12']")
    page.keyboard.press("Enter")
    _moved_to(visitor, "/nationell/sjukskrivningsgrad?kon=totalt&period=senaste-12")

    tab_to(page, "input[data-series='100']")
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('.js-plotly-plot').data[3].visible === false")
    tab_to(page, "th[data-column='2'] button.sort")
    page.keyboard.press("Space")
    assert page.locator("th[data-column='2']").get_attribute("aria-sort") == "descending"
    assert page.locator("tbody tr").count() == 12

    tab_to(page, ".tool > summary", key="Shift+Tab")
    while "Spara som" not in page.evaluate("document.activeElement.textContent"):
        tab_to(page, ".tool > summary", key="Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, ".files a[href*='.csv']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 12
    visitor.assert_clean()
