"""The glossary has one line per term, in order, and no term means two things."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

GLOSSARY = Path(__file__).resolve().parents[3] / "docs" / "glossary.md"
ROW = re.compile(r"^\| (?!Term |---)(?P<term>[^|]+) \| (?P<swedish>[^|]+) \| (?P<meaning>[^|]+) \| (?P<used>[^|]+) \|$")


def _rows() -> list[re.Match[str]]:
    return [match for line in GLOSSARY.read_text().splitlines() if (match := ROW.match(line))]


def test_no_line_of_a_table_is_left_incomplete() -> None:
    tables = [line for line in GLOSSARY.read_text().splitlines() if line.startswith("|")]
    headings = [line for line in tables if line.startswith(("| Term ", "|---"))]
    assert len(tables) == len(headings) + len(_rows())


def test_every_term_occurs_once() -> None:
    terms = Counter(name.strip().lower() for row in _rows() for name in row["term"].split(","))
    assert terms
    assert [term for term, times in terms.items() if times > 1] == []


def test_terms_are_sorted_within_each_table() -> None:
    for section in GLOSSARY.read_text().split("\n## ")[1:]:
        terms = [match["term"].lower() for line in section.splitlines() if (match := ROW.match(line))]
        assert terms == sorted(terms)
