"""Random questions to a history: every report of the registry, for random readers, filters and intervals."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.oracle import groups
from tests.oracle.history import History
from tests.oracle.question import Question, first_day, month_of
from tests.properties.random_histories import CODES, UNITS
from warehouse.diagnoses import match
from warehouse.reports import registry
from warehouse.reports import result as product

UNIT_IDS = tuple(dict.fromkeys(unit.id for unit in UNITS))
BY_UNIT = ("cases_by_unit", "messages_per_unit")
PLACES = tuple(match(code) for code in CODES if code)
NODES = tuple(
    dict.fromkeys(
        node
        for place in PLACES
        for node in (place.chapter, place.block, place.category, place.code)
        if node is not None
    )
)
PARENTS = (*groups.CHAPTERS[:1], *(node for node in NODES if node in groups.CHAPTERS or "-" in node or len(node) == 3))
CHOICES = (*NODES, "UNKNOWN_CODE_WITHIN:F40", "UNKNOWN_CODE_WITHIN:M54", groups.UNKNOWN, groups.UNKNOWN, "no-such-node")
ALL_NODES = tuple(sorted(groups.diagnosis_nodes()))
EVERY_NODE = (*groups.CHAPTERS, groups.UNKNOWN)


def of_provider(chance: random.Random, history: History) -> Iterator[Question]:
    """Every report of the provider level, for one reader with one choice of filters."""
    own = chance.choice((*(None,) * 8, *(some_ids(chance, most) for most in (4, 4, 4, 1)), frozenset[str]()))
    provider = chance.choice(("p1",) * 8 + ("p2",) * 3 + ("p3", "nobody"))
    reader = Question("", "provider", False, provider=provider)
    asked = filtered(chance, history, replace(reader, own_units=own))
    for question in every_form(chance, asked):
        yield question
        if question.report in BY_UNIT:
            yield replace(question, care_units=False)


def of_region(chance: random.Random, history: History) -> Iterator[Question]:
    """Every report of the region level, for one list of units with one choice of filters."""
    ids = chance.sample(
        ("u1", "u2", "m1", "v1", "w1", "s1", "not-registered"), chance.choice((0, *range(1, 7), *range(3, 7)))
    )
    listed = tuple((id_, chance.choice((None, 0, 110, 1000, 7))) for id_ in ids)
    asked = Question("", "region", False, listed=listed, threshold=chance.randint(1, 6))
    yield from every_form(chance, filtered(chance, history, asked))


def of_nation(chance: random.Random, history: History, threshold: int) -> Iterator[Question]:
    """Every national report: time series for a random interval, cross-sections of the default and of full years."""
    asked = Question("", "national", False, threshold=threshold)
    years = [year for year in range(2014, history.as_of.year) if first_day(year * 12 + 11) < history.as_of]
    for question in every_form(chance, asked):
        if question.monthly:
            yield with_interval(chance, history, question)
        elif years and chance.random() < 0.5:
            year = chance.choice(years)
            yield replace(question, first=f"{year}-01", last=f"{year}-12")
        else:
            yield question


def every_form(chance: random.Random, asked: Question) -> Iterator[Question]:
    """The question for each report and view that its level has."""
    level = product.Level(asked.level)
    for report in registry.every_report(level):
        for view in report.levels[level]:
            yield replace(
                asked,
                report=report.id,
                monthly=view is product.View.TIME_SERIES,
                node=chance.choice(groups.CHAPTERS if level is product.Level.NATIONAL else PARENTS),
                nodes=compared(chance),
            )


def compared(chance: random.Random) -> tuple[str, ...]:
    """A few diagnoses to compare; now and then about as many as are told to be many."""
    if chance.random() < 0.05:
        return tuple(chance.sample(ALL_NODES, chance.randint(99, 100)))
    return tuple(chance.sample(CHOICES, chance.randint(0, 6)))


def filtered(chance: random.Random, history: History, asked: Question) -> Question:
    """With a random choice in every dimension: nothing, something, everything, or what is no filter value."""
    every_diagnosis = chance.random() < 0.05
    return with_interval(
        chance,
        history,
        replace(
            asked,
            units=tuple(written(chance, id_) for id_ in some(chance, (*UNIT_IDS, "elsewhere"), 3)),
            diagnoses=EVERY_NODE if every_diagnosis else some(chance, CHOICES, 4),
            ages=some(chance, (*groups.AGES, "no-such-age"), 5),
            lengths=some(chance, (*groups.LENGTHS, "no-such-length"), 4),
            types=some(chance, (*groups.FILTER_TYPES, "no-such-type"), 4),
        ),
    )


def some(chance: random.Random, values: Sequence[str], most: int) -> tuple[str, ...]:
    """Often nothing, now and then everything, else a few of the values."""
    drawn = chance.random()
    if drawn < 0.65:
        return ()
    return tuple(values) if drawn < 0.7 else tuple(chance.sample(values, chance.randint(1, most)))


def some_ids(chance: random.Random, most: int) -> frozenset[str]:
    """A few units."""
    return frozenset(chance.sample(UNIT_IDS, chance.randint(1, most)))


def written(chance: random.Random, id_: str) -> str:
    """An id as somebody may write it."""
    return chance.choice((id_, id_.upper(), f" {id_} "))


def with_interval(chance: random.Random, history: History, asked: Question) -> Question:
    """Often none; else in the past, over today, reaching too far, or not to be used."""
    running = month_of(history.as_of)
    first = running - chance.randint(0, 24)
    kinds: dict[str, tuple[int, int]] = {
        "past": (first, min(first + chance.randint(0, 13), running)),
        "over today": (first, running + chance.randint(1, 6)),
        "from too early": (2013 * 12 + chance.randint(0, 8), running - chance.randint(0, 6)),
        "too far at both ends": (2012 * 12, running + 30),
        "wholly too early": (2012 * 12, 2012 * 12 + 3),
        "wholly too late": (running + 2, running + 3),
        "reversed": (running, running - 2),
    }
    if chance.random() < 0.4:
        return asked
    kind = chance.choice(("past",) * 8 + ("over today",) * 3 + tuple(kinds))
    start, end = (first_day(month).isoformat()[:7] for month in kinds[kind])
    if asked.level != "national":
        return replace(asked, first=start, last=chance.choice((end,) * 12 + ("2015-13",)))
    return asked if kind == "reversed" else replace(asked, first=start, last=end)
