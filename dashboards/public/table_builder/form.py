"""The form of the table builder: values, places and the number of cells. It works as an address, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dashboards.components.address import Address
from dashboards.components.native import Node, node
from dashboards.components.texts import Texts
from dashboards.public.table_builder.actions import BACK, FORWARD, HEADING, STUB, action
from dashboards.public.table_builder.choice import NONE
from dashboards.public.table_builder.query import cells
from dashboards.public.table_builder.state import ACTION, PATH, TABLE, Read
from dashboards.public.table_builder.value_list import ValueList, value_fieldset
from dashboards.public.table_builder.words import variable_name
from warehouse import formats

RESULT = "resultat"
"""The id of the place where the answer to the form stands."""


def builder_form(read: Read, limit: int, texts: Texts) -> Node:
    """The form of a state. The first button is the one that Enter in a field presses."""
    state, page = read.state, Address(PATH, texts.language).url
    show = texts("builder.count.show")
    lists = [
        value_fieldset(ValueList(offered, state.choices[code], state.searches.get(code, ""), page, texts))
        for code, offered in read.offers.items()
    ]
    return node(
        "form",
        node("button", show, type="submit", class_="visually-hidden", tabindex=-1, aria_hidden="true"),
        node("input", type="hidden", name=TABLE, value=state.table_id),
        node("input", type="hidden", name=STUB, value=",".join(state.stub) or NONE),
        node("input", type="hidden", name=HEADING, value=",".join(state.heading) or NONE),
        node("h2", texts("builder.choose.head")),
        node("div", *lists, class_="builder-variables"),
        _places(read, page, texts),
        node(
            "div",
            node("p", count_text(read, limit, texts), role="status", class_="builder-count"),
            node("button", show, type="submit", class_="primary"),
            class_="builder-bar over" if cells(state.choices) > limit else "builder-bar",
        ),
        action=f"{page}#{RESULT}",
        method="get",
        novalidate=True,
        class_="builder-form",
        data_builder="",
        data_limit=limit,
        data_within=texts("builder.count.within", cells="{cells}", limit="{limit}"),
        data_beyond=texts("builder.count.beyond", cells="{cells}", limit="{limit}"),
        data_chosen=texts("builder.choose.chosen", chosen="{chosen}", all="{all}"),
        data_left_out=texts("builder.choose.left_out_as", whole="{whole}"),
        data_mandatory=texts("builder.left.mandatory", variable="{variable}"),
    )


def count_text(read: Read, limit: int, texts: Texts) -> str:
    """How many cells the table gets, and what can be done when they are too many."""
    number = cells(read.state.choices)
    shown, most = (formats.number(one, texts.language) for one in (number, limit))
    return texts(f"builder.count.{'beyond' if number > limit else 'within'}", cells=shown, limit=most)


@dataclass(frozen=True, slots=True)
class _Group:
    """The variables that stand in rows, or in columns; `page` is where the form goes."""

    name: str
    codes: tuple[str, ...]
    page: str


def _places(read: Read, page: str, texts: Texts) -> Node:
    """Where each variable stands, with buttons that move it."""
    state = read.state
    groups = (_Group(STUB, state.stub, page), _Group(HEADING, state.heading, page))
    return node(
        "fieldset",
        node("legend", texts("builder.places.head")),
        node("p", texts("builder.places.text"), class_="quiet"),
        node("div", *(_group(one, read, texts) for one in groups), class_="builder-groups"),
        class_="builder-places",
    )


def _group(group: _Group, read: Read, texts: Texts) -> Node:
    if group.codes:
        listed = node("ol", *(_placed(code, group, read, texts) for code in group.codes))
    else:
        listed = node("p", texts("builder.places.empty"), class_="quiet")
    return node("div", node("h3", texts(f"builder.places.{group.name}")), listed, class_="builder-group")


def _placed(code: str, group: _Group, read: Read, texts: Texts) -> Node:
    variable = variable_name(read.offers[code].variable, texts)
    left_out = None if read.state.choices[code].codes else f" ({texts('builder.places.left_out')})"
    buttons = [_move(move, code, variable, group.page, texts) for move in _moves(code, group)]
    return node(
        "li",
        node("span", variable, left_out, class_="builder-name"),
        *buttons,
        id=_place(code),
        tabindex=-1,
    )


def _place(code: str) -> str:
    return f"plats-{code}"


def _moves(code: str, group: _Group) -> Iterator[str]:
    yield HEADING if group.name == STUB else STUB
    if code != group.codes[0]:
        yield FORWARD
    if code != group.codes[-1]:
        yield BACK


def _move(move: str, code: str, variable: str, page: str, texts: Texts) -> Node:
    what = texts(f"builder.places.{move if move in {FORWARD, BACK} else f'to_{move}'}")
    return node(
        "button",
        what,
        type="submit",
        name=ACTION,
        value=action(move, code),
        formaction=f"{page}#{_place(code)}",
        aria_label=texts("builder.places.about", what=what, variable=variable),
        class_="builder-button",
    )
