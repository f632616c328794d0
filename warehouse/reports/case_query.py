"""The one query about sick-leave cases: from visible rows to counts per period and group (statistics 3.9).

One scan of the rows, one arg-max per case and period, one group-by per dimension. Every case report, overview box
and filter is this query with other parts, for one provider or for all those of a region at once. Values are always
bound parameters; only names of columns and the shape of the statement are put together here.
"""

# ruff: noqa: S608 – the names and the shape are ours; every value is a bound parameter

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from warehouse import reference_tables as reference
from warehouse.reports.dimension import TOTAL_KEY, UNKNOWN_DIAGNOSIS_KEY, Attribute, Bounds, Dimension, NodeMatch
from warehouse.reports.period import Window
from warehouse.reports.visible import VisibleRows, condition, within

_ROW_COLUMNS = {
    Attribute.CHAPTER: "coalesce(chapter, '') AS chapter",
    Attribute.DIAGNOSIS_GROUP: "coalesce(chapter, '') AS chapter",
    Attribute.DEGREE: "degree",
    Attribute.AGE: "age",
    Attribute.COUNTY: "county",
    Attribute.CERTIFICATES: "case_certificates",
    Attribute.CARE_UNIT: "care_unit_no AS care_unit",
    Attribute.UNIT: "coalesce(unit_no, 0) AS unit",
    Attribute.DOCTOR: "coalesce(doctor_no, 0) AS doctor",
}
"""What the first step carries of a row. Nothing known is '' or 0, which no number is, because arg_max passes over
NULL."""

_LAST_OF = {
    Attribute.CHAPTER: "arg_max(chapter, row_no) AS chapter",
    Attribute.DIAGNOSIS_GROUP: "arg_max(chapter, row_no) AS chapter",
    Attribute.DEGREE: "arg_max(CAST(degree AS INTEGER), row_no) AS degree",
    Attribute.AGE: "max(age) AS age",
    Attribute.COUNTY: "arg_max(county, row_no) AS county",
    Attribute.CERTIFICATES: "max(case_certificates) AS certificates",
    Attribute.CARE_UNIT: "arg_max(care_unit, row_no) AS care_unit",
    Attribute.UNIT: "arg_max(unit, row_no) AS unit",
    Attribute.DOCTOR: "arg_max(doctor, row_no) AS doctor",
}
"""The attribute of a case in a period: that of its last row, or the largest age (rule 3.4)."""

_DOCTOR_SEX = "CASE doctor_sex WHEN 1 THEN 'MALE' WHEN 2 THEN 'FEMALE' ELSE 'UNKNOWN' END"
_WITH_KEYS = frozenset({Attribute.DOCTOR_AGE_SEX, Attribute.DOCTOR_TITLE, Attribute.WITHIN, Attribute.COMPARED})
"""Attributes that a row carries as its group keys with commas between: it can be in any number of groups."""

_COLUMNS_OF_DAYS = ("case_days", "start_date", "end_date", "case_end", "end_before")
_DAYS_OF_EVERYTHING = "max(case_days) AS days"
_DAYS_OF_VISIBLE = """max(case_days) - greatest(0, max(case_end)
            - greatest(max(end_date), min(coalesce(end_before, start_date)))) AS days"""
"""Length (rule 3.3 point 3): the days so far, less those after both the visible span and the rows before it.

What a row tells of the case so far never falls from row to row, so the last row has the largest and the first row the
least: to ask for these is cheaper than to ask for those rows.
"""


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """What to count: the cases of `visible`, per month of one window or per whole window, by provider and dimension.

    With `by_month`, `windows` holds one window and its months are the periods; otherwise each window is a period.
    """

    visible: VisibleRows
    windows: tuple[Window, ...]
    by_month: bool
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A whole number of each case in a period, by whose value the cases of a group are counted.

    `model` gives `case_no`, `period` and `amount` from `touching` (with the further `columns` of `sick_leave_row`),
    `case_in_period` and `period_bounds` (`period`, `first_day`, `last_day`).
    """

    model: str
    columns: tuple[str, ...] = ()
    needs_days: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with named parameters.

    Its rows: dimension index, provider number, period index, group key, then the amount where one was asked for,
    women, men.
    """

    sql: str
    parameters: dict[str, object]


@dataclass(slots=True)
class _Parts:
    parameters: dict[str, object] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        name = f"value_{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"


def _distinct(columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(columns))


def _touching(question: CaseQuestion, further: Iterable[str], parts: _Parts) -> str:
    """Visible rows that touch a period, once per period they touch, with `further` columns."""
    visible = condition(question.visible)
    parts.parameters.update(visible.parameters)
    columns = ["row_no", "provider_no", "case_no", "sex"]
    columns += [_ROW_COLUMNS[d.attribute] for d in question.dimensions if d.attribute in _ROW_COLUMNS]
    columns += [f"{_row_keys(d, parts)} AS {d.attribute}" for d in question.dimensions if d.attribute in _WITH_KEYS]
    if any(d.attribute.is_of_doctor for d in question.dimensions):
        columns.append("doctor_no")
    columns += further

    listed = ", ".join(_distinct(columns))
    if question.by_month:
        return _by_month(listed, visible.sql, question.windows[0], parts)
    return "\nUNION ALL\n".join(
        _in_window(f"{listed}, {at} AS period", visible.sql, window, parts)
        for at, window in enumerate(question.windows)
    )


def _in_window(columns: str, visible: str, window: Window, parts: _Parts) -> str:
    first_day, last_day = parts.bind(window.first_day), parts.bind(window.last_day)
    return f"""SELECT {columns}
        FROM sick_leave_row
        WHERE {visible} AND start_date <= {last_day} AND end_date >= {first_day}"""


def _by_month(columns: str, visible: str, window: Window, parts: _Parts) -> str:
    """Visible rows of a window, once for each of its months that they touch.

    To look up the further months by their number takes a third of the time of a list of months for each row.
    """
    first, months = parts.bind(12 * window.first.year + window.first.number), parts.bind(len(window))
    first_period = f"greatest(0, {_month_number('start_date')} - {first}) AS first_period"
    last_period = f"least({months} - 1, {_month_number('end_date')} - {first}) AS last_period"
    rows = _in_window(f"{columns}, {first_period}, {last_period}", visible, window, parts)
    return f"""SELECT * EXCLUDE (first_period, last_period, further_months, step),
            CAST(first_period + step AS INTEGER) AS period
        FROM ({rows})
        INNER JOIN (
            SELECT further_months, unnest(range(further_months + 1)) AS step
            FROM range({months}) AS spans (further_months)
        ) AS steps ON last_period - first_period = further_months"""


def _month_number(column: str) -> str:
    """Months since the year 0: cheaper than the months between two dates."""
    return f"(12 * year({column}) + month({column}))"


def _case_in_period(question: CaseQuestion, needs_days: bool, parts: _Parts) -> str:
    """One row per case and period, with its single-valued attributes; the length filter keeps or drops it."""
    columns = ["provider_no", "case_no", "period", "max(sex) AS sex"]
    columns += [
        _LAST_OF[d.attribute] for d in question.dimensions if d.attribute in _LAST_OF and not _each(question, d)
    ]
    columns += [
        f"arg_max({d.attribute}, row_no) AS {d.attribute}"
        for d in question.dimensions
        if d.attribute in _WITH_KEYS and not _each(question, d)
    ]
    if needs_days:
        columns.append(_DAYS_OF_EVERYTHING if question.visible.everything else _DAYS_OF_VISIBLE)
    statement = f"SELECT {', '.join(_distinct(columns))} FROM touching GROUP BY provider_no, case_no, period"
    if not question.visible.lengths:
        return statement
    kept = within("days", question.visible.lengths)
    parts.parameters.update(kept.parameters)
    return f"SELECT * FROM ({statement}) WHERE {kept.sql}"


def _each(question: CaseQuestion, dimension: Dimension) -> bool:
    """Whether a case counts in every distinct value of the dimension (cross-sections) or in its last one."""
    return not question.by_month and dimension.attribute.takes_each_value


def _row_keys(dimension: Dimension, parts: _Parts) -> str:
    """The group keys of a row with commas between; '' for none."""
    if dimension.attribute is Attribute.DOCTOR_TITLE:
        return "doctor_titles"
    if dimension.attribute is Attribute.DOCTOR_AGE_SEX:
        ages = [(row.key, Bounds(row.low or 0, row.high)) for row in reference.code_rows("doctor_age_groups")]
        return f"coalesce({_DOCTOR_SEX} || ':' || {_in_bounds('doctor_age', ages, parts)}, '')"
    choices = [_node_key(match, parts) for match in dimension.nodes]
    return f"concat_ws(',', {', '.join(choices)})" if choices else "''"


def _node_key(match: NodeMatch, parts: _Parts) -> str:
    """The group of a row under one diagnosis node, NULL when the row is not in it."""
    inside = f"{match.level} IS NULL" if match.value is None else f"{match.level} = {parts.bind(match.value)}"
    if match.without:
        inside += f" AND {match.without} IS NULL"
    if match.child_level is None:
        return f"CASE WHEN {inside} THEN {parts.bind(match.key)} END"
    return f"CASE WHEN {inside} THEN coalesce({match.child_level}, {parts.bind(match.key)}) END"


def _in_bounds(column: str, groups: Iterable[tuple[str, Bounds]], parts: _Parts) -> str:
    """The group that holds a number, NULL when none does."""
    choices = []
    for key, bounds in groups:
        low, then = parts.bind(bounds.low), parts.bind(key)
        upper = "" if bounds.high is None else f" AND {column} <= {parts.bind(bounds.high)}"
        choices.append(f"WHEN {column} >= {low}{upper} THEN {then}")
    return f"CASE {' '.join(choices)} END"


def _group_key(dimension: Dimension, parts: _Parts) -> str:
    """The expression that gives the group of a value, NULL when the dimension has none for it."""
    column = dimension.attribute.value
    if dimension.attribute in _WITH_KEYS:
        return f"nullif(unnest(string_split({column}, ',')), '')"
    if dimension.attribute is Attribute.NONE:
        return parts.bind(TOTAL_KEY)
    if dimension.bounds:
        return _in_bounds(column, dimension.bounds.items(), parts)
    if dimension.attribute in {Attribute.UNIT, Attribute.CARE_UNIT, Attribute.DOCTOR}:
        return f"CAST(nullif({column}, 0) AS VARCHAR)"
    return f"CAST({column} AS VARCHAR)"


def _each_value(question: CaseQuestion, dimension: Dimension) -> str:
    """One row per case, period and value of its rows; of each doctor only what is latest known."""
    column = "chapter" if dimension.attribute is Attribute.DIAGNOSIS_GROUP else dimension.attribute.value
    kept = " SEMI JOIN case_in_period USING (case_no, period)" if question.visible.lengths else ""
    if dimension.attribute in _WITH_KEYS and dimension.attribute.is_of_doctor:
        return f"""(SELECT provider_no, case_no, period, max(sex) AS sex, arg_max({column}, row_no) AS {column}
            FROM touching{kept} GROUP BY provider_no, case_no, period, doctor_no)"""
    distinct = f"SELECT DISTINCT provider_no, case_no, period, sex, {column} FROM touching{kept}"
    if dimension.attribute not in _WITH_KEYS:
        return f"({distinct})"
    return f"""(SELECT DISTINCT provider_no, case_no, period, sex, unnest(string_split({column}, ',')) AS {column}
        FROM ({distinct} WHERE {column} != ''))"""


def _source(question: CaseQuestion, dimension: Dimension, parts: _Parts) -> str:
    """One row per case, period and value of the dimension."""
    source = _each_value(question, dimension) if _each(question, dimension) else "case_in_period"
    if dimension.attribute is not Attribute.DIAGNOSIS_GROUP:
        return source
    members = [*reference.chapter_groups().items(), ("", UNKNOWN_DIAGNOSIS_KEY)]
    values = ", ".join(f"({parts.bind(chapter)}, {parts.bind(group)})" for chapter, group in members)
    return f"""(SELECT DISTINCT provider_no, case_no, period, sex, diagnosis_group FROM {source}
        INNER JOIN (VALUES {values}) AS merged (chapter, diagnosis_group) USING (chapter))"""


def _counts(question: CaseQuestion, index: int, parts: _Parts, amount: Amount | None) -> str:
    """The cases of each group: first of each value, of which there are few, then of the groups that values are in."""
    dimension = question.dimensions[index]
    by_amount = "" if amount is None else ", amount"
    with_amount = "" if amount is None else " INNER JOIN amount_of_case USING (case_no, period)"
    value = "" if dimension.attribute is Attribute.NONE else f", {dimension.attribute}"
    return f"""SELECT {index} AS dimension, provider_no, period, group_key{by_amount},
        sum(women) AS women, sum(men) AS men
    FROM (SELECT provider_no, period, {_group_key(dimension, parts)} AS group_key{by_amount}, women, men
        FROM (SELECT provider_no, period{value}{by_amount},
            count(*) FILTER (WHERE sex = 2) AS women, count(*) FILTER (WHERE sex = 1) AS men
            FROM {_source(question, dimension, parts)}{with_amount}
            GROUP BY provider_no, period{value}{by_amount}))
    WHERE group_key IS NOT NULL
    GROUP BY provider_no, period, group_key{by_amount}"""


def _period_bounds(question: CaseQuestion, parts: _Parts) -> str:
    """First and last day of each period."""
    (window, *_) = question.windows
    periods = [Window(month, month) for month in window] if question.by_month else question.windows
    bounds = ", ".join(
        f"({index}, {parts.bind(one.first_day)}::DATE, {parts.bind(one.last_day)}::DATE)"
        for index, one in enumerate(periods)
    )
    return f"SELECT * FROM (VALUES {bounds}) AS bounds (period, first_day, last_day)"


def statement(question: CaseQuestion, amount: Amount | None = None) -> Statement:
    """The question in SQL: the number of cases, or of the cases of each amount."""
    parts = _Parts()
    needs_days = (
        bool(question.visible.lengths)
        or any(dimension.attribute is Attribute.DAYS for dimension in question.dimensions)
        or (amount is not None and amount.needs_days)
    )
    further = (*(_COLUMNS_OF_DAYS if needs_days else ()), *(amount.columns if amount else ()))
    models = {
        "touching": _touching(question, further, parts),
        "case_in_period": _case_in_period(question, needs_days, parts),
    }
    if amount is not None:
        models["period_bounds"] = _period_bounds(question, parts)
        models["amount_of_case"] = amount.model
    counts = "\nUNION ALL\n".join(_counts(question, at, parts, amount) for at in range(len(question.dimensions)))
    steps = ",\n".join(f"{name} AS (\n{model}\n)" for name, model in models.items())
    return Statement(f"WITH {steps}\n{counts}", parts.parameters)
