"""Value expressions of a selection: exact codes, `*`, `?`, TOP, BOTTOM, FROM, TO and RANGE (dashboards 19.2).

Everything is matched without regard to case, and an exact code wins over an expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_BETWEEN_ITEMS = re.compile(r",(?![^\[\]]*\])")
_CALL = re.compile(r"(?P<name>TOP|BOTTOM|FROM|TO|RANGE)\((?P<arguments>.*)\)", re.IGNORECASE | re.DOTALL)
_NUMBERS = re.compile(r"(?P<count>[1-9]\d{0,8})(?:\s*,\s*(?P<offset>\d{1,9}))?", re.ASCII)


class ExpressionError(ValueError):
    """An expression that cannot be read."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """`positions` of the codes that were chosen, in the order of the variable; `unknown` are those that chose none."""

    positions: tuple[int, ...]
    unknown: tuple[str, ...]


def list_items(text: str) -> list[str]:
    """The items of a comma-separated list; one that holds a comma itself stands in square brackets."""
    return [_without_brackets(item.strip()) for item in _BETWEEN_ITEMS.split(text)]


def _without_brackets(item: str) -> str:
    return item[1:-1].strip() if item.startswith("[") and item.endswith("]") else item


def is_expression(text: str) -> bool:
    """Whether a value is asked for by an expression and not by its code."""
    return "*" in text or "?" in text or _CALL.fullmatch(text.strip()) is not None


def choose(expressions: Iterable[str], codes: Sequence[str], *, is_time: bool) -> Chosen:
    """The positions among `codes` that `expressions` choose together.

    On the time variable, whose codes rise, TOP takes the latest and BOTTOM the earliest. Raises ExpressionError.
    """
    places = {code.casefold(): place for place, code in enumerate(codes)}
    found: set[int] = set()
    unknown = []
    for expression in expressions:
        chosen = _one(expression.strip(), places, is_time)
        if chosen:
            found.update(chosen)
        else:
            unknown.append(expression)
    return Chosen(tuple(sorted(found)), tuple(unknown))


def _one(expression: str, places: dict[str, int], is_time: bool) -> Sequence[int]:
    exact = places.get(expression.casefold())
    if exact is not None:
        return (exact,)
    call = _CALL.fullmatch(expression)
    if call:
        return _CALLS[call["name"].upper()](call["arguments"].strip(), places, is_time)
    if "*" in expression or "?" in expression:
        pattern = _pattern(expression)
        return [place for code, place in places.items() if pattern.fullmatch(code)]
    return ()


def _pattern(expression: str) -> re.Pattern[str]:
    inner = expression.removeprefix("*").removesuffix("*") if expression != "*" else ""
    if "*" in inner:
        raise ExpressionError(f"{expression}: the sign * may stand first and last in an expression, and nowhere else")
    body = "".join("." if sign == "?" else re.escape(sign) for sign in inner.casefold())
    first = ".*" if expression.startswith("*") else ""
    last = ".*" if expression.endswith("*") else ""
    return re.compile(f"{first}{body}{last}", re.DOTALL)


def _top(arguments: str, places: dict[str, int], is_time: bool) -> range:
    return _last(arguments, places) if is_time else _first(arguments, places)


def _bottom(arguments: str, places: dict[str, int], is_time: bool) -> range:
    return _first(arguments, places) if is_time else _last(arguments, places)


def _first(arguments: str, places: dict[str, int]) -> range:
    count, offset = _count_and_offset(arguments)
    return range(len(places))[offset : offset + count]


def _last(arguments: str, places: dict[str, int]) -> range:
    count, offset = _count_and_offset(arguments)
    end = max(0, len(places) - offset)
    return range(len(places))[max(0, end - count) : end]


def _count_and_offset(arguments: str) -> tuple[int, int]:
    numbers = _NUMBERS.fullmatch(arguments)
    if numbers is None:
        raise ExpressionError(f"TOP and BOTTOM take a number above 0 and, if wanted, how many to pass by: {arguments}")
    return int(numbers["count"]), int(numbers["offset"] or 0)


def _from(arguments: str, places: dict[str, int], _is_time: bool) -> range:
    return range(len(places))[_place(arguments, places) :]


def _to(arguments: str, places: dict[str, int], _is_time: bool) -> range:
    return range(_place(arguments, places) + 1)


def _range(arguments: str, places: dict[str, int], _is_time: bool) -> range:
    ends = [part.strip() for part in arguments.split(",")]
    if len(ends) != 2:
        raise ExpressionError(f"RANGE takes two codes: {arguments}")
    first, last = (_place(code, places) for code in ends)
    if first > last:
        raise ExpressionError(f"RANGE({arguments}): the first code stands after the last one")
    return range(first, last + 1)


def _place(code: str, places: dict[str, int]) -> int:
    place = places.get(code.casefold())
    if place is None:
        raise ExpressionError(f"there is no value {code} to count from")
    return place


_CALLS: dict[str, Callable[[str, dict[str, int], bool], range]] = {
    "TOP": _top,
    "BOTTOM": _bottom,
    "FROM": _from,
    "TO": _to,
    "RANGE": _range,
}
