"""The whole state of the table builder, and the address that it stands in (dashboards 19.6).

The address of a state is readable and always the same; what the form sends is longer and is read as well. Parameters
are the codes of the table's variables, and those below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboards.components.address import HIDDEN, Address
from dashboards.public.api.selection import default_selection
from dashboards.public.information.paths import BUILDER
from dashboards.public.table_builder.actions import HEADING, STUB, State, after_action
from dashboards.public.table_builder.choice import NONE, Choice, Offer, latest, offer, read_choice, written_choice
from warehouse.opendata.cube import Cube

PATH = BUILDER
TABLE = "tabell"
FIND_TABLE = "sok"
ROW_PAGE, COLUMN_PAGE = "sida", "kolumnsida"
NOT_SAVED = "sparad"
"""Tells of a table that could not be saved."""
ACTION = "gor"
"""What a button of the form asks for; see `actions`."""

LIST, LIST_BEFORE, SEARCH = "lista-", "listan-var-", "sok-"
TIME_MODE, TIME_NUMBER, TIME_BEFORE = "val-", "antal-", "perioderna-var-"
"""Stand before the code of a variable."""
OF_LATEST, OF_PERIODS = "senaste", "valda"
MOST_CHARACTERS = 20_000
_MOST_TOLD, _TOLD_CHARACTERS = 8, 40
_PAGES = 100_000
_OWN = frozenset({TABLE, STUB, HEADING, HIDDEN, ROW_PAGE, COLUMN_PAGE, NOT_SAVED, ACTION})
_OF_VARIABLES = (LIST, LIST_BEFORE, SEARCH, TIME_MODE, TIME_NUMBER, TIME_BEFORE)


@dataclass(frozen=True, slots=True)
class Left:
    """Something of an address that could not be used: `kind` names its text, `values` fill it."""

    kind: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """A state that was read from an address, what could be chosen, and what of the address could not be used."""

    state: State
    offers: Mapping[str, Offer]
    left: tuple[Left, ...] = ()


def _default_state(cube: Cube, offers: Mapping[str, Offer]) -> State:
    """The default selection of the open API, placed as the table is."""
    choices = {code: one.default for code, one in offers.items()}
    stub = tuple(code for code in choices if code not in cube.heading)
    return State(cube.id, choices, stub, tuple(cube.heading))


def read_state(address: Address, cube: Cube) -> Read:
    """The state of an address, with all that it says wrongly left out and told."""
    if sum(len(text) for values in address.query.values() for text in values) > MOST_CHARACTERS:
        offers = _offers(cube, {})
        return Read(_default_state(cube, offers), offers, (Left("too_long"),))
    reader = _Reader(address, cube)
    return reader.read()


def state_address(read: Read, language: str) -> Address:
    """The readable address of a state."""
    state = read.state
    query = {TABLE: (state.table_id,)}
    for code, offered in read.offers.items():
        written = {
            f"{LIST}{code}": offered.codelist,
            code: written_choice(offered, state.choices[code]),
            f"{SEARCH}{code}": state.searches.get(code),
        }
        query.update({name: (text,) for name, text in written.items() if text})
    stub, heading = _default_places(read.offers)
    if (state.stub, state.heading) != (stub, heading):
        query.update({STUB: (",".join(state.stub) or NONE,), HEADING: (",".join(state.heading) or NONE,)})
    if state.hidden:
        query[HIDDEN] = (state.hidden,)
    pages = {ROW_PAGE: state.row_page, COLUMN_PAGE: state.column_page}
    query.update({name: (str(page),) for name, page in pages.items() if page > 1})
    return Address(PATH, language, query)


def _default_places(offers: Mapping[str, Offer]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Time in the heading and all else in the stub, as the open tables are."""
    heading = tuple(code for code, one in offers.items() if one.is_time)
    return tuple(code for code in offers if code not in heading), heading


def _offers(cube: Cube, lists: Mapping[str, str | None]) -> dict[str, Offer]:
    defaults = default_selection(cube).codes
    return {one.code: offer(cube, one, defaults[one.code], lists.get(one.code)) for one in cube.variables}


class _Reader:
    """Reads one address of one table."""

    def __init__(self, address: Address, cube: Cube) -> None:
        self.address = address
        self.left: list[Left] = []
        self.offers = _offers(cube, {one.code: address.get(f"{LIST}{one.code}") for one in cube.variables})
        self.default = _default_state(cube, self.offers)

    def read(self) -> Read:
        self._note_strange_parameters()
        choices = {code: self._choice(code, offered) for code, offered in self.offers.items()}
        stub, heading = self._places()
        searches = {code: text for code in self.offers if (text := self.address.get(f"{SEARCH}{code}"))}
        state = replace(
            self.default,
            choices=choices,
            stub=stub,
            heading=heading,
            searches=searches,
            hidden=self.address.get(HIDDEN),
            row_page=self._page(ROW_PAGE),
            column_page=self._page(COLUMN_PAGE),
        )
        acted = after_action(state, self.offers, self.address.get(ACTION) or "", self.address.language)
        if self.address.get(NOT_SAVED):
            self.left.append(Left("not_saved"))
        return Read(self._with_mandatory(acted), self.offers, tuple(self.left))

    def _note_strange_parameters(self) -> None:
        known = {*_OWN, *self.offers, *(f"{prefix}{code}" for prefix in _OF_VARIABLES for code in self.offers)}
        strange = [name for name in self.address.query if name not in known]
        if strange:
            self.left.append(Left("parameters", {"names": told(strange)}))

    def _choice(self, code: str, offered: Offer) -> Choice:
        get = self.address.get
        asked = get(f"{LIST}{code}")
        if asked and asked != NONE and offered.codelist is None:
            self.left.append(Left("codelist", {"variable": code, "names": told([asked])}))
        before = get(f"{LIST_BEFORE}{code}")
        if before is not None and before != (offered.codelist or NONE):
            return self._of_other_list(code, offered)
        if offered.is_time and self._is_latest(code, offered):
            return self._latest(code, offered)
        written = self.address.query.get(code)
        if not written:
            return offered.chosen_at_first()
        choice, unknown = read_choice(offered, written)
        if unknown:
            self.left.append(Left("values", {"variable": code, "names": told(unknown)}))
        return choice

    def _of_other_list(self, code: str, offered: Offer) -> Choice:
        """After a change of list: the values that both lists have, else what is chosen of the new one at first."""
        kept, _ = read_choice(offered, [text for text in self.address.query.get(code, ()) if text != NONE])
        return kept if kept.codes else offered.chosen_at_first()

    def _is_latest(self, code: str, offered: Offer) -> bool:
        """Whether a form asks for the newest periods.

        Without scripts the button of the newest is not moved by ticking periods, nor that of the ticked by a number:
        what was changed since the form was made is what is meant.
        """
        mode, before = self.address.get(f"{TIME_MODE}{code}"), self.address.get(f"{TIME_BEFORE}{code}") or ""
        mode_before, _, number_before = before.partition("-")
        if mode != mode_before:
            return mode == OF_LATEST
        is_same_number = self.address.get(f"{TIME_NUMBER}{code}") == number_before
        if mode == OF_PERIODS:
            return not is_same_number
        ticked, _ = read_choice(offered, self.address.query.get(code, ()))
        shown, _ = read_choice(offered, (before,))
        return mode == OF_LATEST and not (is_same_number and ticked.codes not in {(), shown.codes})

    def _latest(self, code: str, offered: Offer) -> Choice:
        written = self.address.get(f"{TIME_NUMBER}{code}") or ""
        if written.isascii() and written.isdigit() and int(written[:9]) > 0:
            return latest(offered, int(written[:9]))
        self.left.append(Left("number", {"variable": code, "names": told([written])}))
        return offered.default

    def _places(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Where the variables stand; those that are not named stay where the table has them."""
        named = {name: self._variables(name) for name in (STUB, HEADING)}
        heading = [code for code in dict.fromkeys(named[HEADING]) if code not in named[STUB]]
        stub = list(dict.fromkeys(named[STUB]))
        for code in self.offers:
            if code not in heading and code not in stub:
                (heading if code in self.default.heading else stub).append(code)
        return tuple(stub), tuple(heading)

    def _variables(self, name: str) -> list[str]:
        known = {code.casefold(): code for code in self.offers}
        written = [part for text in self.address.query.get(name, ()) for part in map(str.strip, text.split(","))]
        strange = [part for part in written if part and part != NONE and part.casefold() not in known]
        if strange:
            self.left.append(Left("places", {"names": told(strange)}))
        return [known[part.casefold()] for part in written if part.casefold() in known]

    def _page(self, name: str) -> int:
        written = self.address.get(name) or "1"
        return min(int(written[:9]) or 1, _PAGES) if written.isascii() and written.isdigit() else 1

    def _with_mandatory(self, state: State) -> State:
        """Variables that nothing stands for cannot be emptied: they are given what is chosen at first."""
        emptied = [
            code for code, offered in self.offers.items() if offered.is_mandatory and not state.choices[code].codes
        ]
        self.left += [Left("mandatory", {"variable": code}) for code in emptied]
        given = {code: self.offers[code].chosen_at_first() for code in emptied}
        return replace(state, choices={**state.choices, **given})


def told(names: Sequence[str]) -> str:
    """Some words of an address, shortened for a message."""
    cut = [name if len(name) <= _TOLD_CHARACTERS else f"{name[:_TOLD_CHARACTERS]}…" for name in names[:_MOST_TOLD]]
    return ", ".join([*cut, "…"] if len(names) > _MOST_TOLD else cut)
