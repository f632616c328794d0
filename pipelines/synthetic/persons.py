"""Patients: drawn by sex and age, each with a number of the test series, and remembered for later cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.synthetic.names import given_name, surname
from pipelines.synthetic.person_ids import MAN, WOMAN, PersonNumbers
from pipelines.synthetic.settings import Parameters
from pipelines.synthetic.streams import Stream, Weighted

_REMEMBERED = 20_000
_DAYS_A_YEAR = 365.2425


@dataclass(slots=True)
class Person:
    """A patient. `number` has twelve digits; `later_number` replaces a coordination number for the few who change."""

    no: int
    number: str
    sex: int
    birth: date
    given_name: str
    surname: str
    protected: bool
    deceased: bool
    test: bool
    in_register: bool
    later_number: str | None = None


class Persons:
    """Makes patients and brings earlier ones back; `on_new` is told about each new one."""

    def __init__(self, stream: Stream, parameters: Parameters, on_new: Callable[[Person], None] | None) -> None:
        self._stream = stream
        self._parameters = parameters
        self._numbers = PersonNumbers()
        self._on_new = on_new
        self._ages: dict[str, Weighted[str]] = {}
        self._remembered: dict[int, list[Person]] = {MAN: [], WOMAN: []}
        self._register = parameters.table("persons.register_percent")
        self._coordination = parameters.number("persons.coordination_number_percent")
        self._changed = parameters.number("persons.changed_number_percent")
        self._returning = parameters.number("persons.returning_percent")
        self.count = 0

    def sex(self, percent_women: float) -> int:
        return WOMAN if self._stream.chance(percent_women) else MAN

    def for_case(self, sex: int, ages: str, day: date) -> Person:
        """A patient for a new sick-leave case: mostly a new one, at times one who has had a case before."""
        remembered = self._remembered[sex]
        if remembered and ages == "age_sick_leave" and self._stream.chance(self._returning):
            return self._stream.pick(remembered)
        person = self.new(sex, ages, day)
        if ages == "age_sick_leave":
            self._remember(person)
        return person

    def earlier(self, sex: int) -> Person | None:
        """Somebody who has had a sick-leave case, None when nobody has."""
        remembered = self._remembered[sex]
        return self._stream.pick(remembered) if remembered else None

    def new(self, sex: int, ages: str, day: date) -> Person:
        """A new patient whose age on `day` follows the parameter `persons.<ages>`."""
        if ages not in self._ages:
            self._ages[ages] = self._parameters.weighted(f"persons.{ages}")
        stream = self._stream
        least, most = (int(age) for age in stream.draw(self._ages[ages]).split("-"))
        days = int((least + stream.uniform() * (most + 1 - least)) * _DAYS_A_YEAR)
        birth = day - timedelta(days=max(days, 1))
        changes = stream.chance(self._changed)
        coordination = stream.chance(self._coordination) or changes
        number = self._numbers.take(birth, sex, coordination=coordination)
        while number is None:
            birth -= timedelta(days=1)
            number = self._numbers.take(birth, sex, coordination=coordination)
        self.count += 1
        person = Person(
            no=self.count,
            number=number,
            sex=sex,
            birth=birth,
            given_name=given_name(stream, sex),
            surname=surname(stream),
            protected=stream.chance(self._register["protected"]),
            deceased=stream.chance(self._register["deceased"]),
            test=stream.chance(self._register["test"]),
            in_register=not stream.chance(self._register["not_found"]),
        )
        if changes:
            person.later_number = self._numbers.take(birth, sex)
        if self._on_new is not None:
            self._on_new(person)
        return person

    def _remember(self, person: Person) -> None:
        remembered = self._remembered[person.sex]
        if len(remembered) < _REMEMBERED:
            remembered.append(person)
        else:
            remembered[self._stream.whole(0, _REMEMBERED - 1)] = person
