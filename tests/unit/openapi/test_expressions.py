"""Value expressions: what each kind chooses, and laws that hold for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.public.api.expressions import ExpressionError, choose, list_items

MONTHS = ("2020M01", "2020M02", "2020M03", "2020M04", "2020M05")
REGIONS = ("00", "01", "03", "12", "14", "0180")


def _chosen(codes: tuple[str, ...], *expressions: str, is_time: bool = False) -> tuple[str, ...]:
    return tuple(codes[place] for place in choose(expressions, codes, is_time=is_time).positions)


@pytest.mark.parametrize(
    ("expression", "chosen"),
    [
        ("*", MONTHS),
        ("2020M03", ("2020M03",)),
        ("2020m03", ("2020M03",)),
        ("*05", ("2020M05",)),
        ("2020*", MONTHS),
        ("*M0*", MONTHS),
        ("2020M0?", MONTHS),
        ("????M02", ("2020M02",)),
        ("top(2)", ("2020M04", "2020M05")),
        ("TOP(2,1)", ("2020M03", "2020M04")),
        ("TOP(99)", MONTHS),
        ("bottom(2)", ("2020M01", "2020M02")),
        ("BOTTOM(1, 2)", ("2020M03",)),
        ("FROM(2020M04)", ("2020M04", "2020M05")),
        ("to(2020m02)", ("2020M01", "2020M02")),
        ("RANGE(2020M02,2020M04)", ("2020M02", "2020M03", "2020M04")),
    ],
)
def test_each_kind_on_time(expression: str, chosen: tuple[str, ...]) -> None:
    assert _chosen(MONTHS, expression, is_time=True) == chosen


@pytest.mark.parametrize(
    ("expression", "chosen"),
    [("TOP(2)", ("00", "01")), ("BOTTOM(2)", ("14", "0180")), ("TOP(2,1)", ("01", "03")), ("01*", ("01", "0180"))],
)
def test_top_and_bottom_elsewhere(expression: str, chosen: tuple[str, ...]) -> None:
    assert _chosen(REGIONS, expression) == chosen


@pytest.mark.parametrize(
    "expression",
    [
        "a*b",
        "***",
        "TOP(0)",
        "TOP()",
        "TOP(-1)",
        "TOP(1,2,3)",
        "TOP(x)",
        "RANGE(01)",
        "RANGE(12,01)",
        "FROM(99)",
        "TO()",
    ],
)
def test_what_cannot_be_read_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError):
        choose([expression], REGIONS, is_time=False)


def test_an_exact_code_wins() -> None:
    codes = ("*", "TOP(1)", "A?", "AB")
    assert [_chosen(codes, code) for code in codes[:3]] == [("*",), ("TOP(1)",), ("A?",)]


def test_what_chooses_nothing_is_told() -> None:
    assert choose(["01", "99", "9?"], REGIONS, is_time=False).unknown == ("99", "9?")


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a,b", ["a", "b"]),
        ("[RANGE(a,b)],c", ["RANGE(a,b)", "c"]),
        ("c,[top(1,2)]", ["c", "top(1,2)"]),
        ("[a]", ["a"]),
        ("1+2", ["1+2"]),
    ],
)
def test_items_of_a_list(text: str, items: list[str]) -> None:
    assert list_items(text) == items


CODES = st.lists(st.from_regex(r"[A-Z0-9+\-]{1,6}", fullmatch=True), min_size=1, max_size=30, unique=True)


@given(codes=CODES, is_time=st.booleans(), data=st.data())
def test_choices_come_in_order_without_repetition(codes: list[str], is_time: bool, data: st.DataObject) -> None:
    known = st.sampled_from(codes)
    calls = st.one_of(
        known,
        known.map(lambda code: f"FROM({code})"),
        known.map(lambda code: f"TO({code})"),
        known.map(lambda code: f"{code[:1]}*"),
        st.integers(1, 40).map(lambda count: f"TOP({count})"),
        st.tuples(st.integers(1, 40), st.integers(0, 40)).map(lambda pair: f"BOTTOM({pair[0]},{pair[1]})"),
    )
    found = choose(data.draw(st.lists(calls, max_size=6)), codes, is_time=is_time).positions
    assert list(found) == sorted(set(found))
    assert all(0 <= place < len(codes) for place in found)


@given(codes=CODES, is_time=st.booleans(), count=st.integers(1, 40), offset=st.integers(0, 40))
def test_top_is_bottom_turned_round(codes: list[str], is_time: bool, count: int, offset: int) -> None:
    top = choose([f"TOP({count},{offset})"], codes, is_time=is_time).positions
    bottom = choose([f"BOTTOM({count},{offset})"], codes, is_time=not is_time).positions
    assert top == bottom
    assert len(top) == max(0, min(count, len(codes) - offset))


@given(codes=CODES, data=st.data())
def test_from_and_to_meet_in_their_code(codes: list[str], data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(codes))
    parts = [set(choose([call], codes, is_time=False).positions) for call in (f"FROM({code})", f"TO({code})")]
    assert parts[0] & parts[1] == {codes.index(code)}
    assert parts[0] | parts[1] == set(range(len(codes)))


@given(text=st.text(max_size=40), codes=CODES, is_time=st.booleans())
def test_any_text_is_read_or_refused(text: str, codes: list[str], is_time: bool) -> None:
    try:
        chosen = choose(list_items(text), codes, is_time=is_time)
    except ExpressionError:
        return
    assert set(chosen.positions) <= set(range(len(codes)))


@given(codes=CODES)
def test_case_does_not_matter(codes: list[str]) -> None:
    assert choose([code.lower() for code in codes], codes, is_time=False).positions == tuple(range(len(codes)))
