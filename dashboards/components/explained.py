"""Words of the field in titles, legends, heads and row names: buttons that open their explanation (dashboards 9).

The explanation is a popover, which opens on click without any script; `assets/explanations.js` opens it on focus and
hover too, beside its word. The texts are those of the glossary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from dash.development.base_component import Component

from dashboards.components.native import Native, Node, node
from dashboards.components.swedish_names import marked
from dashboards.components.texts import Texts, texts

TERMS = (
    "case",
    "messages",
    "issued",
    "unknown_title",
    "no_doctor_title",
    "no_diagnosis",
    "unknown_county",
    "preliminary",
    "protected",
)
"""Keys of the terms in the glossary, `information.term` of the texts."""
_SECTION = "information.term"
_LINK = re.compile(r"\s*\[[^\]]+\]\([^)\s]+\)")


def explained(text: str, catalogue: Texts) -> list[Node | str]:
    """A text with its terms as buttons, and names that are Swedish on an English page marked as such.

    Terms are whole words, in capital letters or not.
    """
    told = marked(text, catalogue.language)
    return [part for one in told for part in (_terms(one, catalogue) if isinstance(one, str) else [one])]


def _terms(text: str, catalogue: Texts) -> list[Node | str]:
    pattern, keys = _forms(catalogue.language)
    parts: list[Node | str] = []
    end = 0
    for found in pattern.finditer(text):
        parts += [text[end : found.start()], _button(found.group(), keys[found.group().casefold()])]
        end = found.end()
    return [part for part in (*parts, text[end:]) if part]


def has_term(text: str, catalogue: Texts) -> bool:
    """Whether some word of a text is explained."""
    return _forms(catalogue.language)[0].search(text) is not None


def explained_parts(text: str, catalogue: Texts) -> list[Component | str]:
    """As `explained`, for what is made of components."""
    return [part if isinstance(part, str) else Native(part) for part in explained(text, catalogue)]


def words_explained(found_in: Iterable[str], catalogue: Texts) -> list[tuple[str, str]]:
    """The terms that occur in some of the texts, each with its explanation, in the order of `TERMS`."""
    pattern, keys = _forms(catalogue.language)
    present = {keys[found.group().casefold()] for text in found_in for found in pattern.finditer(text)}
    return [(catalogue(f"{_SECTION}.{key}.name"), _text(key, catalogue)) for key in TERMS if key in present]


def explanations(catalogue: Texts) -> Component:
    """The explanations that the buttons of a page open; none is seen until then."""
    return Native(node("div", *(_popover(key, catalogue) for key in TERMS), class_="explanations"))


def _button(word: str, key: str) -> Node:
    place = _place(key)
    return node("button", word, type="button", class_="term", popovertarget=place, aria_describedby=place)


def _popover(key: str, catalogue: Texts) -> Node:
    name = node("strong", catalogue(f"{_SECTION}.{key}.name"))
    explanation = node("span", _text(key, catalogue))
    return node("div", name, explanation, id=_place(key), popover="auto", class_="explanation")


def _text(key: str, catalogue: Texts) -> str:
    """What the glossary says, without the links at its end."""
    return _LINK.sub("", catalogue(f"{_SECTION}.{key}.text"))


def _place(key: str) -> str:
    return f"ord-{key.replace('_', '-')}"


@cache
def _forms(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the terms in a text, the longest first, and the key of each form in small letters."""
    catalogue = texts(language)
    keys = {}
    for key in TERMS:
        own = f"{_SECTION}.{key}.forms"
        name = catalogue(f"{_SECTION}.{key}.name").removesuffix(" (..)")
        for form in catalogue(own).split(", ") if own in catalogue else [name]:
            keys[form.casefold()] = key
    words = "|".join(re.escape(form) for form in sorted(keys, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), keys
