"""Plain facts: one row per accepted period of a sick-leave certificate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class Row:
    """One accepted period of a sick-leave certificate, with everything a case report can ask for.

    `order` is the certificate's rank by signing; `unit` is None when the care unit itself signed; `sex` is 1 man,
    2 woman; an unknown diagnosis is None on the levels that are unknown. `person` is any name of a person.
    """

    certificate: str
    order: int
    person: str
    sex: int
    provider: str
    care_unit: str
    start: date
    end: date
    degree: int = 100
    age: int = 40
    unit: str | None = None
    chapter: str | None = None
    block: str | None = None
    category: str | None = None
    code: str | None = None
    county: str = "01"
    municipality: str = "0180"
    doctor: str = "DOCTOR"
    doctor_age: int = 45
    doctor_sex: int = 2
    doctor_titles: str = "201010"
    revoked: bool = False


def certificate(template: Row, periods: Sequence[tuple[date, date, int]]) -> Iterator[Row]:
    """The rows of one certificate with several periods of (start, end, degree)."""
    for start, end, degree in periods:
        yield replace(template, start=start, end=end, degree=degree)
