"""The addresses of the information pages, and the links that lead to them (dashboards 3.2, 3.5)."""

from __future__ import annotations

from dashboards.components.address import Address
from dashboards.components.frame import Link, MenuGroup
from dashboards.components.page import SiteIdentity
from dashboards.components.texts import Texts
from dashboards.public.api.documentation import DATA, FEED
from dashboards.public.information.letters import letter

ABOUT = "/om"
METHODS = "/om/metod"
TERMS = "/om/ordlista"
QUESTIONS = "/om/fragor"
COVERAGE = "/om/tackning"
PROTECTION = "/om/skyddade-tal"
ACCESS = "/om/behorighet"
ACCESSIBILITY = "/om/tillganglighet"
PERSONAL_DATA = "/om/personuppgifter"
COOKIES = "/om/kakor"
CONTACT = "/om/kontakt"
NEWS = "/om/nyheter"
PUBLICATION = "/publicering"
STATUS = "/status"
BUILDER = "/data/egen-tabell"

PAGES = {
    ABOUT: "about",
    QUESTIONS: "questions",
    TERMS: "terms",
    COVERAGE: "coverage",
    PROTECTION: "protection",
    METHODS: "methods",
    PUBLICATION: "publication",
    NEWS: "news",
    STATUS: "status",
    ACCESS: "access",
    CONTACT: "contact",
    ACCESSIBILITY: "accessibility",
    PERSONAL_DATA: "personal_data",
    COOKIES: "cookies",
}
"""The pages in the order of their menu, with the name of the texts of each under `information`."""

FAULTS = {
    "/fel/upptagen": (503, "busy"),
    "/fel/for-manga": (429, "429"),
    "/fel/ladda": (503, "reference"),
    "/fel/urval": (404, "selection"),
    "/underhall": (503, "maintenance"),
}
"""Addresses of faults that a server in front leads to: the status, and the name of the texts under `error`."""

_GROUPS = {
    "statistics": (ABOUT, QUESTIONS, TERMS, COVERAGE, PROTECTION, METHODS),
    "service": (PUBLICATION, NEWS, STATUS, ACCESS, CONTACT, ACCESSIBILITY, PERSONAL_DATA, COOKIES),
}
_FOOTER = (CONTACT, ACCESSIBILITY, PERSONAL_DATA, COOKIES, PUBLICATION, NEWS, STATUS, QUESTIONS, TERMS)


def is_information(path: str) -> bool:
    """Whether an address belongs to the information pages, existing or not."""
    return path in PAGES or path in FAULTS or path.startswith(f"{ABOUT}/")


def footer(address: Address, identity: SiteIdentity, texts: Texts) -> tuple[Link, ...]:
    """The links at the end of every public page."""
    feed = Link(texts("information.feed"), f"{FEED}?lang={address.language}")
    pages = (_link(path, address, texts) for path in (ABOUT, *_FOOTER))
    return (*pages, open_data(address, texts), feedback(address, identity, texts), feed)


def feedback(address: Address, identity: SiteIdentity, texts: Texts) -> Link:
    """The way to say something about a page: a letter that names it, or the contact page while there is no address."""
    name = texts("information.contact.feedback.head")
    if identity.contact is None:
        return Link(name, f"{address.to(CONTACT, ()).url}#feedback")
    return Link(name, letter(identity, address.url, texts))


def open_data(address: Address, texts: Texts) -> Link:
    """The link to the open data, which stands in the header too."""
    return Link(texts("api.page.title"), address.to(DATA, ()).url, address.path == DATA)


def menu(address: Address, texts: Texts) -> tuple[MenuGroup, ...]:
    """The menu beside every information page."""
    return tuple(
        MenuGroup(texts(f"information.menu.{name}"), tuple(_link(path, address, texts) for path in paths))
        for name, paths in _GROUPS.items()
    )


def help_group(address: Address, texts: Texts) -> MenuGroup:
    """The last group of the reports' menu: help, and why some reports are not there (dashboards 3.3)."""
    not_all = Link(texts("information.menu.not_all"), f"{address.to(ACCESS, ()).url}#reports")
    links = (_link(path, address, texts) for path in (ABOUT, QUESTIONS, TERMS))
    own_table = Link(texts("builder.name"), address.to(BUILDER, ()).url, address.path == BUILDER)
    return MenuGroup(texts("information.menu.help"), (own_table, *links, not_all))


def _link(path: str, address: Address, texts: Texts) -> Link:
    title = texts(f"information.{PAGES[path]}.name")
    return Link(title, address.to(path, ()).url, address.path == path)
