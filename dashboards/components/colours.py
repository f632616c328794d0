"""Colours of sexes, groups and series, and the marks that tell series apart without colour (dashboards 6.1)."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse import reference_tables
from warehouse.reports.result import Group

TOTAL, WOMEN, MEN = "#5D5D5D", "#EA8025", "#008391"
"""Reference colours of the three series by sex."""

SINGLE = "#57843B"
"""Reference colour of the overview's single series."""

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star", "cross", "triangle-down")
PATTERNS = ("", "/", ".", "x", "-", "\\", "+", "|")

COLOURS = 12
"""Colours of the palette; the thirteenth series has the first one again, with another mark."""

_BLACK_TEXT_FROM = 0.179
"""Relative luminance from which black text has more contrast than white."""


def drawn(reference: str) -> str:
    """The colour to draw with on white; reference colours of too little contrast have a darker one."""
    return reference_tables.drawing_colours().get(reference.upper(), reference)


def written(drawing: str) -> str:
    """The colour of text beside what is drawn in `drawing`: the same, or a darker one that can be read on white."""
    return next((row["text"] for row in reference_tables.rows("palette") if row["graphic"] == drawing), drawing)


def of_groups(groups: Sequence[Group]) -> list[str]:
    """A drawing colour per group: its own, else the palette in order, repeated."""
    palette = reference_tables.palette()[:COLOURS]
    return [drawn(group.colour or palette[index % len(palette)]) for index, group in enumerate(groups)]


def mark_at(marks: Sequence[str], index: int) -> str:
    """The line style, symbol or pattern of the series at a place; with its colour it is that of no other series."""
    return marks[(index + index // COLOURS) % len(marks)]


def text_on(background: str) -> str:
    """Black or white, whichever is easier to read on `background` (`#RRGGBB`)."""
    channels = (int(background[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if luminance > _BLACK_TEXT_FROM else "#FFFFFF"
