"""Charts on screens of all sizes: labels beside the ends of their lines, columns with room beside their names."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.web.conftest import Served, Visitor

pytestmark = pytest.mark.web

NIGHTLY = [pytest.param(slug, marks=pytest.mark.nightly) for slug in ("lakaralder-kon", "intyg-totalt")]
LABELS = """() => [...document.querySelectorAll('.js-plotly-plot')].map(plot => {
  const box = plot.getBoundingClientRect();
  const labels = [...plot.querySelectorAll('.annotation-text-g')].filter(label => label.getBoundingClientRect().height);
  return { box: { top: box.top, right: box.right, bottom: box.bottom },
    labels: labels.map(label => { const at = label.querySelector('.annotation-text').getBoundingClientRect();
      return { top: at.top, bottom: at.bottom, right: at.right, left: at.left }; }) };
})"""
AXES = """() => [...document.querySelectorAll('.js-plotly-plot')].map(plot => {
  const axis = plot.layout.yaxis;
  return { range: axis.range, step: axis.dtick, values: plot.data.filter(trace => trace.visible !== false)
    .flatMap(trace => trace.y) };
})"""
PLOTS = """() => [...document.querySelectorAll('.js-plotly-plot')].map(plot => ({
  whole: plot.getBoundingClientRect().width, room: plot._fullLayout._size.w }))"""


def _assert_apart(plots: list[dict[str, Any]]) -> None:
    for plot in plots:
        labels = sorted(plot["labels"], key=lambda at: at["top"])
        assert labels
        assert all(lower["top"] >= upper["bottom"] - 3 for upper, lower in pairwise(labels))
        assert max(at["right"] for at in labels) <= plot["box"]["right"] + 1
        assert plot["box"]["top"] - 1 <= labels[0]["top"] and labels[-1]["bottom"] <= plot["box"]["bottom"]


@pytest.mark.parametrize("width", [pytest.param(900, marks=pytest.mark.nightly), 1440])
def test_labels_at_line_ends_lie_apart_and_are_not_cut(public_site: Served, visit: Visitor, width: int) -> None:
    page = visit(public_site, width).open("/nationell/diagnosgrupp")
    _assert_apart(page.evaluate(LABELS))
    page.locator("input[data-series]:checked").first.uncheck()
    page.wait_for_timeout(200)
    _assert_apart(page.evaluate(LABELS))


def test_the_axis_ends_on_a_tick_at_or_above_the_highest_value(public_site: Served, visit: Visitor) -> None:
    page = visit(public_site).open("/nationell/sjukskrivningsgrad")
    for _ in range(2):
        for axis in page.evaluate(AXES):
            assert axis["range"][1] % axis["step"] == 0
            assert axis["range"][1] >= max(value for value in axis["values"] if value is not None)
        page.locator("input[data-series]:checked").first.uncheck()
        page.wait_for_timeout(200)


@pytest.mark.parametrize("slug", ["lakarbefattning", *NIGHTLY])
def test_lying_columns_have_half_of_the_width_on_a_phone(public_site: Served, visit: Visitor, slug: str) -> None:
    page = visit(public_site, 360).open(f"/nationell/{slug}?form=tvarsnitt")
    (plot,) = page.evaluate(PLOTS)
    assert plot["room"] >= plot["whole"] / 2
