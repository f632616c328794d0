"""When two documents of one certificate really differ (rule L-4)."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.documents import Rejection, read_document
from pipelines.documents.canonical import canonical
from tests.documents.mutations import damaged
from tests.documents.seeds import synthetic_seeds
from tests.unit.documents.document_builder import fk7263_json, lisjp_answers, register_certificate, svar, text

PLAIN = register_certificate()
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'
LONG = "x" * (11 * 1024 * 1024)
SEEDS = synthetic_seeds()


@pytest.mark.parametrize(
    "same",
    [
        PLAIN.replace(b"UTF-8", b"ISO-8859-1"),
        PLAIN.replace(b"UTF-8", b"UTF-16"),
        PLAIN.replace(b"UTF-8", b"finns-inte"),
        PLAIN.replace(HEAD, b""),
        b"\xef\xbb\xbf" + PLAIN,
        b" \n" + PLAIN + b"\n",
        PLAIN.replace(b"><", b">\n  <"),
        PLAIN.replace(b"<rg:intyg>", b"<rg:intyg><!-- en kommentar -->"),
    ],
)
def test_the_way_of_writing_makes_no_difference(same: bytes) -> None:
    assert same != PLAIN
    assert canonical(same) == canonical(PLAIN)


@pytest.mark.parametrize(
    "other",
    [
        PLAIN.replace(b"S525", b"S526"),
        PLAIN.replace(b"2026-03-15", b"2026-03-16"),
        PLAIN.replace("nedsatt rörlighet".encode(), b"annat"),
        PLAIN.replace(b'<svar id="35">', b'<svar id="36">'),
        PLAIN.replace(b"<rg:intyg>", b'<rg:intyg><x xmlns="relativ"/>'),
    ],
)
def test_real_differences_are_found(other: bytes) -> None:
    assert canonical(other) != canonical(PLAIN)


def test_order_of_keys_makes_no_difference() -> None:
    straight = fk7263_json()
    assert canonical(b'{"diagnosKod": "F432", ' + straight[1:]) == canonical(straight)
    assert canonical(fk7263_json(diagnosKod="F431")) != canonical(straight)


@pytest.mark.parametrize(
    "odd",
    [
        register_certificate(lisjp_answers(q35=svar("35", text("35.1", LONG)))),
        PLAIN.replace(b"<rg:intyg>", b'<rg:intyg><a b="' + LONG.encode() + b'"/>'),
        PLAIN.replace(b"<rg:intyg>", b'<rg:intyg><x:a xmlns:x="relativ" x:b="1"/>'),
        fk7263_json(funktionsnedsattning="\ud800"),
    ],
    ids=["long text", "long attribute", "relative namespace", "half a character"],
)
def test_whatever_is_readable_has_a_form(odd: bytes) -> None:
    assert not isinstance(read_document(odd), Rejection)
    assert canonical(odd) == canonical(odd + b" ")


@given(st.sampled_from(SEEDS), st.integers(0, 2**32).map(random.Random))
def test_damaged_documents_that_are_readable_have_a_form(payload: bytes, chance: random.Random) -> None:
    payload = damaged(payload, chance, SEEDS)
    if not isinstance(read_document(payload), Rejection):
        assert canonical(payload) == canonical(b"\xef\xbb\xbf" + payload.removeprefix(b"\xef\xbb\xbf"))
