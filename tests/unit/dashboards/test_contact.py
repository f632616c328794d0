"""How to reach those who run the service: with an address, without any, and in a demonstration."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from dashboards.components.address import Address
from dashboards.components.page import SiteIdentity
from dashboards.components.texts import LANGUAGES, texts
from dashboards.public.information.facts import facts
from dashboards.public.information.paths import feedback

NAMELESS = SiteIdentity("Intygsinsikt", "Region Exempel", "1.0", 5)
REACHABLE = SiteIdentity("Intygsinsikt", "Region Exempel", "1.0", 5, contact="statistik@example.org")
DEMONSTRATION = SiteIdentity("Intygsinsikt", "Region Exempel", "1.0", 5, is_demonstration=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_about_a_page_names_it(language: str) -> None:
    page = Address.parse("/nationell/lan", "fran=2026-01&till=2026-03").in_language(language)
    link = urlsplit(feedback(page, REACHABLE, texts(language)).href)
    assert (link.scheme, link.path) == ("mailto", "statistik@example.org")
    letter = parse_qs(link.query)
    assert "Intygsinsikt" in letter["subject"][0]
    assert page.url in letter["body"][0]


@pytest.mark.parametrize("identity", [NAMELESS, DEMONSTRATION])
def test_without_an_address_the_link_leads_to_the_contact_page(identity: SiteIdentity) -> None:
    page = Address.parse("/en/nationell/lan", "")
    assert feedback(page, identity, texts("en")).href == "/en/om/kontakt#feedback"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contact_page_says_what_can_be_done(language: str) -> None:
    said = {identity: facts(None, identity, texts(language)) for identity in (NAMELESS, REACHABLE, DEMONSTRATION)}
    assert "mailto:statistik@example.org" in said[REACHABLE]["feedback"]
    assert all("mailto:" not in one["feedback"] + one["reach"] for one in (said[NAMELESS], said[DEMONSTRATION]))
    assert "Region Exempel" in said[NAMELESS]["reach"]
    assert "demonstration" in said[DEMONSTRATION]["reach"]
    assert len({one["feedback"] for one in said.values()}) == len(said)
