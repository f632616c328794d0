"""Where a report's figures are explained and can be fetched: method page, open table, and the call for its view."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from dashboards.components.about_data import LinkedFact
from dashboards.components.address import Address
from dashboards.components.texts import Texts
from dashboards.public.api.configuration import BASE
from dashboards.public.information.methods import BY_SLUG, Method, title
from dashboards.public.information.paths import METHODS
from dashboards.public.table_builder.links import written_selection
from warehouse.opendata.cube import CONTENTS, REGION, SEX, TIME
from warehouse.opendata.definitions import TableDefinition, tables_of
from warehouse.opendata.figures import COUNTRY, county_code
from warehouse.opendata.variables import period_code
from warehouse.reports import registry
from warehouse.reports.definitions import Figure
from warehouse.reports.dimension import Attribute
from warehouse.reports.measured import Measure
from warehouse.reports.period import Window
from warehouse.reports.result import ReportResult, View

MONTHS_OF_YEAR = 12
_DIAGNOSES = frozenset({Attribute.CHAPTER, Attribute.WITHIN, Attribute.COMPARED})
"""Of the whole tree of diagnoses a call asks for those of the view alone: all together are too many cells."""


def further_facts(result: ReportResult, address: Address, texts: Texts) -> tuple[LinkedFact, ...]:
    """The facts with links that stand at the end of `Om uppgifterna` (dashboards 4, 19.8).

    A call is given where the open tables hold the period: months, and whole calendar years.
    """
    facts = []
    method = _method(result)
    if method is not None:
        href = address.to(f"{METHODS}/{method.slug}", ()).url
        facts.append(LinkedFact(texts("about.method.head"), title(method, texts), href))
    table = _table(result)
    if table is not None:
        place = f"{BASE}/tables/{table.id}"
        name = f"{table.id} {table.label.in_language(texts.language)}"
        chosen = _chosen(result, table)
        named = name if chosen is not None else texts("about.table.years_alone", table=name)
        facts.append(LinkedFact(texts("about.table.head"), named, f"{place}/metadata?lang={texts.language}"))
        if chosen is not None:
            href = f"{place}/data?lang={texts.language}&{_call(chosen)}"
            facts.append(LinkedFact(texts("about.call.head"), texts("about.call.text", table=table.id), href))
        own = written_selection(table.id, chosen or {}, texts.language).url
        facts.append(LinkedFact(texts("about.own_table.head"), texts("about.own_table.text", table=table.id), own))
    return tuple(facts)


def _method(result: ReportResult) -> Method | None:
    """The method page of the measure that is shown, or of the report's own shares."""
    measure = result.measured.measure if result.measured else None
    if measure is None:
        own = next((one for one in BY_SLUG.values() if result.report_id in one.reports), None)
        if own is not None:
            return own
        is_rate = registry.report(result.report_id).figure is Figure.RATE
        measure = Measure.PER_1000_INHABITANTS if is_rate else Measure.COUNT
    return next((one for one in BY_SLUG.values() if one.measure is measure), None)


def _table(result: ReportResult) -> TableDefinition | None:
    """The open table of the report in its form, first one that holds the measure that is shown."""
    tables = [table for table in tables_of(result.report_id) if table.view is result.view]
    measure = result.measured.measure if result.measured else Measure.COUNT
    holding = [table for table in tables if any(content.measure is measure for content in table.contents)]
    return next(iter(sorted(holding or tables, key=lambda table: table.reports[0] != result.report_id)), None)


def _call(chosen: Mapping[str, str]) -> str:
    """The query of the call that chooses so."""
    return "&".join(f"valueCodes[{name}]={quote(text, safe='*,()[]-')}" for name, text in chosen.items())


def _chosen(result: ReportResult, table: TableDefinition) -> dict[str, str] | None:
    """What a call chooses of each variable; None where the open tables do not hold the period."""
    window = result.window
    if result.view is View.TIME_SERIES:
        first, last = (period_code(Window(month, month)) for month in (window.first, window.last))
        time = f"[RANGE({first},{last})]"
    elif window.first.number == 1 and len(window) == MONTHS_OF_YEAR:
        time = period_code(window)
    else:
        return None
    attribute = registry.report(result.report_id).dimension.attribute
    keys = [group.key for group in result.table.groups]
    chosen = {CONTENTS: "*", TIME: time}
    if table.has_regions:
        chosen[REGION] = ",".join(map(county_code, keys)) if attribute is Attribute.COUNTY else COUNTRY
    if table.has_sexes:
        chosen[SEX] = "*"
    if table.division is not None and table.division.code not in chosen:
        chosen[table.division.code] = ",".join(keys) if attribute in _DIAGNOSES else "*"
    return {name: chosen[name] for name in table.variable_codes}
