"""What the readers know about each form, as data: where the values stand, and which questions and codes it has.

`answer_positions.csv` holds one row per form of a certificate type (two where a newer model has other answers);
`form_answers.csv` holds the questions, answers and codes of each form. A new certificate type is rows there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

UNKNOWN_TYPE: Final = "UNKNOWN"
ANY_VERSION: Final = "*"

_FOLDER = Path(__file__).parent
_ADDITIONAL_QUESTION = re.compile(r"9[0-9]{3}")
_LATER_MODEL = re.compile(r"0*(?:[2-9]|[1-9][0-9]+)(?:[.].*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Count:
    """How many times something may stand: `least` to `most`, `None` for no limit."""

    least: int
    most: int | None

    def allows(self, number: int) -> bool:
        return self.least <= number and (self.most is None or number <= self.most)


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """What the form's table says of one answer: how often it stands in its question, kind of value, codes (empty
    when any code is allowed)."""

    question: str
    answer: str
    count: Count
    kind: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class CertificateForm:
    """Where a form holds the values that are read; an empty position means the form does not have it.

    `required_text` is the answer without whose text the document is refused when it is no disease-carrier
    certificate, `strict_dates` whether a period date of wrong form refuses it (rule F-8).
    """

    form_id: str
    type_id: str
    codes: tuple[str, ...] = ()
    older_contract_id: str = ""
    versions: tuple[str, ...] = ()
    main_diagnosis: str = ""
    secondary_diagnoses: tuple[str, ...] = ()
    degree: str = ""
    degree_kind: str = ""
    period: str = ""
    strict_dates: bool = False
    required_text: str = ""
    occupation: str = ""
    disease_carrier: str = ""
    longer_than_decision_support: str = ""
    allowed_questions: re.Pattern[str] | None = None
    majors: frozenset[str] = frozenset()
    answers: dict[str, AnswerRule] = field(default_factory=dict)
    question_counts: dict[str, Count] = field(default_factory=dict)
    rules_by_question: dict[str, tuple[AnswerRule, ...]] = field(default_factory=dict)

    def knows_version(self, version: str | None) -> bool:
        """Whether the version is one of the form's, or just the number before its point (rule F-5)."""
        if self.versions == (ANY_VERSION,) or not self.versions:
            return True
        return version is not None and (version in self.versions or version.lstrip("0") in self.majors)

    def knows_question(self, question: str) -> bool:
        """Whether the form has the question; every question is known when the form has no list."""
        if self.allowed_questions is not None:
            return self.allowed_questions.fullmatch(question) is not None
        return not self.question_counts or question in self.question_counts

    def has_additional_question(self, question: str) -> bool:
        """Whether this is one of Försäkringskassan's own additional questions, and the form may hold them."""
        return _ADDITIONAL_QUESTION.fullmatch(question) is not None and self.knows_question(question)

    def knows_answer(self, question: str, answer: str) -> bool:
        """Whether a known question has the answer; additional questions have one answer each."""
        if not self.answers:
            return True
        rule = self.answers.get(answer)
        if rule is not None:
            return rule.question == question
        return self.has_additional_question(question) and answer == f"{question}.1"


def form_of(type_code: str, version: str | None) -> CertificateForm:
    """The form of a typ/code, compared without regard to case (rule F-4), and version.

    A version that no form of the type has is read as the oldest form, or the newest when its number is 2 or more.
    A type that is not known gives a form with `type_id` UNKNOWN and no positions (rule F-1).
    """
    forms = _forms_by_code().get(type_code.strip().casefold())
    if forms is None:
        return CertificateForm(UNKNOWN_TYPE, UNKNOWN_TYPE)
    if len(forms) == 1:
        return forms[0]
    written = version or ""
    major = _major(written)
    fallback = forms[-1] if _LATER_MODEL.fullmatch(written) else forms[0]
    return next((form for form in forms if major in form.majors), fallback)


def form_of_older_contract(type_name: str) -> CertificateForm:
    """The form of the type name in the older contracts of Transportstyrelsen."""
    wanted = type_name.strip().casefold()
    matching = (form for form in all_forms() if form.older_contract_id.casefold() == wanted)
    return next(matching, CertificateForm(UNKNOWN_TYPE, UNKNOWN_TYPE))


def _major(version: str) -> str:
    return version.partition(".")[0].lstrip("0")


@cache
def all_forms() -> tuple[CertificateForm, ...]:
    """Every form of `answer_positions.csv`, in its order."""
    rules: dict[str, list[dict[str, str]]] = {}
    for row in _rows("form_answers.csv"):
        rules.setdefault(row["form_id"], []).append(row)
    return tuple(_form(row, rules.get(row["form_id"], [])) for row in _rows("answer_positions.csv"))


@cache
def _forms_by_code() -> dict[str, list[CertificateForm]]:
    forms: dict[str, list[CertificateForm]] = {}
    for form in all_forms():
        for code in form.codes:
            forms.setdefault(code.casefold(), []).append(form)
    return forms


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _form(row: dict[str, str], rules: list[dict[str, str]]) -> CertificateForm:
    pattern = row["allowed_questions"]
    answer_rules = [_answer_rule(rule) for rule in rules]
    versions = tuple(row["versions"].split())
    return CertificateForm(
        form_id=row["form_id"],
        type_id=row["type_id"],
        codes=tuple(row["codes"].split()),
        older_contract_id=row["older_contract_id"],
        versions=versions,
        main_diagnosis=row["main_diagnosis"],
        secondary_diagnoses=tuple(row["secondary_diagnoses"].split()),
        degree=row["degree"],
        degree_kind=row["degree_kind"],
        period=row["period"],
        strict_dates=row["strict_dates"] == "yes",
        required_text=row["required_text"],
        occupation=row["occupation"],
        disease_carrier=row["disease_carrier"],
        longer_than_decision_support=row["longer_than_decision_support"],
        majors=frozenset(_major(version) for version in versions),
        allowed_questions=re.compile(pattern) if pattern else None,
        answers={rule.answer: rule for rule in answer_rules},
        question_counts={rule["question"]: _count(rule["question_count"]) for rule in rules},
        rules_by_question={
            rule.question: tuple(other for other in answer_rules if other.question == rule.question)
            for rule in answer_rules
        },
    )


def _answer_rule(row: dict[str, str]) -> AnswerRule:
    return AnswerRule(
        question=row["question"],
        answer=row["answer"],
        count=_count(row["answer_count"]),
        kind=row["kind"],
        codes=frozenset(row["codes"].split()),
    )


def _count(text: str) -> Count:
    """A count as the lists write it: `1`, `0..4`, `1..*`, or empty for no rule."""
    if not text:
        return Count(0, None)
    least, _, most = text.partition("..")
    return Count(int(least), None if most == "*" else int(most or least))
