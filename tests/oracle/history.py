"""A whole history as plain facts: the registers, all certificates with their messages, and the sick-leave rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tests.oracle.facts import PopulationRow
from tests.oracle.rows import Row


@dataclass(frozen=True)
class Unit:
    """A unit of a provider; a care unit names itself as its care unit."""

    id: str
    provider: str
    care_unit: str
    name: str

    @property
    def is_care_unit(self) -> bool:
        return self.id == self.care_unit


@dataclass(frozen=True)
class Doctor:
    """A signer as the register knows them."""

    id: str
    first_name: str
    surname: str
    protected: bool = False


@dataclass(frozen=True)
class Message:
    """A message to the care about a certificate; sex and birth date are those that the message itself names."""

    subject: str
    sex: int
    born: date | None
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Certificate:
    """A certificate of a known type; `unit` is None when the care unit itself signed, `born` when it is unreadable."""

    id: str
    person: str
    provider: str
    care_unit: str
    unit: str | None
    doctor: str
    type_id: str
    signed: date
    sex: int
    born: date | None
    chapter: str | None
    block: str | None
    category: str | None
    code: str | None
    sent: bool
    revoked: bool
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True)
class History:
    """Everything that a release is made of, on the day `as_of`."""

    as_of: date
    units: tuple[Unit, ...]
    doctors: tuple[Doctor, ...]
    certificates: tuple[Certificate, ...]
    rows: tuple[Row, ...]
    population: tuple[PopulationRow, ...] = ()

    @property
    def persons(self) -> list[str]:
        """Everybody with a certificate."""
        return sorted({one.person for one in self.certificates})

    def of(self, persons: frozenset[str]) -> History:
        """The history of some persons alone, with the same registers."""
        return replace(
            self,
            certificates=tuple(one for one in self.certificates if one.person in persons),
            rows=tuple(row for row in self.rows if row.person in persons),
        )


def age_on(born: date | None, day: date) -> int | None:
    """Age in whole years."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
