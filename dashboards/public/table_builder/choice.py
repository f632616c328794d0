"""What is chosen of one variable, as the address writes it (dashboards 19.6).

`alla` is every value, `-` none of them, `senaste-12` the newest periods, `2025M01:2026M10` periods in a row, and
anything else codes with commas between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dashboards.public.api.value_sets import ValueSet, value_sets
from warehouse.opendata.cube import Category, Cube, Role, Variable

ALL, NONE = "alla", "-"
LATEST = "senaste-"
BETWEEN = ":"
MOST_LISTED = 100
"""Of a longer list only what is chosen and what is searched for is shown."""

_LATEST = re.compile(rf"{LATEST}([1-9]\d{{0,3}})", re.ASCII)
_LEAST_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """The codes chosen of a variable, in its order and of a code list where one is named.

    `latest` is the number of newest periods, which follow along when there are newer ones. No codes mean that the
    variable is left out of the table.
    """

    codes: tuple[str, ...]
    codelist: str | None = None
    latest: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A variable with the values that can be chosen of it: its own, or those of the code list with the id `codelist`.

    `default` is what the open API answers with when nothing is selected.
    """

    variable: Variable
    categories: tuple[Category, ...]
    codes: tuple[str, ...]
    lists: tuple[ValueSet, ...]
    default: Choice
    codelist: str | None = None

    @property
    def is_time(self) -> bool:
        return self.variable.role is Role.TIME

    @property
    def is_mandatory(self) -> bool:
        """Whether the variable cannot be left out: nothing stands for all its values together."""
        return self.variable.elimination is None

    @property
    def is_long(self) -> bool:
        """Whether there are more values than are shown at once; periods are all shown, since nobody searches them."""
        return len(self.categories) > MOST_LISTED and not self.is_time

    def chosen_at_first(self) -> Choice:
        """What is chosen before anything else is: the default, of a code list all values where they are few."""
        if self.codelist is None:
            return self.default
        is_left_out = self.is_long and not self.is_mandatory
        return Choice(() if is_left_out else self.codes, self.codelist)


def offer(cube: Cube, variable: Variable, default: Sequence[str], codelist: str | None) -> Offer:
    """What can be chosen of a variable, of a code list where `codelist` is the id of one of its own."""
    lists = tuple(value_sets(cube, variable))
    named = next((one for one in lists if codelist and one.id.casefold() == codelist.casefold()), None)
    chosen = Choice(tuple(default), latest=len(default) if variable.role is Role.TIME else None)
    categories = named.categories if named else variable.categories
    codes = tuple(category.code for category in categories)
    return Offer(variable, categories, codes, lists, chosen, named.id if named else None)


def latest(offered: Offer, number: int) -> Choice:
    """The newest periods, all of them where there are fewer than `number`."""
    codes = offered.codes[-number:]
    return Choice(codes, latest=len(codes))


def chosen(offered: Offer, codes: Iterable[str]) -> Choice:
    """Some codes in the order of the variable, each once."""
    wanted = frozenset(codes)
    return Choice(tuple(code for code in offered.codes if code in wanted), offered.codelist)


def read_choice(offered: Offer, written: Sequence[str]) -> tuple[Choice, tuple[str, ...]]:
    """What an address chooses of a variable, and the parts of it that name no value.

    Of nothing but such parts, what is chosen at first.
    """
    parts = list(dict.fromkeys(part for text in written for part in map(str.strip, text.split(",")) if part))
    newest = [found for found in map(_LATEST.fullmatch, parts) if found and offered.is_time]
    if newest:
        return latest(offered, int(newest[0][1])), ()
    known = {code.casefold(): place for place, code in enumerate(offered.codes)}
    codes: set[str] = set()
    unknown: list[str] = []
    for part in parts:
        if part == NONE:
            continue
        found = list(_named(part, offered, known))
        codes.update(found)
        if not found:
            unknown.append(part)
    if unknown and not codes:
        return offered.chosen_at_first(), tuple(unknown)
    return chosen(offered, codes), tuple(unknown)


def _named(part: str, offered: Offer, known: dict[str, int]) -> Iterator[str]:
    place = known.get(part.casefold())
    if place is not None:
        yield offered.codes[place]
    elif part.casefold() in {ALL, "*"}:
        yield from offered.codes
    elif offered.is_time and part.count(BETWEEN) == 1:
        first, last = (known.get(end.strip().casefold()) for end in part.split(BETWEEN))
        if first is not None and last is not None:
            yield from offered.codes[first : last + 1]


def written_choice(offered: Offer, choice: Choice) -> str | None:
    """What stands in the address for a choice; None for what is chosen at first."""
    if choice == offered.chosen_at_first():
        return None
    if choice.latest:
        return f"{LATEST}{choice.latest}"
    if not choice.codes:
        return NONE
    if choice.codes == offered.codes:
        return ALL
    if offered.is_time and len(choice.codes) >= _LEAST_IN_A_ROW:
        start = offered.codes.index(choice.codes[0])
        if choice.codes == offered.codes[start : start + len(choice.codes)]:
            return f"{choice.codes[0]}{BETWEEN}{choice.codes[-1]}"
    return ",".join(choice.codes)
