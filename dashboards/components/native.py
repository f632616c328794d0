"""Elements that Dash's own libraries lack or are too heavy for: form controls, drawings and tables.

A node is a nested list, `[tag, attributes, child, child …]`, where a child is a node or a text. The same node becomes
markup on the server (`dashboards.components.markup`) and React elements in the browser (`assets/native.js`), so a
page reads the same before and after its scripts have started. A table of 1,300 cells is one component, not 1,300.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

Node = list[Any]
Attribute = str | int | float | bool | None


def node(tag: str, *children: Node | str | None, **attributes: Attribute) -> Node:
    """One element. Attribute names are those of HTML and SVG with `_` for `-`; a trailing `_` is dropped (`class_`).

    Attributes that are None or False are left out; those that are True stand without value.
    """
    given = {name: value for name, value in wild(**attributes).items() if value is not None and value is not False}
    return [tag, given, *(child for child in children if child is not None)]


def wild(**attributes: Attribute) -> dict[str, Any]:
    """Attributes by their names in HTML: `aria_label` is `aria-label`; for Dash components, which take them as such."""
    return {name.removesuffix("_").replace("_", "-"): value for name, value in attributes.items()}


class Native(Component):
    """A node as a Dash component. A table with the class `sortable` can be sorted by the buttons in its heads."""

    node: Node

    _namespace = "intygsinsikt_components"
    _type = "Native"

    def __init__(self, node: Node, id: str | None = None) -> None:
        self._children_props: list[str] = []
        self._base_nodes = ["children"]
        self._prop_names = ["id", "node"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = ["id", "node"]
        self.available_wildcard_properties: list[str] = []
        # Dash's own constructor checks names that cannot be wrong here, and looks for our namespace on disk each time.
        self.node = node
        if id is not None:
            self.id = id
