"""The table of a report: one model from which page, terminal, CSV and XLSX are made (dashboards 5, shapes T1 to T6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from warehouse import formats
from warehouse.reports import listing, registry, tidy
from warehouse.reports.definitions import Figure, Heads, ReportDefinition, Table
from warehouse.reports.dimension import dimension
from warehouse.reports.figures import SEXES, Cell, CellRules, Status
from warehouse.reports.period import Month
from warehouse.reports.result import ZERO, Group, Label, ReportResult
from warehouse.texts import Texts


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `key` is neutral (`2026-10`, `F00-F99`); a fixed row stays on top when the table is sorted.

    `marked` rows are the reader's own units in a region report; their header says so.
    """

    key: str
    header: str
    cells: tuple[Cell, ...]
    fixed: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of values. `name` is its machine name; `above` the group head that spans it, if any."""

    name: str
    head: str
    above: str | None = None
    figure: Figure = Figure.COUNT

    @property
    def title(self) -> str:
        """The head with what stands above it."""
        return f"{self.above}, {self.head}" if self.above else self.head


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table: `row_head` names the first column and `row_name` is its machine name."""

    caption: str
    row_head: str
    row_name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def has_group_heads(self) -> bool:
        """True for tables with two header rows."""
        return any(column.above for column in self.columns)

    @property
    def has_parts(self) -> bool:
        """True when some column shows shares or rates, whose numerators and denominators are delivered too."""
        return any(column.figure is not Figure.COUNT for column in self.columns)

    @property
    def statuses(self) -> frozenset[Status]:
        """The signs that occur, each to be explained below the table."""
        return frozenset(cell.status for row in self.rows for cell in row.cells if cell.status)

    def group_heads(self) -> Iterator[tuple[str | None, int]]:
        """The upper header row after the first column: text and span; None for columns that span both rows."""
        index = 0
        while index < len(self.columns):
            above = self.columns[index].above
            span = 1
            while above and index + span < len(self.columns) and self.columns[index + span].above == above:
                span += 1
            yield above, span
            index += span


def table_of(result: ReportResult, texts: Texts, *, plain_zero: bool = False) -> ReportTable:
    """The table of a result in one language; `plain_zero` shows protected counts as a plain 0."""
    definition = registry.report(result.report_id)
    rules = CellRules(definition.figure, plain_zero)
    return _Layout(result, definition, texts, rules).table()


@dataclass(frozen=True, slots=True)
class _Layout:
    """One result on its way to a table."""

    result: ReportResult
    definition: ReportDefinition
    texts: Texts
    rules: CellRules

    def table(self) -> ReportTable:
        shape = self.definition.look.tables[self.result.view]
        if shape is not Table.GROUPS:
            rows = tuple(self._month(period, shape) for period in range(len(self.result.months)))
            columns = self._simple_columns() if shape is Table.MONTHS else self._grouped_columns(self._groups)
            return self._made(self.texts("table.period"), "period", columns, rows)
        head = self._text(self.definition.dimension.name)
        if listing.lists_topics(self.definition.dimension):
            topics = self._topics()
            return self._made(head, "group", self._grouped_columns(topics), tuple(self._pairs(topics)))
        if self.rules.figure is Figure.RATE:
            return self._made(head, "group", self._rate_columns(), tuple(self._group_rows()))
        return self._made(head, "group", self._simple_columns(), tuple(self._group_rows()))

    def _made(self, head: str, name: str, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> ReportTable:
        caption = f"{self._text(self.result.title)}, {formats.period(self.result.window, self.texts.language)}"
        return ReportTable(caption, head, name, columns, rows)

    @property
    def _groups(self) -> Sequence[Group]:
        return self.result.table.groups

    @property
    def _by_sex(self) -> bool:
        """Whether the sexes have figures of their own: listed patients are known in total only (statistics 8.3)."""
        divisor = self.result.divisor
        if self.rules.figure is not Figure.RATE or divisor is None:
            return True
        return any(count.women or count.men for row in divisor.values for count in row)

    @property
    def _sexes(self) -> Sequence[str]:
        return SEXES if self._by_sex else SEXES[:1]

    def _text(self, label: Label) -> str:
        return label.in_language(self.texts.language)

    # Rows

    def _month(self, period: int, shape: Table) -> Row:
        month = self.result.months[period]
        status = Status.PRELIMINARY if month >= Month.of(self.result.as_of) else None
        cells = [cell for at in range(len(self._groups)) for cell in self._cells(period, at, status)]
        if shape is Table.MONTHS_BY_GROUPS:
            cells.insert(0, self._row_sum(period, status))
        return Row(str(month), formats.month_label(month, self.texts.language), tuple(cells))

    def _cells(self, period: int, at: int, status: Status | None = None) -> Sequence[Cell]:
        divisor = self.result.divisor.values[period][at] if self.result.divisor else None
        return self.rules.cells(self.result.table.values[period][at], divisor, status)[: len(self._sexes)]

    def _row_sum(self, period: int, status: Status | None) -> Cell:
        """The sum over the groups; of shares and rates the quotient of the summed parts (statistics 4.5.4)."""
        divisor = self.result.divisor.row_totals[period] if self.result.divisor else None
        return self.rules.cells(self.result.table.row_totals[period], divisor, status)[0]

    def _group_rows(self) -> Iterator[Row]:
        series = self.result.table
        if tidy.overlaps(series) and series.distinct is not None and self.rules.figure is Figure.COUNT:
            once = self.texts("table.each_case_once")
            yield Row("TOTAL", once, self.rules.counts(series.distinct[0]), fixed=True)
        for at, group in enumerate(series.groups):
            cells = self._rate_cells(at) if self.rules.figure is Figure.RATE else self._cells(0, at)
            marked = group.key in self.result.marked
            name = self._text(group.label)
            yield Row(group.key, self.texts("table.own", name=name) if marked else name, tuple(cells), marked=marked)

    def _rate_cells(self, at: int) -> list[Cell]:
        """What was counted, what it is divided by, and the rate (shape T4)."""
        counted = self.rules.counts(self.result.table.values[0][at])
        people = self.result.divisor.values[0][at] if self.result.divisor else None
        known = people is not None and people.total > 0
        divided_by = self.rules.counts(people) if known and people else (Cell(None, Status.UNAVAILABLE),) * 3
        number = len(self._sexes)
        return [*counted[:number], *divided_by[:number], *self._cells(0, at)]

    def _topics(self) -> tuple[Group, ...]:
        """The subjects of a table of units or doctors by subject (shape T6)."""
        present = {group.key.rpartition(":")[2] for group in self._groups}
        return tuple(topic for topic in dimension("topic").groups if topic.key in present)

    def _pairs(self, topics: Sequence[Group]) -> Iterator[Row]:
        """One row a unit or doctor, the sum over all subjects first."""
        counts = dict(zip((group.key for group in self._groups), self.result.table.values[0], strict=True))
        owners = {group.key.rpartition(":")[0]: _first_part(group.label) for group in self._groups}
        for owner, label in owners.items():
            own = [counts.get(f"{owner}:{topic.key}", ZERO) for topic in topics]
            cells = (self.rules.counts(tidy.summed(own))[0], *(cell for one in own for cell in self.rules.counts(one)))
            marked = owner in self.result.marked
            name = self._text(label)
            yield Row(owner, self.texts("table.own", name=name) if marked else name, cells, marked=marked)

    # Columns

    def _simple_columns(self) -> tuple[Column, ...]:
        heads = self.definition.heads
        return tuple(
            Column(sex, self._text(label), figure=self._figure_of(sex))
            for sex, label in zip(self._sexes, (heads.total, heads.women, heads.men), strict=False)
        )

    def _figure_of(self, sex: str) -> Figure:
        whole_number = self.rules.figure is Figure.SEX_SHARE and sex == "total"
        return Figure.COUNT if whole_number else self.rules.figure

    def _grouped_columns(self, groups: Sequence[Group]) -> tuple[Column, ...]:
        head = self._text(self.definition.heads.row_sum or self.definition.heads.total)
        columns = [Column("total", head, figure=self._figure_of("total"))]
        for group in groups:
            columns += self._sex_columns(group.key, self._text(group.label), self.rules.figure)
        return tuple(columns)

    def _sex_columns(self, name: str, above: str, figure: Figure) -> Iterator[Column]:
        for sex in self._sexes:
            own = Figure.COUNT if figure is Figure.SEX_SHARE and sex == "total" else figure
            yield Column(f"{name}_{sex}", self.texts(f"sex.{sex}"), above, own)

    def _rate_columns(self) -> tuple[Column, ...]:
        named = _rate_heads(self.definition.heads)
        texts = {name: self._text(label) for name, label in named.items()}
        figures = {"counted": Figure.COUNT, "divided_by": Figure.COUNT, "rate": Figure.RATE}
        if not self._by_sex:
            return tuple(Column(name, text, figure=figures[name]) for name, text in texts.items())
        return tuple(column for name, text in texts.items() for column in self._sex_columns(name, text, figures[name]))


def _rate_heads(heads: Heads) -> dict[str, Label]:
    return {
        "counted": heads.counted or heads.total,
        "divided_by": heads.divided_by or heads.total,
        "rate": heads.rate or heads.total,
    }


def _first_part(label: Label) -> Label:
    return Label(label.sv.rpartition(" : ")[0], label.en.rpartition(" : ")[0])
