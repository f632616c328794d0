"""Rule F-7: elements, or JSON values, are not nested deeper than the limit."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from pipelines.documents.rules.rule import LOOK_FOR_ATTACK, Reason, Text

REASON: Final = Reason(
    "too_deep",
    Text("För djupt dokument", "Document too deep"),
    Text(
        "Dokumentets element ligger i fler nivåer än gränsen, 64.",
        "The elements of the document are nested deeper than the limit, 64 levels.",
    ),
    LOOK_FOR_ATTACK,
)

_XPATHS: dict[int, etree.XPath] = {}
_PARSER_MESSAGE = "Excessive depth"


def check_xml(root: etree._Element, levels: int) -> None:
    """Raise `UnreadableError` when elements are nested deeper than `levels`."""
    if levels not in _XPATHS:
        _XPATHS[levels] = etree.XPath("boolean(" + "/*" * (levels + 1) + ")")
    if _XPATHS[levels](root):
        raise REASON.refusal()


def is_xml_fault(error: etree.XMLSyntaxError) -> bool:
    """Whether the parser gave up for the depth of the document, at its own limit of thousands."""
    return _PARSER_MESSAGE in (error.msg or "")


def check_json(document: dict[str, Any], levels: int) -> None:
    """Raise `UnreadableError` when objects and lists are nested deeper than `levels`."""
    level: list[Any] = [document]
    for _ in range(levels):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, dict | list)
        ]
        if not level:
            return
    raise REASON.refusal()
