"""The reasons for rows of whole files: whole sentences in two languages, all in use, all on the page."""

from __future__ import annotations

from pathlib import Path

from pipelines.quarantine.file_reasons import FILE_REASONS, file_reasons_as_markdown

CHECKOUT = Path(__file__).resolve().parents[3]
PAGE = CHECKOUT / "docs" / "howto-load-reference-files.md"


def test_reasons_are_whole_sentences_in_both_languages() -> None:
    for text in FILE_REASONS.values():
        assert text.sv != text.en
        assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in text)


def test_every_reason_is_given_by_a_reader_and_on_the_page() -> None:
    readers = "".join(path.read_text() for path in (CHECKOUT / "pipelines" / "sources").glob("*.py"))
    assert [code for code in FILE_REASONS if f'"{code}"' not in readers] == []
    assert file_reasons_as_markdown() in PAGE.read_text()
