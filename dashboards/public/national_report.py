"""From the address of a national report to its result, and to what its page needs beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from dashboards.components import address as parameters
from dashboards.components.address import Address
from dashboards.components.diagnosis_choice import (
    COMPARE_SLUG,
    WITHIN_SLUG,
    canonical,
    chosen_within,
    compared,
)
from dashboards.components.measure_names import MEASURES_BY_NAME, measure_name
from dashboards.components.report_controls import Benchmark, OwnControls
from dashboards.public.diagnosis_examples import examples, largest_chapter
from dashboards.public.undivided import as_choice, title_of, undivided
from dashboards.serving.report_request import ReportRequest, read_request
from warehouse.reports import registry
from warehouse.reports.definitions import Family, Figure, ReportDefinition
from warehouse.reports.dimension import Attribute
from warehouse.reports.measured import Measure
from warehouse.reports.menu import OWN_PAGES, UNDIVIDED, OwnPage
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import Options
from warehouse.reports.parts import with_counties_by_name, with_groups
from warehouse.reports.period import Window
from warehouse.reports.registry import UnknownReportError
from warehouse.reports.result import Level, Message, ReportResult, SexView, View

NATIONAL = Level.NATIONAL
MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class NationalRequest:
    """What the address of a national report asks for, and the controls that stand for it.

    `diagnosis_path` are the chapter, block and category of the path, `compared` the diagnoses side by side, `counties`
    the counties to show (all when empty), `page` another page than the report's own.
    """

    asked: ReportRequest
    own: OwnControls
    counties: tuple[str, ...] = ()
    page: OwnPage | None = None


def readable(address: Address) -> Address:
    """The readable address of what a form sent or of a report without its division; any other as it is."""
    chosen = as_choice(canonical(address))
    several = chosen.query.get(parameters.COUNTIES, ())
    return chosen.having(lan=",".join(several)) if len(several) > 1 else chosen


def national_request(address: Address, path: str, reader: NationalStatistics) -> NationalRequest:
    """Read the address of a report; `path` is what follows the level. Raises UnknownReportError."""
    slug, *below = path.split("/")
    page = OWN_PAGES.get(slug)
    main = registry.report(page.report_id) if page else registry.report_by_slug(slug, NATIONAL)
    definition = undivided(main, address)
    is_largest = slug == WITHIN_SLUG and not below
    within = chosen_within([largest_chapter(reader)] if is_largest else below) if slug == WITHIN_SLUG else ()
    if (below or slug == WITHIN_SLUG) and not within:
        raise UnknownReportError(f"there is no report at {path!r}")
    comparison = compared(address) if slug == COMPARE_SLUG else None
    asked = read_request(address, definition, NATIONAL, reader.release.as_of)
    offered = page.measures if page else reader.measures(definition.id, asked.view)
    if definition.figure is Figure.RATE:
        # The report as it stands is the number per 1,000.
        offered = tuple(one for one in offered if one is not Measure.PER_1000_INHABITANTS)
    measure, told = _measure(address, offered, definition)
    if comparison is not None and comparison.unusable:
        told = (*told, Message("FI-013", "warning"))
    options = Options(
        node=within[-1] if within else None,
        nodes=tuple(node.id for node in comparison.chosen) if comparison else (),
        measure=measure,
    )
    counties = _counties(address) if definition.dimension.attribute is Attribute.COUNTY else ()
    sexes = _sexes(definition, measure)
    sex = next((one for one in sexes if one == address.get(parameters.SEX)), SexView.EACH)
    benchmark = _benchmark(definition, asked.view)
    own = OwnControls(
        report=definition,
        is_largest_chapter=is_largest,
        examples=examples(reader) if comparison is not None and not comparison.chosen else (),
        measures=offered,
        measure=measure,
        within=within,
        compared=comparison,
        counties=counties if definition.dimension.attribute is Attribute.COUNTY else None,
        division=main.dimension.name if main.id in UNDIVIDED else None,
        is_divided=definition is main,
        sexes=sexes,
        sex=sex,
        benchmark=benchmark,
        is_compared=benchmark is not None and benchmark == address.get(parameters.COMPARE),
    )
    asked = replace(_of_published_window(asked, reader), options=options)
    asked = replace(asked, messages=(*asked.messages, *told), kind=asked.kind_for(address, measure, sex))
    return NationalRequest(asked, own, counties, page)


def _measure(
    address: Address, offered: tuple[Measure, ...], definition: ReportDefinition
) -> tuple[Measure, tuple[Message, ...]]:
    """The measure of the address; the first one offered, and a message, where the report is not offered in it."""
    named = address.get(parameters.MEASURE)
    measure = MEASURES_BY_NAME.get(named or "", offered[0])
    if named == measure_name(Measure.COUNT, definition):
        measure = Measure.COUNT
    if measure in offered:
        return measure, ()
    return offered[0], (Message("FI-015", "info"),)


def _sexes(definition: ReportDefinition, measure: Measure) -> tuple[SexView, ...]:
    """The views of the sexes that a report has: none where its figures are the sexes' shares of each other."""
    if not definition.divided_by_sex or (measure is Measure.COUNT and definition.figure is Figure.SEX_SHARE):
        return ()
    return tuple(SexView)


def _benchmark(definition: ReportDefinition, view: View) -> Benchmark | None:
    """What a report can be set against: counties the country, a single number over time the year before."""
    if definition.dimension.attribute is Attribute.COUNTY:
        return Benchmark.COUNTRY if definition.figure is not Figure.COUNT else None
    is_single = len(definition.dimension.groups) == 1
    return Benchmark.YEAR_BEFORE if view is View.TIME_SERIES and is_single else None


def _counties(address: Address) -> tuple[str, ...]:
    given = ",".join(address.query.get(parameters.COUNTIES, ())).split(",")
    return tuple(dict.fromkeys(filter(None, (key.strip() for key in given))))


def _of_published_window(asked: ReportRequest, reader: NationalStatistics) -> ReportRequest:
    """A cross-section exists for the published windows only, else for the default."""
    if asked.view is not View.CROSS_SECTION or asked.window in reader.windows:
        return asked
    return replace(asked, window=reader.windows[0], messages=(*asked.messages, Message("FI-014", "info")))


def national_result(request: NationalRequest, reader: NationalStatistics) -> ReportResult:
    """The result asked for, with what is to be told of the address."""
    asked = request.asked
    result = reader.report(asked.definition.id, asked.view, window=asked.window, options=asked.options)
    if request.page:
        result = replace(result, title=request.page.title)
    if not request.own.is_divided:
        result = replace(result, title=title_of(asked.definition))
    if request.counties:
        result = with_groups(result, request.counties)
    result = replace(with_counties_by_name(result), sexes=request.own.sex)
    return replace(_compared(result, request, reader), messages=(*asked.messages, *result.messages))


def _compared(result: ReportResult, request: NationalRequest, reader: NationalStatistics) -> ReportResult:
    """The result set against the country or the year before, where that is asked for."""
    if not request.own.is_compared:
        return result
    if request.own.benchmark is Benchmark.COUNTRY:
        return replace(result, against_country=True)
    asked = request.asked
    first, last = reader.months.first, result.window.last.plus(-MONTHS_OF_YEAR)
    if last < first:
        return result
    window = Window(max(first, result.window.first.plus(-MONTHS_OF_YEAR)), last)
    before = reader.report(asked.definition.id, asked.view, window=window, options=asked.options)
    return replace(result, before=replace(before, sexes=result.sexes))


def changed(request: NationalRequest, reader: NationalStatistics) -> ReportResult | None:
    """The whole of the report with its change since a year before; None where that says nothing of it."""
    asked = request.asked
    definition = asked.definition
    if definition.figure in {Figure.SHARE, Figure.SEX_SHARE} or asked.options.measure is not Measure.COUNT:
        return None
    report_id, nodes = definition.id, asked.options.nodes
    if definition.dimension.attribute is Attribute.WITHIN:
        report_id, nodes = "cases_compare_diagnoses", (asked.options.node or "",)
    elif definition.dimension.attribute is Attribute.COMPARED and len(nodes) != 1:
        return None
    elif definition.family is Family.CASES and definition.figure is Figure.COUNT and not _is_of_its_own(definition):
        report_id = "cases_total"
    options = Options(nodes=nodes, measure=Measure.CHANGE)
    return reader.report(report_id, asked.view, window=asked.window, options=options)


def _is_of_its_own(definition: ReportDefinition) -> bool:
    """Whether a report counts other cases than all."""
    return definition.dimension.attribute is Attribute.COMPARED or definition.dimension_id == "long"


@lru_cache(maxsize=4)
def windows_with_data(reader: NationalStatistics) -> tuple[Window, ...]:
    """The published windows but for the years before the first case."""
    result = reader.report("cases_total", View.TIME_SERIES, window=reader.months)
    totals = zip(result.months, result.table.row_totals, strict=True)
    first = next((month for month, count in totals if count.total), None)
    default, *years = reader.windows
    return (default, *(window for window in years if first is not None and window.last >= first))
