"""Whatever the bytes: one outcome, never an exception, never a fault of the reader."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipelines.documents import Rejection, read_document
from pipelines.documents.record import DocumentOutcome
from pipelines.quarantine.reasons import REASONS
from tests.unit.documents.document_builder import (
    ICD10,
    cv,
    degree,
    fk7263_json,
    lisjp_answers,
    medical_certificate,
    message,
    older_contract,
    period,
    quantity,
    register_certificate,
    svar,
    text,
)

FREE_TEXT = "markör-i-fritext"
WHOLE = [
    register_certificate(
        [
            *lisjp_answers(q35=svar("35", text("35.1", FREE_TEXT)), q37=svar("37", text("37.1", FREE_TEXT))),
            degree("HALFTEN", "2026-03-16", "2026-03-31", 2),
        ]
    ),
    register_certificate(model=2, type_code="FK7263"),
    register_certificate(
        [
            svar("4", text("4.1", FREE_TEXT), cv("4.2", "J069", ICD10), instance=1),
            svar("7", quantity("7.1", "70.0", "%"), period("7.2", "2026-03-02", "2026-03-08")),
        ],
        type_code="AG1-14",
        version="1.0",
    ),
    register_certificate(
        [
            svar("1", cv("1.1", "ANHORIG", "KV_FKMU_0001"), text("1.2", "2026-03-01")),
            svar("2", text("2.1", "2026-01-01")),
        ],
        type_code="LUSE",
        version="1.0",
    ),
    register_certificate(
        [svar("6", quantity("6.1", "44.0", "%"), period("6.2", "2026-03-02", "2026-03-08"), instance=1)],
        type_code="AF00251",
        version="1.0",
    ),
    register_certificate(
        [svar("39", cv("39.1", "ATER_X_ANTAL_MANADER", "KV_FKMU_0006"), text("39.4", "6"))], version="2.0"
    ),
    medical_certificate(
        abilities="<arbetsformagaNedsattning><varaktighetFrom>2013-03-17</varaktighetFrom><varaktighetTom>2013-03-31"
        "</varaktighetTom><nedsattningsgrad>Helt_nedsatt</nedsattningsgrad></arbetsformagaNedsattning>"
    ),
    fk7263_json(funktionsnedsattning=FREE_TEXT),
    older_contract(),
    message(extra=f"<rubrik>{FREE_TEXT}</rubrik><komplettering><frage-id>6</frage-id></komplettering>"),
]
XML = [payload for payload in WHOLE if payload.startswith(b"<")]
ANSWERING = {"svar", "arbetsformaga", "medicinsktTillstand", "komplettering", "signeringstidpunkt"}


def judge(payload: bytes) -> DocumentOutcome:
    outcome = read_document(payload)
    if isinstance(outcome, Rejection):
        assert outcome.reason in REASONS
        assert outcome.reason != "reader_failed", outcome
    return outcome


@pytest.mark.parametrize("payload", WHOLE)
def test_whole_documents_are_read_and_their_free_text_is_not(payload: bytes) -> None:
    outcome = judge(payload)
    assert not isinstance(outcome, Rejection)
    assert FREE_TEXT not in repr(outcome)


def with_damaged_bytes(payload: bytes, chance: random.Random) -> bytes:
    """A few random cuts, doublings, swaps and replaced bytes."""
    damaged = bytearray(payload)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(damaged) or 1)
        end = min(len(damaged), start + chance.choice([1, 2, 10, 200]))
        match chance.randrange(4):
            case 0:
                del damaged[start:end]
            case 1:
                damaged[start:start] = damaged[start:end]
            case 2:
                damaged[start:end] = chance.randbytes(end - start)
            case _:
                damaged[start:start] = chance.choice(
                    [b"<", b"&amp;", b"]]>", b"\x00", b"\xff", b"<!--", b"{", b'"', b"9" * 50]
                )
    return bytes(damaged)


ODD_TEXTS = ["", " ", "9" * 6000, "-1", "2026-02-30", "0000-00-00", "true", "\u00a0", "Å", "0", "32.2", "1e999", "NaN"]
ODD_IDS = ["", "32", "32.1", "32.2", "6.2", "9001", "9" * 6000, FREE_TEXT[::-1]]


def with_damaged_elements(payload: bytes, chance: random.Random) -> bytes:
    """Well-formed XML with elements removed, doubled, moved, renamed, emptied or given odd values.

    Half of the time the head is left alone, so that the damage reaches what is read after it.
    """
    root = etree.fromstring(payload)
    spared = chance.random() < 0.5
    for _ in range(chance.randint(1, 20)):
        elements = [one for one in root.iter() if not spared or _is_within_an_answer(one)] or [root]
        one, other = chance.choice(elements), chance.choice(elements)
        _damage(one, other, chance)
    return etree.tostring(root)


def _is_within_an_answer(element: etree._Element) -> bool:
    return any(etree.QName(one).localname in ANSWERING for one in (element, *element.iterancestors()))


def _damage(one: etree._Element, other: etree._Element, chance: random.Random) -> None:
    parent = one.getparent()
    if parent is None:
        return
    match chance.randrange(8):
        case 0:
            parent.remove(one)
        case 1:
            parent.append(etree.fromstring(etree.tostring(one)))
        case 2:
            if one is not other and one not in other.iterancestors():
                other.append(one)
        case 3:
            one.tag = other.tag
        case 4:
            one.set("id", chance.choice(ODD_IDS))
        case _:
            one.text = chance.choice(ODD_TEXTS)


CHANCES = st.integers(0, 2**32).map(random.Random)


@given(st.binary(max_size=300))
def test_any_bytes(payload: bytes) -> None:
    judge(payload)


@given(st.text(max_size=200))
def test_any_text_behind_a_brace_or_an_angle(written: str) -> None:
    judge(b"{" + written.encode("utf-8", "surrogatepass"))
    judge(b"<" + written.encode("utf-8", "surrogatepass"))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=10), children, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(
        st.sampled_from(["id", "typ", "grundData", "diagnosKod", "nedsattMed50", "arbetsloshet"]), JSON_VALUES
    )
)
def test_json_of_any_shape(replaced: dict[str, object]) -> None:
    judge(fk7263_json(**replaced))


@given(st.sampled_from(WHOLE), CHANCES)
def test_damaged_bytes(payload: bytes, chance: random.Random) -> None:
    judge(with_damaged_bytes(payload, chance))


@settings(max_examples=400)
@given(st.sampled_from(XML), CHANCES)
def test_damaged_elements(payload: bytes, chance: random.Random) -> None:
    judge(with_damaged_elements(payload, chance))


@pytest.mark.nightly
@settings(settings.get_profile("nightly"))
@given(st.sampled_from(XML), CHANCES)
def test_damaged_elements_many_times(payload: bytes, chance: random.Random) -> None:
    judge(with_damaged_elements(payload, chance))
    judge(with_damaged_bytes(payload, chance))


def test_details_never_hold_a_value_of_the_document() -> None:
    for payload in WHOLE:
        for cut in range(0, len(payload), 97):
            outcome = judge(payload[:cut])
            if isinstance(outcome, Rejection):
                assert re.fullmatch(r"|line \d+, column \d+", outcome.detail)
