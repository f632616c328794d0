"""The menu of the national level: which reports stand in it, in which order and below which (dashboards 3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.reports import registry
from warehouse.reports.definitions import ReportDefinition
from warehouse.reports.measured import Measure
from warehouse.reports.result import Label, Level


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the menu; `is_sub_item` when it stands indented below the item before it.

    `page` is another page of the report than its own. Where the report is not available yet, `lacking` says why.
    """

    report: ReportDefinition
    is_sub_item: bool = False
    page: OwnPage | None = None
    lacking: Label | None = None

    @property
    def slug(self) -> str:
        """The last part of the address."""
        return self.page.slug if self.page else self.report.slug

    @property
    def label(self) -> Label:
        """What the menu calls the page."""
        return self.page.menu if self.page else self.report.menu


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page that shows a report in some of its measures alone, under a title of its own (S18)."""

    slug: str
    menu: Label
    title: Label
    report_id: str
    help_id: str
    measures: tuple[Measure, ...]


SPREAD = OwnPage(
    "median",
    Label("Median och spridning", "Median and spread"),
    Label("Sjukfallens längd: median och spridning", "Length of cases: median and spread"),
    "cases_total",
    "H-S08",
    (
        Measure.MEDIAN_LENGTH,
        Measure.LOWER_QUARTILE_LENGTH,
        Measure.UPPER_QUARTILE_LENGTH,
        Measure.LENGTH_PERCENTILE_90,
    ),
)
OWN_PAGES = {SPREAD.slug: SPREAD}
"""Pages of the national level beside those of the registry, by the last part of their address."""

COUNTY_MAP = OwnPage(
    "karta",
    Label("Karta över länen", "Map of the counties"),
    Label("Karta över länen", "Map of the counties"),
    "cases_by_county",
    "H-S10",
    (Measure.PER_1000_INHABITANTS, Measure.AGE_STANDARDISED, Measure.CHANGE_PER_CENT, Measure.COUNT),
)
"""The county report as a map. It has controls and a table of its own, so it is not among `OWN_PAGES`."""

_MUNICIPALITY = OwnPage("kommun", Label("Kommun", "Municipality"), Label("", ""), "cases_by_county", "H-S10", ())
_NO_MUNICIPALITIES = Label("visas inte: talen publiceras per län", "not shown: figures are published by county")

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
    """The reports of a level's menu in order; those of the logged-in levels, and any that is new, stand in the order of
    the registry."""
    if level is Level.NATIONAL:
        return tuple(_national())
    return tuple(MenuItem(report) for report in registry.reports(level))


def _national() -> Iterator[MenuItem]:
    for report_id, is_sub_item in _NATIONAL:
        report = registry.report(report_id)
        yield MenuItem(report, is_sub_item)
        if report_id == "long_cases":
            yield MenuItem(report, True, SPREAD)
        if report_id == "case_sex_share_by_county":
            yield MenuItem(report, True, COUNTY_MAP)
            yield MenuItem(report, True, _MUNICIPALITY, _NO_MUNICIPALITIES)
    placed = {report_id for report_id, _ in _NATIONAL} | set(UNDIVIDED.values())
    yield from (MenuItem(report) for report in registry.reports(Level.NATIONAL) if report.id not in placed)
