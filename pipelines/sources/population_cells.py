"""One figure of a population table with what it is about, as text, whatever form the table came in."""

from __future__ import annotations

from typing import NamedTuple


class Cell(NamedTuple):
    """A figure as written. `number` is its row in the file, from 1; `age` is None where the table has no ages."""

    number: int
    region: str
    sex: str
    age: str | None
    year: str
    value: str
