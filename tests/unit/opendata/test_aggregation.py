"""Larger values: published ones keep their own figures, and sums are made of counts without protected parts alone."""

from __future__ import annotations

import pytest

from warehouse.opendata.aggregation import Aggregation, added_up, aggregations
from warehouse.opendata.cube import Cube, Variable
from warehouse.opendata.tables import cube_of, tables
from warehouse.reports.national import NationalStatistics

LATEST = 12


def _ages(cube: Cube) -> tuple[Variable, Aggregation]:
    variable = cube.variable("Alder")
    return variable, next(aggregations(variable))


def test_tables_have_the_aggregations_of_their_variables(statistics: NationalStatistics) -> None:
    found = {
        (one.id, variable.code, aggregation.name)
        for one in tables()
        if one.id in {"SF01", "SF02A", "SF03", "SF04", "SF06"}
        for variable in cube_of(statistics, one.id).variables
        for aggregation in aggregations(variable)
    }
    assert found >= {
        ("SF01", "Region", "country"),
        ("SF02A", "Diagnos", "group"),
        ("SF02A", "Diagnos", "chapter"),
        ("SF03", "Alder", "coarse"),
    }
    assert {of for of in found if of[0] in {"SF04", "SF06"} and of[1] != "Region"} == set()


def test_every_part_of_a_published_value_is_a_smallest_value_below_it(statistics: NationalStatistics) -> None:
    variable = cube_of(statistics, "SF02A").variable("Diagnos")
    chapters = next(one for one in aggregations(variable) if one.name == "chapter")
    assert not chapters.is_summed
    assert {"F43", "F32"} <= set(chapters.parts["F00-F99"])
    assert all(not variable.category(part).children for parts in chapters.parts.values() for part in parts)
    groups = next(one for one in aggregations(variable) if one.name == "group")
    assert "F43" in groups.parts["F00-F99"]
    assert sum(len(parts) for parts in groups.parts.values()) == sum(len(parts) for parts in chapters.parts.values())


def test_sums_of_ages_are_those_of_the_published_numbers(statistics: NationalStatistics) -> None:
    cube = cube_of(statistics, "SF03")
    variable, ages = _ages(cube)
    months = cube.variable("Tid").codes[-LATEST:]
    made = added_up(cube.select({"Tid": months}), "Alder", list(ages.parts), ages)
    assert [one.code for one in made.variable("Alder").categories] == list(ages.parts)
    assert {part for parts in ages.parts.values() for part in parts} == set(variable.codes) - {"TOTAL"}
    summed = protected = 0
    for codes, value, sign in made.cells():
        named = dict(zip((one.code for one in made.variables), codes, strict=True))
        places = [cube.position({**named, "Alder": part}) for part in ages.parts[named["Alder"]]]
        if named["ContentsCode"] != "Sjukfall":
            assert (value, sign) == (None, ".")
        elif any(cube.status.get(place) == ".." for place in places):
            assert (value, sign) == (None, "..")
            protected += 1
        else:
            assert value == sum(cube.values[place] or 0 for place in places)
            summed += 1
    assert summed > LATEST
    assert protected > 0


@pytest.mark.parametrize("chosen", [["21-30"], ["61-", "0-20"]])
def test_some_of_the_larger_values(statistics: NationalStatistics, chosen: list[str]) -> None:
    cube = cube_of(statistics, "SF03A")
    _, ages = _ages(cube)
    made = added_up(cube, "Alder", chosen, ages)
    assert list(made.variable("Alder").codes) == chosen
    assert made.variable("Alder").elimination is None
    assert made.size == cube.size // len(cube.variable("Alder").codes) * len(chosen)
    assert [note.mandatory for note in made.notes] == sorted((note.mandatory for note in made.notes), reverse=True)
