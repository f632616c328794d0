"""Dash components as HTML: the first answer of every page holds its whole content, before any script has run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from dash import dcc
from dash.development.base_component import Component

from dashboards.components.native import Native

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "col", "wbr"})
_HTML_NAMES = {"className": "class", "htmlFor": "for"}
_PYTHON_ONLY = frozenset({"children", "key", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "style"})


def to_html(content: Any) -> str:
    """HTML of a component, a text, or a sequence of them.

    A chart becomes an empty place of its class, to be filled by the browser. Raises TypeError for Dash components
    that have no static form.
    """
    if content is None:
        return ""
    if isinstance(content, str | int | float):
        return escape(str(content))
    if isinstance(content, Native):
        return node_to_html(content.node)
    if isinstance(content, dcc.Graph):
        return f'<div class="{escape(getattr(content, "className", ""))}"></div>'
    if isinstance(content, Component):
        return _element(content)
    if isinstance(content, Iterable):
        return "".join(to_html(part) for part in content)
    raise TypeError(f"{type(content).__name__} has no static form")


def node_to_html(node: Any) -> str:
    """HTML of a node as made by `dashboards.components.native.node`."""
    if isinstance(node, str):
        return escape(node)
    tag, attributes, *children = node
    start = f"<{tag}{_attributes(attributes)}>"
    return start if tag in _VOID else f"{start}{''.join(node_to_html(child) for child in children)}</{tag}>"


def _element(component: Component) -> str:
    described = component.to_plotly_json()  # type: ignore[no-untyped-call]
    if described["namespace"] != "dash_html_components":
        raise TypeError(f"{described['type']} has no static form")
    tag = described["type"].lower()
    props = described["props"]
    attributes = {
        _HTML_NAMES.get(name, name.lower()): value for name, value in props.items() if name not in _PYTHON_ONLY
    }
    start = f"<{tag}{_attributes(attributes)}>"
    return start if tag in _VOID else f"{start}{to_html(props.get('children'))}</{tag}>"


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    )
