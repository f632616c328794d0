"""What a form rule is: a numbered condition of one form, with a sentence for people and a test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipelines.documents.answers import Answers
from pipelines.documents.certificate_forms import CertificateForm
from pipelines.documents.record import Period


class Filled(NamedTuple):
    """A filled-in form: its table, the answers of the document and the periods read from them."""

    form: CertificateForm
    answers: Answers
    periods: Sequence[Period]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a form. `sv` and `en` say what a document that keeps it looks like; `broken` tells whether a
    document breaks it. Its flag is `form_rule:<form id>-<number>`."""

    number: int
    sv: str
    en: str
    broken: Callable[[Filled], bool]


def only_with(answers: Answers, question: str, detail: str, trigger: str, code: str) -> bool:
    """Whether in every answer to a question the detail stands exactly when the trigger has the code."""
    return all(answer.has(detail) == (answer.code(trigger) == code) for answer in answers.of(question))


def only_when_true(answers: Answers, detail: str, trigger: str) -> bool:
    """Whether the detail stands exactly when the trigger is true."""
    return answers.has(detail) == (answers.truth(trigger) is True)


def codes_once(answers: Answers, answer: str) -> bool:
    """Whether no code of the answer stands twice."""
    codes = answers.codes(answer)
    return len(set(codes)) == len(codes)


def diagnosis_pairs(answers: Answers) -> bool:
    """Whether by-diagnoses stand as text and code together, the second only after the first."""
    first = answers.has("6.3"), answers.has("6.4")
    second = answers.has("6.5"), answers.has("6.6")
    return len(set(first)) == 1 and len(set(second)) == 1 and (not any(second) or all(first))


def instances(answers: Answers, *required: str) -> bool:
    """Whether `instans` is a number from 1 wherever it stands, and stands in every answer to these questions."""
    return all(
        answer.question not in required if answer.instance is None else _is_positive(answer.instance)
        for answer in answers.items
    )


def _is_positive(number: str) -> bool:
    return number.isascii() and number.isdigit() and number.strip("0") != ""
