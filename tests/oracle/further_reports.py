"""The case reports by unit, doctor, chosen diagnosis and number of certificates, counted naively (statistics 4.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.oracle.cases import CaseInPeriod
from tests.oracle.reports import Counts
from tests.oracle.rows import Row

Groups = Callable[[CaseInPeriod], list[str]]
"""The groups of a case; one that stands there twice counts twice."""

OfRow = Callable[[Row], list[str]]
AGES = ((29, "-29"), (39, "30-39"), (49, "40-49"), (59, "50-59"), (10**9, "60-"))
SEXES = {1: "MALE", 2: "FEMALE", 0: "UNKNOWN"}


def tally(cases: Iterable[CaseInPeriod], groups: Groups) -> Counts:
    """Women's and men's cases by group."""
    found: dict[str, list[int]] = {}
    for case in cases:
        for key in groups(case):
            found.setdefault(key, [0, 0])[0 if case.last.sex == 2 else 1] += 1
    return {key: (women, men) for key, (women, men) in found.items()}


def of_last(of_row: OfRow) -> Groups:
    """Time series: what the last row says."""
    return lambda case: of_row(case.last)


def distinct(of_row: OfRow) -> Groups:
    """Cross-section: everything that some row says, once."""
    return lambda case: sorted({key for row in case.rows for key in of_row(row)})


def per_doctor(of_row: OfRow) -> Groups:
    """Cross-section: of each doctor what the latest row says; two doctors of one group count twice."""

    def groups(case: CaseInPeriod) -> list[str]:
        latest = {row.doctor: row for row in case.rows}
        return [key for row in latest.values() for key in of_row(row)]

    return groups


def number_of_certificates(case: CaseInPeriod) -> list[str]:
    """1 to 10, or more."""
    return [str(case.certificates) if case.certificates <= 10 else "11-"]


def doctor(row: Row) -> list[str]:
    """The signer."""
    return [row.doctor]


def doctor_age_sex(row: Row) -> list[str]:
    """The signer's sex and age group."""
    age = "UNKNOWN" if row.doctor_age <= 0 else next(key for upper, key in AGES if row.doctor_age <= upper)
    return [f"{SEXES[row.doctor_sex]}:{age}"]


def doctor_titles(row: Row) -> list[str]:
    """Each of the signer's titles."""
    return row.doctor_titles.split(",")


def within(parent: str) -> OfRow:
    """The child of a chapter, block or category in which the row is."""

    def child(row: Row) -> list[str]:
        path = [row.chapter, row.block, row.category, row.code]
        if parent not in path[:3]:
            return []
        found = path[path.index(parent) + 1]
        return [found or f"UNKNOWN_CODE_WITHIN:{parent}"]

    return child


def compared(nodes: Iterable[str]) -> OfRow:
    """Which of the nodes the row is in."""
    listed = list(nodes)

    def inside(row: Row) -> list[str]:
        path = (row.chapter, row.block, row.category, row.code)
        found = [node for node in listed if node in path]
        if row.chapter is None and "NO_VALID_ICD10" in listed:
            found.append("NO_VALID_ICD10")
        unknown = f"UNKNOWN_CODE_WITHIN:{row.category}"
        return [*found, unknown] if row.code is None and unknown in listed else found

    return inside
