"""What selecting and pivoting does to the cells of a cube."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.opendata.cubes import cubes
from warehouse.opendata.cube import CONTENTS, REGION, TIME, Cube, UnknownCodeError, Value


def by_code(cube: Cube) -> dict[frozenset[tuple[str, str]], tuple[Value, str | None]]:
    """The cells of a cube by their codes, whatever the order of its variables."""
    names = [variable.code for variable in cube.variables]
    return {frozenset(zip(names, codes, strict=True)): (value, sign) for codes, value, sign in cube.cells()}


@given(cubes(), st.permutations([REGION, CONTENTS, TIME]))
def test_pivoting_moves_every_cell_with_its_status(cube: Cube, order: list[str]) -> None:
    moved = cube.pivoted(order)

    assert [variable.code for variable in moved.variables] == order
    assert by_code(moved) == by_code(cube)


@given(cubes(), st.data())
def test_selecting_keeps_the_chosen_cells_in_the_order_asked_for(cube: Cube, data: st.DataObject) -> None:
    chosen = {
        variable.code: data.draw(st.lists(st.sampled_from(variable.codes), min_size=1, unique=True))
        for variable in cube.variables
    }

    part = cube.select(chosen)

    assert [list(variable.codes) for variable in part.variables] == list(chosen.values())
    everything = by_code(cube)
    assert all(everything[codes] == cell for codes, cell in by_code(part).items())
    for codes, value, _ in part.cells():
        named = dict(zip(chosen, codes, strict=True))
        assert cube.values[cube.position(named)] == value == part.values[part.position(named)]


@given(cubes())
def test_a_variable_of_one_value_can_be_left_out(cube: Cube) -> None:
    one = cube.select({REGION: ["00"]}).without(REGION)

    assert [variable.code for variable in one.variables] == [CONTENTS, TIME]
    assert list(one.values) == list(cube.values[: one.size])


@given(cubes())
def test_what_is_not_there_is_told(cube: Cube) -> None:
    with pytest.raises(UnknownCodeError, match="Region has no value '77'"):
        cube.select({REGION: ["77"]})
    with pytest.raises(UnknownCodeError, match="no variable 'Farg'"):
        cube.select({"Farg": ["1"]})
    with pytest.raises(ValueError, match="named once"):
        cube.pivoted([REGION])
