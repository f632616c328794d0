"""How wide texts are, and where they break; in pixels of the layout."""

from __future__ import annotations

from functools import lru_cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

FAMILY = "DejaVu Sans"
"""Comes with the drawing library, so that pictures look alike everywhere."""

ELLIPSIS = "…"


@lru_cache(maxsize=4_000)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text of `size` pixels. Called by one thread at a time: the font keeps what it measures."""
    font = get_font(findfont(FontProperties(family=FAMILY, weight="bold" if bold else "normal")))
    font.set_size(size, 72)
    font.set_text(text, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / 64


def wrapped(text: str, width: float, size: float, *, bold: bool = False, most: int | None = None) -> list[str]:
    """`text` in lines of at most `width`; a word too long for a line is broken. Beyond `most` lines it is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width_of(longer, size, bold=bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, width, size, bold=bold)
        lines += whole
    lines.append(line)
    if most is None or len(lines) <= most:
        return lines
    return [*lines[: most - 1], _cut(lines[most - 1], width, size, bold=bold)]


def _broken(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    """The parts of a long word; one with a stroke in it, as an address, is broken after the stroke."""
    parts = [""]
    for letter in word:
        if parts[-1] and width_of(parts[-1] + letter, size, bold=bold) > width:
            before, stroke, after = parts[-1].rpartition("/")
            parts[-1:] = [before + stroke, after] if before else [parts[-1], ""]
        parts[-1] += letter
    return parts


def _cut(line: str, width: float, size: float, *, bold: bool) -> str:
    while line and width_of(line + ELLIPSIS, size, bold=bold) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS
