"""The registry: every report described once, as data (statistics 4, dashboards 3.4 and 8)."""

from __future__ import annotations

from collections.abc import Mapping

from warehouse.reports.care_reports import FURTHER_REPORTS
from warehouse.reports.definitions import (
    CASE_FILTERS,
    DEFAULT_MONTHS,
    OVERVIEW_MONTHS,
    BoxDefinition,
    Chart,
    Family,
    Figure,
    Filter,
    Heads,
    Look,
    NotOfferedError,
    RefusedReportError,
    ReportDefinition,
    Table,
    UnknownReportError,
)
from warehouse.reports.overview import BoxLook
from warehouse.reports.result import Label, Level, View

__all__ = [
    "DEFAULT_MONTHS",
    "OVERVIEW_MONTHS",
    "BoxDefinition",
    "Chart",
    "Family",
    "Figure",
    "Filter",
    "Heads",
    "Look",
    "NotOfferedError",
    "RefusedReportError",
    "ReportDefinition",
    "Table",
    "UnknownReportError",
    "box_dimensions",
    "boxes",
    "every_report",
    "report",
    "report_by_slug",
    "reports",
]

_CASE_HEADS = Heads(
    Label("Antal sjukfall totalt", "Number of cases, total"),
    Label("Antal sjukfall för kvinnor", "Number of cases, women"),
    Label("Antal sjukfall för män", "Number of cases, men"),
)
_CASES = Label("Antal sjukfall", "Number of cases")
_TIME_SERIES_FIRST = (View.TIME_SERIES, View.CROSS_SECTION)
_CROSS_SECTION_FIRST = (View.CROSS_SECTION, View.TIME_SERIES)
_BOTH = _TIME_SERIES_FIRST
_SERIES, _SECTION = (View.TIME_SERIES,), (View.CROSS_SECTION,)

_TOTAL_LOOK = Look(
    {View.TIME_SERIES: Chart.LINE, View.CROSS_SECTION: Chart.COLUMNS},
    {View.TIME_SERIES: Table.MONTHS, View.CROSS_SECTION: Table.GROUPS},
    _CASES,
)
_GROUPED_LOOK = Look(
    {View.TIME_SERIES: Chart.LINE_PAIR, View.CROSS_SECTION: Chart.COLUMNS},
    {View.TIME_SERIES: Table.MONTHS_BY_GROUPS, View.CROSS_SECTION: Table.GROUPS},
    _CASES,
)


def _case_report(
    report_id: str,
    number: str,
    slug: str,
    menu: Label,
    title: Label,
    *,
    dimension_id: str,
    views: tuple[View, ...],
    look: Look = _GROUPED_LOOK,
    chart_dimension_id: str | None = None,
    notes: tuple[str, ...] = (),
    pinned: Mapping[Level, tuple[View, ...]] | None = None,
) -> ReportDefinition:
    return ReportDefinition(
        id=report_id,
        number=number,
        slug=slug,
        menu=menu,
        title=title,
        family=Family.CASES,
        dimension_id=dimension_id,
        levels=dict.fromkeys(Level, views),
        pinned=pinned or {},
        look=look,
        heads=_CASE_HEADS,
        filters=CASE_FILTERS,
        help_id=f"H-{number}",
        notes=notes,
        chart_dimension_id=chart_dimension_id,
    )


_REPORTS = (
    _case_report(
        "cases_total",
        "S02",
        "sjukfall-totalt",
        Label("Sjukfall, totalt", "Cases, total"),
        Label("Antal sjukfall", "Number of cases"),
        dimension_id="total",
        views=_TIME_SERIES_FIRST,
        look=_TOTAL_LOOK,
        pinned={Level.NATIONAL: _SERIES, Level.PROVIDER: _BOTH, Level.REGION: _SERIES},
    ),
    _case_report(
        "cases_by_diagnosis_group",
        "S03",
        "diagnosgrupp",
        Label("Diagnosgrupp", "Diagnosis group"),
        Label("Antal sjukfall fördelat på diagnosgrupp", "Number of cases by diagnosis group"),
        dimension_id="chapter",
        views=_TIME_SERIES_FIRST,
        chart_dimension_id="diagnosis_group",
        pinned={Level.NATIONAL: _SERIES, Level.PROVIDER: _BOTH},
    ),
    _case_report(
        "cases_by_age_group",
        "S06",
        "aldersgrupp",
        Label("Åldersgrupp", "Age group"),
        Label("Antal sjukfall fördelat på åldersgrupp", "Number of cases by age group"),
        dimension_id="age_group",
        views=_CROSS_SECTION_FIRST,
        pinned={Level.NATIONAL: _SECTION, Level.PROVIDER: _BOTH},
    ),
    _case_report(
        "cases_by_degree",
        "S07",
        "sjukskrivningsgrad",
        Label("Sjukskrivningsgrad", "Degree"),
        Label("Antal sjukfall fördelat på sjukskrivningsgrad", "Number of cases by degree of sick leave"),
        dimension_id="degree",
        views=_TIME_SERIES_FIRST,
        pinned={Level.NATIONAL: _SERIES, Level.PROVIDER: _BOTH},
    ),
    _case_report(
        "cases_by_length",
        "S08",
        "sjukskrivningslangd",
        Label("Sjukskrivningslängd", "Length"),
        Label("Antal sjukfall fördelat på sjukskrivningslängd", "Number of cases by length of sick leave"),
        dimension_id="length",
        views=_CROSS_SECTION_FIRST,
        pinned={Level.NATIONAL: _SECTION, Level.PROVIDER: _BOTH},
    ),
)

_EVERY_LEVEL = frozenset(Level)

_BOXES = (
    BoxDefinition(
        "overview_sex_share",
        Label("Fördelning mellan kön", "Distribution by sex"),
        BoxLook.SHARES,
        "cases_total",
        "total",
        _EVERY_LEVEL,
    ),
    BoxDefinition(
        "overview_diagnosis_group",
        Label("Fördelning diagnosgrupper", "Distribution by diagnosis group"),
        BoxLook.DONUT,
        "cases_by_diagnosis_group",
        "diagnosis_group",
        _EVERY_LEVEL,
        named_groups=5,
        rest=Label("Andra diagnosgrupper", "Other diagnosis groups"),
        rest_key="OTHER_DIAGNOSIS_GROUPS",
    ),
    BoxDefinition(
        "overview_age_group",
        Label("Fördelning åldersgrupper", "Distribution by age group"),
        BoxLook.DONUT,
        "cases_by_age_group",
        "overview_age_group",
        _EVERY_LEVEL,
        named_groups=4,
        rest=Label("Andra åldersgrupper", "Other age groups"),
        rest_key="OTHER_AGE_GROUPS",
        order=("21-30", "31-40", "41-50", "51-60", "0-20", "61-"),
    ),
    BoxDefinition(
        "overview_degree",
        Label("Fördelning sjukskrivningsgrad", "Distribution by degree of sick leave"),
        BoxLook.DONUT,
        "cases_by_degree",
        "degree",
        _EVERY_LEVEL,
        order=("100", "75", "50", "25"),
    ),
    BoxDefinition(
        "overview_case_length",
        Label("Fördelning sjukskrivningslängd", "Distribution by length of sick leave"),
        BoxLook.COLUMNS,
        "cases_by_length",
        "length",
        _EVERY_LEVEL,
    ),
    BoxDefinition(
        "overview_long_cases",
        Label("Sjukfall längre än 90 dagar", "Cases of more than 90 days"),
        BoxLook.FIGURES,
        "cases_by_length",
        "long",
        _EVERY_LEVEL,
    ),
    BoxDefinition(
        "overview_county",
        Label("Fördelning per län", "Distribution by county"),
        BoxLook.MAP,
        "cases_by_county",
        "county",
        frozenset({Level.NATIONAL}),
    ),
    BoxDefinition(
        "overview_complement_share",
        Label("Kompletteringar", "Requests for supplementary information"),
        BoxLook.DONUT,
        "complement_share",
        "completed_type",
        frozenset({Level.PROVIDER, Level.REGION}),
        pinned=frozenset({Level.PROVIDER}),
    ),
)

_EVERY_REPORT = (*_REPORTS, *FURTHER_REPORTS)
_BY_ID = {entry.id: entry for entry in _EVERY_REPORT}
_BY_SLUG = {(level, entry.slug): entry for entry in _EVERY_REPORT for level in entry.page_levels}


def report(report_id: str) -> ReportDefinition:
    """The report with `report_id`; raises UnknownReportError."""
    try:
        return _BY_ID[report_id]
    except KeyError:
        raise UnknownReportError(f"there is no report {report_id!r}") from None


def report_by_slug(slug: str, level: Level) -> ReportDefinition:
    """The report whose page on `level` has `slug` in its address; raises UnknownReportError."""
    try:
        return _BY_SLUG[level, slug]
    except KeyError:
        raise UnknownReportError(f"there is no report at {slug!r} on the level {level}") from None


def reports(level: Level | None = None) -> tuple[ReportDefinition, ...]:
    """All reports that have a page on some level, or on one level."""
    wanted = frozenset(Level) if level is None else frozenset({level})
    return tuple(entry for entry in every_report(level) if entry.page_levels & wanted)


def every_report(level: Level | None = None) -> tuple[ReportDefinition, ...]:
    """All reports that the engine answers, or those of one level, with and without a page."""
    return tuple(entry for entry in _EVERY_REPORT if level is None or level in entry.levels)


def boxes(level: Level) -> tuple[BoxDefinition, ...]:
    """The boxes of a level's overview, in order."""
    return tuple(box for box in _BOXES if level in box.levels)


def box_dimensions(level: Level) -> frozenset[str]:
    """What the boxes of a level's overview divide by."""
    return frozenset(box.dimension_id for box in boxes(level))
