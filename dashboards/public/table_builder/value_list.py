"""The values of one variable to choose from: boxes to tick, a search, divisions, and the newest periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from dashboards.components.controls import option
from dashboards.components.native import Node, node
from dashboards.components.swedish_names import marked
from dashboards.components.texts import Texts
from dashboards.public.table_builder.actions import TICK_ALL, TICK_NONE, action, matches
from dashboards.public.table_builder.choice import ALL, MOST_LISTED, NONE, Choice, Offer
from dashboards.public.table_builder.state import (
    ACTION,
    LIST,
    LIST_BEFORE,
    OF_LATEST,
    OF_PERIODS,
    SEARCH,
    TIME_BEFORE,
    TIME_MODE,
    TIME_NUMBER,
)
from dashboards.public.table_builder.words import variable_name
from warehouse import formats

MOST_CHOSEN_SHOWN = 200
LEAST_SEARCHED = 12
"""In a shorter list there is nothing to search for."""


@dataclass(frozen=True, slots=True)
class ValueList:
    """One variable of the form: what can be chosen, what is, the words that are sought, and where the form goes."""

    offered: Offer
    choice: Choice
    words: str
    page: str
    texts: Texts

    @property
    def code(self) -> str:
        return self.offered.variable.code

    @property
    def place(self) -> str:
        """The id of the list, where its own buttons lead back to."""
        return list_place(self.code)

    @property
    def name(self) -> str:
        return variable_name(self.offered.variable, self.texts)

    @property
    def found(self) -> tuple[str, ...]:
        """The values that have the words sought; none without words."""
        return tuple(matches(self.offered, self.words, self.texts.language)) if self.words else ()

    @property
    def is_all(self) -> bool:
        """Whether every value of a long list is chosen, which then stands as one."""
        return self.offered.is_long and self.choice.codes == self.offered.codes

    def shown(self) -> tuple[str, ...]:
        """The values that have boxes: all of a short list; what is chosen and found of a long one."""
        if not self.offered.is_long and not self.words:
            return self.offered.codes
        some = set(islice(self.found, MOST_LISTED))
        if not self.is_all:
            some |= set(self.choice.codes[:MOST_CHOSEN_SHOWN])
        return tuple(code for code in self.offered.codes if code in some)


def list_place(code: str) -> str:
    """The id of the list of a variable."""
    return f"val-{code}"


def value_fieldset(listed: ValueList) -> Node:
    """The list as a group of controls that starts with the name of its variable."""
    texts, code, offered = listed.texts, listed.code, listed.offered
    mark = node("span", f" ({texts('builder.choose.mandatory')})", class_="quiet") if offered.is_mandatory else None
    note = offered.variable.note
    return node(
        "fieldset",
        node("legend", listed.name, mark),
        node("p", note.in_language(texts.language), class_="quiet") if note else None,
        *_division(listed),
        *_newest(listed),
        *_search(listed),
        node("p", *_buttons(listed), class_="builder-buttons"),
        node("p", _told(listed), class_="builder-chosen", data_chosen=""),
        node("input", type="hidden", name=code, value=NONE, data_weight=0),
        node("div", *_boxes(listed), class_="builder-values"),
        id=listed.place,
        tabindex=-1,
        class_="builder-variable",
        data_variable=code,
        data_name=listed.name,
        data_all=len(offered.categories),
        data_whole=_whole(listed),
        data_complete=len(listed.shown()) == len(offered.codes),
    )


def _whole(listed: ValueList) -> str | None:
    """What stands for all values when none is chosen; None where one has to be."""
    code = listed.offered.variable.elimination
    if code is None:
        return None
    label = listed.offered.variable.category(code).label.in_language(listed.texts.language)
    return label[:1].lower() + label[1:]


def _told(listed: ValueList) -> str:
    texts = listed.texts
    if not listed.choice.codes:
        return texts("builder.choose.left_out_as", whole=_whole(listed) or "")
    numbers = (len(listed.choice.codes), len(listed.offered.codes))
    chosen, every = (formats.number(number, texts.language) for number in numbers)
    return texts("builder.choose.chosen", chosen=chosen, all=every)


def _button(listed: ValueList, text: str, sent: str | None = None) -> Node:
    """A button that comes back to the list; its text says which list it belongs to to those who cannot see it."""
    named = listed.texts("builder.choose.of", variable=listed.name, what=text)
    return node(
        "button",
        text,
        type="submit",
        name=ACTION if sent else None,
        value=sent,
        formaction=f"{listed.page}#{listed.place}",
        aria_label=named,
        data_ticks=sent.split(":")[0] if sent else None,
        class_="builder-button",
    )


def _buttons(listed: ValueList) -> Iterator[Node]:
    if len(listed.offered.categories) < 2:
        return
    some = listed.texts("builder.choose.all_found" if listed.words else "builder.choose.all")
    yield _button(listed, some, action(TICK_ALL, listed.code))
    yield _button(listed, listed.texts("builder.choose.none"), action(TICK_NONE, listed.code))


def _division(listed: ValueList) -> Iterator[Node]:
    """The code lists of the variable: its levels, and larger values put together."""
    offered, texts, name = listed.offered, listed.texts, f"{LIST}{listed.code}"
    if not offered.lists:
        return
    number = formats.number(len(offered.variable.categories), texts.language)
    options = [option(NONE, texts("builder.choose.every_list", all=number), offered.codelist or NONE)]
    for one in offered.lists:
        # The name of a list starts with that of the variable, which stands above it here.
        label = one.label(texts.language).partition(": ")[2]
        number = formats.number(len(one.categories), texts.language)
        options.append(option(one.id, texts("builder.choose.list", name=label, all=number), offered.codelist))
    yield node("input", type="hidden", name=f"{LIST_BEFORE}{listed.code}", value=offered.codelist or NONE)
    yield node(
        "div",
        node("div", node("label", texts("builder.choose.lists"), for_=name), _select(name, options), class_="field"),
        _button(listed, texts("builder.choose.list_button")),
        class_="builder-row",
    )


def _select(name: str, options: list[Node]) -> Node:
    return node("select", *options, id=name, name=name)


def _newest(listed: ValueList) -> Iterator[Node]:
    """The newest periods by their number, or those that are ticked."""
    if not listed.offered.is_time:
        return
    texts, mode, number = listed.texts, f"{TIME_MODE}{listed.code}", f"{TIME_NUMBER}{listed.code}"
    latest = listed.choice.latest
    field = node(
        "input",
        type="number",
        id=number,
        name=number,
        value=latest or len(listed.choice.codes),
        min=1,
        max=len(listed.offered.codes),
        aria_label=texts("builder.choose.number"),
    )
    before = f"{OF_PERIODS if latest is None else OF_LATEST}-{latest or len(listed.choice.codes)}"
    yield node("input", type="hidden", name=f"{TIME_BEFORE}{listed.code}", value=before)
    first = _radio(mode, OF_LATEST, texts("builder.choose.latest"), latest is not None)
    yield node("div", first, field, node("span", texts("builder.choose.latest_unit")), class_="builder-row")
    yield _radio(mode, OF_PERIODS, texts("builder.choose.periods"), latest is None)


def _radio(name: str, value: str, text: str, chosen: bool) -> Node:
    box = node("input", type="radio", name=name, value=value, checked=chosen)
    return node("label", box, node("span", text), class_="tick")


def _search(listed: ValueList) -> Iterator[Node]:
    texts, name = listed.texts, f"{SEARCH}{listed.code}"
    if len(listed.offered.categories) < LEAST_SEARCHED or listed.offered.is_time:
        return
    label = node("label", texts("builder.choose.search"), for_=name)
    field = node("input", type="text", id=name, name=name, value=listed.words, autocomplete="off", data_search="")
    found = _found(listed)
    yield node(
        "div",
        node("div", label, field, class_="field"),
        _button(listed, texts("builder.choose.search_button")),
        class_="builder-row",
    )
    if found:
        yield node("p", found, class_="quiet", role="status")


def _found(listed: ValueList) -> str | None:
    texts = listed.texts
    if listed.words:
        number = len(listed.found)
        found = formats.number(number, texts.language)
        key = "hits_cut" if number > MOST_LISTED else "hits"
        return texts(f"builder.choose.{key}", found=found, shown=MOST_LISTED)
    if listed.offered.is_long:
        return texts("builder.choose.many", all=formats.number(len(listed.offered.codes), texts.language))
    return None


def _boxes(listed: ValueList) -> Iterator[Node]:
    """Newest periods first; what is chosen without a box of its own goes along unseen."""
    chosen = frozenset(listed.choice.codes)
    if listed.is_all:
        number = len(listed.offered.codes)
        text = listed.texts("builder.choose.every", all=formats.number(number, listed.texts.language))
        box = node("input", type="checkbox", name=listed.code, value=ALL, checked=True, data_weight=number)
        yield node("label", box, node("span", text), class_="tick")
    labels = {one.code: one.label.in_language(listed.texts.language) for one in listed.offered.categories}
    shown = listed.shown()
    for code in reversed(shown) if listed.offered.is_time else shown:
        ticked = code in chosen and not listed.is_all
        box = node("input", type="checkbox", name=listed.code, value=code, checked=ticked)
        named = node("span", *marked(labels[code], listed.texts.language))
        yield node("label", box, named, class_="tick")
    unseen = [] if listed.is_all else [code for code in listed.choice.codes if code not in frozenset(shown)]
    if unseen:
        yield node("input", type="hidden", name=listed.code, value=",".join(unseen), data_weight=len(unseen))
