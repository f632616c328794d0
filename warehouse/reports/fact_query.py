"""The query about certificates and messages: counts per period and group, by the certificate's signing date.

Both kinds of facts take the same conditions as case rows (statistics 10.3, 10.5, 10.6). Values are always bound
parameters; only names of columns and the shape of the statement are put together here.
"""

# ruff: noqa: S608 – the names and the shape are ours; every value is a bound parameter

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse import reference_tables as reference
from warehouse.reports.case_query import Statement
from warehouse.reports.certificate_groups import SICK_LEAVE_KEY, SICK_LEAVE_TYPES
from warehouse.reports.dimension import TOTAL_KEY, Attribute, Dimension
from warehouse.reports.period import Window
from warehouse.reports.visible import VisibleRows, condition, of_providers

COMPLETION = "KOMPLT"


class Facts(StrEnum):
    """What is counted."""

    ISSUED = "issued"
    SENT = "sent"
    COMPLETED = "completed"
    MESSAGES = "messages"
    QUESTIONS = "questions"


_TABLES = {
    Facts.ISSUED: "(SELECT * FROM header WHERE NOT revoked)",
    Facts.SENT: "(SELECT * REPLACE (age_at_month_start AS age) FROM header WHERE sent_to_fk)",
    Facts.COMPLETED: """(SELECT * REPLACE (age_at_month_start AS age) FROM header
        WHERE sent_to_fk AND certificate_no IN
        (SELECT certificate_no FROM message_to_care WHERE {in_reach} AND subject = $completion))""",
    Facts.MESSAGES: "message_to_care",
    Facts.QUESTIONS: """(SELECT * EXCLUDE (questions), unnest(questions) AS question FROM message_to_care
        WHERE subject = $completion)""",
}
_KEYS = {
    Attribute.TOPIC: "subject",
    Attribute.CARE_UNIT_TOPIC: "CAST(care_unit_no AS VARCHAR) || ':' || subject",
    Attribute.UNIT_TOPIC: "CAST(unit_no AS VARCHAR) || ':' || subject",
    Attribute.DOCTOR_TOPIC: "CAST(doctor_no AS VARCHAR) || ':' || subject",
}


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """What to count: the facts that `visible` lets through, by month of the window or as a whole.

    `type_ids` None counts every type. The lengths of `visible` have no effect: facts have none.
    """

    facts: Facts
    visible: VisibleRows
    window: Window
    by_month: bool
    dimension: Dimension
    type_ids: tuple[str, ...] | None = None


def question_groups() -> dict[str, str]:
    """Question id → key of its group (statistics 5.9)."""
    return {
        question: row["key"] for row in reference.rows("question_groups") for question in row["questions"].split(";")
    }


def fact_statement(question: FactQuestion) -> Statement:
    """The question in SQL; its rows give provider number, period index, group key, women, men and all."""
    visible = condition(question.visible)
    parameters: dict[str, object] = {
        **visible.parameters,
        "first": question.window.first_day,
        "last": question.window.last_day,
    }
    # A message stands with provider and signing date of its certificate, by which both tables are sorted.
    in_reach = f"{of_providers(question.visible).sql} AND signed_date BETWEEN $first AND $last"
    table = _TABLES[question.facts].format(in_reach=in_reach)
    if "$completion" in table:
        parameters["completion"] = COMPLETION
    key = _key(question, parameters)
    types = ""
    if question.type_ids is not None:
        parameters["type_ids"] = list(question.type_ids)
        types = " AND list_contains($type_ids, type_id)"
    period = "date_diff('month', $first::DATE, signed_date)" if question.by_month else "0"
    sql = f"""SELECT provider_no, period, group_key, count(*) FILTER (WHERE sex = 2) AS women,
        count(*) FILTER (WHERE sex = 1) AS men, count(*) AS everybody
    FROM (SELECT provider_no, {period} AS period, sex, {key} AS group_key
        FROM {table}
        WHERE {visible.sql} AND signed_date BETWEEN $first AND $last{types})
    WHERE group_key IS NOT NULL
    GROUP BY provider_no, period, group_key"""
    return Statement(sql, parameters)


def _key(question: FactQuestion, parameters: dict[str, object]) -> str:
    attribute = question.dimension.attribute
    if attribute is Attribute.QUESTION:
        groups = question_groups()
        parameters["question_ids"] = list(groups)
        parameters["question_groups"] = list(groups.values())
        return "list_extract($question_groups, list_position($question_ids, question))"
    if attribute in {Attribute.ISSUED, Attribute.RECEIVED}:
        parameters["total_key"] = TOTAL_KEY
        return "$total_key"
    if attribute in _KEYS:
        return _KEYS[attribute]
    if question.facts is not Facts.ISSUED:
        return "type_id"
    parameters |= {"sick_leave": list(SICK_LEAVE_TYPES), "sick_leave_key": SICK_LEAVE_KEY}
    return "CASE WHEN list_contains($sick_leave, type_id) THEN $sick_leave_key ELSE type_id END"
