"""Names of diagnoses on English pages: English where there are English names, else marked as Swedish."""

from __future__ import annotations

import pytest

from dashboards.components.swedish_names import language_of, marked, marked_html
from warehouse import diagnoses
from warehouse import reference_tables as reference


@pytest.mark.parametrize("name", ["icd10_chapters", "icd10_blocks"])
def test_every_chapter_and_block_has_an_english_name(name: str) -> None:
    rows = reference.rows(name)
    assert [row["code"] for row in rows if not row["name_en"].strip()] == []
    assert [row["code"] for row in rows if set(row["name_en"]) & set("åäöÅÄÖ")] == []


def test_labels_are_english_where_there_is_a_name() -> None:
    assert diagnoses.node("F00-F99").label_in("en") == "F00-F99 Mental and behavioural disorders"
    assert diagnoses.node("M50-M54").label_in("en") == "M50-M54 Other dorsopathies"
    assert diagnoses.node("UNKNOWN_CODE_WITHIN:M54").label_in("en") == "Unknown code within M54"
    assert diagnoses.node("M54").label_in("en") == diagnoses.node("M54").label_in("sv") == "M54 Ryggvärk"


def test_a_swedish_name_is_marked_wherever_it_stands() -> None:
    name = ["span", {"lang": "sv"}, "Ryggvärk"]
    assert marked("Number of cases of M54 Ryggvärk, May 2026", "en") == ["Number of cases of M54 ", name, ", May 2026"]
    assert marked_html("M54 Ryggvärk", "en") == 'M54 <span lang="sv">Ryggvärk</span>'


@pytest.mark.parametrize("text", ["M50-M54 Other dorsopathies", "from M54 to F32", "M54 Back pain", "All cases"])
def test_english_is_left_as_it_is(text: str) -> None:
    assert marked(text, "en") == [text]


def test_nothing_is_marked_on_a_swedish_page() -> None:
    assert marked("M54 Ryggvärk", "sv") == ["M54 Ryggvärk"]
    assert language_of(diagnoses.node("M54"), "sv") is None


def test_lists_say_the_language_of_their_lines() -> None:
    assert language_of(diagnoses.node("M54"), "en") == "sv"
    assert language_of(diagnoses.node("M50-M54"), "en") is None
