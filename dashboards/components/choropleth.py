"""A map of the counties coloured by a value, drawn on the server: no script, no request, one shape per county.

Colours are told apart by lightness alone too, and every class has a pattern of its own; what is protected or missing
has neither a colour of the scale nor the pattern of one. The value of a county shows when it is pointed at or focused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.components.choropleth_classes import Number, Scale, ValueClass, classes_of
from dashboards.components.native import Native, Node, node
from dashboards.components.texts import Texts
from warehouse.county_outlines import county_outlines
from warehouse.reports.figures import Cell, Status

PALETTES = {
    Scale.SEQUENTIAL: ("#CBE6E8", "#93CBD0", "#4FA3AB", "#1B7680", "#004149"),
    Scale.DIVERGING: ("#542788", "#998EC3", "#E4E4E4", "#F1A340", "#B35806"),
}
"""Colours from the lowest class to the highest, safe for the colour-blind (the second is ColorBrewer's PuOr)."""

PROTECTED, MISSING = "protected", "missing"

_MARGIN, _LABEL_WIDTH = 6, 170
_PAPER, _GREY = "white", "#555555"
_SIZE = 9


@dataclass(frozen=True, slots=True)
class Area:
    """One county of a map: what it is called, its value, how that is written, and where it leads."""

    key: str
    name: str
    cell: Cell
    written: str
    href: str | None = None

    @property
    def value(self) -> Number | None:
        """The value; None where there is none to show."""
        return self.cell.value

    @property
    def lacking(self) -> str | None:
        """Why there is no value: protected, or missing."""
        if self.value is not None:
            return None
        return PROTECTED if self.cell.status is Status.PROTECTED else MISSING


@dataclass(frozen=True, slots=True)
class Choropleth:
    """What a map shows: `title` names the measure and the period, `written` writes a value of it.

    Counties that are not among `areas` are drawn as missing.
    """

    areas: tuple[Area, ...]
    scale: Scale
    title: str
    written: Callable[[Number], str]

    @property
    def classes(self) -> tuple[ValueClass, ...]:
        """The classes of the values, lowest first."""
        return classes_of({area.key: area.value for area in self.areas if area.value is not None}, self.scale)


def map_picture(shown: Choropleth, description: str) -> Native:
    """The map as part of a page. Where areas lead somewhere each is a link, else the map is one picture.

    `description` says in words what it shows.
    """
    linked = any(area.href for area in shown.areas)
    role = "group" if linked else "img"
    label = shown.title if linked else f"{shown.title}. {description}"
    return Native(
        node(
            "svg",
            node("desc", description) if linked else None,
            *map_shapes(shown),
            viewBox=view_box(),
            role=role,
            aria_label=label,
            class_="choropleth",
        )
    )


def view_box() -> str:
    """The part of the plane that is shown, with room for the name of a county in the north-west."""
    outlines = county_outlines()
    width = outlines.width + _LABEL_WIDTH + 2 * _MARGIN
    return f"{-_LABEL_WIDTH - _MARGIN} {-_MARGIN} {width} {outlines.height + 2 * _MARGIN}"


def fills_of(shown: Choropleth) -> dict[str, str]:
    """The name of the fill of every county by its code, in the order of the outlines."""
    of_classes = {key: f"{shown.scale}-{one.step}" for one in shown.classes for key in one.keys}
    of_lacking = {area.key: area.lacking for area in shown.areas if area.lacking}
    return {key: of_classes.get(key) or of_lacking.get(key) or MISSING for key in county_outlines().paths}


def map_shapes(shown: Choropleth) -> list[Node]:
    """The patterns and the counties of a map."""
    fills = fills_of(shown)
    areas = {area.key: area for area in shown.areas}
    shapes = []
    for key, path in county_outlines().paths.items():
        area, fill = areas.get(key), fills[key]
        line = _GREY if fill == MISSING else _PAPER
        shapes.append(_shape(area, node("path", d=path, fill=f"url(#{fill})", stroke=line, stroke_width=1.5)))
    return [node("defs", *patterns(shown.scale)), node("g", *shapes, class_="areas")]


def _shape(area: Area | None, outline: Node) -> Node:
    if area is None:
        return node("g", outline)
    x, y = -_LABEL_WIDTH, 34
    told = node(
        "text",
        node("tspan", area.name, x=x, class_="area-name"),
        node("tspan", area.written, x=x, dy="1.25em", class_="area-value"),
        x=x,
        y=y,
        display="none",
        aria_hidden="true",
        class_="area-told",
    )
    if area.href is None:
        return node("g", outline, told, class_="area")
    return node("a", outline, told, href=area.href, aria_label=f"{area.name}: {area.written}", class_="area")


_GROUNDS = {
    **{f"{scale}-{step}": colour for scale, colours in PALETTES.items() for step, colour in enumerate(colours)},
    PROTECTED: "#F4F4F4",
    MISSING: _PAPER,
}
"""The colour behind the marks of each fill."""


def patterns(scale: Scale) -> list[Node]:
    """The fill of every class, of what is protected and of what is missing, by its id."""
    colours = PALETTES[scale]
    drawn = [
        _pattern(f"{scale}-{step}", colour, _MARKS[scale][step], _mark_colour(scale, step))
        for step, colour in enumerate(colours)
    ]
    return [
        *drawn,
        _pattern(PROTECTED, _GROUNDS[PROTECTED], ("M0 9L9 0",), _GREY),
        _pattern(MISSING, _GROUNDS[MISSING], ("M4 4h1.5",), _GREY),
    ]


_MARKS = {
    Scale.SEQUENTIAL: ((), ("M4 4h1.5",), ("M-2 2L2 -2M0 9L9 0M7 11L11 7",), ("M0 4.5H9",), ()),
    Scale.DIVERGING: (
        ("M-2 7L2 11M0 0L9 9M7 -2L11 2",),
        ("M4 4h1.5",),
        (),
        ("M0 4.5H9",),
        ("M-2 2L2 -2M0 9L9 0M7 11L11 7",),
    ),
}
"""The marks of each class, drawn on its colour: dots, slanting lines, lines."""


def _mark_colour(scale: Scale, step: int) -> str:
    """A mark is a little darker than a light colour and a little lighter than a dark one."""
    if scale is Scale.DIVERGING:
        return {0: "#7B52AE", 1: "#6B5CA5", 3: "#C67A12", 4: "#D07A2D"}.get(step, _GREY)
    return {1: "#2F8790", 2: "#2F8790", 3: "#4C9BA4"}.get(step, _GREY)


def _pattern(name: str, colour: str, marks: Sequence[str], mark_colour: str) -> Node:
    drawn = (
        node("path", d=mark, stroke=mark_colour, stroke_width=1.4, fill="none", class_="pattern-mark") for mark in marks
    )
    ground = node("rect", width=_SIZE, height=_SIZE, fill=colour, class_="pattern-ground")
    return node("pattern", ground, *drawn, id=name, width=_SIZE, height=_SIZE, patternUnits="userSpaceOnUse")


def legend(shown: Choropleth, texts: Texts) -> Component:
    """What the colours mean, highest first: a swatch, the values of the class, and how many counties it has."""
    rows = [_legend_row(*row) for row in legend_rows(shown, texts)]
    return html.Ul(rows, className="map-legend")


def legend_rows(shown: Choropleth, texts: Texts) -> list[tuple[str, str, str]]:
    """Fill, values and number of counties of each class, then of what has no value."""
    found = [
        (f"{shown.scale}-{one.step}", _class_text(one, shown, texts), _counties(len(one.keys), texts))
        for one in reversed(shown.classes)
    ]
    for kind in (PROTECTED, MISSING):
        number = sum(area.lacking == kind for area in shown.areas)
        if number:
            found.append((kind, texts(f"map.{kind}"), _counties(number, texts)))
    return found


def _class_text(one: ValueClass, shown: Choropleth, texts: Texts) -> str:
    low, high = shown.written(one.low), shown.written(one.high)
    values = low if low == high else texts("map.between", low=low, high=high)
    if shown.scale is Scale.SEQUENTIAL:
        return values
    return texts(f"map.change.{one.step}", values=values)


def _counties(number: int, texts: Texts) -> str:
    return texts("map.one_county" if number == 1 else "map.counties", count=number)


def _legend_row(fill: str, values: str, counties: str) -> Component:
    # The pattern is that of the map. In files each drawing stands by itself, and the colour takes its place.
    paint = f"url(#{fill}) {_GROUNDS[fill]}"
    swatch = node("rect", width=26, height=18, fill=paint, stroke="currentColor", stroke_width=1)
    picture = Native(node("svg", swatch, viewBox="0 0 26 18", width=26, height=18, aria_hidden="true"))
    return html.Li([picture, html.Span([f"{values} ", html.Span(counties, className="quiet")])])
