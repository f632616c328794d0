"""Reasons and flags: complete, in two languages, and on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.documents import flags
from pipelines.quarantine import reasons
from pipelines.quarantine.reasons import REASONS, Reason, describe

CHECKOUT = Path(__file__).resolve().parents[3]
PAGE = CHECKOUT / "docs" / "quarantine-reasons.md"
READERS = sorted((CHECKOUT / "pipelines" / "documents").rglob("*.py"))

RAISED = re.compile(r'(?:UnreadableError|Rejection)\(\s*"([a-z_]+)"')
NAMED = re.compile(r'"((?:missing)_[a-z_]+)"')


def raised_codes() -> set[str]:
    sources = [path.read_text() for path in READERS]
    return {code for source in sources for pattern in (RAISED, NAMED) for code in pattern.findall(source)}


def test_every_reason_of_a_reader_is_described() -> None:
    codes = raised_codes()
    assert {"not_xml", "form_refused", "missing_unit", "message_cut", "reader_failed"} <= codes
    assert codes <= REASONS.keys()


def test_every_described_reason_is_used() -> None:
    # A conflict is found between documents, not in one.
    assert REASONS.keys() - raised_codes() == {"conflict"}


@pytest.mark.parametrize("reason", REASONS.values(), ids=REASONS)
def test_reasons_are_whole_sentences_in_both_languages(reason: Reason) -> None:
    for text in (reason.title, reason.meaning, reason.remedy):
        assert text.sv != text.en
        assert text.sv[0].isupper()
        assert text.en[0].isupper()
    for sentence in (*reason.meaning, *reason.remedy):
        assert sentence.endswith(".")
    assert not reason.title.sv.endswith(".")


def test_a_code_of_another_version_has_a_description_too() -> None:
    assert describe("not_xml") is REASONS["not_xml"]
    assert describe("framtida").code == "framtida"


def test_flags_are_described_in_both_languages() -> None:
    texts = flags.FLAGS | flags.form_rule_texts()
    for text in texts.values():
        assert text.sv.endswith(".")
        assert text.en.endswith(".")
    written = {match for path in READERS for match in re.findall(r'Final = "([a-z]+_[a-z_]+)"', path.read_text())}
    assert written - {"to_care", "to_recipient"} <= texts.keys()


def test_the_page_holds_every_reason_and_flag() -> None:
    page = PAGE.read_text()
    assert reasons.as_markdown() in page
    assert flags.as_markdown() in page
