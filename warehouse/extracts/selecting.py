"""Selecting the lines of a section: population, case condition and diagnosis condition (statistics 14.1)."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import pyarrow as pa

from warehouse import sql_models
from warehouse.diagnoses import UNKNOWN_KEY, DiagnosisLevel, children, find
from warehouse.errors import UserError
from warehouse.extracts.description import Description, Section
from warehouse.extracts.parts import (
    Condition,
    DiagnosisCondition,
    Dimension,
    Happening,
    Match,
    Population,
    Shown,
    Window,
)
from warehouse.identity import normalise_hsa_id

LAYER = "extracts"
EARLIEST, LATEST = date(1, 1, 1), date(9999, 12, 31)
EVERYTHING = "ALL"
"""Label of the group of all diagnoses."""

PRIVATE = "PRIVATE"
"""Key under which the units of private practitioners stand together."""

LINE_MODELS = {
    Population.CASES: "case_line",
    Population.FIRST_CERTIFICATES: "certificate_line",
    Population.CERTIFICATES: "certificate_line",
    Population.HEADERS: "header_line",
    Population.PATIENTS: "patient_line",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A diagnosis that is asked for: the label it stands under, its id (None is everything), and how it is compared."""

    label: str
    id: str | None
    exact: bool = False


def read_node(text: str) -> Node:
    """Read `F32`, `F32+` or `=F32`; dots are left out. Raises UserError for what is no diagnosis."""
    name = text.strip().upper().replace(".", "")
    node_id = name.removeprefix("=").removesuffix("+")
    if find(node_id) is None:
        raise UserError(f"There is no diagnosis {text}.")
    return Node(name.removeprefix("="), node_id, name.startswith("="))


def spread_nodes(categories: Iterable[str]) -> list[Node]:
    """Each category alone, with everything below, and each of its codes (statistics 14.6)."""
    nodes: list[Node] = []
    for text in categories:
        node = read_node(text)
        found = find(node.id or "")
        if found is None or found.level is not DiagnosisLevel.CATEGORY:
            raise UserError(f"{text} is no category; only categories are divided into their codes.")
        codes = [code.id for code in children(found.id) if code.id.startswith(found.id)]
        nodes += [Node(found.id, found.id, exact=True), Node(f"{found.id}+", found.id)]
        nodes += [Node(code, code) for code in codes]
    return nodes


class Selector:
    """Selects the lines of one section after the other, on a connection that shows the core tables."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, description: Description, as_of: date) -> None:
        self._connection = connection
        self._as_of = as_of
        self._put("chosen_provider", _PROVIDERS, [(normalise_hsa_id(id_),) for id_ in description.providers])
        self._put("chosen_unit", _UNITS, [(normalise_hsa_id(id_),) for id_ in description.units])
        self._make("scope_row")
        self._selected: object = None
        self._asked: list[str] = []

    def windows(self, section: Section) -> list[Window]:
        """The windows of a section, in order."""
        return [window for period in section.condition.periods for window in period.windows(self._as_of)]

    def select(self, section: Section) -> list[str]:
        """Make the tables `told_line` and, when units are told apart, `unit_line` of a section.

        Sections that follow each other and take the same facts share them. Returns the labels of the diagnoses that
        are asked for, in order; none when no diagnosis is.
        """
        facts = (section.population, section.condition, section.diagnosis, section.certificate_types, section.ages.at)
        if facts != self._selected:
            self._asked = self._select(section)
            self._selected = facts
        if Dimension.UNIT in section.dimensions:
            self._make("unit_line", private=PRIVATE)
        return self._asked

    def _select(self, section: Section) -> list[str]:
        condition = section.diagnosis
        match = condition.match if condition else Match.LAST
        self._put_windows(section.condition, self.windows(section))
        self._put("chosen_type", _TYPES, [(type_id.upper(),) for type_id in section.certificate_types])
        asked = self._ask(condition, "scope_row") if condition and match is Match.ANY_ROW else []
        self._make_lines(section, match)
        labelled = "line"
        if condition and match is not Match.ANY_ROW:
            asked = self._ask(condition, "line")
            self._make("labelled_line", labelled := "line_of_diagnosis")
        self._show(labelled, "labelled_line")
        shown = condition.shown if condition else Shown.MATCHED
        self._make("told_line", unknown=UNKNOWN_KEY, shown=shown.value, age_at=section.ages.at.value)
        return asked

    def make_categories(self) -> None:
        """Make the table `line_category` of the cases that were selected last."""
        self._make("line_category")

    def _make_lines(self, section: Section, match: Match) -> None:
        population = section.population
        if population in {Population.CASES, Population.FIRST_CERTIFICATES, Population.PATIENTS}:
            self._make_cases(match)
        if population is Population.FIRST_CERTIFICATES:
            self._make("case_line", match=match.value)
            self._make("first_certificate", "taken_certificate")
        if population is Population.CERTIFICATES:
            self._make("touching_certificate", "taken_certificate")
        values = {"match": match.value} if population is Population.CASES else {}
        self._make(LINE_MODELS[population], "line", **values)

    def _make_cases(self, match: Match) -> None:
        if match is Match.ANY_ROW:
            self._make("matched_case_row")
            self._show("matched_case_row", "case_row")
        else:
            self._connection.execute(sql_models.load(LAYER, "full_case_row").as_view())
            self._show("full_case_row", "case_row")

    def _ask(self, condition: DiagnosisCondition, facts: str) -> list[str]:
        """Make the table of labels for the diagnoses in `facts`; returns the labels in order."""
        present = self._connection.table(facts).select("chapter", "block", "category", "code").distinct()
        present.create_view("present_diagnosis", replace=True)
        nodes = self._nodes(condition)
        matched = condition.shown is Shown.MATCHED
        self._put("wanted", _WANTED, [(node.label if matched else "", node.id, node.exact) for node in nodes])
        self._make("diagnosis_label", unknown=UNKNOWN_KEY)
        return list(dict.fromkeys(node.label for node in nodes))

    def _nodes(self, condition: DiagnosisCondition) -> list[Node]:
        everything = [Node(EVERYTHING, None)] if condition.everything else []
        if not condition.spread:
            return [*everything, *map(read_node, condition.nodes)]
        return [*everything, *spread_nodes(condition.nodes or self._categories())]

    def _categories(self) -> list[str]:
        found = self._connection.table("present_diagnosis").select("category").distinct().order("category").fetchall()
        return [category for (category,) in found if category is not None]

    def _put_windows(self, condition: Condition, windows: Sequence[Window]) -> None:
        latest_end = LATEST
        if condition.ended_days_ago is not None:
            latest_end = self._as_of - timedelta(days=condition.ended_days_ago + 1)
        rows = []
        for number, window in enumerate(windows):
            touched = (window.first, window.last)
            if condition.day is not None:
                touched = (_day_of_month(window.first, condition.day),) * 2
            started = touched if condition.happening is Happening.STARTED else (EARLIEST, LATEST)
            ended = touched if condition.happening is Happening.ENDED else (EARLIEST, LATEST)
            length_to = touched[1] if condition.day is not None else LATEST
            bounds = (*touched, *started, ended[0], min(ended[1], latest_end), length_to)
            rows.append((number, window.key, window.last, *bounds))
        self._put("period_window", _WINDOWS, rows)

    def _make(self, model: str, table: str | None = None, **values: str) -> None:
        self._connection.execute(sql_models.load(LAYER, model).as_table(table), values)

    def _show(self, table: str, view: str) -> None:
        self._connection.table(table).create_view(view, replace=True)

    def _put(self, table: str, columns: pa.Schema, rows: Sequence[tuple[object, ...]]) -> None:
        named = [dict(zip(columns.names, row, strict=True)) for row in rows]
        self._connection.execute("DROP TABLE IF EXISTS " + table)
        self._connection.from_arrow(pa.Table.from_pylist(named, schema=columns)).create(table)


def _day_of_month(first: date, day: int) -> date:
    return first.replace(day=min(day, calendar.monthrange(first.year, first.month)[1]))


_PROVIDERS = pa.schema([("provider_id", pa.string())])
_UNITS = pa.schema([("unit_id", pa.string())])
_TYPES = pa.schema([("type_id", pa.string())])
_WANTED = pa.schema([("label", pa.string()), ("node_id", pa.string()), ("exact", pa.bool_())])
_WINDOWS = pa.schema(
    [
        ("window_no", pa.int32()),
        ("window_key", pa.string()),
        *(
            (name, pa.date32())
            for name in (
                "last_day",
                "touched_from",
                "touched_to",
                "started_from",
                "started_to",
                "ended_from",
                "ended_to",
                "length_to",
            )
        ),
    ]
)
