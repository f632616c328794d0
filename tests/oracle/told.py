"""What an answer tells about its content: that there is nothing, or that choices conflict (statistics 10.9, 12.3)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from tests.oracle.facts_in_reach import Reach
from tests.oracle.groups import CHAPTERS, UNKNOWN, diagnosis_nodes
from tests.oracle.question import Kept, Question, Span, default_span, has_diagnosis
from tests.oracle.tallies import Cells
from warehouse import reference_tables as code_lists

Path = tuple[str | None, ...]


@cache
def _paths() -> tuple[Path, ...]:
    """Chapter, block, category and code of everything that a fact can have."""
    of_category = {
        row["code"]: (row["chapter"], row["block"], row["code"]) for row in code_lists.rows("icd10_categories")
    }
    codes = [(*of_category[row["category"]], row["code"]) for row in code_lists.rows("icd10_codes")]
    return (*((*path, None) for path in of_category.values()), *codes)


def excludes(node: str, chosen: frozenset[str] | None) -> bool:
    """Whether nothing below a node can pass the diagnosis filter (4.3.6)."""
    return not any(has_diagnosis(path, chosen) for path in _paths() if node in path)


def is_active(question: Question, kept: Kept, reach: Reach, span: Span) -> bool:
    """Whether a filter is active: another interval than the default, or a choice that is not everything (10.9)."""
    available = reach.choosable(question)
    some_units = kept.units is not None and kept.units & available != available
    some_diagnoses = kept.diagnoses is not None and kept.diagnoses != {*CHAPTERS, UNKNOWN}
    return (
        span != default_span(question, reach.history.as_of)
        or some_units
        or some_diagnoses
        or any(chosen is not None for chosen in (kept.ages, kept.lengths, kept.types))
    )


def content_message(question: Question, kept: Kept, reach: Reach, span: Span, chart: Iterable[Cells]) -> str | None:
    """The one message about the content, None when there is nothing to tell."""
    if question.report == "cases_within_diagnosis" and excludes(question.node or "", kept.diagnoses):
        return "FI-011"
    if question.report == "cases_compare_diagnoses" and not set(question.nodes) & diagnosis_nodes():
        return "R-003"
    if question.level == "national":
        return None
    if any(tally.everybody for cells in chart for tally in cells.values()):
        return None
    return "FI-010" if is_active(question, kept, reach, span) else "R-002"
