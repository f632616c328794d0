"""Diagnoses to begin with, chosen from the figures of a release: the largest chapter, and examples to compare."""

from __future__ import annotations

from functools import lru_cache

from warehouse import diagnoses
from warehouse.diagnoses import UNKNOWN_KEY
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import Options
from warehouse.reports.result import ReportResult, View

COMPARED = 5
"""How many diagnoses an example compares."""
FEWEST_COMPARED = 2


@lru_cache(maxsize=4)
def largest_chapter(reader: NationalStatistics) -> str:
    """The chapter with most cases in the latest twelve months; of equal ones the first by code."""
    largest = _largest(reader.report("cases_by_diagnosis_group", View.CROSS_SECTION))
    return largest[0] if largest else diagnoses.children()[0].id


@lru_cache(maxsize=4)
def examples(reader: NationalStatistics) -> tuple[tuple[str, ...], ...]:
    """The largest chapters, the largest blocks of the largest chapter, and the largest categories of its first block.

    What has fewer than two with cases is left out.
    """
    chapters = _largest(reader.report("cases_by_diagnosis_group", View.CROSS_SECTION))
    found = [chapters]
    for _ in ("blocks", "categories"):
        if found[-1]:
            found.append(_largest(_within(found[-1][0], reader)))
    return tuple(keys for keys in found if len(keys) >= FEWEST_COMPARED)


def _within(node_id: str, reader: NationalStatistics) -> ReportResult:
    return reader.report("cases_within_diagnosis", View.CROSS_SECTION, options=Options(node=node_id))


def _largest(result: ReportResult) -> tuple[str, ...]:
    """The keys of the largest groups that have cases, the largest first; unknown ones are no diagnosis."""
    known = {node.id for node in map(diagnoses.find, (group.key for group in result.table.groups)) if node is not None}
    counted = [
        (count.total, group.key)
        for group, count in zip(result.table.groups, result.table.values[0], strict=True)
        if group.key in known - {UNKNOWN_KEY} and count.total
    ]
    return tuple(key for _, key in sorted(counted, key=lambda pair: -pair[0])[:COMPARED])
