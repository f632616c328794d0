"""What the buttons of the table builder's form do: tick all values or none, and move a variable (dashboards 19.6).

A button sends `<action>:<variable>`: `alla:Diagnos`, `inga:Kon`, `kolumner:Kon`, `rader:Kon`, `fram:Kon`, `bak:Kon`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboards.public.table_builder.choice import Choice, Offer, chosen

STUB, HEADING = "rader", "kolumner"
"""Where variables stand, in the address and as actions that move one there."""

TICK_ALL, TICK_NONE, FORWARD, BACK = "alla", "inga", "fram", "bak"
_BETWEEN = ":"


@dataclass(frozen=True, slots=True)
class State:
    """A table, what is chosen of each of its variables, and where they stand; `stub` and `heading` name all of them.

    `searches` are the words sought among the values of variables, `hidden` the series that the chart does not show.
    Pages count from 1.
    """

    table_id: str
    choices: Mapping[str, Choice]
    stub: tuple[str, ...]
    heading: tuple[str, ...]
    searches: Mapping[str, str] = field(default_factory=dict)
    hidden: str | None = None
    row_page: int = 1
    column_page: int = 1

    def shown(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Those of some variables that are not left out."""
        return tuple(code for code in codes if self.choices[code].codes)


def action(name: str, code: str) -> str:
    """What a button sends that does something with a variable."""
    return f"{name}{_BETWEEN}{code}"


def after_action(state: State, offers: Mapping[str, Offer], asked: str, language: str) -> State:
    """The state after what a button asks for; what is no action changes nothing."""
    name, _, code = asked.partition(_BETWEEN)
    if code not in offers:
        return state
    offered = offers[code]
    if name == TICK_NONE:
        return _choosing(state, code, Choice((), offered.codelist))
    if name == TICK_ALL:
        return _choosing(state, code, _all_ticked(state, offered, language))
    return _moved(state, name, code)


def matches(offered: Offer, words: str, language: str) -> Iterator[str]:
    """The codes of the values in whose code or name all words are found."""
    wanted = words.casefold().split()
    for category in offered.categories:
        text = f"{category.code} {category.label.in_language(language)}".casefold()
        if all(word in text for word in wanted):
            yield category.code


def _choosing(state: State, code: str, choice: Choice) -> State:
    return replace(state, choices={**state.choices, code: choice})


def _all_ticked(state: State, offered: Offer, language: str) -> Choice:
    """All values; while words are sought, the values that have them besides those chosen before."""
    code = offered.variable.code
    words = state.searches.get(code)
    if not words:
        return Choice(offered.codes, offered.codelist)
    return chosen(offered, {*state.choices[code].codes, *matches(offered, words, language)})


def _moved(state: State, name: str, code: str) -> State:
    stub, heading = list(state.stub), list(state.heading)
    place = stub if code in stub else heading
    if name in {STUB, HEADING}:
        place.remove(code)
        (stub if name == STUB else heading).append(code)
    elif name in {FORWARD, BACK}:
        at = place.index(code)
        to = at - 1 if name == FORWARD else at + 1
        if 0 <= to < len(place):
            place[at], place[to] = place[to], place[at]
    return replace(state, stub=tuple(stub), heading=tuple(heading))
