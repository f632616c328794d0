"""An information page made of texts: heading, introduction and sections in the order of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.native import Native, Node, node
from dashboards.components.prose import prose
from dashboards.components.stacked_table import stacked
from dashboards.components.table_box import table_box
from dashboards.components.texts import Texts

Extras = Mapping[str, Sequence[Component]]
"""What stands after the text of a section, by the section's name."""

MOST_COLUMNS = 2
"""Columns of words that fit beside each other on a phone."""

Cell = Node | str
"""What a table of words holds in one cell: a text, or an element such as a link."""


def article(
    name: str, texts: Texts, address: Address, values: Mapping[str, object], extras: Extras | None = None
) -> list[Component]:
    """The content of the page whose texts stand under `information.<name>`.

    `values` fill the placeholders of the texts. Raises KeyError for a placeholder that is not among them.
    """
    after = extras or {}
    key = f"information.{name}"
    main: list[Any] = [
        html.H1(texts(f"{key}.title", **values), tabIndex="-1"),
        *_marked(prose(texts(f"{key}.intro", **values), address)),
        *after.get("intro", ()),
    ]
    for section in sections(key, texts):
        main.append(html.H2(texts(f"{key}.{section}.head", **values), id=section.replace("_", "-")))
        main += prose(texts(f"{key}.{section}.text", **values), address)
        main += after.get(section, ())
    return [html.Div(main, className="prose")]


def _marked(paragraphs: Sequence[Component]) -> list[Component]:
    """The first paragraph of a page is larger than the rest."""
    first, *rest = paragraphs
    return [html.Div([first], className="intro"), *rest]


def sections(key: str, texts: Texts) -> list[str]:
    """The names of the sections under a key, in the order of the catalogue."""
    start, end = f"{key}.", ".head"
    found = [entry.removeprefix(start).removesuffix(end) for entry in texts.entries if _is_head(entry, start, end)]
    return [section for section in found if "." not in section]


def _is_head(entry: str, start: str, end: str) -> bool:
    return entry.startswith(start) and entry.endswith(end)


def simple_table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    texts: Texts,
    figures: frozenset[int] = frozenset(),
) -> Native:
    """A table of words; the first cell of a row is its head. `figures` are the columns of numbers, from 0.

    On narrow screens the rows of a table of more than two columns become cards.
    """

    def kind(column: int) -> str | None:
        return "figure" if column in figures else None

    head = node("tr", *(node("th", text, scope="col", class_=kind(number)) for number, text in enumerate(heads)))
    body = [
        node(
            "tr",
            node("th", first, scope="row"),
            *(
                node("td", cell, class_=kind(number), data_head=heads[number])
                for number, cell in enumerate(others, start=1)
            ),
        )
        for first, *others in rows
    ]
    table = node(
        "table", node("caption", caption), node("thead", head), node("tbody", *body), class_="small-table words"
    )
    made = stacked(table) if len(heads) > MOST_COLUMNS else table
    return Native(table_box(made, texts, 0, aria_label=caption))
