"""Faults in the shape of a document (rule 19.9): each rewrites a valid LISJP document."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipelines.synthetic.documents import write_text
from pipelines.synthetic.value_faults import FaultCase

Rewrite = Callable[[FaultCase], bytes]

LARGEST_DOCUMENT = 16 * 1024 * 1024 - 1
"""What the store's column holds."""

_MIB = 1024 * 1024
_OUTSIDE = 'xmlns:x="urn:exempel:utokning:1"'


def _quarantined(case: FaultCase, reason: str) -> None:
    case.expected.outcome = f"quarantined:{reason}"


def invalid_xml(case: FaultCase) -> bytes:
    _quarantined(case, "not_xml")
    text = write_text(case.document)
    return text[: len(text) * 3 // 5].encode()


def wrong_encoding(case: FaultCase) -> bytes:
    """Latin-1 bytes under a declaration of UTF-8."""
    _quarantined(case, "wrong_encoding")
    return write_text(case.document).encode("latin-1", errors="replace")


def byte_order_mark(case: FaultCase) -> bytes:
    return b"\xef\xbb\xbf" + write_text(case.document).encode()


def cdata(case: FaultCase) -> bytes:
    text = re.sub(
        r'(<delsvar id="(?:35|17|19|6)\.1">)([^<]*)(</delsvar>)', r"\1<![CDATA[\2]]>\3", write_text(case.document)
    )
    return text.encode()


def comments(case: FaultCase) -> bytes:
    text = write_text(case.document)
    text = text.replace("<svar ", "<!-- svar --><svar ").replace("<tp:start>", "<tp:start><!-- from -->")
    return text.replace('<delsvar id="6.2"><tp:cv>', '<delsvar id="6.2"><!-- kod --><tp:cv><!-- kod -->').encode()


def unusual_prefixes(case: FaultCase) -> bytes:
    """Every namespace under a prefix of its own, none by default."""
    text = write_text(case.document)
    text = re.sub(r"<(/?)([a-z][A-Za-z-]*)(?=[ />])", r"<\1ns7:\2", text)
    text = text.replace('xmlns="', 'xmlns:ns7="', 1)
    return re.sub(r"(</?|xmlns:)(rg|tp):?", _renamed, text).encode()


def _renamed(match: re.Match[str]) -> str:
    name = {"rg": "A", "tp": "_t"}[match.group(2)]
    return f"{match.group(1)}{name}" + ("" if match.group(1) == "xmlns:" else ":")


def extension_elements(case: FaultCase) -> bytes:
    extra = f"<x:utokning {_OUTSIDE}><x:varde>1</x:varde></x:utokning>"
    text = write_text(case.document)
    return text.replace("</patient>", f"{extra}</patient>").replace("</rg:intyg>", f"{extra}</rg:intyg>").encode()


def unknown_question(case: FaultCase) -> bytes:
    case.document.extra_questions = (("888", "En okänd fråga."),)
    return write_text(case.document).encode()


def unknown_answer(case: FaultCase) -> bytes:
    text = write_text(case.document)
    return text.replace(
        '<delsvar id="6.1">', '<delsvar id="6.9">Okänt delsvar.</delsvar><delsvar id="6.1">', 1
    ).encode()


def empty_answer(case: FaultCase) -> bytes:
    case.document.extra_questions = (("20", ""),)
    return write_text(case.document).encode()


def version_unknown(case: FaultCase) -> bytes:
    case.document.version = "" if case.number % 2 else "9.9"
    return write_text(case.document).encode()


def type_as_written(case: FaultCase) -> bytes:
    case.document.type_code = (" lisjp ", "Lisjp", "LISJP\n")[case.number % 3]
    return write_text(case.document).encode()


def document_of_16_mib(case: FaultCase) -> bytes:
    """As large as the store can hold; the bulk lies in additional questions of a mebibyte each."""
    bare = len(write_text(case.document).encode())
    left = LARGEST_DOCUMENT - bare
    extra: list[tuple[str, str]] = []
    while left > 200:
        wrapping = len(f'<svar id="{9001 + len(extra)}"><delsvar id="{9001 + len(extra)}.1"></delsvar></svar>')
        length = min(_MIB, left - wrapping)
        extra.append((str(9001 + len(extra)), "x" * length))
        left -= length + wrapping
    case.document.extra_questions = tuple(extra)
    return write_text(case.document).encode()


def entity_expansion(case: FaultCase) -> bytes:
    _quarantined(case, "unsafe_xml")
    entities = '<!ENTITY a0 "aaaaaaaaaa">' + "".join(
        f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 9)
    )
    return _with_doctype(case, f"<!DOCTYPE r [{entities}]>", "&a8;")


def external_entity(case: FaultCase) -> bytes:
    _quarantined(case, "unsafe_xml")
    return _with_doctype(case, '<!DOCTYPE r [<!ENTITY yttre SYSTEM "file:///etc/hostname">]>', "&yttre;")


def _with_doctype(case: FaultCase, doctype: str, reference: str) -> bytes:
    text = write_text(case.document).replace("?>\n", f"?>\n{doctype}\n", 1)
    return text.replace('<delsvar id="35.1">', f'<delsvar id="35.1">{reference}', 1).encode()


def date_of_wrong_form(case: FaultCase) -> bytes:
    """A day of 32.2 without hyphens refuses the whole document (rule F-8)."""
    _quarantined(case, "form_refused")
    first, *rest = case.document.periods
    case.document.periods = (replace(first, end=str(first.end).replace("-", "")), *rest)
    return write_text(case.document).encode()


def functional_text_missing(case: FaultCase) -> bytes:
    """LISJP 1.x without 35.1 refuses the whole document (rule F-8)."""
    _quarantined(case, "form_refused")
    case.document.functional_text = None if case.number % 2 else "  "
    return write_text(case.document).encode()


DOCUMENT_FAULTS: dict[str, Rewrite] = {
    function.__name__: function
    for function in (
        invalid_xml,
        wrong_encoding,
        byte_order_mark,
        cdata,
        comments,
        unusual_prefixes,
        extension_elements,
        unknown_question,
        unknown_answer,
        empty_answer,
        version_unknown,
        type_as_written,
        document_of_16_mib,
        entity_expansion,
        external_entity,
        date_of_wrong_form,
        functional_text_missing,
    )
}
