"""The answers (svar, delsvar) of a RegisterCertificate document, as the readers and form rules look at them.

Values live here only while a document is read; no free text goes further (rule F-10).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipelines.documents.leaves import Vocabulary, read_day, read_truth
from pipelines.documents.rules.too_slow import Deadline

_VALUE_LEAVES = frozenset({"code", "codeSystem", "start", "end", "value", "unit", "format"})
PLAIN_TEXT = "text"
UNKNOWN_ELEMENT = "unknown"


@dataclass(slots=True)
class Part:
    """One delsvar. `kind` is `text` for plain content, else the name of the element it holds (`cv`, `datePeriod`,
    `pq`, ...), or `unknown`; `leaves` are that element's trimmed, non-empty values by name."""

    answer: str
    kind: str
    text: str
    leaves: dict[str, str]

    @property
    def code(self) -> str | None:
        return self.leaves.get("code")

    @property
    def code_system(self) -> str | None:
        return self.leaves.get("codeSystem")


@dataclass(slots=True)
class Answer:
    """One svar: its question id, `instans` as written and its parts in document order."""

    question: str
    instance: str | None
    parts: list[Part]

    def part(self, answer: str) -> Part | None:
        """The first part with this id."""
        return next((part for part in self.parts if part.answer == answer), None)

    def has(self, answer: str) -> bool:
        return self.part(answer) is not None

    def code(self, answer: str) -> str | None:
        part = self.part(answer)
        return part.code if part else None


@dataclass(slots=True)
class Answers:
    """All answers of a document in document order, with an index by question and by answer id."""

    items: list[Answer] = field(default_factory=list)
    _by_question: dict[str, list[Answer]] = field(default_factory=dict)
    _by_answer: dict[str, list[Part]] = field(default_factory=dict)

    def add(self, answer: Answer) -> None:
        self.items.append(answer)
        self._by_question.setdefault(answer.question, []).append(answer)
        for part in answer.parts:
            self._by_answer.setdefault(part.answer, []).append(part)

    def questions(self) -> dict[str, list[Answer]]:
        """Every question that is answered, with its answers."""
        return self._by_question

    def of(self, question: str) -> list[Answer]:
        """The answers to one question."""
        return self._by_question.get(question, [])

    def asked(self, *questions: str) -> bool:
        """Whether all these questions are answered at least once."""
        return all(question in self._by_question for question in questions)

    def parts(self, answer: str) -> list[Part]:
        """Every part with this id."""
        return self._by_answer.get(answer, [])

    def has(self, answer: str) -> bool:
        return answer in self._by_answer

    def codes(self, answer: str) -> list[str]:
        """The codes of an answer in document order, those without code left out."""
        return [part.code for part in self.parts(answer) if part.code]

    def truth(self, answer: str) -> bool | None:
        """The first part of a boolean answer; `None` when absent or neither true nor false."""
        parts = self.parts(answer)
        return read_truth(parts[0].text) if parts else None

    def says_something(self, answer: str) -> bool:
        """Whether some part of a text answer holds a non-blank character."""
        return any(part.text for part in self.parts(answer))

    def all_parts(self) -> Iterator[Part]:
        for answer in self.items:
            yield from answer.parts


def read_answer(svar: etree._Element, vocabulary: Vocabulary, deadline: Deadline) -> Answer:
    """One svar element. Raises `UnreadableError` when the time limit of the document is passed."""
    deadline.check()
    known = vocabulary.local_names
    instance = None
    parts = []
    for child in svar:
        name = known.get(child.tag)
        if name == "delsvar":
            parts.append(_read_part(child, known))
        elif name == "instans" and instance is None:
            instance = (child.text or "").strip()
    return Answer(svar.get("id", "").strip(), instance, parts)


def _read_part(delsvar: etree._Element, known: dict[str, str]) -> Part:
    kind = PLAIN_TEXT
    leaves: dict[str, str] = {}
    for value in delsvar:
        kind = known.get(value.tag, UNKNOWN_ELEMENT)
        for leaf in value:
            name = known.get(leaf.tag)
            if name in _VALUE_LEAVES and leaf.text and name not in leaves:
                text = leaf.text.strip()
                if text:
                    leaves[name] = text
        break
    return Part(delsvar.get("id", "").strip(), kind, (delsvar.text or "").strip(), leaves)


def period_days(part: Part) -> tuple[str | None, str | None]:
    """Start and end of a period as written."""
    return part.leaves.get("start"), part.leaves.get("end")


def is_calendar_period(part: Part) -> bool:
    """Whether both ends of a period are calendar days in order."""
    start, end = map(read_day, period_days(part))
    return start is not None and end is not None and start <= end
