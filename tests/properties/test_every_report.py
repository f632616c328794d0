"""Every report of the registry, on every level and in every view, against the oracle, with random filters.

One comparison is one question – report, level, view, reader, filters, interval – to one history. A disagreement is
told with the question and the smallest part of the history that still shows it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

import pytest

from tests.oracle.answers import Answers
from tests.oracle.facts_in_reach import Reach
from tests.oracle.history import History
from tests.oracle.question import Question
from tests.properties.comparing import Releases, differing, releases
from tests.properties.random_histories import random_history
from tests.properties.random_questions import of_nation, of_provider, of_region
from warehouse.reports import registry
from warehouse.reports.result import Level

Difference = Callable[[Releases, Question], str | None]
Measured = Callable[[str, object], None]

HISTORIES, READERS, PERSONS = 8, 4, 200
NIGHTLY_HISTORIES, NIGHTLY_READERS, NIGHTLY_PERSONS = 20, 14, 250


def smallest(history: History, question: Question, difference: Difference) -> History:
    """As few persons as still show the difference: halves, quarters and so on are left out as long as it stays."""
    threshold = question.threshold if question.level == "national" else None
    kept, size = history, len(history.persons) // 2
    while size:
        for at in range(0, len(kept.persons), size):
            fewer = kept.of(frozenset(kept.persons) - frozenset(kept.persons[at : at + size]))
            if not fewer.rows:
                continue
            with releases(fewer, threshold) as of_fewer:
                if difference(of_fewer, question):
                    kept = fewer
                    break
        else:
            size //= 2
        size = min(size, len(kept.persons) // 2)
    return kept


def told(history: History, question: Question, difference: Difference, seed: int) -> str:
    """The question and the smallest history that shows the difference."""
    small = smallest(history, question, difference)
    with releases(small, question.threshold if question.level == "national" else None) as of_small:
        said = difference(of_small, question)
    facts = [f"  {fact}" for fact in chain(small.certificates, small.rows)]
    return "\n".join([f"{said}", f"{question}", f"as of {small.as_of}, seed {seed}:", *facts[:40]])


def questions(chance: random.Random, history: History, threshold: int, readers: int) -> Iterator[Question]:
    """What several readers ask on each level."""
    yield from of_nation(chance, history, threshold)
    for _ in range(readers):
        yield from of_provider(chance, history)
        yield from of_region(chance, history)


Compared = dict[tuple[str, ...], bool]
"""The distinct questions that were compared, by report, level and view; whether the answer held any figure."""


def agrees(seed: int, persons: int, readers: int) -> Compared:
    """Compare all answers about one history."""
    chance = random.Random(seed)
    print(f"history of seed {seed}")
    history, threshold = random_history(chance, persons), chance.randint(1, 6)
    asked: Compared = {}
    with releases(history, threshold) as of_history:
        for question in questions(chance, history, threshold, readers):
            if of_history.difference(question):
                pytest.fail(told(history, question, Releases.difference, seed))
            figures = any(of_history.answers.answer(question).table)
            asked[question.report, question.level, str(question.monthly), repr(question)] = figures
            if question.report == "cases_total":
                if of_history.overview_difference(question):
                    pytest.fail(told(history, question, Releases.overview_difference, seed))
                asked["overview", question.level, "", repr(filters(question))] = figures
    return asked


def filters(question: Question) -> tuple[object, ...]:
    """What of a question an overview takes."""
    return (
        question.listed,
        question.provider,
        question.own_units,
        question.units,
        question.diagnoses,
        question.ages,
        question.lengths,
        question.types,
    )


def check_questions(asked: Compared, least: float) -> None:
    """Enough questions, on every report on every level and in every view, and not about nothing."""
    forms = {
        (report.id, level.value, str(view.value == "time_series"))
        for level in Level
        for report in registry.every_report(level)
        for view in report.levels[level]
    }
    assert forms <= {one[:3] for one in asked}
    assert len(asked) >= least
    assert sum(asked.values()) >= len(asked) / 3, "too many questions about nothing prove nothing"


@pytest.mark.parametrize("number", range(HISTORIES))
def test_every_report_agrees(seed: int, number: int, measured: Measured) -> None:
    asked = agrees(seed + number, PERSONS, READERS)
    measured("questions compared", len(asked))
    measured("of them with figures", sum(asked.values()))
    check_questions(asked, 2000 / HISTORIES)


def test_another_history_is_told_apart(seed: int) -> None:
    """The comparison can fail: half of the people are missing in what the oracle is asked about."""
    history = random_history(random.Random(seed), PERSONS)
    half = history.of(frozenset(history.persons[::2]))
    question = Question("cases_total", "provider", monthly=False, provider="p1")
    with releases(history, None) as of_history:
        of_half = Releases(of_history.care, None, Answers(Reach(half)))
        assert of_history.difference(question) is None
        assert of_history.overview_difference(question) is None
        assert "is Count" in (of_half.difference(question) or "")
        assert "counts Count" in (of_half.overview_difference(question) or "")


def test_labels_messages_and_notes_are_compared(seed: int) -> None:
    """An answer with another label, message or note differs, and says in what."""
    history = random_history(random.Random(seed), 20)
    question = Question("cases_by_degree", "provider", monthly=True, provider="p1")
    with releases(history, None) as of_history:
        made, expected = of_history.ask(question), of_history.answers.answer(question)
        assert list(differing(made, expected)) == []
        others = {
            "labels of the table": replace(expected, labels=["25 %", "50 %", "75 %", "100 %"]),
            "labels of the chart": replace(expected, chart_labels=[]),
            "messages": replace(expected, messages=[*expected.messages, "R-001"]),
            "notes": replace(expected, notes=frozenset()),
        }
        for name, other in others.items():
            assert [said.startswith(f"the {name} are") for said in differing(made, other)] == [True], name


@pytest.mark.nightly
@pytest.mark.parametrize("number", range(NIGHTLY_HISTORIES))
def test_every_report_agrees_on_many_large_histories(seed: int, number: int, measured: Measured) -> None:
    asked = agrees(seed + number, NIGHTLY_PERSONS, NIGHTLY_READERS)
    measured("questions compared", len(asked))
    measured("of them with figures", sum(asked.values()))
    check_questions(asked, 20_000 / NIGHTLY_HISTORIES)
