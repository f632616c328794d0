"""The registry: every report described once, as data (statistics 4, dashboards 3.4 and 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from warehouse.reports.dimension import Dimension, dimension
from warehouse.reports.overview import BoxLook
from warehouse.reports.result import Label, Level, View


class UnknownReportError(LookupError):
    """There is no report with the id or slug asked for."""


class NotOfferedError(LookupError):
    """The report does not exist on the level or in the view asked for."""


class Family(StrEnum):
    """Which facts a report counts (statistics 1.2); also the heading of its menu group."""

    CASES = "cases"
    CERTIFICATES = "certificates"
    MESSAGES = "messages"


class Filter(StrEnum):
    """Dimensions of a selection that a report can take (statistics 10.8)."""

    UNITS = "units"
    DIAGNOSES = "diagnoses"
    AGES = "ages"
    LENGTHS = "lengths"
    TYPES = "types"


class Chart(StrEnum):
    """Kinds of chart (dashboards 6): one line chart, lines for women beside men, or grouped columns."""

    LINE = "line"
    LINE_PAIR = "line_pair"
    COLUMNS = "columns"


class Table(StrEnum):
    """Shapes of table (dashboards 5): T1 one row a month, T2 one row a group, T3 months by groups."""

    MONTHS = "T1"
    GROUPS = "T2"
    MONTHS_BY_GROUPS = "T3"


DEFAULT_MONTHS: Mapping[View, int] = MappingProxyType({View.TIME_SERIES: 18, View.CROSS_SECTION: 12})
OVERVIEW_MONTHS = 3

_CASE_FILTERS = frozenset({Filter.UNITS, Filter.DIAGNOSES, Filter.AGES, Filter.LENGTHS})


@dataclass(frozen=True, slots=True)
class Look:
    """How a report's chart and table are laid out, per view."""

    charts: Mapping[View, Chart]
    tables: Mapping[View, Table]
    y_title: Label


@dataclass(frozen=True, slots=True)
class Heads:
    """Heads of the value columns of simple tables (statistics 4.1)."""

    total: Label
    women: Label
    men: Label


@dataclass(frozen=True, slots=True)
class ReportDefinition:
    """One report.

    `levels` gives the default view first per level; a level that is absent does not have the report.
    `dimension_id` divides the table; `chart_dimension_id` the chart where it merges groups of the table.
    `notes` are ids of texts that always stand with the report; `help_id` its help text.
    """

    id: str
    number: str
    slug: str
    menu: Label
    title: Label
    family: Family
    dimension_id: str
    levels: Mapping[Level, tuple[View, ...]]
    look: Look
    heads: Heads
    filters: frozenset[Filter]
    help_id: str
    notes: tuple[str, ...] = ()
    chart_dimension_id: str | None = None
    months: Mapping[View, int] = field(default_factory=lambda: DEFAULT_MONTHS)

    @property
    def dimension(self) -> Dimension:
        """The groups of the table."""
        return dimension(self.dimension_id)

    @property
    def chart_dimension(self) -> Dimension:
        """The groups of the chart."""
        return dimension(self.chart_dimension_id or self.dimension_id)

    @property
    def is_grouped(self) -> bool:
        """False for a report that is one number per period."""
        return len(self.dimension.groups) > 1

    def default_view(self, level: Level) -> View:
        """The view opened from the menu; raises NotOfferedError when the level lacks the report."""
        self.require(level)
        return self.levels[level][0]

    def require(self, level: Level, view: View | None = None) -> None:
        """Raise NotOfferedError unless the report exists on `level` (and in `view`)."""
        if view not in (*self.levels.get(level, ()), *([None] if level in self.levels else [])):
            raise NotOfferedError(f"{self.id} is not offered on the level {level} in the view {view}")


@dataclass(frozen=True, slots=True)
class BoxDefinition:
    """One box of the overview; `dimension_id` divides its cases."""

    id: str
    title: Label
    look: BoxLook
    links_to: str
    dimension_id: str
    levels: frozenset[Level]
    named_groups: int | None = None
    rest: Label | None = None
    rest_key: str | None = None
    order: tuple[str, ...] = ()


_CASE_HEADS = Heads(
    Label("Antal sjukfall totalt", "Number of cases, total"),
    Label("Antal sjukfall för kvinnor", "Number of cases, women"),
    Label("Antal sjukfall för män", "Number of cases, men"),
)
_CASES = Label("Antal sjukfall", "Number of cases")
_TIME_SERIES_FIRST = (View.TIME_SERIES, View.CROSS_SECTION)
_CROSS_SECTION_FIRST = (View.CROSS_SECTION, View.TIME_SERIES)
_NATIONAL_AND_PROVIDER = (Level.NATIONAL, Level.PROVIDER)

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
) -> ReportDefinition:
    return ReportDefinition(
        id=report_id,
        number=number,
        slug=slug,
        menu=menu,
        title=title,
        family=Family.CASES,
        dimension_id=dimension_id,
        levels=dict.fromkeys(_NATIONAL_AND_PROVIDER, views),
        look=look,
        heads=_CASE_HEADS,
        filters=_CASE_FILTERS,
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
    ),
    _case_report(
        "cases_by_age_group",
        "S06",
        "aldersgrupp",
        Label("Åldersgrupp", "Age group"),
        Label("Antal sjukfall fördelat på åldersgrupp", "Number of cases by age group"),
        dimension_id="age_group",
        views=_CROSS_SECTION_FIRST,
    ),
    _case_report(
        "cases_by_degree",
        "S07",
        "sjukskrivningsgrad",
        Label("Sjukskrivningsgrad", "Degree"),
        Label("Antal sjukfall fördelat på sjukskrivningsgrad", "Number of cases by degree of sick leave"),
        dimension_id="degree",
        views=_TIME_SERIES_FIRST,
    ),
    _case_report(
        "cases_by_length",
        "S08",
        "sjukskrivningslangd",
        Label("Sjukskrivningslängd", "Length"),
        Label("Antal sjukfall fördelat på sjukskrivningslängd", "Number of cases by length of sick leave"),
        dimension_id="length",
        views=_CROSS_SECTION_FIRST,
    ),
)

_ALL_BOX_LEVELS = frozenset(_NATIONAL_AND_PROVIDER)

_BOXES = (
    BoxDefinition(
        "overview_sex_share",
        Label("Fördelning mellan kön", "Distribution by sex"),
        BoxLook.SHARES,
        "cases_total",
        "total",
        _ALL_BOX_LEVELS,
    ),
    BoxDefinition(
        "overview_diagnosis_group",
        Label("Fördelning diagnosgrupper", "Distribution by diagnosis group"),
        BoxLook.DONUT,
        "cases_by_diagnosis_group",
        "diagnosis_group",
        _ALL_BOX_LEVELS,
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
        _ALL_BOX_LEVELS,
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
        _ALL_BOX_LEVELS,
        order=("100", "75", "50", "25"),
    ),
    BoxDefinition(
        "overview_case_length",
        Label("Fördelning sjukskrivningslängd", "Distribution by length of sick leave"),
        BoxLook.COLUMNS,
        "cases_by_length",
        "length",
        _ALL_BOX_LEVELS,
    ),
    BoxDefinition(
        "overview_long_cases",
        Label("Sjukfall längre än 90 dagar", "Cases of more than 90 days"),
        BoxLook.FIGURES,
        "cases_by_length",
        "long",
        _ALL_BOX_LEVELS,
    ),
    BoxDefinition(
        "overview_county",
        Label("Fördelning per län", "Distribution by county"),
        BoxLook.MAP,
        "cases_total",
        "county",
        frozenset({Level.NATIONAL}),
    ),
)

_BY_ID = {entry.id: entry for entry in _REPORTS}
_BY_SLUG = {entry.slug: entry for entry in _REPORTS}


def report(report_id: str) -> ReportDefinition:
    """The report with `report_id`; raises UnknownReportError."""
    try:
        return _BY_ID[report_id]
    except KeyError:
        raise UnknownReportError(f"there is no report {report_id!r}") from None


def report_by_slug(slug: str) -> ReportDefinition:
    """The report whose address ends with `slug`; raises UnknownReportError."""
    try:
        return _BY_SLUG[slug]
    except KeyError:
        raise UnknownReportError(f"there is no report at {slug!r}") from None


def reports(level: Level | None = None) -> tuple[ReportDefinition, ...]:
    """All reports, or those of one level, in menu order."""
    return tuple(entry for entry in _REPORTS if level is None or level in entry.levels)


def boxes(level: Level) -> tuple[BoxDefinition, ...]:
    """The boxes of a level's overview, in order."""
    return tuple(box for box in _BOXES if level in box.levels)
