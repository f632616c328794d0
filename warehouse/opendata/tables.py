"""The public tables as cubes, made from the published figures of one release (dashboards 19.1).

What a release does not hold is not there: a table without figures by county has the whole country alone, and a content
that needs a population is missing without one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock
from weakref import WeakKeyDictionary

from warehouse.opendata.cube import NOT_AVAILABLE, Cube, Value, Variable
from warehouse.opendata.definitions import SUBJECTS, TABLES, TableDefinition, tables_of
from warehouse.opendata.figures import NO_GROUP, GroupLines, Reading, read
from warehouse.opendata.notes import SOURCE, table_notes, updated_at
from warehouse.opendata.points import Content, Points
from warehouse.opendata.variables import contents_variable, division_variable, periods_variable, region_variable, sexes
from warehouse.reports.measures import MeasureNotOfferedError
from warehouse.reports.national import NationalStatistics

__all__ = ["SUBJECTS", "TableDefinition", "UnknownTableError", "cube_of", "outline", "table", "tables", "tables_of"]

SEX_ORDER = (0, 2, 1)
"""Total, men and women: the order of the codes `1+2`, `1` and `2` among points of total, women and men."""

_NOTHING: Points = ((None, NOT_AVAILABLE),) * 3


class UnknownTableError(LookupError):
    """There is no public table with the id asked for."""


_made: WeakKeyDictionary[NationalStatistics, dict[str, Cube]] = WeakKeyDictionary()
_keeping = Lock()
_making = {one.id: Lock() for one in TABLES}
"""One for each table: who asks for a small one does not wait while a large one is made."""


def tables() -> tuple[TableDefinition, ...]:
    """Every public table, in the order of the catalogue."""
    return TABLES


def table(table_id: str) -> TableDefinition:
    """The table with `table_id`, without regard to case; raises UnknownTableError."""
    for one in TABLES:
        if one.id == table_id.upper():
            return one
    raise UnknownTableError(f"there is no table {table_id!r}")


def cube_of(statistics: NationalStatistics, table_id: str) -> Cube:
    """A whole public table of one release, made once and kept as long as the release is; raises UnknownTableError."""
    defined = table(table_id)
    with _keeping:
        kept = _made.setdefault(statistics, {})
    with _making[defined.id]:
        if defined.id not in kept:
            kept[defined.id] = _cube(Reading(statistics, defined.view), defined)
        return kept[defined.id]


def outline(statistics: NationalStatistics, table_id: str) -> tuple[Variable, ...]:
    """The variables of a table, the contents without categories; makes no figures. Raises UnknownTableError."""
    defined = table(table_id)
    return _variables(Reading(statistics, defined.view), defined, ())


def _cube(reading: Reading, defined: TableDefinition) -> Cube:
    found: dict[Content, GroupLines] = {}
    for content in defined.contents:
        try:
            found[content] = read(reading, defined, content)
        except MeasureNotOfferedError:
            continue
    variables = _variables(reading, defined, list(found))
    values, status = _filled(defined, variables, found)
    release = reading.statistics.release
    return Cube(
        id=defined.id,
        label=defined.label,
        variables=variables,
        values=values,
        status=status,
        notes=table_notes(defined, release.threshold),
        source=SOURCE,
        updated=updated_at(release.data_time),
        release=release.version,
        subject=defined.subject,
        tags=defined.tags,
        description=defined.description,
        threshold=release.threshold,
    )


def _variables(reading: Reading, defined: TableDefinition, contents: Sequence[Content]) -> tuple[Variable, ...]:
    found = [region_variable(defined)] if defined.has_regions else []
    if defined.division:
        found.append(division_variable(defined, defined.division))
    if defined.has_sexes:
        found.append(sexes())
    return (*found, contents_variable(contents), periods_variable(reading.periods, defined.view))


def _filled(
    defined: TableDefinition, variables: Sequence[Variable], found: Mapping[Content, GroupLines]
) -> tuple[list[Value], dict[int, str]]:
    """Values and statuses in the order of the variables: region, division, sex, contents, time."""
    by_code = {variable.code: variable.codes for variable in variables}
    regions = variables[0].codes if defined.has_regions else ("00",)
    groups = by_code[defined.division.code] if defined.division else (NO_GROUP,)
    nothing = [_NOTHING] * len(variables[-1].categories)
    values: list[Value] = []
    status: dict[int, str] = {}
    for region in regions:
        for group in groups:
            lines = [of.get((region, group)) or _absent(content, of, nothing) for content, of in found.items()]
            for sex in SEX_ORDER if defined.has_sexes else (0,):
                for line in lines:
                    for points in line:
                        value, sign = points[sex]
                        if sign:
                            status[len(values)] = sign
                        values.append(value)
    return values, status


def _absent(content: Content, of: GroupLines, nothing: Sequence[Points]) -> Sequence[Points]:
    """The points of a group that no period has: true zeros of what is counted, else nothing to tell."""
    if not content.counts_each_group or not of:
        return nothing
    return [((0, None), (0, None), (0, None))] * len(nothing)
