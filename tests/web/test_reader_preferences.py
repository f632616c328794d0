"""Pages follow what a reader's device asks for: no movement, the device's own colours, a very narrow window."""

from __future__ import annotations

import pytest

from tests.web.conftest import Served, Visitor

PLACES = ["/", "/nationell/oversikt", "/nationell/diagnosgrupp", "/nationell/karta", "/data"]

MOVING = """() => [...document.querySelectorAll("*")].flatMap(one => ["", "::before", "::after"].map(part => {
  const style = getComputedStyle(one, part || null);
  const lasts = [...style.transitionDuration.split(","), ...style.animationDuration.split(",")].map(parseFloat);
  const moves = Math.max(...lasts) > 0 || style.scrollBehavior === "smooth";
  return moves ? one.tagName + "." + one.className + part : null;
})).filter(Boolean)"""

WIDER = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""

SWATCHES = """() => [...document.querySelectorAll("#page main svg")].map(
  one => getComputedStyle(one).forcedColorAdjust)"""

MARKS = """() => [...document.querySelectorAll("[aria-current]")]
  .filter(one => one.getClientRects().length && one.closest(".menu, .choices"))
  .map(one => { const style = getComputedStyle(one); return [style.outlineStyle, parseFloat(style.outlineWidth)]; })"""


@pytest.mark.web
@pytest.mark.parametrize("path", PLACES)
def test_nothing_moves_for_readers_who_want_no_movement(public_site: Served, visit: Visitor, path: str) -> None:
    page = visit(public_site, reduced_motion="reduce").open(path)
    assert page.evaluate(MOVING) == []


@pytest.mark.web
@pytest.mark.parametrize("path", ["/nationell/oversikt", "/nationell/diagnosgrupp"])
def test_what_is_chosen_and_drawn_is_seen_in_the_colours_of_the_device(
    public_site: Served, visit: Visitor, path: str
) -> None:
    page = visit(public_site, forced_colors="active").open(path)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    marks = page.evaluate(MARKS)
    assert marks
    assert all(style != "none" and width >= 2 for style, width in marks)
    assert set(page.evaluate(SWATCHES)) == {"none"}


@pytest.mark.web
@pytest.mark.parametrize("path", PLACES)
def test_the_narrowest_window_needs_no_scrolling_sideways(public_site: Served, visit: Visitor, path: str) -> None:
    """320 px is also what is left of 1280 px at 400 per cent (dashboards 20.7)."""
    page = visit(public_site, width=320, height=640).open(path)
    assert page.evaluate(WIDER) <= 0
