"""Panels whose content can be folded away: the buttons `Dölj diagram`/`Visa diagram` and their like (dashboards 4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.components.native import Native, node
from dashboards.components.texts import Texts


def fold_button(panel: str, texts: Texts) -> Component:
    """The button of a panel, `chart` or `table`; without scripts, where it could do nothing, it is not shown."""
    hide = node("span", texts(f"{panel}.hide"), class_="when-open")
    show = node("span", texts(f"{panel}.show"), class_="when-folded")
    place = _place(panel)
    return Native(
        node(
            "button",
            hide,
            show,
            type="button",
            class_="button fold",
            aria_expanded="true",
            aria_controls=place,
            data_folds=place,
        )
    )


def folded_part(panel: str, content: Sequence[Any]) -> Component:
    """What the button folds away."""
    return html.Div([part for part in content if part is not None], id=_place(panel))


def _place(panel: str) -> str:
    return f"{panel}-content"
