"""Selections as query strings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.reports.selection import EVERYTHING, Selection

letters = st.characters(exclude_categories=["Cs"], exclude_characters=",")
values = st.text(letters, min_size=1, max_size=12).filter(lambda text: text == text.strip())
ids = st.lists(values, max_size=4, unique=True).map(tuple)
months = st.none() | values


@given(st.builds(Selection, ids, ids, ids, ids, ids, months, months))
def test_what_is_written_can_be_read(selection: Selection) -> None:
    assert Selection.from_query(selection.to_query()) == selection


def test_the_query_is_readable() -> None:
    chosen = Selection(units=("SE123-A", "SE123-B"), diagnoses=("F00-F99",), first="2025-01", last="2025-06")
    assert chosen.to_query() == "enhet=SE123-A,SE123-B&diagnos=F00-F99&fran=2025-01&till=2025-06"


@given(st.builds(Selection, ids, ids, ids, ids, ids, months, months))
def test_what_is_read_is_written_the_same_way_again(selection: Selection) -> None:
    query = selection.to_query()
    assert Selection.from_query(f"?{query}&form=tidsserie").to_query() == query


@pytest.mark.parametrize(
    "query",
    ["?alder=21-25&alder=26-30", "alder=21-25,26-30", "alder=21-25,+26-30&form=tvarsnitt", "alder=21-25,26-30,21-25"],
)
def test_values_are_repeated_or_joined(query: str) -> None:
    assert Selection.from_query(query) == Selection(ages=("21-25", "26-30"))


@pytest.mark.parametrize("query", ["", "?", "form=tidsserie", "fran=&till=", "enhet=,"])
def test_nothing_chosen_is_everything(query: str) -> None:
    assert Selection.from_query(query) == EVERYTHING
    assert not EVERYTHING
    assert EVERYTHING.to_query() == ""


def test_parsed_parameters_are_read_too() -> None:
    assert Selection.from_query({"langd": ["31-60"], "till": ["2025-06"]}) == Selection(
        lengths=("31-60",), last="2025-06"
    )
