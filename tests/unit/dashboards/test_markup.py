"""Components as HTML: everything escaped, nothing lost, nothing but what has a static form."""

from __future__ import annotations

import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from dashboards.components.markup import to_html
from dashboards.components.native import Native, node, wild


def test_elements_with_attributes() -> None:
    link = html.A("Läs mer", href="/om?a=1&b=2", className="button", tabIndex="-1", **wild(aria_current="page"))
    element = parser.fromstring(to_html(link))
    assert (element.tag, element.text) == ("a", "Läs mer")
    assert dict(element.attrib) == {
        "href": "/om?a=1&b=2",
        "class": "button",
        "tabindex": "-1",
        "aria-current": "page",
    }


def test_attributes_that_are_false_are_left_out_and_true_ones_stand_alone() -> None:
    assert to_html(Native(node("input", type="checkbox", checked=True, disabled=False))) == (
        '<input type="checkbox" checked>'
    )


def test_a_chart_is_an_empty_place() -> None:
    assert to_html(html.Div(dcc.Graph(id="g", className="chart"))) == '<div><div class="chart"></div></div>'


@given(st.text(max_size=60))
def test_no_text_becomes_markup(text: str) -> None:
    for made in (html.P(text), Native(node("p", text)), html.P("x", title=text), Native(node("p", "x", title=text))):
        element = parser.fromstring(to_html(made).replace("\x00", ""))
        assert element.tag == "p"
        assert len(element) == 0
        assert set(element.attrib) <= {"title"}


@pytest.mark.parametrize("component", [dcc.Store(id="s"), dcc.Markdown("**x**")])
def test_components_without_static_form_are_refused(component: object) -> None:
    with pytest.raises(TypeError):
        to_html(component)
