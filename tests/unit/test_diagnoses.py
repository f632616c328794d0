"""The diagnosis tree and the matching rule (statistics 2.8)."""

from __future__ import annotations

import pytest

from warehouse import diagnoses
from warehouse.diagnoses import UNKNOWN, UNKNOWN_KEY, Diagnosis, DiagnosisLevel, UnknownNodeError, match


@pytest.mark.parametrize(
    ("written", "code", "category"),
    [
        ("F401", "F401", "F40"),
        ("f401", "F401", "F40"),
        ("F40.1", "F401", "F40"),
        ("F40-1", "F401", "F40"),
        ("F40 1", "F401", "F40"),
        ("F403", None, "F40"),
        ("F402B", "F402B", "F40"),
        ("F402b", "F402B", "F40"),
        ("F51-", None, "F51"),
        ("F89-P", None, "F89"),
        ("F989P", "F989", "F98"),
        ("D180A", "D180A", "D18"),
        ("A 35-P", None, "A35"),
        ("G30-", None, "G30"),
        ("F439P", "F439", "F43"),
        ("M549P" + "X" * 5000, "M549", "M54"),
    ],
)
def test_a_written_code_finds_its_place(written: str, code: str | None, category: str) -> None:
    found = match(written)
    assert (found.code, found.category) == (code, category)
    assert found.block is not None
    assert found.chapter is not None


@pytest.mark.parametrize("written", [None, "", "  ", "unknown", "UNKNOWN", "P99", "hittepå", "ÅÄÖ", "1", "F4", "F"])
def test_what_is_no_code_is_unknown(written: str | None) -> None:
    assert match(written) == UNKNOWN


def test_all_levels_follow_from_the_code() -> None:
    assert match("F432") == Diagnosis("F00-F99", "F40-F48", "F43", "F432")


def test_every_code_of_the_list_matches_itself() -> None:
    written = [row["code"] for row in diagnoses.reference.rows("icd10_codes")]
    found = diagnoses.match_all(written)
    assert all(found[code].code == code for code in written)


def test_distinct_codes_are_matched_once_each() -> None:
    assert diagnoses.match_all(["F40", None, "F40"]) == {"F40": match("F40"), None: UNKNOWN}


def test_the_top_level_is_the_chapters_and_the_unknown_leaf() -> None:
    top = diagnoses.children()
    assert len(top) == 23
    assert top[-1].id == UNKNOWN_KEY
    assert top[-1].label == "Utan giltig ICD-10 kod"


def test_a_category_ends_with_its_unknown_code() -> None:
    below = diagnoses.children("F40")
    assert [node.id for node in below[:2]] == ["F400", "F401"]
    assert below[-1].label == "Okänd kod inom F40"
    assert below[-1].level is DiagnosisLevel.CODE


def test_every_node_but_the_top_has_a_parent_one_level_up() -> None:
    levels = list(DiagnosisLevel)
    for category in diagnoses.reference.rows("icd10_categories"):
        node = diagnoses.node(category["code"])
        while node.parent is not None:
            above = diagnoses.node(node.parent)
            assert levels.index(above.level) == levels.index(node.level) - 1
            node = above


@pytest.mark.parametrize("written", diagnoses.UNKNOWN_BRANCH)
def test_old_ids_of_the_unknown_branch_lead_to_the_leaf(written: str) -> None:
    assert diagnoses.node(written).id == UNKNOWN_KEY


def test_an_id_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(UnknownNodeError):
        diagnoses.node("F40-F99")


def test_names_of_a_newer_edition_join_the_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnoses, "_published", {})
    diagnoses.publish_names([diagnoses.CodeName("F437", "Ny kod"), diagnoses.CodeName("F430", "Nytt namn")])
    assert diagnoses.node("F437").parent == "F43"
    assert diagnoses.node("F430").label == "F430 Nytt namn"
    below = [node.id for node in diagnoses.children("F43")]
    assert below == [*sorted(below[:-1]), "UNKNOWN_CODE_WITHIN:F43"]
    assert {"F430", "F437"} <= set(below)
    assert diagnoses.newer_name("F430") == "Nytt namn"
    assert diagnoses.newer_name("F431") is None


def test_a_category_of_a_newer_edition_has_its_unknown_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnoses, "_published", {})
    block = diagnoses.reference.rows("icd10_blocks")[-1]
    diagnoses.publish_names([diagnoses.CodeName(block["last"], "Ny kategori")])
    assert diagnoses.node(block["last"]).parent == block["code"]
