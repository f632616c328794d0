"""Charts and small pictures in the dark theme: what is drawn for white gets other colours by the style sheet.

Drawings carry the colours of dashboards 6.1. The rules here replace each of them where the reader prefers a dark theme,
on the screen alone: paper stays light, and no script has to draw anything anew. `assets/dark.css` holds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

CARD = "#172225"
"""The background of charts, `--card` of the style sheet."""

GRAPHIC: Mapping[str, str] = {
    "#E11964": "#F0568F",
    "#032C53": "#A9C6EA",
    "#CC8300": "#E0A030",
    "#799745": "#93B35C",
    "#2196FF": "#2196FF",
    "#C37EB2": "#D295C3",
    "#2A5152": "#9CCBC4",
    "#FA6326": "#FA7A45",
    "#3DA29C": "#3DA29C",
    "#704F38": "#C79A78",
    "#600030": "#F7B3D2",
    "#006697": "#5FC3EE",
    "#5D5D5D": "#A3ADAF",
    "#E47516": "#FFC48C",
    "#004F58": "#1F7C88",
    "#57843B": "#7FB356",
}
"""What is drawn on white, and what replaces it on dark: at least 3:1 there, women and men 3:1 against each other."""

TEXT: Mapping[str, str] = {
    **GRAPHIC,
    "#B65E12": "#FFC48C",
    "#004F58": "#7CC9D3",
    "#A46900": "#E0A030",
    "#657E3A": "#93B35C",
    "#0075DE": "#5FB2FF",
    "#B05599": "#D295C3",
    "#D54105": "#FA7A45",
    "#30817D": "#5CC2BC",
    "#55813A": "#7FB356",
}
"""The same for words in charts: at least 4.5:1."""

NEUTRAL: Mapping[str, str] = {
    "#FFFFFF": CARD,
    "#1C2B2E": "#E6EEEF",
    "#D9E2E4": "#33464B",
    "#EEF3F4": "#2A3A3E",
}
"""Dividing lines, words, grid and the track of bars."""

SCOPE = ("screen", "(prefers-color-scheme: dark)")
OURS = "main svg:not(.choropleth, .map-legend svg)"
"""Pictures drawn for white; a map lies on light paper in both themes."""
SMALL_TEXT = "#0F1719"
"""Numbers within coloured fields of small pictures."""


def dark_style() -> str:
    """The rules of `assets/dark.css`."""
    rules = "\n".join(f"  {rule}" for rule in _rules())
    return f"/* dashboards/components/dark_theme.py */\n@media {' and '.join(SCOPE)} {{\n{rules}\n}}\n"


def _rules() -> Iterator[str]:
    for light, dark in {**GRAPHIC, **NEUTRAL}.items():
        for what in ("fill", "stroke"):
            # Attributes of our own drawings, and the styles and patterns that the chart library writes.
            ours, chart = f'{OURS} [{what}="{light}"]', f'.js-plotly-plot [style*="{what}: {_rgb(light)}"]'
            pattern = f'.js-plotly-plot pattern [{what}="{_rgb(light)}"]'
            yield f"{ours}, {chart}, {pattern} {_set(what, dark)}"
    for light, dark in TEXT.items():
        yield f'.js-plotly-plot text[style*="fill: {_rgb(light)}"] {_set("fill", dark)}'
    yield f"main svg.ring text, main svg.mark text {_set('fill', SMALL_TEXT)}"


def _set(what: str, colour: str) -> str:
    return f"{{ {what}: {colour} !important; }}"


def _rgb(colour: str) -> str:
    """`#RRGGBB` as the browser writes it in a style."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"
