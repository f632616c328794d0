"""Names of diagnoses that are Swedish on English pages, marked with their language (dashboards 20.6).

ICD-10-SE names categories and codes in Swedish alone. Such a name always follows its code, which is how it is found in
a title, a sentence or the head of a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dash.development.base_component import Component

from dashboards.components.markup import node_to_html
from dashboards.components.native import Native, Node, node
from warehouse import diagnoses
from warehouse.diagnoses import DiagnosisNode

SWEDISH = "sv"
_CODE = re.compile(r"\b[A-Z][0-9]{2}[0-9A-Z]{0,3}(?= )")


def marked(text: str, language: str) -> list[Node | str]:
    """A text of a page in `language`, with each Swedish name of a diagnosis as a part of its own."""
    if language == SWEDISH:
        return [text]
    parts: list[Node | str] = []
    end = 0
    for start, name in _names(text):
        if start >= end:
            parts += [text[end:start], node("span", name, lang=SWEDISH)]
            end = start + len(name)
    return [part for part in (*parts, text[end:]) if part]


def marked_parts(text: str, language: str) -> list[Component | str]:
    """As `marked`, for what is made of components."""
    return [part if isinstance(part, str) else Native(part) for part in marked(text, language)]


def marked_html(text: str, language: str) -> str:
    """As `marked`, for documents that are written as text."""
    return "".join(node_to_html(part) for part in marked(text, language))


def language_of(one: DiagnosisNode, language: str) -> str | None:
    """The language of a diagnosis's name where it is not that of the page, for elements that hold text alone."""
    return SWEDISH if one.name_en is None and language != SWEDISH else None


def _names(text: str) -> Iterator[tuple[int, str]]:
    for found in _CODE.finditer(text):
        known = diagnoses.find(found.group())
        start = found.end() + 1
        if known is not None and known.name_en is None and text.startswith(known.name, start):
            yield start, known.name
