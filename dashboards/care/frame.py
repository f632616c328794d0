"""The frame of logged-in pages: tabs and menu that mirror the policy, and the user's own block."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component
from flask_wtf.csrf import generate_csrf

from dashboards.care.guard import LOG_OUT
from dashboards.care.policy import Area, may_see
from dashboards.care.users import CareUser
from dashboards.components.address import Address
from dashboards.components.frame import Frame, Link, MenuGroup, ReleaseStamp, report_menu
from dashboards.components.native import Native, Node, node
from dashboards.components.page import SiteIdentity
from dashboards.components.report_page import LEVEL_PATHS
from dashboards.components.texts import Texts, texts
from warehouse.reports.menu import menu
from warehouse.reports.result import Level

STATISTICS = LEVEL_PATHS[Level.PROVIDER]
CASES = "/pagaende-sjukfall"
CSRF_FIELD = "csrf_token"


def care_frame(
    address: Address, identity: SiteIdentity, user: CareUser | None, release: ReleaseStamp | None = None
) -> Frame:
    """The frame of a page for `user`; without one, that of the log-in page."""
    catalogue = texts(address.language)
    return Frame(
        identity=identity,
        tabs=tuple(_tabs(address, identity, user, catalogue)),
        menu=_menu(address, user, catalogue),
        user=_user_block(user, catalogue) if user else None,
        banner=catalogue("frame.demo"),
        release=release,
    )


def csrf_field() -> Node:
    """The hidden field that proves that a form was sent from one of our own pages."""
    return node("input", type="hidden", name=CSRF_FIELD, value=generate_csrf())


def _tabs(address: Address, identity: SiteIdentity, user: CareUser | None, catalogue: Texts) -> Sequence[Link]:
    tabs = []
    if identity.public_address:
        tabs.append(Link(catalogue("level.national"), identity.public_address))
    if user and may_see(user, Area.STATISTICS):
        inside = address.path.startswith(STATISTICS)
        tabs.append(Link(catalogue("level.provider"), address.to(f"{STATISTICS}/oversikt").url, inside, "true"))
    if user and may_see(user, Area.ONGOING_CASES):
        tabs.append(Link(catalogue("care.cases_tab"), address.to(CASES, ()).url, address.path == CASES))
    return tabs


def _menu(address: Address, user: CareUser | None, catalogue: Texts) -> tuple[MenuGroup, ...]:
    if user is None or not may_see(user, Area.STATISTICS):
        return ()
    return report_menu(menu(Level.PROVIDER), address, STATISTICS, catalogue)


def _user_block(user: CareUser, catalogue: Texts) -> Component:
    leave = node("button", catalogue("care.log_out"), type="submit")
    form = node("form", csrf_field(), leave, action=LOG_OUT, method="post")
    name = html.Span(f"{user.name}, {user.provider_name}", title=catalogue("care.logged_in_as", name=user.name))
    return html.Div([name, Native(form)], className="user-block")
