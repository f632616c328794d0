"""Addresses: read, changed and written without losing anything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboards.components.address import Address

WORDS = st.text("abcåäö019-_. /&=?%", min_size=1, max_size=12)


def test_english_addresses_start_with_en() -> None:
    address = Address.parse("/en/nationell/diagnosgrupp", "form=tvarsnitt")
    assert (address.language, address.path, address.get("form")) == ("en", "/nationell/diagnosgrupp", "tvarsnitt")
    assert address.url == "/en/nationell/diagnosgrupp?form=tvarsnitt"


def test_the_language_switch_keeps_the_place() -> None:
    address = Address.parse("/nationell/diagnosgrupp", "fran=2025-01&till=2025-06&diagram=yta")
    assert address.in_language("en").in_language("sv") == address
    assert address.in_language("en").url == "/en/nationell/diagnosgrupp?fran=2025-01&till=2025-06&diagram=yta"


def test_the_start_page_has_an_address_in_each_language() -> None:
    assert Address("/").url == "/"
    assert Address("/", "en").url == "/en"
    assert Address.parse("/en") == Address.parse("/en/") == Address("/", "en")


def test_only_filters_follow_to_another_report() -> None:
    address = Address.parse("/verksamhet/diagnosgrupp", "enhet=SE1&fran=2025-01&till=2025-02&form=tvarsnitt&dolj=x")
    assert address.to("/verksamhet/aldersgrupp").url == "/verksamhet/aldersgrupp?enhet=SE1&fran=2025-01&till=2025-02"


def test_blank_parameters_count_as_absent() -> None:
    assert Address.parse("/x", {"enhet": ["", "  "]}).get("enhet") is None


def test_files_stand_at_the_view_they_hold() -> None:
    assert Address.parse("/nationell/diagnosgrupp", "form=tvarsnitt").file("csv").url == (
        "/nationell/diagnosgrupp.csv?form=tvarsnitt"
    )


@given(st.dictionaries(st.sampled_from(["fran", "till", "enhet", "okant"]), st.lists(WORDS, min_size=1, max_size=3)))
def test_an_address_reads_back_as_it_was_written(query: dict[str, list[str]]) -> None:
    address = Address.parse("/nationell/sjukfall-totalt", query)
    path, _, text = address.url.partition("?")
    assert Address.parse(path, text) == address
