"""Everything that statistics answer to a question, in a form in which two answers can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from warehouse import diagnoses
from warehouse import reference_tables as reference
from warehouse.reports import registry
from warehouse.reports.engine import CareStatistics
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import Options
from warehouse.reports.period import Window
from warehouse.reports.registry import Family, ReportDefinition
from warehouse.reports.result import Level, ReportResult, Series, View
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.reports.selection import EVERYTHING, Selection

Cells = tuple[dict[str, tuple[int, int, int]], ...]
"""Per period the cells that are not empty: women, men and total by group."""

PLAIN = Options(
    node="F00-F99",
    nodes=("F00-F99", "M54", "F320", "UNKNOWN_CODE_WITHIN:F40", "NO_VALID_ICD10"),
    doctor_messages=True,
)
SUB_UNITS = Options(care_units=False, doctor_messages=True)


@dataclass(frozen=True)
class Answer:
    """One report's figures."""

    table: Cells
    chart: Cells
    row_totals: tuple[tuple[int, int, int], ...]
    divisor: Cells = ()


Name = tuple[str, View]
"""A report and a view; a report by sub-units has `/sub-units` after its id."""

Answers = dict[Name, Answer]


def provider_answers(
    statistics: CareStatistics,
    families: Iterable[Family],
    scope: AccessScope,
    window: Window,
    selection: Selection = EVERYTHING,
) -> Answers:
    """Every provider report of some families for one scope, selection and window."""
    return {
        (name, view): _answer(statistics.report(report.id, view, scope, selection, window=window, options=options))
        for report, name, options, view in _asked(Level.PROVIDER, frozenset(families))
    }


def region_answers(
    statistics: CareStatistics, families: Iterable[Family], scope: RegionScope, selection: Selection, threshold: int
) -> Answers:
    """Every region report of some families; the window stands in the selection."""
    return {
        (name, view): _answer(
            statistics.region_report(report.id, view, scope, selection, threshold=threshold, options=options)
        )
        for report, name, options, view in _asked(Level.REGION, frozenset(families))
    }


def national_answers(
    statistics: NationalStatistics, families: Iterable[Family], months: Window, section: Window
) -> Answers:
    """Every national report of some families: time series over `months`, cross-sections over `section`."""
    return {
        (name, view): _answer(
            statistics.report(report.id, view, months if view is View.TIME_SERIES else section, options=options)
        )
        for report, name, options, view in _asked(Level.NATIONAL, frozenset(families))
        if not name.endswith("/sub-units")
    }


def _asked(level: Level, families: frozenset[Family]) -> Iterator[tuple[ReportDefinition, str, Options, View]]:
    for report in registry.every_report(level):
        if report.family not in families:
            continue
        for view in report.levels[level]:
            yield report, report.id, PLAIN, view
            if report.id in {"cases_by_unit", "messages_per_unit"}:
                yield report, f"{report.id}/sub-units", SUB_UNITS, view


def _answer(result: ReportResult) -> Answer:
    return Answer(
        _cells(result.table),
        _cells(result.chart),
        tuple((count.women, count.men, count.total) for count in result.table.row_totals),
        _cells(result.divisor) if result.divisor else (),
    )


def _cells(series: Series) -> Cells:
    return tuple(
        {
            group.key: (count.women, count.men, count.total)
            for group, count in zip(series.groups, row, strict=True)
            if count.total or count.women or count.men
        }
        for row in series.values
    )


def without(answers: Answers, *reports: str) -> Answers:
    """The answers but those of some reports."""
    return {name: answer for name, answer in answers.items() if name[0] not in reports}


def changed(before: Answers, after: Answers) -> list[Name]:
    """The reports whose answers differ, for a message that says which."""
    return [name for name, answer in before.items() if after[name] != answer]


def everything(units: tuple[str, ...]) -> tuple[Selection, ...]:
    """Selections that leave nothing out: of each filter all values, by itself and together."""
    single = (
        Selection(units=units),
        Selection(diagnoses=tuple(node.id for node in diagnoses.children())),
        Selection(ages=dimension("age_group").keys),
        Selection(lengths=dimension("length").keys),
        Selection(types=tuple(key for key, _ in reference.certificate_filter_types())),
    )
    of_units, of_diagnoses, of_ages, of_lengths, of_types = single
    together = Selection(of_units.units, of_diagnoses.diagnoses, of_ages.ages, of_lengths.lengths, of_types.types)
    return (together, *single)
