"""How a worked example is written down: facts in the notation of `notation`, and cells to find.

A check is (who, report, view, where, group, cases): `where` is a month of a time series or "-" for a cross-section;
`cases` is written `2m 1k`, or `absent` when the month must not be in the result, or `no such group`. A rate is written
`9.09`. Filters stand as a query string on the check; `report:chart` looks at the chart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from warehouse.reports.options import DEFAULT_OPTIONS, Options

Lists = Mapping[str, Mapping[str, int | None]]
"""Unit lists by the name of the region that gave them: unit → listed patients."""


@dataclass(frozen=True)
class Check:
    """One cell to find."""

    who: str
    report: str
    where: str
    group: str
    cases: str
    query: str = ""
    options: Options = DEFAULT_OPTIONS


@dataclass(frozen=True)
class Example:
    """One worked example, or one part of it. Whoever has a name in `lists` sees the region reports of that list."""

    id: str
    today: date
    facts: str
    checks: tuple[Check, ...]
    year: int = 2013
    threshold: int = 1
    lists: Lists = field(default_factory=dict)


T2013 = date(2013, 11, 6)
T2014 = date(2014, 11, 6)
SOMATIC = "A00-E90+G00-L99+N00-N99"
NOT_SHOWN = "no such group"


def totals(who: str, months: str, query: str = "") -> tuple[Check, ...]:
    """Checks of the monthly total, written `2013-02 1m 1k, 2013-03 0`."""
    return tuple(
        Check(who, "cases_total", month, "TOTAL", cases, query)
        for month, _, cases in (part.strip().partition(" ") for part in months.split(","))
    )


def cells(
    who: str, report: str, where: str, found: str, query: str = "", *, options: Options = DEFAULT_OPTIONS
) -> tuple[Check, ...]:
    """Checks of several groups in one period, written `F00-F99 1k, A00-B99 0`."""
    return tuple(
        Check(who, report, where, group, cases, query, options)
        for group, _, cases in (part.strip().partition(" ") for part in found.split(","))
    )


DIAGNOSIS, AGE, DEGREE, LENGTH, LONG = (
    "cases_by_diagnosis_group",
    "cases_by_age_group",
    "cases_by_degree",
    "cases_by_length",
    "long_cases",
)
UNITS, PER_LISTED = "cases_by_unit", "cases_per_1000_listed_by_unit"
COUNTY, PER_CASE = "cases_by_county", "certificates_per_case"
WITHIN, COMPARED = "cases_within_diagnosis", "cases_compare_diagnoses"
DOCTORS, DOCTOR_GROUPS, DOCTOR_TITLES = "cases_by_doctor", "cases_by_doctor_age_sex", "cases_by_doctor_title"
