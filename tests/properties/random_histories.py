"""Random whole histories: three providers, all types of certificates, messages, and everything that is hard to tell.

Overlaps and nested periods, gaps of 5 and 6 days, certificates that start on one day, two periods in one certificate,
revocations, changes of unit, doctor, diagnosis and age within a case; people of unknown sex and age, unknown
diagnoses and counties, a unit that two providers have, unknown subjects and questions.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle import groups
from tests.oracle.facts import PopulationRow
from tests.oracle.history import Certificate, Doctor, History, Message, Unit, age_on
from tests.oracle.rows import Row
from warehouse.diagnoses import match

DAYS = (date(2014, 3, 10), date(2015, 1, 31), date(2016, 2, 29), date(2018, 9, 28))
UNITS = (
    Unit("u1", "p1", "u1", "Mottagning A"),
    Unit("s1", "p1", "u1", "Avdelning 1"),
    Unit("s2", "p1", "u1", "Avdelning 2"),
    Unit("u2", "p1", "u2", "mottagning a"),
    Unit("s3", "p1", "u2", "Avdelning 1"),
    Unit("m1", "p1", "m1", "Flyttande enhet"),
    Unit("v1", "p2", "v1", "Hus V"),
    Unit("t1", "p2", "v1", "Hus T"),
    Unit("m1", "p2", "m1", "Flyttande enhet"),
    Unit("w1", "p3", "w1", "Ensam"),
)
DOCTORS = (
    Doctor("d1", "Anna", "Ek"),
    Doctor("d2", "Anna", "Ek"),
    Doctor("d3", "", ""),
    Doctor("d4", "Bo", "Al", protected=True),
    Doctor("d5", "Cia", "Björk", protected=True),
    Doctor("d6", "Dan", "Lind"),
)
CODES = (
    "F320", "F321", "F32", "F40", "F401", "F41", "F430", "M545", "M54", "M791", "O200", "A00", "A010", "B349", "R52",
    "U049", "J069", "S822", "Z563", "C509", "C189", "C439", "C799", "C859", "D229", "C259", "C349", "C619",
    "nonsense", None,
)  # fmt: skip
COUNTIES = ("01", "10", "14", "01", "00", "42")
LENGTHS = (1, 14, 15, 30, 31, 60, 61, 90, 91, 180, 181, 365, 731)
TITLES = ("-2", "-1", "201010", "201010,201013", "204090")
OTHER_TYPES = (
    "LUSE", "LUSE", "LUAE_NA", "LUAE_FS", "DB", "AG7804", "AG114", "FK7472", "FK3226", "FK7809", "TSTRK1007", "FK7426",
    "FK7427", "FK3221", "FK7810", "AF00213",
)  # fmt: skip
SUBJECTS = ("KOMPLT", "KOMPLT", "KOMPLT", "AVSTMN", "KONTKT", "PAMINN", "OVRIGT", "OKANT")
QUESTIONS = ("1", "6", "35", "37", "32", "44", "40", "5", "")


@dataclass
class Person:
    """Somebody with certificates: `sex` 0 and `born` None when the id is unreadable."""

    id: str
    sex: int
    born: date | None
    free: date
    """The day after the latest sick leave so far."""

    start: date
    """The first day of the latest sick leave so far."""


def random_history(chance: random.Random, persons: int) -> History:
    """A history of some persons over three years."""
    as_of = chance.choice(DAYS)
    certificates: list[Certificate] = []
    rows: list[Row] = []
    for number in range(persons):
        person = _person(chance, f"person{number}", as_of)
        for at in range(chance.randint(1, 6)):
            made, periods = _certificate(chance, person, f"c{number}-{at}")
            certificates.append(made)
            rows.extend(periods)
    return History(
        as_of,
        UNITS,
        DOCTORS,
        tuple(certificates),
        _in_order(chance, certificates, rows),
        tuple(_population(chance, as_of.year)),
    )


def _person(chance: random.Random, id_: str, as_of: date) -> Person:
    day = as_of - timedelta(days=chance.randint(60, 1000))
    unknown = chance.random() < 0.08
    born = None if unknown else as_of - timedelta(days=chance.randint(14 * 365, 70 * 365))
    return Person(id_, 0 if unknown else chance.randint(1, 2), born, day, day)


def _certificate(chance: random.Random, person: Person, id_: str) -> tuple[Certificate, list[Row]]:
    """One certificate and, of a sick-leave certificate, its periods."""
    sick_leave = chance.random() < 0.7
    type_id = chance.choice(groups.SICK_LEAVE if sick_leave else OTHER_TYPES)
    place = match(chance.choice(CODES) if type_id in groups.TYPES_WITH_DIAGNOSIS else None)
    provider = chance.choice(("p1", "p1", "p1", "p1", "p2", "p2", "p3"))
    unit = chance.choice([unit for unit in UNITS if unit.provider == provider])
    start = _start(chance, person)
    made = Certificate(
        id_,
        person.id,
        provider,
        unit.care_unit,
        None if unit.is_care_unit else unit.id,
        chance.choice(DOCTORS).id,
        type_id,
        start + timedelta(days=chance.randint(-3, 10)),
        person.sex,
        person.born,
        place.chapter,
        place.block,
        place.category,
        place.code,
        sent=chance.random() < 0.7,
        revoked=chance.random() < 0.1,
        messages=tuple(_messages(chance, person)),
    )
    return made, list(_rows(chance, made, person, start)) if sick_leave and person.born else []


def _start(chance: random.Random, person: Person) -> date:
    """At, shortly before or after the end of the sick leave before, or on its first day."""
    if chance.random() < 0.1:
        return person.start
    return person.free + timedelta(days=chance.choice((0, 4, 5, 6, 7, -1, chance.randint(-40, 12))))


def _rows(chance: random.Random, of: Certificate, person: Person, start: date) -> Iterator[Row]:
    length = chance.choice((chance.randint(1, 25), chance.choice(LENGTHS)))
    degrees = chance.sample((25, 50, 75, 100), 2)
    periods = [(start, start + timedelta(days=length - 1), degrees[0])]
    if chance.random() < 0.35:
        second = start + timedelta(days=chance.choice((0, 0, length, chance.randint(0, 12))))
        periods.append((second, second + timedelta(days=chance.randint(0, 25)), degrees[1]))
    age = age_on(person.born, max(end for _, end, _ in periods))
    assert age is not None
    doctor_age, doctor_sex = chance.choice((0, 29, 30, 39, 59, 60)), chance.randint(0, 2)
    doctor_titles, county = chance.choice(TITLES), chance.choice(COUNTIES)
    for first, last, degree in periods:
        yield Row(
            of.id,
            0,
            of.person,
            of.sex,
            of.provider,
            of.care_unit,
            first,
            last,
            degree,
            age,
            of.unit,
            of.chapter,
            of.block,
            of.category,
            of.code,
            county,
            f"{county}80",
            of.doctor,
            doctor_age,
            doctor_sex,
            doctor_titles,
            of.revoked,
        )
    person.start = start
    person.free = max(person.free, max(end for _, end, _ in periods) + timedelta(days=1))


def _messages(chance: random.Random, person: Person) -> Iterator[Message]:
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3))):
        same = chance.random() < 0.9
        yield Message(
            chance.choice(SUBJECTS),
            person.sex if same else chance.randint(0, 2),
            person.born if same else chance.choice((None, date(1990, 2, 14))),
            tuple(chance.choices(QUESTIONS, k=chance.randint(0, 3))),
        )


def _in_order(chance: random.Random, certificates: list[Certificate], rows: list[Row]) -> tuple[Row, ...]:
    """The rows with the order numbers of their certificates, in an order that has nothing to do with time."""
    signed = sorted(certificates, key=lambda one: (one.signed, chance.random()))
    order = {one.id: at for at, one in enumerate(signed, start=1)}
    numbered = [Row(**{**vars(row), "order": order[row.certificate]}) for row in rows]
    return tuple(sorted(numbered, key=lambda row: (row.certificate[::-1], row.degree)))


def _population(chance: random.Random, year: int) -> Iterator[PopulationRow]:
    """Two years of most counties; of some only one sex is known, and some years are missing."""
    for of_year in (year - 1, year - 2):
        if chance.random() < 0.8:
            for county in groups.COUNTIES[:-1]:
                for sex in (1, 2):
                    if chance.random() < 0.95:
                        yield county, of_year, sex, chance.randint(200, 3000)
