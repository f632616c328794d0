"""A state as the open API asks for it: one selection and placement for the page, the files, the call and what is saved.

Nothing is shown that the API would not answer with.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from dashboards.public.api.configuration import ADDRESS_CHARACTERS, BASE
from dashboards.public.api.models import Placement as PlacementModel
from dashboards.public.api.models import VariableSelection, VariablesSelection
from dashboards.public.api.selection import Asked, Placement
from dashboards.public.table_builder.choice import Choice, Offer
from dashboards.public.table_builder.state import Read

_KEPT = "*(),[]"


def asked_of(read: Read) -> dict[str, Asked]:
    """What is asked of each variable that is not left out."""
    chosen = {code: read.state.choices[code] for code in read.offers if read.state.choices[code].codes}
    return {code: Asked(_expressions(read.offers[code], one), one.codelist) for code, one in chosen.items()}


def placement_of(read: Read) -> Placement:
    """Where the variables that are not left out stand."""
    state = read.state
    return Placement(state.shown(state.heading), state.shown(state.stub))


def selection_of(read: Read) -> VariablesSelection:
    """Selection and placement as the API is sent them by POST and keeps them."""
    selection = [
        VariableSelection(variable_code=code, codelist=one.codelist, value_codes=list(one.expressions))
        for code, one in asked_of(read).items()
    ]
    placement = placement_of(read)
    placed = PlacementModel(heading=list(placement.heading), stub=list(placement.stub))
    return VariablesSelection(selection=selection, placement=placed)


def data_address(read: Read, language: str, **parameters: str) -> str | None:
    """The address of the call that answers with the table; None when it is longer than the API reads."""
    pairs = {"lang": language}
    for code, one in asked_of(read).items():
        pairs[f"valueCodes[{code}]"] = ",".join(_item(expression) for expression in one.expressions)
        if one.codelist:
            pairs[f"codelist[{code}]"] = one.codelist
    placement = placement_of(read)
    pairs |= {"heading": ",".join(placement.heading), "stub": ",".join(placement.stub), **parameters}
    query = "&".join(f"{quote(name, safe='[]')}={quote(text, safe=_KEPT)}" for name, text in pairs.items() if text)
    address = f"{BASE}/tables/{read.state.table_id}/data?{query}"
    return address if len(query) <= ADDRESS_CHARACTERS else None


def _item(expression: str) -> str:
    return f"[{expression}]" if "," in expression else expression


def _expressions(offered: Offer, choice: Choice) -> tuple[str, ...]:
    if choice.latest:
        return (f"TOP({choice.latest})",)
    if choice.codes == offered.codes:
        return ("*",)
    return choice.codes


def cells(choices: Mapping[str, Choice]) -> int:
    """How many cells a selection has; a variable that is left out has one value."""
    number = 1
    for one in choices.values():
        number *= max(1, len(one.codes))
    return number
