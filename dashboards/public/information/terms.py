"""The glossary for readers: every term with its definition (dashboards 9)."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.prose import prose
from dashboards.components.texts import Texts
from warehouse.formats import alphabetical

_SECTION = "information.term"


def term_list(texts: Texts, address: Address) -> Component:
    """The terms in alphabetical order, each with an anchor of its own."""
    keys = {entry.split(".")[2] for entry in texts.entries if entry.startswith(f"{_SECTION}.")}
    parts: list[Component] = []
    for key in sorted(keys, key=lambda key: alphabetical(texts(f"{_SECTION}.{key}.name"))):
        parts.append(html.Dt(texts(f"{_SECTION}.{key}.name"), id=key.replace("_", "-")))
        parts.append(html.Dd(prose(texts(f"{_SECTION}.{key}.text"), address)))
    return html.Dl(parts, className="terms")
