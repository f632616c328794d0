"""Acknowledging that access is logged, before any personal data are shown (rehab 2.7)."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.care.frame import care_frame, csrf_field
from dashboards.care.guard import ACKNOWLEDGE, RETURN
from dashboards.care.users import CareUser
from dashboards.components.address import Address
from dashboards.components.frame import framed
from dashboards.components.messages import message_box
from dashboards.components.native import Native, node
from dashboards.components.page import Page, SiteIdentity
from dashboards.components.texts import texts

TEXT_VERSION = "1"
"""Version of the text; a new one asks everybody again."""

TICKED = "godkanner"
NOT_TICKED = "saknas"


def acknowledgement_page(address: Address, identity: SiteIdentity, user: CareUser) -> Page:
    """The question, in the place of the page that needs it; the parameter `saknas` says that the box was not ticked."""
    catalogue = texts(address.language)
    title = catalogue("care.acknowledge.title")
    check = node("input", type="checkbox", name=TICKED, value="ja", id=TICKED)
    form = node(
        "form",
        csrf_field(),
        node("input", type="hidden", name=RETURN, value=address.having(**{NOT_TICKED: None}).url),
        node("div", check, node("label", catalogue("care.acknowledge.check"), for_=TICKED), class_="check"),
        node("button", catalogue("care.acknowledge.button"), type="submit", class_="primary"),
        action=ACKNOWLEDGE,
        method="post",
    )
    main: list[Component] = [html.H1(title, tabIndex="-1"), html.P(catalogue("care.acknowledge.text"))]
    if address.get(NOT_TICKED):
        main.append(html.Div(message_box("error", catalogue("care.acknowledge.missing"), catalogue), role="alert"))
    content = html.Div([*main, Native(form)], className="card-form")
    return framed(address, care_frame(address, identity, user), title, [content])
