"""Styles and scripts that one page alone needs, fetched with it and no other."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dash import html
from dash.development.base_component import Component

from dashboards.components.native import Native, node, wild

FOLDER = "on_demand"
_PLACE = Path(__file__).parent / "assets" / FOLDER


def own_style(name: str) -> Component:
    """A style sheet of the folder."""
    return Native(node("link", rel="stylesheet", href=_address(name)))


def own_script(name: str) -> Component:
    """What makes `assets/pages.js` fetch a script of the folder, and write the page's own address in the browser."""
    return html.Div(hidden=True, **wild(data_script=_address(name)))


@cache
def _address(name: str) -> str:
    """The address changes when the file does, so it may be kept for good."""
    return f"/assets/{FOLDER}/{name}?m={int((_PLACE / name).stat().st_mtime)}"
