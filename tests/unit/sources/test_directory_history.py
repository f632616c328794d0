"""The directory over time: what is learnt heals backwards, what changes holds from its day (rule H-11)."""

from __future__ import annotations

import random
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from pipelines.sources.directory import (
    Said,
    answers_changes,
    directory_rows,
    ownership,
    units_file_changes,
)
from pipelines.sources.directory_answers import Answers
from pipelines.sources.directory_history import FIRST, LAST, Change, History, Timeline
from pipelines.sources.directory_units import UnitsFile

JANUARY, MARCH, MAY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)


def _file(**units: dict[str, Any]) -> UnitsFile:
    return UnitsFile(units={key: {"id": key, **said} for key, said in units.items()})


def _answers(**units: dict[str, Any]) -> Answers:
    answers = Answers()
    answers.by_kind["unit"] = {key: {"id": key, **said} for key, said in units.items()}
    return answers


def _history(*readings: tuple[date, UnitsFile | Answers]) -> History:
    history = History()
    file_said: Said = {}
    answers_said: Said = {}
    for day, reading in readings:
        if isinstance(reading, UnitsFile):
            history.add(day, units_file_changes(reading, file_said))
        else:
            history.add(day, answers_changes(reading, answers_said))
    return history


def _units(history: History, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in directory_rows(history).units]


def test_a_unit_that_moves_has_a_row_for_each_provider() -> None:
    moved = _history((JANUARY, _file(U={"vgid": "P1"})), (MARCH, _file(U={"vgid": "P2"})))
    assert _units(moved, "provider_id", "valid_from", "valid_to") == [("P1", FIRST, MARCH), ("P2", MARCH, LAST)]


def test_the_units_own_start_date_decides_when_it_is_new() -> None:
    first = _file(U={"vgid": "P1", "startdatum": "2020-01-01"})
    moved = _history((JANUARY, first), (MARCH, _file(U={"vgid": "P2", "startdatum": "2026-02-15"})))
    assert _units(moved, "provider_id", "valid_from")[1] == ("P2", date(2026, 2, 15))
    renamed = _history((JANUARY, first), (MARCH, _file(U={"vgid": "P2", "startdatum": "2020-01-01"})))
    assert _units(renamed, "provider_id", "valid_from")[1] == ("P2", MARCH)


def test_what_was_not_known_heals_backwards() -> None:
    healed = _history(
        (JANUARY, _file(U={"namn": "Mottagningen"})),
        (MARCH, _answers(U={"geografi": {"lan": "03", "kommun": "80"}, "verksamhet": ["1604"]})),
    )
    assert _units(healed, "county", "municipality", "business_types", "valid_from") == [("03", "0380", "16", FIRST)]


def test_the_latest_change_wins_whichever_file_says_it() -> None:
    said = _history(
        (JANUARY, _answers(U={"vgid": "P1"})),
        (MARCH, _file(U={"vgid": "P2"})),
        (MAY, _file(U={"vgid": "P2"})),
    )
    assert _units(said, "provider_id", "valid_from") == [("P1", FIRST), ("P2", MARCH)]


def test_a_unit_that_leaves_its_care_unit_or_comes_below_one() -> None:
    said = _history(
        (JANUARY, _file(A={"vgid": "P1"}, B={"vgid": "P2"}, U={"vardenhet": "A"})),
        (MARCH, _file(A={"vgid": "P1"}, B={"vgid": "P2"}, U={"vgid": "P2"})),
        (MAY, _file(A={"vgid": "P1"}, B={"vgid": "P2"}, U={"vardenhet": "B"})),
    )
    rows = [row for row in _units(said, "unit_id", "care_unit_id", "provider_id", "valid_from") if row[0] == "U"]
    assert rows == [("U", "A", "P1", FIRST), ("U", None, "P2", MARCH), ("U", "B", "P2", MAY)]


def test_a_unit_takes_part_in_what_happens_to_the_unit_above_it() -> None:
    said = _history(
        (JANUARY, _file(A={"vgid": "P1"}, U={"vardenhet": "A"})),
        (MARCH, _file(A={"vgid": "P2"}, U={"vardenhet": "A"})),
    )
    rows = [row for row in _units(said, "unit_id", "provider_id", "valid_from") if row[0] == "U"]
    assert rows == [("U", "P1", FIRST), ("U", "P2", MARCH)]


def test_a_unit_that_a_later_file_lacks_stays_known() -> None:
    said = _history((JANUARY, _file(U={"vgid": "P1"}, V={})), (MARCH, _file(V={})))
    assert ("U", "P1", LAST) in _units(said, "unit_id", "provider_id", "valid_to")


def test_a_later_reading_about_an_earlier_day_takes_the_place_of_what_followed() -> None:
    timeline = Timeline()
    timeline.say("namn", "A", JANUARY, JANUARY)
    timeline.say("namn", "B", MAY, MARCH)
    timeline.say("namn", "C", MARCH, MAY)
    assert [(said.valid_from, said.value) for said in timeline.attributes["namn"]] == [(FIRST, "A"), (MARCH, "C")]
    assert timeline.at(MARCH) == {"namn": "C"}


def test_rows_of_a_unit_cover_every_day_once_whatever_was_said() -> None:
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    for _ in range(50):
        history = History()
        for day in sorted(rng.choices([date(2026, month, 1) for month in range(1, 13)], k=6)):
            values = {"vgid": rng.choice(["P1", "P2", None]), "vardenhet": rng.choice(["A", "B", None])}
            history.add(day, [Change("unit", key, values, listed_before=True) for key in rng.sample("ABU", 2)])
        for key in history.of("unit"):
            rows = [row for row in directory_rows(history).units if row["unit_id"] == key]
            bounds = [(row["valid_from"], row["valid_to"]) for row in rows]
            assert bounds[0][0] == FIRST, seed
            assert bounds[-1][1] == LAST, seed
            assert all(end == start for (_, end), (start, _) in pairwise(bounds)), seed
            assert all(start < end for start, end in bounds), seed


@pytest.mark.parametrize(
    ("number", "owner"),
    [
        ("232100-0156", "OFFENTLIG"),
        ("2321000156", "OFFENTLIG"),
        ("162321000255", "OFFENTLIG"),
        ("556559-4230", "PRIVAT"),
        ("", "OKAND"),
        (None, "OKAND"),
    ],
)
def test_ownership(number: str | None, owner: str) -> None:
    assert ownership(number) == owner
