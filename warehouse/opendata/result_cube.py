"""The cube of one national result as a page shows it, from which its open files are made (dashboards 11.1)."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.opendata.contents import contents_of
from warehouse.opendata.cube import Cube, Note, Value, Variable
from warehouse.opendata.definitions import DIVISIONS
from warehouse.opendata.figures import county_code
from warehouse.opendata.notes import SIGNS, SOURCE, updated_at
from warehouse.opendata.points import Lines, lines
from warehouse.opendata.tables import SEX_ORDER
from warehouse.opendata.variables import (
    contents_variable,
    everything,
    listed_groups,
    periods_variable,
    region_categories,
    sexes,
)
from warehouse.reports import registry
from warehouse.reports.definitions import ReportDefinition
from warehouse.reports.description import definitions, loss_text, message_texts, note_texts, threshold_text
from warehouse.reports.dimension import TOTAL_KEY, Attribute
from warehouse.reports.measured import Measure
from warehouse.reports.period import Window
from warehouse.reports.result import Label, Level, ReportResult
from warehouse.texts import Texts, result_texts

_WITHOUT_TOTAL = frozenset({Attribute.WITHIN, Attribute.COMPARED, Attribute.COUNTY})
"""Divisions whose sum is no number of cases, or stands among the groups."""


def cube_of_result(result: ReportResult) -> Cube:
    """The figures of a national result by group, sex, content and period; a report of one number has no groups.

    Raises ValueError for another level: its files are not open data.
    """
    if result.level is not Level.NATIONAL:
        raise ValueError("only national results are open data")
    report = registry.report(result.report_id)
    contents = contents_of(report, result.measured.measure if result.measured else Measure.COUNT)
    groups = _groups(result, report)
    periods = [Window(month, month) for month in result.months] or [result.window]
    found = [lines([result], content) for content in contents]
    keys = _keys(result, report)
    values, status = _filled(keys, found)
    return Cube(
        id=report.number,
        label=result.title,
        variables=(*groups, sexes(), contents_variable(contents), periods_variable(periods, result.view)),
        values=values,
        status=status,
        notes=_notes(result),
        source=SOURCE,
        updated=updated_at(result.data_time),
        release=result.release,
        subject={"S": "SF", "I": "IN", "M": "ME"}[report.number[0]],
        threshold=result.threshold,
    )


def _keys(result: ReportResult, report: ReportDefinition) -> list[str]:
    """The keys of the groups in order, everything together first where the cube has it."""
    own = [group.key for group in result.table.groups]
    return own if len(own) == 1 or report.dimension.attribute in _WITHOUT_TOTAL else [TOTAL_KEY, *own]


def _groups(result: ReportResult, report: ReportDefinition) -> tuple[Variable, ...]:
    attribute = report.dimension.attribute
    groups = result.table.groups
    if attribute is Attribute.COUNTY:
        return (region_categories([county_code(group.key) for group in groups]),)
    if attribute not in DIVISIONS or (len(groups) == 1 and attribute is Attribute.DAYS):
        return ()
    total = TOTAL_KEY in _keys(result, report) and len(groups) != 1
    return (listed_groups(DIVISIONS[attribute], groups, everything(report.family) if total else None),)


def _filled(keys: list[str], found: Sequence[Lines]) -> tuple[list[Value], dict[int, str]]:
    """Values and statuses by group, sex, content and period."""
    values: list[Value] = []
    status: dict[int, str] = {}
    for key in keys:
        for sex in SEX_ORDER:
            for of in found:
                for points in of[key]:
                    value, sign = points[sex]
                    if sign:
                        status[len(values)] = sign
                    values.append(value)
    return values, status


def _notes(result: ReportResult) -> tuple[Note, ...]:
    """What is told with the figures, the threshold as a mandatory note."""
    swedish, english = (_told(result, result_texts(language)) for language in ("sv", "en"))
    told = [Label(*both) for both in zip(swedish, english, strict=True)]
    protected = result.threshold is not None
    return (*(Note(text, mandatory=protected and at == 0) for at, text in enumerate(told)), Note(SIGNS))


def _told(result: ReportResult, texts: Texts) -> list[str]:
    found = [threshold_text(result, texts), loss_text(result, texts), *note_texts(result, texts).values()]
    found += [*message_texts(result, texts).values(), definitions(result, texts)[0]]
    return list(dict.fromkeys(text for text in found if text))
