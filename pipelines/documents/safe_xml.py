"""XML of unknown origin to an element tree, within the safety limits of rule F-7.

Documents are UTF-8 whatever their declaration says: they come out of text columns and message bodies that have been
decoded once, so the declaration is a leftover. Bytes that are not UTF-8 are refused.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipelines.documents.record import ReadingLimits
from pipelines.documents.rejection import UnreadableError
from pipelines.documents.rules import (
    control_character,
    empty_document,
    message_cut,
    not_xml,
    too_deep,
    too_large,
    unsafe_xml,
    wrong_encoding,
)
from pipelines.documents.rules.too_slow import Deadline

UTF8_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

_CHUNK = 256 * 1024


def unwrap_text(payload: bytes, limits: ReadingLimits) -> bytes:
    """The document without byte-order mark and surrounding blanks, checked for size and encoding.

    Raises `UnreadableError`: `too_large`, `wrong_encoding`, `empty_document`, `message_cut`.
    """
    too_large.check(payload, limits.max_bytes)
    wrong_encoding.check_beginning(payload)
    text = payload.removeprefix(UTF8_BYTE_ORDER_MARK).strip()
    empty_document.check(text)
    if not wrong_encoding.is_utf8(text):
        message_cut.check(payload)
        raise wrong_encoding.REASON.refusal()
    return text


def parse_xml(text: bytes, limits: ReadingLimits, deadline: Deadline) -> etree._Element:
    """The root element of an XML document that `unwrap_text` let through.

    Comments and processing instructions are left out, CDATA is ordinary text. Raises `UnreadableError`: `unsafe_xml`
    for any document type declaration, `too_deep`, `too_slow`, `message_cut`, `control_character`, `not_xml`.
    """
    unsafe_xml.check_prolog(text)
    try:
        root = _parse(text, deadline)
    except etree.XMLSyntaxError as error:
        raise _refusal(text, error) from None
    unsafe_xml.check_parsed(root)
    too_deep.check_xml(root, limits.max_depth)
    return root


def _new_parser() -> etree.XMLParser:
    # huge_tree lifts libxml2's own limits on text length only because size, depth and entities are limited here.
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )


_PARSER = _new_parser()


def _parse(text: bytes, deadline: Deadline) -> etree._Element:
    if len(text) <= _CHUNK:
        return etree.fromstring(text, _PARSER)
    parser = _new_parser()
    for start in range(0, len(text), _CHUNK):
        parser.feed(text[start : start + _CHUNK])
        deadline.check()
    return parser.close()


def _refusal(text: bytes, error: etree.XMLSyntaxError) -> UnreadableError:
    if too_deep.is_xml_fault(error):
        return too_deep.REASON.refusal()
    message_cut.check(text)
    if control_character.is_xml_fault(text, error):
        return control_character.REASON.refusal(not_xml.place(error))
    return not_xml.REASON.refusal(not_xml.place(error))
