"""Recognition by root, tolerance of writing, and safety (rules F-3, F-6, F-7)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.documents import CertificateRecord, MessageRecord, ReadingLimits, Rejection, read_document
from tests.unit.documents.document_builder import (
    CERTIFICATE,
    fk7263_json,
    lisjp_answers,
    medical_certificate,
    message,
    older_contract,
    register_certificate,
    svar,
    text,
)


def certificate(payload: bytes) -> CertificateRecord:
    outcome = read_document(payload)
    assert isinstance(outcome, CertificateRecord), outcome
    return outcome


def reason(payload: bytes, limits: ReadingLimits | None = None) -> str:
    outcome = read_document(payload, limits)
    assert isinstance(outcome, Rejection), outcome
    return outcome.reason


@pytest.mark.parametrize(
    ("payload", "form"),
    [
        (register_certificate(), "register_certificate_v3"),
        (register_certificate(model=2), "register_certificate_v2"),
        (medical_certificate(), "medical_certificate_v3"),
        (fk7263_json(), "fk7263_json"),
        (older_contract(), "ts_bas_v1"),
        (older_contract("RegisterTSDiabetes", "ts-diabetes", "02"), "ts_diabetes_v1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_certificate_form_is_recognised(payload: bytes, form: str) -> None:
    assert certificate(payload).form == form


@pytest.mark.parametrize(("direction", "expected"), [("Care", "to_care"), ("Recipient", "to_recipient")])
def test_messages_are_recognised(direction: str, expected: str) -> None:
    outcome = read_document(message(direction=direction))
    assert isinstance(outcome, MessageRecord)
    assert outcome.direction == expected


PLAIN = register_certificate()
UNDECLARED = register_certificate(declaration="")


def renamed_prefixes() -> bytes:
    return (
        PLAIN.replace(b"rg:", b"a.b-c_1:")
        .replace(b":rg=", b":a.b-c_1=")
        .replace(b"tp:", b"x:")
        .replace(b":tp=", b":x=")
    )


@pytest.mark.parametrize(
    "payload",
    [
        b"\xef\xbb\xbf" + PLAIN,
        b"\n  \t" + PLAIN + b"\n",
        b"\xef\xbb\xbf  " + PLAIN,
        renamed_prefixes(),
        PLAIN.replace(b"<svar", b"<!-- kommentar <svar> --><?pi svar?><svar"),
        PLAIN.replace(b">S525<", b">S<!-- mitt i koden -->525<"),
        PLAIN.replace(b">S525<", b"><![CDATA[S525]]><"),
        PLAIN.replace(b">S525<", b">\n   S525 \t<"),
        PLAIN.replace(b">S525<", b">&#83;525<"),
        register_certificate(declaration=""),
        register_certificate(declaration='<?xml version="1.0" encoding="ISO-8859-1"?>'),
        register_certificate(declaration='<?xml version="1.0" encoding="utf-16"?>'),
        register_certificate(declaration="<!-- <!DOCTYPE a> --><?x <!DOCTYPE a> ?>"),
        register_certificate([*lisjp_answers(q35=svar("35", text("35.1", "<!DOCTYPE x>")))]),
        PLAIN.replace(b"<version>", b'<svar xmlns="urn:annat" id="32"><delsvar id="6.2">X</delsvar></svar><version>'),
        register_certificate(lisjp_answers()[::-1]),
    ],
    ids=[
        "byte-order mark",
        "blanks around",
        "byte-order mark and blanks",
        "other prefixes",
        "comments and instructions",
        "comment inside a code",
        "CDATA",
        "blanks around a code",
        "character reference",
        "no declaration",
        "wrong declaration",
        "wrong declaration of two-byte text",
        "the word DOCTYPE in a comment",
        "the word DOCTYPE as text",
        "foreign elements of known names",
        "other order of answers",
    ],
)
def test_ways_of_writing_make_no_difference(payload: bytes) -> None:
    assert certificate(payload) == certificate(PLAIN)


def test_default_namespaces_make_no_difference() -> None:
    names = f'xmlns:rg="{CERTIFICATE}:RegisterCertificateResponder:3" xmlns="{CERTIFICATE}:3"'.encode()
    assert names in PLAIN
    moved = PLAIN.replace(
        names, f'xmlns="{CERTIFICATE}:RegisterCertificateResponder:3" xmlns:gn="{CERTIFICATE}:3"'.encode()
    )
    head, intyg, rest = moved.partition(b"<rg:intyg>")
    inner, end, tail = rest.partition(b"</rg:intyg>")
    inner = re.sub(rb"<(/?)(?=[a-zA-Z])(?!tp:)", rb"<\1gn:", inner)
    payload = (head + intyg + inner + end + tail).replace(b"rg:", b"")
    assert certificate(payload) == certificate(PLAIN)


@pytest.mark.parametrize(
    "payload",
    [
        PLAIN.replace(b"rg:RegisterCertificate", b"rg:RegisterCertificateType"),
        PLAIN.replace(b"rg:RegisterCertificate", b"rg:registercertificate"),
        b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_other_roots_are_set_aside(payload: bytes) -> None:
    assert reason(payload) == "unknown_root"


@pytest.mark.parametrize(
    "payload",
    [
        PLAIN.replace(b"RegisterCertificateResponder:3", b"RegisterCertificateResponder:1"),
        PLAIN.replace(b"RegisterCertificateResponder:3", b"SendMessageToCareResponder:2"),
        message().replace(b"SendMessageToCareResponder:2", b"SendMessageToCareResponder:1"),
        older_contract().replace(b"RegisterTSBasResponder:1", b"RegisterTSBasResponder:2"),
        b'<RegisterCertificate xmlns="urn:annat"/>',
        b"<RegisterCertificate/>",
    ],
)
def test_known_roots_in_other_namespaces_are_told_apart(payload: bytes) -> None:
    assert reason(payload) == "wrong_namespace"


def test_the_root_is_named_but_nothing_that_could_be_a_value() -> None:
    named = read_document(b'<CreateDraft xmlns="urn:riv:draft:3"/>')
    assert named == Rejection("unknown_root", "CreateDraft in urn:riv:draft:3")
    hidden = read_document(b'<a198002142384 xmlns="urn:riv:draft:3"/>')
    assert hidden == Rejection("unknown_root", "")
    assert read_document(b'<a xmlns="urn:riv:19800214:3"/>') == Rejection("unknown_root", "")


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"", "empty_document"),
        (b" \n\xef\xbb\xbf".strip(), "empty_document"),
        (b" \n ", "empty_document"),
        (b"inget intyg", "not_xml"),
        (b"[1, 2]", "not_xml"),
        (PLAIN[:-10], "not_xml"),
        (PLAIN.replace(b"</version>", b""), "not_xml"),
        (PLAIN.replace(b"1.3", b"&okand;"), "not_xml"),
        (PLAIN.replace(b"1.3", b"1\x003"), "control_character"),
        (PLAIN.replace(b"1.3", b"1\x1f3"), "control_character"),
        (PLAIN.replace(b"1.3", b"&#1;"), "control_character"),
        (PLAIN.replace(b"1.3", b"<![CDATA[\x02]]>"), "control_character"),
        (PLAIN.replace(b"1.3", b"\xef\xbf\xbf"), "control_character"),
        (PLAIN.replace(b"<version>", b"<version\x01>"), "control_character"),
        (b'{"id": "a\x01b"}', "control_character"),
        (b"{", "not_json"),
        (b'{"id": "x",}', "not_json"),
        (b'{"id": ' + b"9" * 5000 + b"}", "not_json"),
        (PLAIN.decode().encode("utf-16"), "wrong_encoding"),
        (PLAIN.decode().encode("utf-16-le"), "wrong_encoding"),
        (PLAIN.decode().encode("utf-16-be"), "wrong_encoding"),
        (PLAIN.decode().encode("latin-1"), "wrong_encoding"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]>' + PLAIN.partition(b"?>")[2], "unsafe_xml"),
        (
            b'<?xml version="1.0"?><!-- a --> <!DOCTYPE a SYSTEM "file:///etc/passwd">' + PLAIN.partition(b"?>")[2],
            "unsafe_xml",
        ),
    ],
)
def test_what_is_no_document(payload: bytes, expected: str) -> None:
    assert reason(payload) == expected


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hemligt")
    bomb = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    attacks = [
        b'<!DOCTYPE a [<!ENTITY e0 "x">' + bomb + b"]><a b='&e9;'>&e9;</a>",
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "' + secret.as_uri().encode() + b'">]><a>&e;</a>',
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "' + secret.as_uri().encode() + b'">%p;]><a/>',
    ]
    assert [reason(attack) for attack in attacks] == ["unsafe_xml"] * 3


def test_a_prolog_of_many_comments_is_read_in_one_go() -> None:
    payload = b"<!-- a -->" * 20_000 + b"<a>" + b"<![CDATA[<!DOCTYPE]]>" + b"</a>"
    assert reason(payload) == "unknown_root"


def test_schema_locations_are_not_followed() -> None:
    located = PLAIN.replace(
        b"<rg:RegisterCertificate ",
        b'<rg:RegisterCertificate xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:schemaLocation="urn:riv:a http://127.0.0.1:9/a.xsd" ',
    )
    assert certificate(located) == certificate(PLAIN)


def test_size_limit_counts_every_byte() -> None:
    exactly = ReadingLimits(max_bytes=len(PLAIN))
    assert isinstance(read_document(PLAIN, exactly), CertificateRecord)
    assert reason(PLAIN + b" ", exactly) == "too_large"
    assert ReadingLimits().max_bytes == 16 * 1024 * 1024


def test_a_document_near_the_size_limit_is_read() -> None:
    answers = lisjp_answers(q35=svar("35", text("35.1", "x" * (15 * 1024 * 1024))))
    assert certificate(register_certificate(answers)).diagnosis_code == "S525"


@pytest.mark.parametrize(("levels", "readable"), [(64, True), (65, False), (3000, False), (100_000, False)])
def test_depth_limit(levels: int, readable: bool) -> None:
    # The nested elements stand below RegisterCertificate and intyg.
    nested = "<djup>" * (levels - 2) + "</djup>" * (levels - 2)
    outcome = read_document(register_certificate(before_answers=nested))
    assert isinstance(outcome, CertificateRecord) is readable
    if not readable:
        assert outcome == Rejection("too_deep", "")


@pytest.mark.parametrize(("levels", "readable"), [(64, True), (65, False), (200_000, False)])
def test_depth_limit_of_json(levels: int, readable: bool) -> None:
    # The document itself is the first level.
    nested = b"[" * (levels - 1) + b"]" * (levels - 1)
    outcome = read_document(b'{"djup": ' + nested + b", " + fk7263_json()[1:])
    assert isinstance(outcome, CertificateRecord) is readable
    if not readable:
        assert outcome == Rejection("too_deep", "")


def test_time_limit() -> None:
    slow = register_certificate([*lisjp_answers(), *[svar("25", text("25.1", "a"))] * 1000])
    assert reason(slow, ReadingLimits(max_seconds=0)) == "too_slow"
    assert reason(register_certificate(["<a/>" * 100_000]), ReadingLimits(max_seconds=0)) == "too_slow"


def cut_message(length: int) -> bytes:
    whole = message().replace(b"fritext", "fritext å ".encode() * 8000)
    assert len(whole) > length
    return whole[:length]


@pytest.mark.parametrize("length", [65_533, 65_534, 65_535, 65_536])
def test_a_message_cut_at_the_size_of_its_column(length: int) -> None:
    assert reason(cut_message(length)) == "message_cut"


def test_other_broken_messages_are_not_taken_for_cut_ones() -> None:
    assert reason(cut_message(50_000)) in {"not_xml", "wrong_encoding"}
    padded = register_certificate([svar("35", text("35.1", "x" * 70_000))])
    assert reason(padded[:65_535]) == "not_xml"


def test_the_place_of_a_fault_is_told_without_its_words() -> None:
    outcome = read_document(b"<a>\n<hemlig></a>")
    assert isinstance(outcome, Rejection)
    assert re.fullmatch(r"line 2, column \d+", outcome.detail)
