"""The canonical form of a readable document, to tell whether two documents of one certificate really differ."""

from __future__ import annotations

import json
import math

from lxml import etree

from pipelines.documents.record import ReadingLimits
from pipelines.documents.rules.too_slow import Deadline
from pipelines.documents.safe_xml import parse_xml, unwrap_text


def canonical(payload: bytes) -> bytes:
    """XML without white space between elements, or JSON with sorted keys (rule L-4).

    Differences of encoding declaration, byte-order mark, comments or white space between elements leave it the same.
    It is made by the parser of the readers, so whatever is readable has one. Raises `UnreadableError` for the rest.
    """
    limits = ReadingLimits()
    text = unwrap_text(payload, limits)
    if text.startswith(b"{"):
        return json.dumps(json.loads(text), sort_keys=True).encode()
    root = parse_xml(text, limits, Deadline(math.inf))
    for element in root.iter():
        if not (element.text or "").strip():
            element.text = None
        if not (element.tail or "").strip():
            element.tail = None
    try:
        return etree.tostring(root, method="c14n")
    except etree.C14NError:
        # Canonical XML 1.0 has no form for namespaces that are no absolute addresses; 2.0 has, but takes much longer.
        return etree.tostring(root, method="c14n2")
