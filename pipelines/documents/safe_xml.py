"""XML of unknown origin to an element tree, within the safety limits of rule F-7.

Documents are UTF-8 whatever their declaration says: they come out of text columns and message bodies that have been
decoded once, so the declaration is a leftover. Bytes that are not UTF-8 are refused.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from pipelines.documents.record import ReadingLimits
from pipelines.documents.rejection import Deadline, UnreadableError

UTF8_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

_OTHER_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")
_CHUNK = 256 * 1024
_MESSAGE_TEXT_COLUMN_BYTES = range(65_530, 65_537)
_MESSAGE_ROOT = re.compile(rb"<(?:[\w.-]+:)?SendMessageTo(?:Care|Recipient)[\s>]")
# Possessive, so that a prolog of many comments cannot be read in more than one way.
_DOCTYPE_IN_PROLOG = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)


def unwrap_text(payload: bytes, limits: ReadingLimits) -> bytes:
    """The document without byte-order mark and surrounding blanks, checked for size and encoding.

    Raises `UnreadableError`: `empty_document`, `too_large`, `wrong_encoding`, `message_cut`.
    """
    if len(payload) > limits.max_bytes:
        raise UnreadableError("too_large")
    if payload.startswith(_OTHER_UNICODE_MARKS):
        raise UnreadableError("wrong_encoding")
    text = payload.removeprefix(UTF8_BYTE_ORDER_MARK).strip()
    if not text:
        raise UnreadableError("empty_document")
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        _refuse_cut_message(payload)
        raise UnreadableError("wrong_encoding") from None
    return text


def parse_xml(text: bytes, limits: ReadingLimits, deadline: Deadline) -> etree._Element:
    """The root element of an XML document that `unwrap_text` let through.

    Comments and processing instructions are left out, CDATA is ordinary text. Raises `UnreadableError`: `unsafe_xml`
    for any document type declaration, `too_deep`, `too_slow`, `message_cut`, `not_xml`.
    """
    if b"<!DOCTYPE" in text and _DOCTYPE_IN_PROLOG.match(text):
        raise UnreadableError("unsafe_xml")
    try:
        root = _parse(text, deadline)
    except etree.XMLSyntaxError as error:
        raise _refusal(text, error) from None
    if _deeper_than(limits.max_depth)(root):
        raise UnreadableError("too_deep")
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
_DEPTH_CHECKS: dict[int, etree.XPath] = {}


def _parse(text: bytes, deadline: Deadline) -> etree._Element:
    if len(text) <= _CHUNK:
        return etree.fromstring(text, _PARSER)
    parser = _new_parser()
    for start in range(0, len(text), _CHUNK):
        parser.feed(text[start : start + _CHUNK])
        deadline.check()
    return parser.close()


def _deeper_than(levels: int) -> etree.XPath:
    if levels not in _DEPTH_CHECKS:
        _DEPTH_CHECKS[levels] = etree.XPath("boolean(" + "/*" * (levels + 1) + ")")
    return _DEPTH_CHECKS[levels]


def _refusal(text: bytes, error: etree.XMLSyntaxError) -> UnreadableError:
    if "Excessive depth" in (error.msg or ""):
        return UnreadableError("too_deep")
    _refuse_cut_message(text)
    # The parser's own message quotes the document; the position does not.
    line, column = error.position
    return UnreadableError("not_xml", f"line {line}, column {column}")


def _refuse_cut_message(text: bytes) -> None:
    if len(text) in _MESSAGE_TEXT_COLUMN_BYTES and _MESSAGE_ROOT.search(text, 0, 8192):
        raise UnreadableError("message_cut")
