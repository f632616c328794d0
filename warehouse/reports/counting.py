"""Counting what a report asks for, and laying out its table, chart and divisor; the same for every level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import duckdb

from warehouse import diagnoses
from warehouse import reference_tables as reference
from warehouse.reports import listing, tidy
from warehouse.reports.case_query import Amount, CaseQuestion, statement
from warehouse.reports.cells import Cells, CountedCells, ProviderCells, counted, total
from warehouse.reports.certificate_groups import SICK_LEAVE_TYPES, group_of_type, undivided_types
from warehouse.reports.definitions import Family, ReportDefinition
from warehouse.reports.dimension import Attribute, Dimension
from warehouse.reports.fact_query import FactQuestion, Facts, fact_statement
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.listing import Doctor
from warehouse.reports.options import Options
from warehouse.reports.period import Month, Window
from warehouse.reports.register import Unit
from warehouse.reports.result import Count, Label, Message, Series, View
from warehouse.reports.selection import Selection
from warehouse.reports.visible import VisibleRows

DIVISOR = "divisor"
MOST_CHILDREN, REST_KEY = 7, "OTHER_BLOCKS"
REST = Label("Övriga", "Other")


@dataclass(frozen=True)
class Asked:
    """One report in one view for one window.

    `is_cut` says that the cells of each provider are cut below a threshold before they are summed: then the groups no
    longer add up to the cases, and each case once is counted by itself.
    """

    report: ReportDefinition
    view: View
    window: Window
    options: Options
    is_cut: bool = False

    @property
    def by_month(self) -> bool:
        return self.view is View.TIME_SERIES

    @property
    def periods(self) -> int:
        return len(self.window) if self.by_month else 1

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(self.window) if self.by_month else ()

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """The periods: each month of a time series, else the whole window."""
        return tuple(Window(month, month) for month in self.months) or (self.window,)

    @cached_property
    def dimension(self) -> Dimension:
        """The table's groups, with what the options choose in them."""
        return listing.prepared(self.report.dimension, self.options)

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What to count of cases: the table's groups; also the chart's and each case once, where they differ."""
        own = self.dimension
        if not self.counts_each_once:
            return (own,)
        chart = () if self.by_month else (self.report.chart_dimension,)
        wanted = {one.id: one for one in (*chart, own, dimension("total"))}
        return tuple(wanted.values())

    @property
    def counts_each_once(self) -> bool:
        """Whether the groups of the cases may add up to another number than each case once."""
        of_table = self.dimension
        if self.is_cut:
            return len(of_table.groups) != 1 or of_table.attribute.has_keys
        return of_table.attribute.takes_each_value and (not self.by_month or of_table.attribute.has_keys)

    @property
    def title(self) -> Label:
        """The report's title, or that of the chosen diagnosis."""
        if self.dimension.attribute is not Attribute.WITHIN:
            return self.report.title
        node = diagnoses.node(self.options.node or "")
        return Label(f"Antal sjukfall för {node.label}", f"Number of cases of {node.label_en}")


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The series of a result."""

    table: Series
    chart: Series
    divisor: Series | None = None


class AmountRow(NamedTuple):
    """So many cases of a group have one amount."""

    dimension_id: str
    provider_no: int
    period: int
    group_key: str
    amount: int
    women: int
    men: int


class Counting:
    """Questions to one care release, each on a cursor of its own."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def count(self, asked: Asked, seen: VisibleRows, selection: Selection) -> ProviderCells:
        """The cells of a report for what `seen` lets through of each provider; units and doctors by number."""
        if asked.report.family is Family.CASES:
            windows = (asked.window,)
            return self.cases(CaseQuestion(seen, windows, asked.by_month, asked.dimensions))
        found: ProviderCells = {}
        for name, question in _fact_questions(asked, seen, selection):
            self._facts(found, name, question)
        return found

    def cases(self, question: CaseQuestion) -> ProviderCells:
        """The cells of a question about cases."""
        asked = statement(question)
        ids = [one.id for one in question.dimensions]
        with self._connection.cursor() as cursor:
            rows = cursor.execute(asked.sql, asked.parameters).fetchall()
        return counted((ids[at], *rest) for at, *rest in rows)

    def amounts(self, question: CaseQuestion, amount: Amount) -> list[AmountRow]:
        """How many cases of each provider have which amount."""
        asked = statement(question, amount)
        ids = [one.id for one in question.dimensions]
        with self._connection.cursor() as cursor:
            rows = cursor.execute(asked.sql, asked.parameters).fetchall()
        return [AmountRow(ids[at], *rest) for at, *rest in rows]

    def group_keys(self, dimension: Dimension, counted_keys: set[str], units: Sequence[Unit]) -> dict[str, str]:
        """The key of the table's group for each counted key; what the table does not list is left out."""
        if listing.lists_doctors(dimension):
            return listing.of_doctors(dimension, self._doctors(sorted(map(int, counted_keys))))[1]
        if listing.is_listed(dimension):
            return listing.of_units(dimension, units, all_shown=True)[1]
        known = set(dimension.keys)
        keyed = {key: key if key in known else dimension.unknown_key for key in counted_keys}
        return {key: group for key, group in keyed.items() if group is not None}

    def overview(
        self, dimension_ids: Iterable[str], seen: VisibleRows, windows: tuple[Window, ...], selection: Selection
    ) -> ProviderCells:
        """The cells of boxes by their dimensions, windows by index; certificates sent stand under `DIVISOR`."""
        wanted = [dimension(dimension_id) for dimension_id in sorted(set(dimension_ids))]
        of_cases = tuple(one for one in wanted if one.attribute is not Attribute.COMPLETED_TYPE)
        found = self.cases(CaseQuestion(seen, windows, False, of_cases))
        for one in wanted:
            if one.attribute is Attribute.COMPLETED_TYPE:
                self._supplements(found, one, seen, windows, _chosen_types(selection))
        return found

    def _supplements(
        self,
        found: ProviderCells,
        of_type: Dimension,
        seen: VisibleRows,
        windows: tuple[Window, ...],
        chosen: set[str] | None,
    ) -> None:
        types = _only(of_type.keys, chosen)
        for at, window in enumerate(windows):
            sent = FactQuestion(Facts.SENT, seen, window, False, of_type, types)
            self._facts(found, of_type.id, replace(sent, facts=Facts.COMPLETED), at)
            self._facts(found, DIVISOR, sent, at)

    def _facts(self, found: ProviderCells, name: str, question: FactQuestion, first_period: int = 0) -> None:
        asked = fact_statement(question)
        with self._connection.cursor() as cursor:
            rows = cursor.execute(asked.sql, asked.parameters).fetchall()
        for provider_no, period, key, women, men, everybody in rows:
            cells = found.setdefault(provider_no, CountedCells())
            cells.add(name, first_period + period, key, Count(women, men, everybody))

    def laid_out(self, asked: Asked, cells: CountedCells, units: Sequence[Unit], *, once: bool = True) -> LaidOut:
        """Table, chart and divisor; each case once is told where `once` says so and it is known."""
        rows = cells.periods(asked.dimension.id, asked.periods)
        distinct = _once(asked, cells, rows) if once and asked.report.family is Family.CASES else None
        shown, keyed = self._listed(asked, rows, units)
        table = tidy.series(shown, keyed, distinct)
        if asked.dimension.attribute is Attribute.WITHIN:
            return LaidOut(table, largest(table))
        divisor = None
        if _is_share(asked):
            divisor = tidy.series(shown, cells.periods(DIVISOR, asked.periods), None)
        if asked.report.chart_dimension_id is None:
            return LaidOut(table, table, divisor)
        merged = (
            [tidy.merged_chapters(row) for row in rows]
            if asked.by_month
            else cells.periods(asked.report.chart_dimension.id, asked.periods)
        )
        return LaidOut(table, tidy.series(asked.report.chart_dimension, merged, distinct))

    def _listed(self, asked: Asked, rows: list[Cells], units: Sequence[Unit]) -> tuple[Dimension, list[Cells]]:
        """The groups to show, and the cells by their keys."""
        own = asked.dimension
        if own.id == "certificate_type":
            return listing.existing_types(own, self.existing_types), rows
        if not listing.is_listed(own):
            return own, rows
        if listing.lists_doctors(own):
            shown, keys = listing.of_doctors(own, self._doctors(listing.numbers_in(rows)))
        else:
            shown, keys = listing.of_units(own, units, all_shown=asked.by_month)
        keyed: list[Cells] = [listing.under_keys(own, row, keys) for row in rows]
        if asked.by_month and not listing.lists_doctors(own):
            return shown, keyed
        return listing.only_with_counts(shown, keyed)

    @cached_property
    def existing_types(self) -> frozenset[str]:
        """Keys of the certificate types of which a certificate exists anywhere (statistics 2.3)."""
        with self._connection.cursor() as cursor:
            found = [type_id for (type_id,) in cursor.execute("SELECT DISTINCT type_id FROM header").fetchall()]
        return frozenset(map(group_of_type, found))

    def _doctors(self, numbers: list[int]) -> list[Doctor]:
        with self._connection.cursor() as cursor:
            rows = cursor.execute(
                "SELECT doctor_no, doctor_id, first_name, surname, protected FROM doctor "
                "WHERE list_contains($numbers, doctor_no)",
                {"numbers": numbers},
            ).fetchall()
        return [Doctor(*row) for row in rows]


def _is_share(asked: Asked) -> bool:
    return asked.dimension.id == "completed_type"


def _once(asked: Asked, cells: CountedCells, rows: Iterable[Cells]) -> list[Count] | None:
    """Each case once; None where only some diagnoses are counted, of which all cases are not the whole."""
    if asked.dimension.attribute in {Attribute.WITHIN, Attribute.COMPARED}:
        return None
    if asked.counts_each_once:
        return [total(row) for row in cells.periods("total", asked.periods)]
    return [total(row) for row in rows]


def _fact_questions(asked: Asked, seen: VisibleRows, selection: Selection) -> list[tuple[str, FactQuestion]]:
    """What to count of certificates and messages, each with the name of its cells."""
    own = asked.dimension
    chosen = _chosen_types(selection)
    question = FactQuestion(Facts.MESSAGES, seen, asked.window, asked.by_month, own)
    if own.attribute is Attribute.ISSUED:
        return [(own.id, replace(question, facts=Facts.ISSUED, type_ids=_only(undivided_types(), chosen)))]
    if asked.report.family is Family.CERTIFICATES:
        return [(own.id, replace(question, facts=Facts.ISSUED))]
    if _is_share(asked):
        of_share = replace(question, type_ids=_only(own.keys, chosen))
        return [
            (own.id, replace(of_share, facts=Facts.COMPLETED)),
            (DIVISOR, replace(of_share, facts=Facts.SENT)),
        ]
    if own.attribute is Attribute.QUESTION:
        return [(own.id, replace(question, facts=Facts.QUESTIONS, type_ids=_only(SICK_LEAVE_TYPES, chosen)))]
    return [(own.id, replace(question, type_ids=None if chosen is None else tuple(sorted(chosen))))]


def _chosen_types(selection: Selection) -> set[str] | None:
    """The types of the certificate-type filter; None without a choice, and when every one is chosen (rule 3.5)."""
    members = dict(reference.certificate_filter_types())
    if not selection.types or len(selection.types) == len(members):
        return None
    return {type_id for key in selection.types for type_id in members[key]}


def _only(type_ids: Iterable[str], chosen: set[str] | None) -> tuple[str, ...]:
    return tuple(type_id for type_id in type_ids if chosen is None or type_id in chosen)


def largest(table: Series) -> Series:
    """The chart of children: those with cases, the largest first; of more than seven six and the rest (rule 4.3.6)."""
    sums = [sum(row[at].total for row in table.values) for at in range(len(table.groups))]
    ordered = [at for at in sorted(range(len(sums)), key=lambda at: -sums[at]) if sums[at]]
    named, rest = (ordered, []) if len(ordered) <= MOST_CHILDREN else (ordered[:6], ordered[6:])
    groups = [table.groups[at] for at in named]
    values = [[row[at] for at in named] for row in table.values]
    if rest:
        groups.append(tidy.rest_group(REST_KEY, REST))
        for shown, row in zip(values, table.values, strict=True):
            shown.append(tidy.summed(row[at] for at in rest))
    return Series(tuple(groups), tuple(map(tuple, values)), table.row_totals, table.distinct)


def told_of(asked: Asked, shown: LaidOut, selection: Selection, *, filtered: bool) -> tuple[Message, ...]:
    """The messages about content and size of a result (statistics 12.1 and 12.3)."""
    return (*content_messages(asked, shown.chart, selection, filtered=filtered), *told_of_size(asked, shown.table))


def told_of_size(asked: Asked, table: Series) -> tuple[Message, ...]:
    """The message about a table with many rows: periods, or groups, or units and doctors by subject (rule 12.1)."""
    rows = {listing.owner_of(asked.dimension, group.key) for group in table.groups}
    return tidy.size_message(asked.report, asked.view, asked.periods if asked.by_month else len(rows))


def content_messages(asked: Asked, chart: Series, selection: Selection, *, filtered: bool) -> tuple[Message, ...]:
    """What is to be told about the content: a conflict of diagnoses suppresses that there is no data (rule 12.3)."""
    if asked.dimension.attribute is Attribute.WITHIN and _conflicts(asked.options.node or "", selection.diagnoses):
        return (Message("FI-011", "warning"),)
    return told_without_choice(asked) or empty_message(tidy.is_empty(chart), filtered)


def told_without_choice(asked: Asked) -> tuple[Message, ...]:
    """R-003 when no diagnoses are chosen to compare (statistics 4.3.7)."""
    if asked.dimension.attribute is Attribute.COMPARED and not asked.dimension.nodes:
        return (Message("R-003", "info"),)
    return ()


def _conflicts(node_id: str, chosen: Sequence[str]) -> bool:
    """Whether a diagnosis filter excludes everything below a node (rule 4.3.6)."""
    if not chosen:
        return False
    own = _lineage(node_id)
    return not any(one in own or node_id in _lineage(one) for one in chosen)


def _lineage(node_id: str) -> list[str]:
    """A node and everything above it."""
    found: list[str] = []
    node = diagnoses.find(node_id)
    while node is not None:
        found.append(node.id)
        node = diagnoses.find(node.parent) if node.parent else None
    return found


def empty_message(empty: bool, filtered: bool) -> tuple[Message, ...]:
    """FI-010 when a filter leaves nothing, R-002 when there is nothing at all (statistics 12.3)."""
    if not empty:
        return ()
    return (Message("FI-010", "warning") if filtered else Message("R-002", "info"),)
