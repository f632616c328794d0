"""Reasons and flags: complete, in two languages, and on the page."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from pipelines.documents import flags, rules
from pipelines.documents.rules import CERTIFICATE_FLAGS, PERIOD_FLAGS
from pipelines.documents.rules.rule import Flag, Reason
from pipelines.quarantine import reasons
from pipelines.quarantine.reasons import REASONS, describe

CHECKOUT = Path(__file__).resolve().parents[3]
CORE = CHECKOUT / "sql" / "core"
PAGE = CHECKOUT / "docs" / "quarantine-reasons.md"
RULES = CHECKOUT / "pipelines" / "documents" / "rules"
READERS = sorted((CHECKOUT / "pipelines" / "documents").rglob("*.py"))


def test_every_rule_is_a_module_and_every_module_a_rule() -> None:
    modules = {path.stem for path in RULES.glob("*.py")} - {"__init__", "rule"}
    of_modules = {
        value.code
        for name in modules
        for value in vars(import_module(f"pipelines.documents.rules.{name}")).values()
        if isinstance(value, Reason | Flag)
    }
    assert of_modules == REASONS.keys() | {flag.code for flag in (*PERIOD_FLAGS, *CERTIFICATE_FLAGS)}
    assert len(REASONS) == len(rules.REASONS), "no code stands twice"


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


def test_flags_of_the_core_models_are_described() -> None:
    written = {match for path in CORE.glob("*.sql") for match in re.findall(r"\['([a-z_]+)'\]", path.read_text())}
    assert {"start_out_of_range", "signed_out_of_range", "id_length", "diagnosis_unknown", "hsa_pending"} <= written
    assert written <= flags.FLAGS.keys()


def test_the_page_holds_every_reason_and_flag() -> None:
    page = PAGE.read_text()
    assert reasons.as_markdown() in page
    assert flags.as_markdown() in page
