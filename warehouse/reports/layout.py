"""The table of a report: one model from which page, terminal, CSV and XLSX are made (dashboards 5, shapes T1 to T6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from warehouse import formats
from warehouse.reports import listing, measures, registry, tidy
from warehouse.reports.contrast import contrasted
from warehouse.reports.definitions import Figure, Heads, ReportDefinition, Table
from warehouse.reports.figures import SEXES, Cell, CellRules, Status, measured_cells
from warehouse.reports.known_dimensions import ALL_COUNTIES, dimension
from warehouse.reports.measured import LENGTHS, MeasuredValue
from warehouse.reports.measures import MeasureDefinition
from warehouse.reports.period import Month
from warehouse.reports.result import ZERO, Group, Label, ReportResult
from warehouse.reports.table import Column, ReportTable, Row
from warehouse.texts import Texts


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
            return self._made(self.texts("table.period"), "period", self._month_columns(shape), rows)
        head = self._text(self.definition.dimension.name)
        if self.result.measured is not None:
            return self._made(head, "group", self._measure_columns(), tuple(self._group_rows()))
        if listing.lists_topics(self.definition.dimension):
            topics = self._topics()
            return self._made(head, "group", self._grouped_columns(topics), tuple(self._pairs(topics)))
        if self.rules.figure is Figure.RATE:
            return self._made(head, "group", self._rate_columns(), tuple(self._group_rows()))
        return self._made(head, "group", self._simple_columns(), tuple(self._group_rows()))

    def _made(self, head: str, name: str, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> ReportTable:
        title = self._text(self.result.title)
        if self._measure is not None:
            title = f"{title}: {self._text(self._measure.label)}"
        caption = f"{title}, {formats.period(self.result.window, self.texts.language)}"
        return ReportTable(caption, head, name, columns, rows)

    @property
    def _measure(self) -> MeasureDefinition | None:
        measured = self.result.measured
        return None if measured is None else measures.definition(measured.measure)

    @property
    def _is_length(self) -> bool:
        """Whether lengths are shown: they stand before the number of cases (dashboards 8.2, S18)."""
        return self.result.measured is not None and self.result.measured.measure in LENGTHS

    @property
    def _sum_is_a_group(self) -> bool:
        """Whether the first group is the sum of all, which then needs no column of its own."""
        return bool(self._groups) and self._groups[0].key == ALL_COUNTIES.key

    def _of_measure(self, value: MeasuredValue, status: Status | None = None) -> tuple[Cell, Cell, Cell]:
        measure = self.result.measured.measure if self.result.measured else None
        return measured_cells(value, status, measure=measure)

    def _beside_count(self, counts: Sequence[Cell], measured: Sequence[Cell]) -> list[Cell]:
        return [*measured, *counts] if self._is_length else [*counts, *measured]

    @property
    def _groups(self) -> Sequence[Group]:
        return self.result.table.groups

    @property
    def _by_sex(self) -> bool:
        """Whether the sexes have figures of their own: listed patients are known in total only (statistics 8.3)."""
        return self.definition.divided_by_sex or self.result.measured is not None

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
            cells = cells if self._sum_is_a_group else [*self._whole(period, status), *cells]
        elif self.result.measured is not None:
            cells = self._beside_count(self.rules.counts(self.result.table.values[period][0], status), cells)
        if self._has_year_before(shape):
            cells += self._year_before(month)
        return Row(str(month), formats.month_label(month, self.texts.language), tuple(cells))

    def _cells(self, period: int, at: int, status: Status | None = None) -> Sequence[Cell]:
        if self.result.measured is not None:
            return self._contrasted(self._of_measure(self.result.measured.values[period][at], status))
        divisor = self.result.divisor.values[period][at] if self.result.divisor else None
        cells = self.rules.cells(self.result.table.values[period][at], divisor, status)
        return self._contrasted(cells) if self._by_sex else cells[:1]

    def _contrasted(self, cells: Sequence[Cell]) -> Sequence[Cell]:
        return contrasted(self.result.sexes, cells)

    def _has_year_before(self, shape: Table) -> bool:
        return self.result.before is not None and shape is Table.MONTHS

    def _year_before(self, month: Month) -> Sequence[Cell]:
        """The figures of the same month a year before; none are available before the first month published."""
        before = self.result.before
        if before is None or month.plus(-12) not in before.months:
            return (Cell(None, Status.UNAVAILABLE),) * len(self._contrasted((Cell(0),) * 3))
        return replace(self, result=before)._cells(before.months.index(month.plus(-12)), 0)

    def _whole(self, period: int, status: Status | None) -> Sequence[Cell]:
        """The sum of the groups; before it each counted once, where the groups add up to another number."""
        row_sum = self._row_sum(period, status)
        distinct = self.result.table.distinct
        if not self._tells_once or distinct is None:
            return (row_sum,)
        return (self.rules.counts(distinct[period], status)[0], row_sum)

    @property
    def _tells_once(self) -> bool:
        """Whether the number where each is counted once stands beside the sum of the groups (dashboards 5)."""
        counts = self.result.measured is None and self.rules.figure is Figure.COUNT
        return counts and not tidy.adds_up(self.result.table)

    def _row_sum(self, period: int, status: Status | None) -> Cell:
        """The sum over the groups; of shares and rates the quotient of the summed parts (statistics 4.5.4).

        Of a measure it is the value over all cases of the period.
        """
        if self.result.measured is not None:
            overall = self.result.measured.overall
            return self._of_measure(overall[period], status)[0] if overall else Cell(None, Status.UNAVAILABLE)
        divisor = self.result.divisor.row_totals[period] if self.result.divisor else None
        return self.rules.cells(self.result.table.row_totals[period], divisor, status)[0]

    def _group_rows(self) -> Iterator[Row]:
        series = self.result.table
        measured = self.result.measured
        if not tidy.adds_up(series) and series.distinct is not None and self.rules.figure is Figure.COUNT:
            counts = self.rules.counts(series.distinct[0])
            unknown = (Cell(None, Status.UNAVAILABLE),) * 3
            over_all = self._of_measure(measured.overall[0]) if measured and measured.overall else unknown
            shown_last = self._contrasted(over_all if measured else counts)
            yield Row(
                "TOTAL",
                self._once,
                tuple(self._beside_count(counts, shown_last) if measured else shown_last),
                fixed=True,
            )
        for at, group in enumerate(series.groups):
            if measured is not None:
                cells: Sequence[Cell] = self._beside_count(self.rules.counts(series.values[0][at]), self._cells(0, at))
            else:
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

    def _month_columns(self, shape: Table) -> tuple[Column, ...]:
        if shape is Table.MONTHS_BY_GROUPS:
            return self._grouped_columns(self._groups)
        columns = self._simple_columns() if self.result.measured is None else self._measure_columns()
        return (*columns, *self._year_before_columns(columns)) if self._has_year_before(shape) else columns

    def _measure_columns(self) -> tuple[Column, ...]:
        """What was counted, then the measure, each in total, for women and for men."""
        if self._measure is None:
            return ()
        counted = self._text(self.definition.heads.counted or self.definition.look.y_title)
        label = self._text(self._measure.label)
        of_count = self._sex_columns("counted", counted, Figure.COUNT, contrast=False)
        of_measure = self._sex_columns(self._measure.measure.value, label, Figure.MEASURE)
        return (*of_measure, *of_count) if self._is_length else (*of_count, *of_measure)

    def _contrast_column(self, name: str, above: str | None = None) -> tuple[Column, ...]:
        """Women against men, beside the figures it is made of."""
        sexes = self.result.sexes
        if not sexes.is_contrast:
            return ()
        return (Column(f"{name}{sexes.name.lower()}", self.texts(f"contrast.{sexes}"), above, Figure.MEASURE),)

    def _year_before_columns(self, columns: Sequence[Column]) -> Iterator[Column]:
        """The columns of the figures once more, for the same months a year before."""
        number = len(self._contrasted((Cell(0),) * 3))
        for column in columns[:number] if self._is_length else columns[-number:]:
            head = self.texts("table.year_before", head=column.title)
            yield Column(f"{column.name}_year_before", head, figure=column.figure)

    def _simple_columns(self) -> tuple[Column, ...]:
        heads = self.definition.heads
        columns = tuple(
            Column(sex, self._text(label), figure=self._figure_of(sex))
            for sex, label in zip(self._sexes, (heads.total, heads.women, heads.men), strict=False)
        )
        return (*columns, *self._contrast_column("")) if self._by_sex else columns

    def _figure_of(self, sex: str) -> Figure:
        whole_number = self.rules.figure is Figure.SEX_SHARE and sex == "total"
        return Figure.COUNT if whole_number else self.rules.figure

    @property
    def _once(self) -> str:
        """What the number where each is counted once is called."""
        return self.texts(f"table.each_once.{self.definition.family.value}")

    def _grouped_columns(self, groups: Sequence[Group]) -> tuple[Column, ...]:
        measure = self._measure
        heads = self.definition.heads
        head = heads.row_sum or (heads.rate if self.rules.figure is Figure.RATE else None) or heads.total
        figure = self.rules.figure if measure is None else Figure.MEASURE
        first = self._figure_of("total") if measure is None else Figure.MEASURE
        head_of_sum = self._text(head if measure is None else measure.label)
        columns = []
        if self._tells_once:
            columns.append(Column("each_once", self._once, figure=first))
            head_of_sum = self.texts("table.sum_of_groups", head=head_of_sum)
        if not self._sum_is_a_group:
            columns.append(Column("total", head_of_sum, figure=first))
        for group in groups:
            columns += self._sex_columns(group.key, self._text(group.label), figure)
        return tuple(columns)

    def _sex_columns(self, name: str, above: str, figure: Figure, *, contrast: bool = True) -> Iterator[Column]:
        for sex in self._sexes:
            own = Figure.COUNT if figure is Figure.SEX_SHARE and sex == "total" else figure
            yield Column(f"{name}_{sex}", self.texts(f"sex.{sex}"), above, own)
        if contrast and self._by_sex:
            yield from self._contrast_column(f"{name}_", above)

    def _rate_columns(self) -> tuple[Column, ...]:
        named = _rate_heads(self.definition.heads)
        texts = {name: self._text(label) for name, label in named.items()}
        figures = {"counted": Figure.COUNT, "divided_by": Figure.COUNT, "rate": Figure.RATE}
        if not self._by_sex:
            return tuple(Column(name, text, figure=figures[name]) for name, text in texts.items())
        return tuple(
            column
            for name, text in texts.items()
            for column in self._sex_columns(name, text, figures[name], contrast=name == "rate")
        )


def _rate_heads(heads: Heads) -> dict[str, Label]:
    return {
        "counted": heads.counted or heads.total,
        "divided_by": heads.divided_by or heads.total,
        "rate": heads.rate or heads.total,
    }


def _first_part(label: Label) -> Label:
    return Label(label.sv.rpartition(" : ")[0], label.en.rpartition(" : ")[0])
