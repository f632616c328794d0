"""In which groups a case counts, by month and by window (statistics 3.4, 4.3 and 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.oracle import groups
from tests.oracle.cases import CaseInPeriod
from tests.oracle.question import Question
from tests.oracle.rows import Row

Groups = Callable[[CaseInPeriod], list[str]]
"""The groups of a case; one that stands there twice counts twice."""

OfRow = Callable[[Row], list[str]]
Both = tuple[Groups, Groups]
"""In a month, in a window."""


@dataclass(frozen=True)
class Named:
    """The ids of the units that a report lists, and of the doctors whose identity is protected."""

    units: frozenset[str] = frozenset()
    protected: frozenset[str] = frozenset()

    def doctor(self, id_: str) -> str:
        """A doctor's own row, or the common one."""
        return "PROTECTED" if id_ in self.protected else id_


def once(of_case: Callable[[CaseInPeriod], list[str]]) -> Both:
    """The same in both views."""
    return of_case, of_case


def of_last(of_row: OfRow) -> Groups:
    """What the last row says."""
    return lambda case: of_row(case.last)


def last_or_each(of_row: OfRow) -> Both:
    """In a month what the last row says, in a window everything that some row says, once."""
    return of_last(of_row), lambda case: sorted({key for row in case.rows for key in of_row(row)})


def last_or_each_doctor(of_row: OfRow) -> Both:
    """In a window what the latest row of each doctor says; two doctors of one group count twice."""

    def of_doctors(case: CaseInPeriod) -> list[str]:
        latest = {row.doctor: row for row in case.rows}
        return [key for row in latest.values() for key in of_row(row)]

    return of_last(of_row), of_doctors


def within(parent: str) -> OfRow:
    """The child of a chapter, block or category in which the row is."""

    def child(row: Row) -> list[str]:
        path = [row.chapter, row.block, row.category, row.code]
        if parent not in path[:3]:
            return []
        return [path[path.index(parent) + 1] or groups.UNKNOWN_WITHIN + parent]

    return child


def compared(nodes: tuple[str, ...]) -> OfRow:
    """Which of the nodes the row is in."""

    def inside(row: Row) -> list[str]:
        found = {one for one in (row.chapter, row.block, row.category, row.code) if one is not None}
        if row.chapter is None:
            found.add(groups.UNKNOWN)
        elif row.code is None:
            found.add(groups.UNKNOWN_WITHIN + (row.category or ""))
        return sorted(found & set(nodes))

    return inside


def number_of_certificates(case: CaseInPeriod) -> list[str]:
    """1 to 10, or more."""
    return [str(case.certificates) if case.certificates <= 10 else "11-"]


def doctor_age_sex(row: Row) -> list[str]:
    """The signer's sex and age group."""
    age = "UNKNOWN" if row.doctor_age <= 0 else groups.holding(row.doctor_age, groups.DOCTOR_AGES[:5])
    sex = {1: "MALE", 2: "FEMALE"}.get(row.doctor_sex, "UNKNOWN")
    return [f"{sex}:{age}"]


def county(case: CaseInPeriod) -> list[str]:
    """The county of the last row; one that is no county is unknown."""
    return [case.last.county if case.last.county in groups.COUNTIES else "00"]


def unit(question: Question, named: Named) -> Both:
    """The care unit, or the sub-unit, where it is listed."""

    def listed(row: Row) -> list[str]:
        own = row.care_unit if question.care_units else row.unit
        return [own] if own is not None and own in named.units else []

    return last_or_each(listed)


Maker = Callable[[Question, Named], Both]

GROUPS_OF_CASES: Mapping[str, Maker] = {
    "cases_total": lambda _, __: once(lambda _: ["TOTAL"]),
    "cases_by_diagnosis_group": lambda _, __: last_or_each(lambda row: [row.chapter or groups.UNKNOWN]),
    "diagnosis_group": lambda _, __: last_or_each(lambda row: [groups.diagnosis_group(row.chapter)]),
    "cases_within_diagnosis": lambda question, _: last_or_each(within(question.node or "")),
    "cases_compare_diagnoses": lambda question, _: last_or_each(compared(question.nodes)),
    "cases_by_age_group": lambda _, __: once(lambda case: [groups.holding(case.age, groups.AGES)]),
    "overview_age_group": lambda _, __: once(lambda case: [groups.holding(case.age, groups.OVERVIEW_AGES)]),
    "cases_by_degree": lambda _, __: last_or_each(lambda row: [str(row.degree)]),
    "cases_by_length": lambda _, __: once(lambda case: [groups.holding(case.days, groups.LENGTHS)]),
    "long_cases": lambda _, __: once(lambda case: ["91-"] if case.days > 90 else []),
    "cases_by_county": lambda _, __: once(county),
    "case_sex_share_by_county": lambda _, __: once(county),
    "cases_by_unit": unit,
    "cases_per_1000_listed_by_unit": unit,
    "cases_by_doctor": lambda _, named: last_or_each_doctor(lambda row: [named.doctor(row.doctor)]),
    "cases_by_doctor_age_sex": lambda _, __: last_or_each_doctor(doctor_age_sex),
    "cases_by_doctor_title": lambda _, __: last_or_each_doctor(lambda row: row.doctor_titles.split(",")),
    "certificates_per_case": lambda _, __: once(number_of_certificates),
}
"""By report, and by the two groupings that only charts and overviews have."""
