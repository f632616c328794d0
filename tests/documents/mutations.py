"""Ways of damaging a document: its bytes, its elements, its JSON values, and attacks on whoever reads it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

from lxml import etree

from tests.documents.attacks import ATTACKS

Mutation = Callable[[bytes, random.Random, Sequence[bytes]], bytes]

TOKENS = [
    b"<", b">", b"&", b"&amp;", b"&#0;", b"&#xD800;", b"&okand;", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?pi?>",
    b"\x00", b"\x01", b"\x0b", b"\x1f", b"\x7f", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
    b"\xef\xbf\xbf", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"{", b"}", b"[", b'"', b"\\u0000", b"\\ud800", b"9" * 50,
    b"-1", b"1e999", b"NaN",
]  # fmt: skip
TEXTS = [
    "", " ", "\u00a0", "9" * 6000, "-1", "0", "true", "101", "1e999", "NaN", "2026-02-30", "0000-00-00", "0001-01-01",
    "9999-12-31", "20260301", "2026-3-1", "2026-03-29T02:30:00", "2026-10-25T02:30:00", "0001-01-01T00:00:00",
    "9999-12-31T23:59:59", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2026-03-02T10:11:12.999999999Z",
    "å" * 60, "HELT_NEDSATT", "TVA_TREDJEDELAR", "F", "F43.8", "f438a ", "ÅÄÖ", "198001012386", "19800101-2386",
    "00000000-0000", "٢٠٢٦-٠٣-٠١", "²³", "\u202e", "\U0001f600" * 5, "a\nb\tc",
]  # fmt: skip
IDS = ["", "32", "32.1", "32.2", "6.2", "7.2", "27.1", "9001", "9001.1", "9" * 6000, "-1", "x", "32.1 ", "٣٢"]
ENCODINGS = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "utf-7", "utf-8-sig", "cp500"]
DIGITS = re.compile(rb"[0-9]+")
MOST_GROWTH = 400_000


def bytes_cut(payload: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """A few places removed, doubled, filled with noise or with tokens that mean something to a parser."""
    damaged = bytearray(payload)
    for _unused in range(chance.randint(1, 4)):
        start = chance.randrange(len(damaged) or 1)
        end = min(len(damaged), start + chance.choice([1, 1, 2, 10, 200]))
        match chance.randrange(5):
            case 0:
                del damaged[start:end]
            case 1:
                damaged[start:start] = damaged[start:end]
            case 2:
                damaged[start:end] = chance.randbytes(end - start)
            case 3:
                damaged[start:end] = bytes(byte ^ (1 << chance.randrange(8)) for byte in damaged[start:end])
            case _:
                damaged[start:start] = chance.choice(TOKENS)
    return bytes(damaged)


def bytes_truncated(payload: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    return payload[: chance.randrange(len(payload) + 1)]


def bytes_spliced(payload: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """The beginning of one document and the end of another."""
    other = chance.choice(others)
    return payload[: chance.randrange(len(payload) + 1)] + other[chance.randrange(len(other) + 1) :]


def numbers_changed(payload: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """Some runs of digits replaced: days, ids, versions, question numbers."""
    rate = chance.choice([0.02, 0.1, 0.5])

    def change(match: re.Match[bytes]) -> bytes:
        if chance.random() > rate:
            return match[0]
        return chance.choice([b"", b"0", b"99", b"2026", b"-5", match[0] + b"0", match[0][::-1], b"1" * 40])

    return DIGITS.sub(change, payload)


def encoding_changed(payload: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    text = payload.decode("utf-8", "replace")
    kind = chance.choice(
        ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "utf-7", "utf-8-sig", "cp500"]
    )
    if chance.random() < 0.3:
        text = re.sub(r'encoding="[^"]*"', f'encoding="{kind}"', text, count=1)
        return text.encode("utf-8", "replace")
    return text.encode(kind, "replace")


def repeated(payload: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """A piece of the document, often a whole element, many times over."""
    starts = [match.start() for match in re.finditer(rb"<(?![/?!])", payload)] or [0]
    start = chance.choice(starts)
    end = min(len(payload), start + chance.choice([5, 50, 300, 2000]))
    closing = payload.find(b">", end)
    piece = payload[start : closing + 1 if closing > 0 and chance.random() < 0.7 else end]
    times = min(chance.choice([3, 30, 3000]), MOST_GROWTH // (len(piece) or 1))
    return payload[:start] + piece * times + payload[start:]


def attacked(payload: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """Entities, declarations, depth and other tricks, in the document's own surroundings."""
    prolog = payload.find(b"?>") + 2 if payload.startswith(b"<?xml") else 0
    opening = re.compile(rb"<[A-Za-z][^<>]*[^/<>]>").search(payload, prolog + chance.randrange(len(payload) + 1))
    inside = opening.end() if opening else len(payload) // 2
    before, after = chance.choice(ATTACKS)(chance.choice([10, 100, 5000]))
    return payload[:prolog] + before + payload[prolog:inside] + after + payload[inside:]


def elements_changed(payload: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Well-formed XML with elements removed, doubled, moved, renamed, swapped with another document's, or filled with
    odd values. Half of the time the head is left alone, so that the damage reaches what is read after it."""
    try:
        root = etree.fromstring(payload)
    except etree.XMLSyntaxError:
        return values_changed(payload, chance, others)
    spared = chance.random() < 0.5
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        elements = [one for one in root.iter(etree.Element) if not spared or _within_an_answer(one)] or [root]
        _change_element(chance.choice(elements), chance.choice(elements), chance, others)
    return etree.tostring(root)


def _within_an_answer(element: etree._Element) -> bool:
    names = {etree.QName(one).localname for one in (element, *element.iterancestors())}
    return bool(names & {"svar", "arbetsformaga", "medicinsktTillstand", "komplettering", "relation"})


def _change_element(one: etree._Element, other: etree._Element, chance: random.Random, others: Sequence[bytes]) -> None:
    parent = one.getparent()
    if parent is None:
        one.text = chance.choice(TEXTS)
        return
    match chance.randrange(10):
        case 0:
            parent.remove(one)
        case 1:
            parent.insert(chance.randrange(len(parent) + 1), etree.fromstring(etree.tostring(one, with_tail=False)))
        case 2:
            if one is not other and one not in other.iterancestors():
                other.append(one)
        case 3:
            one.tag = chance.choice([other.tag, etree.QName(one).localname, one.tag.replace(":3}", ":2}")])
        case 4:
            one.set(chance.choice(["id", "root", "extension", "code"]), chance.choice(IDS))
        case 5:
            strange = _element_of(chance.choice(others), chance)
            parent.replace(one, one if strange is None else strange)
        case 6:
            etree.SubElement(one, one.tag).text = chance.choice(TEXTS)
        case _:
            one.text = chance.choice(TEXTS)


def _element_of(payload: bytes, chance: random.Random) -> etree._Element | None:
    try:
        return chance.choice(list(etree.fromstring(payload).iter(etree.Element)))
    except etree.XMLSyntaxError:
        return None


def values_changed(payload: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """JSON with values replaced, removed or nested; anything else has its bytes damaged."""
    try:
        document = json.loads(payload)
    except ValueError:
        return bytes_cut(payload, chance, others)
    for _ in range(chance.choice([1, 2, 8])):
        parent = chance.choice(_objects(document))
        if not parent:
            continue
        key = chance.choice(list(parent))
        odd = [None, True, 0, -1, 1e400, 10**30, [], {}, [[]], {"": {}}, chance.choice(TEXTS), "\x00", "\ud800"]
        match chance.randrange(4):
            case 0:
                del parent[key]
            case 1:
                parent[chance.choice(["id", "typ", "nedsattMed50", "diagnosKod", "nedsattMed100"])] = parent[key]
            case _:
                parent[key] = chance.choice(odd)
    return json.dumps(document).encode()


def _objects(value: Any) -> list[dict[str, Any]]:
    found = [value] if isinstance(value, dict) else []
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        found += _objects(child)
    return found or [{}]


MUTATIONS: tuple[Mutation, ...] = (
    *[elements_changed] * 9,
    *[bytes_cut] * 3,
    numbers_changed,
    numbers_changed,
    values_changed,
    bytes_truncated,
    bytes_spliced,
    encoding_changed,
    repeated,
    attacked,
)
"""Each as often as it shall come."""


def damaged(payload: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """One damaged document; one in four is damaged twice."""
    for _ in range(1 if chance.random() < 0.75 else 2):
        payload = chance.choice(MUTATIONS)(payload, chance, others)
    return payload
