"""What an answer tells beside its figures: messages about content and size, and notes (statistics 10.9, 12.1, 12.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from tests.oracle.facts_in_reach import Reach
from tests.oracle.groups import CHAPTERS, UNKNOWN, diagnosis_nodes
from tests.oracle.question import Kept, Question, Span, default_span, has_diagnosis, month_of
from tests.oracle.tallies import NOBODY, Cells, Tally
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


MANY_ROWS, MANY_ROWS_OF_TWO_CHARTS = 100, 50


def size_message(question: Question, span: Span, shown: Sequence[str]) -> str | None:
    """R-001 for a table of many rows: months, or the units, doctors and groups of a window (12.1)."""
    of_owners = question.report in ("messages_per_unit", "messages_per_doctor")
    owners = {key.rpartition(":")[0] if of_owners else key for key in shown}
    rows = span[1] - span[0] + 1 if question.monthly else len(owners)
    two_charts = question.monthly and question.report not in ONE_CHART
    return "R-001" if rows >= (MANY_ROWS_OF_TWO_CHARTS if two_charts else MANY_ROWS) else None


ONE_CHART = {
    "cases_total", "long_cases", "cases_by_unit",
    "cases_by_county", "case_sex_share_by_county", "cases_per_1000_listed_by_unit",
    "certificates_undivided", "messages_undivided",
}  # fmt: skip
"""Time series with one chart: the first three by statistics 12.1; the others by dashboards 8.2."""


def notes(
    question: Question,
    span: Span,
    as_of: date,
    *,
    shown: Sequence[str],
    table: Sequence[Cells],
    once: Sequence[Tally] | None,
) -> frozenset[str]:
    """Notes that follow from the figures and the window.

    The running month is not at its end (dashboards 14, ST-R-007). Groups overlap when they add up to more than each
    case once, which is told of counts and not of the rate per listed patients (dashboards 5). Nationally and for
    regions the threshold is told, and that it took something away from the groups shown (statistics 6.2, dashboards
    14 and 22).
    """
    found = {
        "running_month": span[1] >= month_of(as_of),
        "overlap": once is not None
        and question.report != "cases_per_1000_listed_by_unit"
        and any(
            sum(tally.everybody for tally in cells.values()) > each.everybody
            for cells, each in zip(table, once, strict=True)
        ),
        "threshold": question.level != "provider",
        "protected": any(
            tally.women_cut or tally.men_cut or tally.unknown_cut
            for cells in table
            for tally in (cells.get(key, NOBODY) for key in shown)
        ),
    }
    return frozenset(name for name, holds in found.items() if holds)
