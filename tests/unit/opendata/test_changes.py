"""What differs between two cubes of one table, told from the cubes alone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.opendata.cubes import cubes
from warehouse.opendata.changes import Step, compare
from warehouse.opendata.cube import TIME, Cube
from warehouse.reports.result import Label


@given(cubes())
def test_a_cube_does_not_differ_from_itself(cube: Cube) -> None:
    found = compare(cube, cube)
    assert (found.step, found.compared, found.changed, found.largest) == (Step.NONE, cube.size, 0, None)


@given(cubes(), st.data())
def test_what_is_removed_one_way_is_added_the_other(cube: Cube, data: st.DataObject) -> None:
    codes = cube.variable(TIME).codes
    fewer = cube.select({TIME: data.draw(st.lists(st.sampled_from(codes), min_size=1, unique=True))})
    removed, added = compare(cube, fewer), compare(fewer, cube)
    gone = {code for code in codes if code not in fewer.variable(TIME).codes}
    assert {one.code for one in removed.removed} == {one.code for one in added.added} == gone
    assert (removed.step, added.step) == ((Step.MAJOR, Step.MINOR) if gone else (Step.NONE, Step.NONE))
    assert removed.compared == added.compared == fewer.size
    assert removed.changed == added.changed == 0


@given(cubes(), st.data())
def test_every_changed_cell_is_counted_and_the_largest_change_told(cube: Cube, data: st.DataObject) -> None:
    with_value = [place for place, value in enumerate(cube.values) if value is not None]
    if not with_value:
        return
    places = data.draw(st.lists(st.sampled_from(with_value), min_size=1, unique=True))
    values = list(cube.values)
    for size, place in enumerate(places, start=1):
        values[place] = (values[place] or 0) + size * 1000
    found = compare(cube, replace(cube, values=values))
    assert (found.step, found.changed) == (Step.PATCH, len(places))
    assert found.largest is not None
    place = cube.position(dict(found.largest.codes))
    assert (place, found.largest.before, found.largest.after) == (places[-1], cube.values[place], values[place])


@given(cubes())
def test_protection_is_a_change_and_being_final_is_none(cube: Cube) -> None:
    protected = replace(cube, values=[None] * cube.size, status=dict.fromkeys(range(cube.size), ".."))
    found = compare(protected, cube)
    assert found.changed == sum(sign != ".." for sign in (cube.status.get(at) for at in range(cube.size)))
    assert found.largest is None
    final = replace(cube, status={at: sign for at, sign in cube.status.items() if sign != "p"})
    assert compare(cube, final).step is Step.NONE


@given(cubes())
def test_a_new_name_or_another_variable_is_a_new_major_version(cube: Cube) -> None:
    first = cube.variables[0]
    named = replace(first, categories=(replace(first.categories[0], label=Label("nytt", "new")), *first.categories[1:]))
    renamed = compare(cube, replace(cube, variables=(named, *cube.variables[1:])))
    assert [(one.variable, one.code, one.after.en) for one in renamed.renamed] == [("Region", "00", "new")]
    assert renamed.step is Step.MAJOR
    other = replace(first, code="Kommun")
    redefined = compare(cube, replace(cube, variables=(other, *cube.variables[1:])))
    assert [(one.variable, one.code) for one in redefined.removed] == [("Region", None)]
    assert (redefined.step, redefined.compared) == (Step.MAJOR, 0)
