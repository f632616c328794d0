"""The frame around every page: skip link, header, tabs, menu and footer (dashboards 3.3–3.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.native import Native, Node, node, wild
from dashboards.components.page import Page, SiteIdentity
from dashboards.components.texts import LANGUAGES, Texts, texts
from warehouse import formats
from warehouse.reports.definitions import Family
from warehouse.reports.menu import MenuItem

CONTENT_ID = "innehall"
MENU_ID = "meny"


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its text; `current` when it leads to the page it stands on, or (kind `true`) to the part of it.

    `is_sub_item` when it stands indented below the link before it. `lacking` says why the page is not available yet.
    """

    text: str
    href: str
    current: bool = False
    current_kind: str = "page"
    is_sub_item: bool = False
    lacking: str | None = None


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A collapsible group of the menu."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReleaseStamp:
    """Which data a page shows, as the footer says it."""

    version: str
    updated: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page. `user` is the block of a logged-in user; `banner` a line on every page of a demo.

    `footer` are the links at the end of the page; without any, that to the page about the statistics. `service` are
    links of the header beside it.
    """

    identity: SiteIdentity
    tabs: tuple[Link, ...] = ()
    menu: tuple[MenuGroup, ...] = ()
    user: Component | None = None
    banner: str | None = None
    release: ReleaseStamp | None = None
    footer: tuple[Link, ...] = ()
    service: tuple[Link, ...] = ()


def report_menu(items: Sequence[MenuItem], address: Address, base: str, catalogue: Texts) -> tuple[MenuGroup, ...]:
    """The menu of one level: overview first, then the reports by family in the order given."""
    overview = Link(catalogue("menu.overview"), address.to(f"{base}/oversikt").url, address.path == f"{base}/oversikt")
    groups = []
    for family in Family:
        links = tuple(_report_link(item, address, base) for item in items if item.report.family is family)
        if family is Family.CASES:
            links = (overview, *links)
        if links:
            groups.append(MenuGroup(catalogue(f"menu.{family}"), links))
    return tuple(groups)


def _report_link(item: MenuItem, address: Address, base: str) -> Link:
    path = f"{base}/{item.slug}"
    current = address.path == path or address.path.startswith(f"{path}/")
    lacking = item.lacking.in_language(address.language) if item.lacking else None
    return Link(
        item.label.in_language(address.language),
        address.to(path).url,
        current,
        is_sub_item=item.is_sub_item,
        lacking=lacking,
    )


def framed(
    address: Address,
    frame: Frame,
    title: str,
    main: Sequence[Any],
    *,
    status: int = 200,
    description: str = "",
    has_chart: bool = False,
    picture: str | None = None,
) -> Page:
    """A whole page around `main`. `title` is the page's name; the product's name follows it in the tab.

    `picture` is the address of the picture that previews of links show.
    """
    catalogue = texts(address.language)
    layout = "columns" if frame.menu else "columns without-menu"
    content = [
        html.A(catalogue("frame.skip"), href=f"#{CONTENT_ID}", className="skip-link"),
        _header(address, frame, catalogue),
        html.Div(_columns(address, frame, main, catalogue), className=layout),
        _footer(address, frame, catalogue),
    ]
    product = frame.identity.product_name
    return Page(
        title=title if title == product else f"{title} | {product}",
        content=content,
        place=address.url,
        language=address.language,
        description=description,
        status=status,
        has_chart=has_chart,
        translations={language: address.in_language(language).url for language in LANGUAGES},
        picture=picture,
    )


def _columns(address: Address, frame: Frame, main: Sequence[Any], catalogue: Texts) -> list[Component]:
    content = html.Main(list(main), id=CONTENT_ID, tabIndex="-1", **wild(data_place=address.url))
    return [_menu(frame.menu, catalogue), content] if frame.menu else [content]


def _header(address: Address, frame: Frame, catalogue: Texts) -> Component:
    brand = html.A(
        [_mark(), html.Span(frame.identity.product_name, className="brand-name")],
        href=replace(address, path="/", query={}).url,
        className="brand",
        title=catalogue("frame.home"),
    )
    links: list[Component] = [
        _link(_about_link(address, frame, catalogue)),
        *(_link(link) for link in frame.service),
    ]
    links += [_language_link(address, language) for language in LANGUAGES if language != address.language]
    service = html.Nav(links, className="service-links", **wild(aria_label=catalogue("frame.service")))
    bar = html.Div([brand, service, *([frame.user] if frame.user else [])], className="bar")
    parts: list[Component] = [html.Div(bar, className="bar-background")]
    if frame.banner:
        parts.append(html.P(frame.banner, className="demo-banner"))
    if frame.tabs:
        parts.append(html.Nav(_list(frame.tabs), className="tabs", **wild(aria_label=catalogue("frame.levels"))))
    return html.Header(parts, className="site-header")


def _about_link(address: Address, frame: Frame, catalogue: Texts) -> Link:
    return Link(catalogue("frame.about", product=frame.identity.product_name), address.to("/om", ()).url)


def _language_link(address: Address, language: str) -> Component:
    name = texts(language)("frame.language")
    return html.A(name, href=address.in_language(language).url, lang=language, hrefLang=language)


def _link(link: Link) -> Component:
    return html.A(link.text, href=link.href, **wild(aria_current=link.current_kind) if link.current else {})


def _list(links: Iterable[Link]) -> Native:
    """Links as a list, made as one: a page has a hundred of them."""
    return Native(node("ul", *(_entry(link) for link in links)))


def _entry(link: Link) -> Node:
    kind = "sub-item" if link.is_sub_item else None
    if link.lacking:
        return node("li", node("span", f"{link.text} ({link.lacking})", class_="lacking"), class_=kind)
    current = link.current_kind if link.current else None
    return node("li", node("a", link.text, href=link.href, aria_current=current), class_=kind)


def _menu(groups: Sequence[MenuGroup], catalogue: Texts) -> Component:
    button = html.Button(
        catalogue("frame.menu"),
        className="menu-button",
        type="button",
        **wild(data_toggles=MENU_ID, aria_expanded="false", aria_controls=MENU_ID),
    )
    parts = [
        html.Details(
            [html.Summary(group.title), _list(group.links)],
            open=True,
        )
        for group in groups
    ]
    nav = html.Nav(parts, id=MENU_ID, className="menu", **wild(aria_label=catalogue("frame.reports")))
    return html.Div([button, nav], className="menu-column")


def _footer(address: Address, frame: Frame, catalogue: Texts) -> Component:
    identity = frame.identity
    facts = [catalogue("frame.operator", operator=identity.operator)]
    facts.append(catalogue("frame.version", product=identity.product_name, version=identity.version))
    if frame.release:
        facts.append(catalogue("frame.updated", moment=frame.release.updated))
        facts.append(catalogue("frame.release", release=frame.release.version))
    links = frame.footer or (_about_link(address, frame, catalogue),)
    named = html.Nav(_list(links), **wild(aria_label=catalogue("frame.service_links")))
    lines = [Native(node("ul", *(node("li", fact) for fact in facts))), named]
    return html.Footer(html.Div(lines, className="footer-lines"), className="site-footer")


def _mark() -> Native:
    """The product's mark: three columns rising under a line."""
    bars = [
        node("rect", x=4 + 9 * i, y=24 - height, width=6, height=height, rx=1.5, fill="currentColor")
        for i, height in enumerate((9, 14, 19))
    ]
    line = node("rect", x=2, y=27, width=28, height=2.5, rx=1.25, fill="currentColor")
    return Native(node("svg", *bars, line, viewBox="0 0 32 32", width=30, height=30, aria_hidden="true"))


def stamp(version: str, data_time: Any) -> ReleaseStamp:
    """The footer's stamp of a release."""
    return ReleaseStamp(version, formats.moment(data_time))
