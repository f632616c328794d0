"""Tests whether the answers stand as the form's table of questions says.

A form makes its condition 0 of them, except those that it numbers by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pipelines.documents.answers import PLAIN_TEXT, Answer, Part, period_days
from pipelines.documents.certificate_forms import AnswerRule, CertificateForm
from pipelines.documents.form_rules.condition import Condition, Filled
from pipelines.documents.leaves import read_day, read_truth

_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")


def questions_missing(filled: Filled) -> bool:
    """Whether a question that the table requires is not answered."""
    counts = filled.form.question_counts
    return any(len(filled.answers.of(question)) < count.least for question, count in counts.items())


def questions_repeated(filled: Filled) -> bool:
    """Whether a question is answered more often than the table allows; additional questions once each."""
    counts = filled.form.question_counts
    for question, answers in filled.answers.questions().items():
        if len(answers) == 1:
            continue
        count = counts.get(question)
        if count is None:
            if filled.form.has_additional_question(question):
                return True
        elif not count.allows(max(len(answers), count.least)):
            return True
    return False


def parts_misplaced(filled: Filled) -> bool:
    """Whether within some answer a part is missing, repeated, or holds another kind of value than the table says.

    The contents of text answers are the business of `text_malformed`.
    """
    for question, answers in filled.answers.questions().items():
        rules = filled.form.rules_by_question.get(question, ())
        for answer in answers:
            for rule in rules:
                if not _stands_as_said(rule, answer.parts):
                    return True
    return False


def _stands_as_said(rule: AnswerRule, parts: Iterable[Part]) -> bool:
    number = 0
    for part in parts:
        if part.answer == rule.answer:
            number += 1
            if not _has_kind(part, rule.kind):
                return False
    return rule.count.allows(number)


def text_malformed(filled: Filled) -> bool:
    """Whether a text answer is blank or holds an element, or an additional question is not just one text."""
    rules = filled.form.answers
    for answer in filled.answers.items:
        for part in answer.parts:
            rule = rules.get(part.answer)
            if rule is not None and rule.kind == "text" and not _is_plain_text(part):
                return True
        if _is_additional(filled.form, answer) and not _is_one_text(answer):
            return True
    return False


def table_condition(*tests: Callable[[Filled], bool]) -> Condition:
    """Condition 0 of a form: none of these tests of its table finds anything."""
    return Condition(
        0,
        "Frågor och delsvar står så många gånger, och med den sorts värde, som blanketten anger.",
        "Questions and answers stand as often, and with the kind of value, as the form says.",
        lambda filled: any(test(filled) for test in tests),
    )


WHOLE_TABLE = table_condition(questions_missing, questions_repeated, parts_misplaced, text_malformed)


def _is_additional(form: CertificateForm, answer: Answer) -> bool:
    return answer.question.startswith("9") and form.has_additional_question(answer.question)


def _is_plain_text(part: Part) -> bool:
    return part.kind == PLAIN_TEXT and part.text != ""


def _is_one_text(answer: Answer) -> bool:
    return len(answer.parts) == 1 and _is_plain_text(answer.parts[0])


def _is_boolean(part: Part) -> bool:
    return part.kind == PLAIN_TEXT and read_truth(part.text) is not None


def _is_date(part: Part) -> bool:
    return part.kind == PLAIN_TEXT and read_day(part.text) is not None


def _is_code(part: Part) -> bool:
    return part.kind == "cv" and part.code is not None


def _is_period(part: Part) -> bool:
    return part.kind == "datePeriod" and all(read_day(day) is not None for day in period_days(part))


def _is_quantity(part: Part) -> bool:
    return part.kind == "pq" and "value" in part.leaves


def _is_integer(part: Part) -> bool:
    return part.kind == PLAIN_TEXT and _WHOLE_NUMBER.fullmatch(part.text) is not None


_KIND_TESTS: dict[str, Callable[[Part], bool]] = {
    "boolean": _is_boolean,
    "date": _is_date,
    "cv": _is_code,
    "period": _is_period,
    "pq": _is_quantity,
    "integer": _is_integer,
}


def _has_kind(part: Part, kind: str) -> bool:
    test = _KIND_TESTS.get(kind)
    return test is None or test(part)
