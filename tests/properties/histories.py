"""Random sick-leave histories: many persons at two providers, with everything that makes cases hard to tell.

Overlaps, nested periods, gaps of 5 and 6 days, several rows on one day, two degrees in one certificate, revocations,
changes of unit, diagnosis and age within a case. Small numbers everywhere, so that shrinking ends in few short lines.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from tests.oracle.rows import Row
from warehouse.diagnoses import match

FIRST_DAY = date(2014, 10, 20)
PROVIDERS = ("P1", "P2")
UNITS = {
    "P1": (("u1", None), ("u1", "s1"), ("u2", None), ("u2", "s2")),
    "P2": (("v1", None), ("v1", "t1"), ("v2", None), ("v2", "t2")),
}
CODES = ("F320", "F321", "F40", "F41", "M545", "M54", "O200", "A00", "R52", "U049", "nonsense", None)
COUNTIES = ("01", "10", "14", "00")
DEGREES = (25, 50, 75, 100)


@dataclass(frozen=True)
class Written:
    """One certificate as drawn: days since the end of the one before, lengths and attributes by index."""

    free_days: int
    length: int
    provider: int
    unit: int
    code: int
    degree: int
    age: int
    county: int
    second_start: int
    second_length: int
    signed_late: bool
    revoked: bool


written = st.builds(
    Written,
    free_days=st.one_of(st.sampled_from((4, 5, 6, 0, -1)), st.integers(-40, 12)),
    length=st.one_of(st.integers(1, 20), st.sampled_from((1, 14, 15, 30, 31, 60, 61, 90, 91, 180, 365))),
    provider=st.integers(0, 4).map(lambda drawn: int(drawn == 4)),
    unit=st.integers(0, 3),
    code=st.integers(0, len(CODES) - 1),
    degree=st.integers(0, 3),
    age=st.integers(0, 2),
    county=st.integers(0, len(COUNTIES) - 1),
    second_start=st.integers(-1, 12),
    second_length=st.integers(0, 25),
    signed_late=st.booleans(),
    revoked=st.integers(0, 9).map(lambda drawn: drawn == 9),
)
history = st.lists(written, min_size=1, max_size=6)


def _certificate(person: int, number: int, drawn: Written, end_before: date, base_age: int) -> list[Row]:
    provider = PROVIDERS[drawn.provider]
    care_unit, unit = UNITS[provider][drawn.unit]
    place = match(CODES[drawn.code])
    start = end_before + timedelta(days=drawn.free_days + 1)
    row = Row(
        certificate=f"c{person}-{number}",
        order=(100 if drawn.signed_late else 0) + number + 1,
        person=f"person{person}",
        sex=1 + person % 2,
        provider=provider,
        care_unit=care_unit,
        unit=unit,
        start=start,
        end=start + timedelta(days=drawn.length - 1),
        degree=DEGREES[drawn.degree],
        age=base_age + drawn.age,
        chapter=place.chapter,
        block=place.block,
        category=place.category,
        code=place.code,
        county=COUNTIES[drawn.county],
        revoked=drawn.revoked,
    )
    if drawn.second_length == 0 or drawn.second_start < 0:
        return [row]
    second = row.start + timedelta(days=drawn.second_start)
    periods = (
        (row.start, row.end, row.degree),
        (second, second + timedelta(days=drawn.second_length), DEGREES[(drawn.degree + 1) % 4]),
    )
    return [Row(**{**vars(row), "start": start, "end": end, "degree": degree}) for start, end, degree in periods]


def rows_of(histories: list[list[Written]]) -> list[Row]:
    """All rows of all persons, in an order that has nothing to do with time."""
    found: list[Row] = []
    for person, certificates in enumerate(histories):
        end = FIRST_DAY + timedelta(days=person * 7 % 60)
        for number, drawn in enumerate(certificates):
            listed = _certificate(person, number, drawn, end, base_age=19 + person * 5 % 50)
            found.extend(listed)
            end = max(end, *(row.end for row in listed))
    return sorted(found, key=lambda row: (row.certificate[::-1], row.degree))


def a_share_of_the_examples(divisor: int) -> settings:
    """For tests whose every example makes a whole database: the profile's number of examples, divided."""
    profile = settings.default
    assert profile is not None
    return settings(max_examples=max(1, profile.max_examples // divisor))


batch = st.lists(history, min_size=1, max_size=20)


def random_histories(chance: random.Random, persons: int) -> list[list[Written]]:
    """Many histories at once, with the same kinds of trouble as `history`."""
    return [[_random_certificate(chance) for _ in range(chance.randint(1, 6))] for _ in range(persons)]


def _random_certificate(chance: random.Random) -> Written:
    return Written(
        free_days=chance.choice((4, 5, 6, 0, -1, chance.randint(-40, 12))),
        length=chance.choice((chance.randint(1, 20), chance.choice((1, 14, 15, 30, 31, 60, 61, 90, 91, 180, 365)))),
        provider=int(chance.random() < 0.2),
        unit=chance.randrange(4),
        code=chance.randrange(len(CODES)),
        degree=chance.randrange(4),
        age=chance.randrange(3),
        county=chance.randrange(len(COUNTIES)),
        second_start=chance.randint(-1, 12),
        second_length=chance.randint(0, 25),
        signed_late=chance.random() < 0.5,
        revoked=chance.random() < 0.1,
    )
