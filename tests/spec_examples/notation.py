"""A short notation for worked examples: `A(k) 02-01–02-14 u1 F40 50%`, as in the statistics specification.

A line is a patient (letter, sex), one or more periods, and in any order unit, diagnosis, degree, age, county and
doctor. Dates without year are in the example's year. Units u1, u2 belong to provider P1, u3, u4 to P3. A doctor is
written `dr=D1/m40/201010+201013`: id, sex and age, titles.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from tests.oracle.rows import Row
from warehouse.diagnoses import match

PROVIDERS = {"u1": "P1", "u2": "P1", "u3": "P3", "u4": "P3"}
_DATE = r"(?:(\d{4})-)?(\d\d)-(\d\d)"
_PERIOD = re.compile(rf"{_DATE}\.\.{_DATE}(?:@(\d+))?$")
_DOCTOR = re.compile(r"dr=([^/]+)/([km])(\d+)(?:/([\d+-]+))?$")
_PATIENT = re.compile(r"([A-Za-z][A-Za-z0-9]*)\(([km])\)$")


def _day(year: str | None, month: str, day: str, default: int) -> date:
    return date(int(year or default), int(month), int(day))


def rows(year: int, text: str) -> list[Row]:
    """Read one certificate a line; the order of the lines is the order of signing."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return [row for order, line in enumerate(lines, start=1) for row in _certificate(year, order, line)]


def _certificate(year: int, order: int, line: str) -> list[Row]:
    words = line.split()
    patient = _PATIENT.match(words[0])
    if patient is None:
        raise ValueError(f"a line begins with a patient: {line}")
    found = Row(
        certificate=f"certificate-{order:04d}",
        order=order,
        person=patient[1],
        sex=2 if patient[2] == "k" else 1,
        provider="P1",
        care_unit="u1",
        start=date.min,
        end=date.min,
    )
    periods = []
    for word in words[1:]:
        if period := _PERIOD.match(word):
            start = _day(period[1], period[2], period[3], year)
            end = _day(period[4], period[5], period[6], start.year)
            periods.append((start, end, int(period[7] or 0)))
        elif word in PROVIDERS:
            found = replace(found, care_unit=word, provider=PROVIDERS[word])
        elif doctor := _DOCTOR.match(word):
            found = _signed_by(found, *doctor.groups())
        elif word.endswith("%"):
            found = replace(found, degree=int(word[:-1]))
        elif word.startswith("age="):
            found = replace(found, age=int(word[4:]))
        elif word.startswith("county="):
            found = replace(found, county=word[7:])
        elif word == "revoked":
            found = replace(found, revoked=True)
        else:
            place = match(word)
            found = replace(found, chapter=place.chapter, block=place.block, category=place.category, code=place.code)
    return [replace(found, start=start, end=end, degree=degree or found.degree) for start, end, degree in periods]


def _signed_by(found: Row, doctor: str, sex: str, age: str, titles: str | None) -> Row:
    return replace(
        found,
        doctor=doctor,
        doctor_sex=2 if sex == "k" else 1,
        doctor_age=int(age),
        doctor_titles=(titles or "-2").replace("+", ","),
    )
