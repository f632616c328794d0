"""What describes a report and a box of the overview: the types of the registry's entries (statistics 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from warehouse.reports.dimension import Dimension
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.overview import BoxLook
from warehouse.reports.result import Label, Level, View


class UnknownReportError(LookupError):
    """There is no report with the id or slug asked for."""


class NotOfferedError(LookupError):
    """The report does not exist on the level or in the view asked for."""


class RefusedReportError(PermissionError):
    """The reader may not see the report (statistics 11.4)."""


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


class Figure(StrEnum):
    """What a report's cells show of what was counted (statistics 4.5.4, 7.5, 8.3 and 9).

    `SHARE` is the truncated percentage of the result's divisor, `SEX_SHARE` gives women and men as rounded percentage
    of their total, `RATE` is the number per thousand of the divisor. `MEASURE` is another measure than the
    number, where one was asked for.
    """

    COUNT = "count"
    SHARE = "share"
    SEX_SHARE = "sex_share"
    RATE = "rate"
    MEASURE = "measure"

    @property
    def has_parts(self) -> bool:
        """True for shares and rates, whose numerators and denominators are always delivered (statistics 4.5.4, 7.5)."""
        return self in {Figure.SHARE, Figure.SEX_SHARE, Figure.RATE}


DEFAULT_MONTHS: Mapping[View, int] = MappingProxyType({View.TIME_SERIES: 18, View.CROSS_SECTION: 12})
OVERVIEW_MONTHS = 3

CASE_FILTERS = frozenset({Filter.UNITS, Filter.DIAGNOSES, Filter.AGES, Filter.LENGTHS})
CERTIFICATE_FILTERS = frozenset({Filter.UNITS, Filter.DIAGNOSES, Filter.AGES})
MESSAGE_FILTERS = CERTIFICATE_FILTERS | {Filter.TYPES}
"""Which filters a family of reports takes (statistics 10.8)."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a report's chart and table are laid out, per view."""

    charts: Mapping[View, Chart]
    tables: Mapping[View, Table]
    y_title: Label


@dataclass(frozen=True, slots=True)
class Heads:
    """Heads of the value columns of simple tables (statistics 4.1).

    `row_sum` heads the sum over the groups in a table of months where it differs from `total`; `counted`, `divided_by`
    and `rate` head the columns of a report that shows rates.
    """

    total: Label
    women: Label
    men: Label
    row_sum: Label | None = None
    counted: Label | None = None
    divided_by: Label | None = None
    rate: Label | None = None


@dataclass(frozen=True, slots=True)
class ReportDefinition:
    """One report.

    `levels` gives the default view first per level; a level that is absent does not have the report, and `absent` says
    why. `pinned` are the forms of the service that this one takes over from, which the acceptance scenarios pin; every
    other form is new (`is_new`).
    `page_levels` are the levels where the report has a page; on the others it is answered by the engine and on the
    command line.
    `dimension_id` divides the table; `chart_dimension_id` the chart where it merges groups of the table.
    `notes` are ids of texts that always stand with the report; `help_id` its help text. `figure` says what its cells
    show of what was counted, `divided_by_sex` whether what a rate is divided by is known for women and men (listed
    patients are not), and `division` gives the groups of the table where no other report shares them.
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
    pinned: Mapping[Level, tuple[View, ...]] = field(default_factory=dict)
    absent: Mapping[Level, str] = field(default_factory=dict)
    chart_dimension_id: str | None = None
    months: Mapping[View, int] = field(default_factory=lambda: DEFAULT_MONTHS)
    page_levels: frozenset[Level] = frozenset(Level)
    region_section_months: int = 12
    figure: Figure = Figure.COUNT
    divided_by_sex: bool = True
    division: Dimension | None = None

    @property
    def dimension(self) -> Dimension:
        """The groups of the table."""
        return self.division or dimension(self.dimension_id)

    @property
    def chart_dimension(self) -> Dimension:
        """The groups of the chart."""
        return dimension(self.chart_dimension_id) if self.chart_dimension_id else self.dimension

    @property
    def is_grouped(self) -> bool:
        """False for a report that is one number per period."""
        return len(self.dimension.groups) > 1

    def default_view(self, level: Level) -> View:
        """The view opened from the menu; raises NotOfferedError when the level lacks the report."""
        self.require(level)
        return self.levels[level][0]

    def is_new(self, level: Level, view: View) -> bool:
        """Whether the form has no counterpart in the service that this one takes over from (statistics 4.2)."""
        return view not in self.pinned.get(level, ())

    def require(self, level: Level, view: View | None = None) -> None:
        """Raise NotOfferedError unless the report exists on `level` (and in `view`)."""
        if level in self.absent:
            raise NotOfferedError(f"{self.id} is not offered on the level {level}: {self.absent[level]}")
        if view not in (*self.levels.get(level, ()), *([None] if level in self.levels else [])):
            raise NotOfferedError(f"{self.id} is not offered on the level {level} in the view {view}")


@dataclass(frozen=True, slots=True)
class BoxDefinition:
    """One box of the overview; `dimension_id` divides its cases, or its certificates sent.

    `pinned` are the levels on which the service that this one takes over from has the box; on others it is new.
    """

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
    pinned: frozenset[Level] = frozenset({Level.NATIONAL, Level.PROVIDER})

    def is_new(self, level: Level) -> bool:
        """Whether the box has no counterpart on `level` in the service that this one takes over from."""
        return level not in self.pinned
