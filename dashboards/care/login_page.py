"""The demonstration log-in: a list of invented users, marked as a demonstration, without any script."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboards.care.frame import care_frame, csrf_field
from dashboards.care.guard import LOG_IN, RETURN
from dashboards.care.users import CareUser
from dashboards.components.address import Address
from dashboards.components.frame import framed
from dashboards.components.messages import message_box
from dashboards.components.native import Native, node
from dashboards.components.page import Page, SiteIdentity
from dashboards.components.texts import Texts, texts

USER = "anvandare"
FAILED, LOGGED_OUT = "misslyckades", "utloggad"


def login_page(address: Address, identity: SiteIdentity, users: Iterable[CareUser]) -> Page:
    """The page; parameters say why it is shown: a page that needs log-in, a failed log-in, or a log-out."""
    catalogue = texts(address.language)
    main: list[Component] = [
        html.H1(catalogue("care.login.heading", product=identity.product_name), tabIndex="-1"),
        html.P(catalogue("care.login.intro"), className="intro"),
    ]
    told = [message_box(severity, text, catalogue) for severity, text in _told(address, catalogue)]
    if told:
        main.append(html.Div(told, role="status"))
    main.append(html.H2(catalogue("care.login.choose")))
    main.append(html.Ul([html.Li(_choice(user, address, catalogue)) for user in users], className="users"))
    main.append(html.P(catalogue("care.login.national"), className="quiet"))
    return framed(address, care_frame(address, identity, None), catalogue("care.login.title"), main)


def _told(address: Address, catalogue: Texts) -> list[tuple[str, str]]:
    told = []
    if address.get(FAILED):
        told.append(("error", catalogue("care.login.failed")))
    if address.get(LOGGED_OUT):
        told.append(("info", catalogue("care.login.logged_out")))
    if address.get(RETURN):
        told.append(("info", catalogue("care.login.return")))
    return told


def _choice(user: CareUser, address: Address, catalogue: Texts) -> list[Component]:
    wanted = address.get(RETURN)
    form = node(
        "form",
        csrf_field(),
        node("input", type="hidden", name=USER, value=user.key),
        node("input", type="hidden", name=RETURN, value=wanted) if wanted else None,
        node("button", catalogue("care.login.button", name=user.name), type="submit", class_="primary"),
        action=Address(LOG_IN, address.language).url,
        method="post",
    )
    who = [html.Div(user.name, className="user-name"), html.Div(user.description.in_language(address.language))]
    who.append(html.Div(user.provider_name, className="quiet"))
    return [html.Div(who), Native(form)]
