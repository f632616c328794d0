"""Where things stand in a picture: lines of text, panels and legend, in pixels from the upper left corner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboards.components.chart import KINDS, ChartModel, bare_name, form_number, short_name
from dashboards.components.chart_model import ChartSeries
from dashboards.pictures.lettering import width_of, wrapped
from dashboards.pictures.picture import Picture
from dashboards.pictures.scale import Scale, shown_series
from warehouse import formats
from warehouse.reports.result import View

MARGIN = 16.0
TITLE, PERIOD, HEADING, LABEL, LEGEND, FOOTER = 16.0, 12.0, 12.0, 11.0, 12.0, 10.0
"""Sizes of the kinds of text."""
LINE_HEIGHT = 1.25
SAMPLE_WIDTH, SAMPLE_GAP, ITEM_GAP, ROW_HEIGHT = 30.0, 7.0, 20.0, 19.0
SIDE_BY_SIDE_FROM = 900
"""Width from which the panels of a pair stand beside each other."""
BETWEEN_PANELS = 18.0
PLOT_HEIGHT, LEAST_PLOT_HEIGHT = 270.0, 110.0
MONTH_WIDTH = 44.0
"""Room that the label of a month needs."""
MOST_LABEL_SHARE = 0.34
"""The part of a panel that the names of lying columns may take up."""
COLUMN_THICKNESS, STACK_THICKNESS, LEAST_CATEGORY = 10.0, 20.0, 20.0
STANDING_LINES = 3
"""Lines that the name of a standing column may take up before columns are laid down."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text whose baseline lies at `y`."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A sample with its name in lines; `index` is the place in the legend, None for unfinished months."""

    index: int | None
    colour: str
    lines: tuple[str, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """Room from `x`, `y` on."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class CategoryLabels:
    """The labels along the categories: (place, lines); `extent` is the room they take beside the plot."""

    labels: tuple[tuple[int, tuple[str, ...]], ...]
    extent: float
    is_lying: bool = False


def lines_of(
    text: str, x: float, y: float, width: float, size: float, *, bold: bool = False, most: int | None = None
) -> list[TextLine]:
    """A paragraph below `y`."""
    step = size * LINE_HEIGHT
    broken = wrapped(text, width, size, bold=bold, most=most)
    return [TextLine(line, x, y + size + at * step, size, bold) for at, line in enumerate(broken)]


def category_labels(model: ChartModel, width: float) -> CategoryLabels:
    """The labels of a panel whose plot is about `width` wide: months in two lines, names below or beside columns."""
    if model.kind not in KINDS[View.CROSS_SECTION]:
        return _months(model, width)
    names = [short_name(name) for name in model.categories]
    room = width / max(len(names), 1) - 6
    if all(_fits(name, room) for name in names):
        lines = [tuple(wrapped(name, room, LABEL)) for name in names]
        return CategoryLabels(tuple(enumerate(lines)), 8 + LABEL * LINE_HEIGHT * max(map(len, lines), default=1))
    widest = width * MOST_LABEL_SHARE
    lines = [tuple(wrapped(form_number(name) or bare_name(name), widest, LABEL, most=2)) for name in model.categories]
    extent = max((width_of(line, LABEL) for of_one in lines for line in of_one), default=0.0)
    return CategoryLabels(tuple(enumerate(lines)), extent + 8, is_lying=True)


def _fits(name: str, room: float) -> bool:
    if any(width_of(word, LABEL) > room for word in name.split(" ")):
        return False
    return len(wrapped(name, room, LABEL)) <= STANDING_LINES


def _months(model: ChartModel, width: float) -> CategoryLabels:
    most = max(int(width // MONTH_WIDTH), 1)
    stride = -(-len(model.categories) // most) or 1
    shown = range(0, len(model.categories), stride)
    labels = tuple((at, tuple(model.categories[at].split(formats.NO_BREAK_SPACE))) for at in shown)
    return CategoryLabels(labels, 8 + 2 * LABEL * LINE_HEIGHT)


def plot_height(model: ChartModel, labels: CategoryLabels, series: int) -> float:
    """The height of a panel's plot: of lying columns as much as they need."""
    if not labels.is_lying:
        return PLOT_HEIGHT
    stacked = model.kind is KINDS[View.CROSS_SECTION][1]
    each = STACK_THICKNESS if stacked else max(COLUMN_THICKNESS * series + 6, LEAST_CATEGORY)
    two_lines = any(len(lines) > 1 for _, lines in labels.labels)
    return len(model.categories) * max(each, 2 * LABEL * LINE_HEIGHT + 4 if two_lines else 0) + 8


def value_label_width(scale: Scale) -> float:
    """The room that the labels of the value axis need beside the plot."""
    return max((width_of(label, LABEL) for label in scale.labels), default=0.0) + 8


def legend_of(picture: Picture, top: float) -> tuple[list[LegendItem], float]:
    """The visible series, one after another in rows below `top`; and where the rows end."""
    room = picture_room(picture)
    items: list[LegendItem] = []
    x, y, rows = MARGIN, top, 1
    for index, colour, name in _named(picture):
        lines = tuple(wrapped(name, room - SAMPLE_WIDTH - SAMPLE_GAP, LEGEND))
        width = SAMPLE_WIDTH + SAMPLE_GAP + max(width_of(line, LEGEND) for line in lines)
        if x > MARGIN and x + width > MARGIN + room:
            x, y, rows = MARGIN, y + rows * ROW_HEIGHT, 1
        items.append(LegendItem(index, colour, lines, x, y))
        rows = max(rows, len(lines))
        x += width + ITEM_GAP
    return items, y + rows * ROW_HEIGHT if items else top


def _named(picture: Picture) -> Iterator[tuple[int | None, str, str]]:
    for index, series in shown_series(picture.panels[0], picture.hidden):
        yield index, series.colour, series.name
    if picture.model.preliminary and picture.model.kind is KINDS[View.TIME_SERIES][0]:
        yield None, "#5D5D5D", picture.preliminary


def picture_room(picture: Picture) -> float:
    """The width between the margins, in pixels of the layout."""
    return layout_width(picture) - 2 * MARGIN


def layout_width(picture: Picture) -> float:
    """The width that a picture is laid out for; wider pictures are enlarged."""
    return min(picture.width, 800 if picture.height else 1200)


def columns_of_panels(picture: Picture) -> int:
    """How many panels stand beside each other."""
    return len(picture.panels) if layout_width(picture) >= SIDE_BY_SIDE_FROM or picture.height else 1


def visible(picture: Picture) -> Sequence[tuple[int, ChartSeries]]:
    """The series drawn in the first panel; those of the others are the same."""
    return shown_series(picture.panels[0], picture.hidden)
