"""A question about one report, as somebody writes it, and its answer from the releases in force.

What cannot be asked for is told in one sentence that names what can be. Pages, whose readers follow links, let values
that mean nothing fall back to defaults instead (statistics 10.1).
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from warehouse import diagnoses
from warehouse import reference_tables as reference
from warehouse.diagnoses import UnknownNodeError
from warehouse.disclosure import DEFAULT_THRESHOLD, LOWEST_THRESHOLD, effective_threshold
from warehouse.errors import UserError
from warehouse.identity import normalise_hsa_id
from warehouse.releases import ReleaseStore
from warehouse.reports import measures, registry
from warehouse.reports.definitions import Filter, NotOfferedError, RefusedReportError, ReportDefinition
from warehouse.reports.engine import CareStatistics
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.measures import MeasureNotOfferedError
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import DEFAULT_OPTIONS, Options
from warehouse.reports.overview import OverviewResult
from warehouse.reports.period import Month, Window
from warehouse.reports.result import Level, ReportResult, View
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.reports.selection import EVERYTHING, Selection
from warehouse.storage import DataDirectory, Zone

OVERVIEW = "overview"


@dataclass(frozen=True, slots=True)
class Question:
    """One report for one level.

    `view` None is the report's first view on the level. `provider` is the care provider on the provider level,
    `region` the list of units on the region level. `as_of` is the day that counts as today, None that of the release.
    `threshold` is the cut-off asked for; on the national level it was applied when the release was made.
    """

    report_id: str
    level: Level = Level.NATIONAL
    view: View | None = None
    selection: Selection = EVERYTHING
    options: Options = DEFAULT_OPTIONS
    provider: str | None = None
    region: RegionScope | None = None
    as_of: date | None = None
    threshold: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A result, and what is to be told about how the question was taken."""

    result: ReportResult
    remarks: tuple[str, ...] = ()


def ask(data: DataDirectory, question: Question, threshold: int = DEFAULT_THRESHOLD) -> Answer:
    """Answer from the releases in force below `data`; `threshold` is the configured cut-off of regions.

    Raises UserError naming what cannot be asked for, and NotReadyError before the first publication.
    """
    report = find_report(question.report_id, question.level)
    view = question.view or report.default_view(question.level)
    selection, ignored = _accepted(report, question)
    try:
        if question.level is Level.NATIONAL:
            return Answer(_national(data, report, view, question), ignored)
        if question.level is Level.PROVIDER:
            return Answer(_of_provider(data, report, view, question, selection), ignored)
        cut_off, raised = _cut_off(question.threshold, threshold)
        return Answer(_of_region(data, report, view, (question, selection, cut_off)), (*ignored, *raised))
    except UnknownNodeError:
        raise UserError(f"The report {report.id} needs --within: a chapter, block or category of ICD-10-SE.") from None
    except RefusedReportError:
        raise UserError(f"The report {report.id} is shown only to a reader who asks: --doctor-messages.") from None
    except MeasureNotOfferedError as error:
        choices = ", ".join(measures.offered(report, question.level))
        told = error.reason.en.rstrip(".")
        raise UserError(f"{told}; for {report.id} on the level {question.level} there are: {choices}.") from None
    except NotOfferedError as error:
        raise UserError(_not_offered(report, question.level, view, str(error))) from None


def is_overview(report_id: str) -> bool:
    """Whether an id is that of the overview, or of one of its boxes (`overview_degree`)."""
    return report_id == OVERVIEW or any(report_id == box.id for level in Level for box in registry.boxes(level))


def ask_overview(
    data: DataDirectory, question: Question, threshold: int = DEFAULT_THRESHOLD
) -> tuple[OverviewResult, tuple[str, ...]]:
    """The overview of the last three completed months (statistics 7), of which the question may name one box.

    Beside it is what is to be told about how the question was taken.

    Raises UserError naming what cannot be asked for, and NotReadyError before the first publication.
    """
    boxes = [box.id for box in registry.boxes(question.level)]
    if question.report_id not in {OVERVIEW, *boxes}:
        offered = ", ".join(boxes) or "none"
        raise UserError(f"On the level {question.level} there is no box {question.report_id}; there are: {offered}.")
    if question.level is Level.NATIONAL:
        if question.selection or question.as_of or question.threshold is not None:
            raise UserError("The national overview takes no filter, no other day and no other cut-off.")
        return NationalStatistics(release_file(data, Zone.PUBLIC)).overview(), ()
    _require_choices(question.selection)
    if question.level is Level.REGION:
        cut_off, raised = _cut_off(question.threshold, threshold)
        scope_of_region = _region_scope(question)
        with CareStatistics(release_file(data, Zone.CARE)) as statistics:
            overview = statistics.region_overview(
                scope_of_region, question.selection, question.as_of, threshold=cut_off
            )
        return overview, raised
    scope = _provider_scope(question)
    with CareStatistics(release_file(data, Zone.CARE)) as statistics:
        _require_provider(statistics, scope, question)
        return statistics.overview(scope, question.selection, question.as_of), ()


def find_report(report_id: str, level: Level) -> ReportDefinition:
    """The report with an id. Raises UserError with the names that come nearest, or with the levels that have it."""
    known = {report.id: report for report in registry.every_report()}
    if report_id not in known:
        here = [report.id for report in registry.every_report(level)]
        near = difflib.get_close_matches(report_id, known, n=3, cutoff=0.5)
        choice = f"did you mean {' or '.join(near)}?" if near else f"on this level there are: {', '.join(here)}."
        raise UserError(f"There is no report {report_id}; {choice}")
    report = known[report_id]
    if level not in report.levels:
        reason = f": {report.absent[level]}" if level in report.absent else ""
        raise UserError(
            f"The report {report_id} does not exist on the level {level}, but on {_and(report.levels)}{reason}."
        )
    return report


def _not_offered(report: ReportDefinition, level: Level, view: View, reason: str) -> str:
    offered = report.levels[level]
    if view not in offered:
        return f"On the level {level} the report {report.id} has no view {view}, but {_and(offered)}."
    return f"The report {report.id} cannot be had so: {reason}."


def _and(values: Iterable[object]) -> str:
    return " and ".join(str(value) for value in values)


def _national(data: DataDirectory, report: ReportDefinition, view: View, question: Question) -> ReportResult:
    report.require(Level.NATIONAL, view)
    statistics = NationalStatistics(release_file(data, Zone.PUBLIC))
    release = statistics.release
    if question.threshold not in {None, release.threshold}:
        raise UserError(
            f"National figures are cut when a release is published; the one in force has the cut-off "
            f"{release.threshold}. Another takes effect with the setting INTYG_THRESHOLD at the next publication."
        )
    if question.as_of not in {None, release.as_of}:
        raise UserError(
            f"National figures are counted when a release is published; the one in force is as of {release.as_of}. "
            f"Earlier months can be had with --from and --to."
        )
    window = window_of(question.selection)
    _require_published(statistics, report, view, window)
    return statistics.report(report.id, view, window=window, options=question.options)


def _require_published(
    statistics: NationalStatistics, report: ReportDefinition, view: View, window: Window | None
) -> None:
    """A national cross-section exists for the windows that were counted, and for no other."""
    if view is View.CROSS_SECTION and window is not None and window not in statistics.windows:
        published = ", ".join(f"{one.first} to {one.last}" for one in statistics.windows)
        raise UserError(f"Nationally the cross-section of {report.id} is published for {published} only.")


def _of_provider(
    data: DataDirectory, report: ReportDefinition, view: View, question: Question, selection: Selection
) -> ReportResult:
    scope = _provider_scope(question)
    with CareStatistics(release_file(data, Zone.CARE)) as statistics:
        _require_provider(statistics, scope, question)
        result = statistics.report(report.id, view, scope, selection, question.as_of, options=question.options)
    return _with_units(result, selection, "the care provider's")


def _provider_scope(question: Question) -> AccessScope:
    """An operator asks as a process leader, who sees every row of the provider."""
    if not question.provider:
        raise UserError("The level provider needs --provider, the HSA id of a care provider.")
    if question.threshold is not None:
        raise UserError("Figures of a single care provider have no cut-off; leave --cutoff out.")
    return AccessScope.whole_provider(normalise_hsa_id(question.provider))


def _region_scope(question: Question) -> RegionScope:
    if question.region is None:
        raise UserError("The level region needs --region-list, a file with the units of the region.")
    return question.region


def _require_provider(statistics: CareStatistics, scope: AccessScope, question: Question) -> None:
    if statistics.provider(scope) is None:
        raise UserError(f"There are no figures of a care provider {question.provider}.")


def _of_region(
    data: DataDirectory, report: ReportDefinition, view: View, asked: tuple[Question, Selection, int]
) -> ReportResult:
    question, selection, cut_off = asked
    with CareStatistics(release_file(data, Zone.CARE)) as statistics:
        result = statistics.region_report(
            report.id,
            view,
            _region_scope(question),
            selection,
            question.as_of,
            threshold=cut_off,
            options=question.options,
        )
    return _with_units(result, selection, "the list's care")


def _with_units(result: ReportResult, selection: Selection, whose: str) -> ReportResult:
    """The result, unless a unit was asked for that cannot be chosen."""
    reached = {normalise_hsa_id(unit) for unit in result.filters.get(Filter.UNITS.value, ())}
    unknown = [unit for unit in selection.units if normalise_hsa_id(unit) not in reached]
    if unknown and not any(message.id in {"FI-004", "FI-009", "FI-013"} for message in result.messages):
        raise UserError(f"{', '.join(unknown)}: not among {whose} units with certificates.")
    return result


def _cut_off(asked: int | None, configured: int) -> tuple[int, tuple[str, ...]]:
    """The cut-off of a region in force, and what is told when it was raised."""
    wanted = configured if asked is None else asked
    if wanted < 0:
        raise UserError("A cut-off is a whole number, 0 or more.")
    in_force = effective_threshold(wanted)
    if in_force == wanted:
        return in_force, ()
    return in_force, (f"The cut-off {wanted} is raised to {LOWEST_THRESHOLD}, the lowest there is.",)


def release_file(data: DataDirectory, zone: Zone) -> Path:
    """The database of the release in force: `national.duckdb` of the public zone, `care.duckdb` of the care zone."""
    name = "national.duckdb" if zone is Zone.PUBLIC else "care.duckdb"
    return ReleaseStore(data.zone(zone)).current().file(name)


def window_of(selection: Selection) -> Window | None:
    """The months of a selection; None without. Raises UserError when they cannot be used."""
    if not selection.has_interval:
        return None
    try:
        return Window(Month.parse(selection.first or ""), Month.parse(selection.last or ""))
    except ValueError:
        raise UserError("Give both --from and --to as YYYY-MM, the earlier month first.") from None


def _accepted(report: ReportDefinition, question: Question) -> tuple[Selection, tuple[str, ...]]:
    """The selection, and a remark about each filter that the report does not take.

    Raises UserError for values that are no filter values, unusable months, and national filters (rule 10.8).
    """
    selection = question.selection
    chosen = _require_choices(selection)
    if chosen and question.level is Level.NATIONAL:
        raise UserError("National figures take no filter but --from and --to.")
    ignored = [name.value for name in chosen if name not in report.filters]
    return selection, tuple(f"The report {report.id} takes no filter by {name}; it is not used." for name in ignored)


def _require_choices(selection: Selection) -> list[Filter]:
    """The filters in which something is chosen. Raises UserError for unusable months and unknown values."""
    window_of(selection)
    chosen = [name for name in Filter if getattr(selection, name.value)]
    for name in chosen:
        _require_known(name, getattr(selection, name.value))
    return chosen


def _require_known(name: Filter, values: Collection[str]) -> None:
    """Raise UserError for what is no value of a filter; units are known by the release alone."""
    choices = filter_values()
    if name is Filter.DIAGNOSES:
        unknown = [value for value in values if diagnoses.find(value) is None]
        if unknown:
            raise UserError(f"{', '.join(unknown)}: no chapter, block, category or code of ICD-10-SE (F00-F99, F43).")
    elif name in choices:
        unknown = [value for value in values if value not in choices[name]]
        if unknown:
            raise UserError(f"{', '.join(unknown)}: none of the {name.value}, which are {', '.join(choices[name])}.")


def filter_values() -> Mapping[Filter, tuple[str, ...]]:
    """The values of the filters that have a fixed list."""
    return {
        Filter.AGES: dimension("age_group").keys,
        Filter.LENGTHS: dimension("length").keys,
        Filter.TYPES: tuple(key for key, _ in reference.certificate_filter_types()),
    }
