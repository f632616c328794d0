"""The menu of the national level: which reports stand in it, in which order and below which (dashboards 3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.reports import registry
from warehouse.reports.definitions import ReportDefinition
from warehouse.reports.result import Level


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One report of the menu; `is_sub_item` when it stands indented below the item before it."""

    report: ReportDefinition
    is_sub_item: bool = False


_NATIONAL = (
    ("cases_total", False),
    ("cases_by_diagnosis_group", False),
    ("cases_within_diagnosis", True),
    ("cases_compare_diagnoses", True),
    ("cases_by_age_group", False),
    ("cases_by_degree", False),
    ("cases_by_length", False),
    ("long_cases", True),
    ("cases_by_county", False),
    ("case_sex_share_by_county", True),
    ("cases_by_doctor_age_sex", False),
    ("cases_by_doctor_title", False),
    ("certificates_per_case", False),
    ("certificates_total", False),
    ("messages_by_subject", False),
    ("complement_share", False),
    ("complements_per_question", False),
)

UNDIVIDED = {"certificates_total": "certificates_undivided", "messages_by_subject": "messages_undivided"}
"""Reports that can be shown without their division, and the report that then answers (dashboards 8.2, I01 and M01)."""


def menu(level: Level) -> tuple[MenuItem, ...]:
    """The reports of a level's menu in order; those of the logged-in levels stand in the order of the registry."""
    if level is Level.NATIONAL:
        return tuple(_national())
    return tuple(MenuItem(report) for report in registry.reports(level))


def _national() -> Iterator[MenuItem]:
    for report_id, is_sub_item in _NATIONAL:
        yield MenuItem(registry.report(report_id), is_sub_item)
