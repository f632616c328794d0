"""Certificates and messages without their division: where the reader is, and the way back (dashboards 8.2)."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html as parser

from warehouse.reports import registry
from warehouse.reports.menu import UNDIVIDED

PAIRS = [(registry.report(divided), registry.report(whole)) for divided, whole in UNDIVIDED.items()]
LANGUAGES = {"sv": ("", "Ingen fördelning"), "en": ("/en", "No breakdown")}


def _page(client: FlaskClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200
    return parser.fromstring(answer.text)


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("divided", "whole"), PAIRS, ids=lambda report: report.slug)
def test_a_reader_knows_where_he_is_and_gets_back(client: FlaskClient, divided: Any, whole: Any, language: str) -> None:
    prefix, nothing = LANGUAGES[language]
    for path in (f"{whole.slug}", f"{divided.slug}?fordela=ingen"):
        page = _page(client, f"{prefix}/nationell/{path}")
        (current,) = page.xpath("//nav[@id='meny']//a[@aria-current='page']")
        assert _words(current) == divided.menu.in_language(language)
        *_, to_report, here = page.xpath("//nav[@class='breadcrumb']//li")
        assert _words(here) == nothing
        assert to_report.xpath("a/@href") == [f"{prefix}/nationell/{divided.slug}"]
        back, chosen = page.xpath(f"//div[@role='group' and a[text()='{nothing}']]/a")
        assert (back.get("aria-current"), chosen.get("aria-current")) == (None, "true")
        assert back.get("href") == f"{prefix}/nationell/{divided.slug}"


def test_the_titles_tell_what_is_counted_together(client: FlaskClient) -> None:
    certificates = _page(client, "/nationell/intyg-odelat")
    told = "Antal intyg för sjukpenning, sjukersättning och aktivitetsersättning"
    assert _words(certificates.xpath("//h1")[0]) == told
    assert certificates.findtext(".//title").startswith(f"{told} | ")
    assert _words(certificates.xpath("//caption")[0]).startswith(told)
    messages = _page(client, "/nationell/meddelanden-totalt?fordela=ingen&form=tvarsnitt")
    assert _words(messages.xpath("//h1")[0]) == "Antal inkomna meddelanden, alla ämnen tillsammans"


@pytest.mark.parametrize(("divided", "whole"), PAIRS, ids=lambda report: report.slug)
def test_files_are_the_same_by_both_addresses(client: FlaskClient, divided: Any, whole: Any) -> None:
    by_name = client.get(f"/nationell/{whole.slug}.csv")
    by_choice = client.get(f"/nationell/{divided.slug}.csv?fordela=ingen")
    assert by_name.status_code == by_choice.status_code == 200
    assert by_name.text == by_choice.text
    assert by_name.text != client.get(f"/nationell/{divided.slug}.csv").text
