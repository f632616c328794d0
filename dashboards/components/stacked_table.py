"""Tables of words whose rows become cards on narrow screens, and stay tables for those who listen (dashboards 20).

A row that is laid out otherwise than as a row is no row any more to assistive technology, unless its role says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboards.components.native import Node

_ROLES: Mapping[str, str] = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    "td": "cell",
}


def stacked(table: Node) -> Node:
    """A table with roles for all its parts and the class `stacked`, which `assets/tables.css` lays out as cards."""
    tag, attributes, *children = table
    name = f"{attributes.get('class', '')} stacked".strip()
    return _with_role([tag, {**attributes, "class": name}, *children])


def _with_role(part: Node) -> Node:
    tag, attributes, *children = part
    role = _role(tag, attributes)
    if role is None:
        return part
    return [
        tag,
        {**attributes, "role": role},
        *(child if isinstance(child, str) else _with_role(child) for child in children),
    ]


def _role(tag: str, attributes: Mapping[str, Any]) -> str | None:
    if tag != "th":
        return _ROLES.get(tag)
    return "columnheader" if attributes.get("scope") == "col" else "rowheader"
