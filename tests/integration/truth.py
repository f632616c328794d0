"""The generator's truth file as plain rows for the oracle: nothing of the platform's own rules is used here."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import warehouse
from tests.oracle.rows import Row

CHAPTERS = Path(warehouse.__file__).parent / "reference" / "icd10_chapters.csv"


def certificates(truth: Path) -> Iterator[dict[str, Any]]:
    """The certificates of a truth file, as the generator wrote them."""
    with truth.open(encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            if entry["kind"] == "certificate":
                yield entry


def rows(truth: Path) -> list[Row]:
    """One row per accepted period of a counted sick-leave certificate, revoked ones marked."""
    counted = [entry for entry in certificates(truth) if entry["sick_leave"] and entry["outcome"] == "counted"]
    counted.sort(key=lambda entry: (entry["signed_at"], entry["recording_number"], entry["id"]))
    return [row for order, entry in enumerate(counted, start=1) for row in _rows_of(entry, order)]


def _rows_of(entry: dict[str, Any], order: int) -> Iterator[Row]:
    accepted = [period for period in entry["periods"] if period["accepted"]]
    if not accepted:
        return
    last_day = max(date.fromisoformat(period["end"]) for period in accepted)
    for period in accepted:
        yield Row(
            certificate=entry["id"],
            order=order,
            person=entry["person_key"],
            sex=entry["sex"],
            provider=entry["provider"],
            care_unit=entry["care_unit"],
            unit=None if entry["unit"] == entry["care_unit"] else entry["unit"],
            start=date.fromisoformat(period["start"]),
            end=date.fromisoformat(period["end"]),
            degree=period["degree"],
            age=_age(date.fromisoformat(entry["birth_date"]), last_day),
            chapter=_chapter(entry["category"]),
            category=entry["category"],
            code=entry["icd10_code"],
            county=entry["county"],
            revoked=entry["revoked"],
        )


def _age(born: date, day: date) -> int:
    birthdays_to_come = (day.month, day.day) < (born.month, born.day)
    return day.year - born.year - int(birthdays_to_come)


def _chapter(category: str | None) -> str | None:
    if category is None:
        return None
    with CHAPTERS.open(encoding="utf-8", newline="") as file:
        chapters = [row["code"] for row in csv.DictReader(file)]
    return next(code for code in chapters if code.split("-")[0] <= category <= code.split("-")[1])
