"""The box that a table stands in: it scrolls sideways where the table is wider, can be reached by keyboard, and tells.

`assets/tables.js` marks the box of a table that does not fit, and `assets/tables.css` shows its line and shadows then.
"""

from __future__ import annotations

from dashboards.components.native import Attribute, Node, node
from dashboards.components.texts import Texts

MOST_ROWS_UNROLLED = 34
"""Rows that a table shows all at once; a longer one has a window of its own to roll in."""


def table_box(grid: Node, texts: Texts, rows: int, **attributes: Attribute) -> Node:
    """A table of `rows` rows in its box. `attributes` name the region: `aria_label` or `aria_labelledby`."""
    cue = node("p", texts("table.cue"), class_="table-cue")
    scroll = node("div", grid, class_="table-scroll", role="region", tabindex=0, **attributes)
    return node("div", cue, scroll, class_="table-box long" if rows > MOST_ROWS_UNROLLED else "table-box")
