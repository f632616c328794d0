"""Everything that can be chosen on a page: in sight on wide screens, behind a button on narrow ones (dashboards 20)."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.native import Native, node
from dashboards.components.texts import Texts

_PLACE = "controls"


def control_sheet(title: str, blocks: Sequence[Component], texts: Texts, *, is_open: bool = False) -> Component:
    """The section of the controls. `is_open` shows them on narrow screens too: a fault to mend, or a choice to make."""
    button = node(
        "button",
        texts("controls.change"),
        type="button",
        class_="menu-button sheet-button",
        aria_expanded="true" if is_open else "false",
        aria_controls=_PLACE,
        data_toggles=_PLACE,
    )
    content = html.Div(list(blocks), className="controls open" if is_open else "controls", id=_PLACE)
    return html.Section([html.H2(title, className="visually-hidden"), Native(button), content])
