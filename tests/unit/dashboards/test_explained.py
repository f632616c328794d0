"""Words of the field become buttons: whole words, in any case, with the text of the glossary."""

from __future__ import annotations

import pytest

from dashboards.components.explained import TERMS, explained, explained_parts, explanations, has_term
from dashboards.components.markup import to_html
from dashboards.components.texts import LANGUAGES, texts

SV, EN = texts("sv"), texts("en")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Antal sjukfall fördelat på län", ["sjukfall"]),
        ("Sjukfall, totalt", ["Sjukfall"]),
        ("Sjukfallsutvecklingen i Sverige", []),
        ("Antal utfärdade intyg fördelat på intygstyp", ["utfärdade intyg"]),
        ("Antal inkomna meddelanden", ["meddelanden"]),
        ("Okänt län", ["Okänt län"]),
        ("Ej läkarbefattning", ["Ej läkarbefattning"]),
        ("Utan giltig ICD-10 kod", ["Utan giltig ICD-10 kod"]),
        ("Kvinnor", []),
    ],
)
def test_whole_words_are_explained(text: str, words: list[str]) -> None:
    parts = explained(text, SV)
    assert [part[2] for part in parts if not isinstance(part, str)] == words
    assert "".join(part if isinstance(part, str) else part[2] for part in parts) == text
    assert has_term(text, SV) is bool(words)


def test_words_of_the_other_language() -> None:
    assert [part for part in explained("Number of cases by county", EN) if isinstance(part, str)] == [
        "Number of ",
        " by county",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_opens_an_explanation_of_the_page(language: str) -> None:
    catalogue = texts(language)
    markup = to_html(explanations(catalogue))
    for key in TERMS:
        name = catalogue(f"information.term.{key}.name").removesuffix(" (..)")
        forms = f"information.term.{key}.forms"
        word = catalogue(forms).split(", ")[0] if forms in catalogue else name
        (button,) = [part[1] for part in explained(word, catalogue) if not isinstance(part, str)]
        assert f'id="{button["popovertarget"]}" popover="auto"' in markup
        assert button["aria-describedby"] == button["popovertarget"]
    assert "](" not in markup


def test_parts_of_a_heading_read_as_before() -> None:
    assert to_html(explained_parts("Antal sjukfall", SV)).startswith('Antal <button type="button" class="term"')
