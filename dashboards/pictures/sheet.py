"""The picture as a whole: head, panels, legend and footer drawn on one sheet, written as PNG or SVG.

Drawing is done with figures and canvases of their own, never with the library's state of a session, and by one thread
at a time: fonts keep what they measured last. The same picture gives the same bytes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import matplotlib as mpl
from lxml import etree
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from dashboards.components.chart import ChartKind, marked_points
from dashboards.components.chart_model import Panel
from dashboards.pictures import layout, plot
from dashboards.pictures.layout import Box, CategoryLabels, LegendItem, TextLine
from dashboards.pictures.lettering import FAMILY
from dashboards.pictures.picture import Picture
from dashboards.pictures.scale import Scale, scale_of, shown_series

mpl.rcParams.update(
    {
        "font.family": [FAMILY],
        "svg.fonttype": "none",
        "svg.hashsalt": "intygsinsikt",
        "text.parse_math": False,
    }
)

POINTS = 72
"""Layouts are made at 72 dots an inch, where a point is a pixel."""
KEPT = 100
"""Pictures of each format that a process keeps: many readers ask for the few that are linked to."""
FALLBACKS = "Verdana, Arial, sans-serif"
"""Fonts of SVG where the one that was measured is not there; none is wider."""
SVG = "http://www.w3.org/2000/svg"
_ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=KEPT)
def write_png(picture: Picture) -> bytes:
    """The picture as PNG, `picture.width` pixels wide, with what it shows in its text fields."""
    with _ONE_AT_A_TIME:
        figure = _drawn(picture)
        # A hair more than asked for: sizes are cut to whole pixels.
        dots = POINTS * picture.width / layout.layout_width(picture) * (1 + 1e-6)
        content = io.BytesIO()
        figure.savefig(
            content,
            format="png",
            dpi=dots,
            metadata={
                "Title": f"{picture.title}, {picture.period}",
                "Description": picture.alternative,
                "Source": " ".join(picture.footer),
                "Creation Time": picture.created.isoformat(),
                "Software": None,
            },
        )
    return content.getvalue()


@lru_cache(maxsize=KEPT)
def write_svg(picture: Picture) -> bytes:
    """The picture as SVG: texts as text, each series under an id of its own, a title and a description."""
    with _ONE_AT_A_TIME:
        figure = _drawn(picture)
        content = io.BytesIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(content, format="svg", metadata=nothing)
    return _described(content.getvalue(), picture)


def height_of(drawing: bytes) -> float:
    """The height in pixels of a drawing that `write_svg` made."""
    return float(etree.fromstring(drawing).get("height", "0"))


def _described(content: bytes, picture: Picture) -> bytes:
    """The drawing with size in pixels, language, title and description, as readers and assistive technology need."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    for about in root.findall(f"{{{SVG}}}metadata"):
        root.remove(about)
    height = picture.width * float(root.get("viewBox", "0 0 1 1").split()[3]) / layout.layout_width(picture)
    root.set("width", str(picture.width))
    root.set("height", f"{height:.0f}")
    root.set("lang", picture.language)
    root.set("role", "img")
    root.set("aria-labelledby", "title desc")
    told = (("title", f"{picture.title}, {picture.period}"), ("desc", picture.alternative))
    for at, (tag, text) in enumerate(told):
        element = etree.Element(f"{{{SVG}}}{tag}", id=tag)
        element.text = text
        root.insert(at, element)
    created = etree.Element(f"{{{SVG}}}metadata")
    created.text = picture.created.isoformat()
    root.insert(len(told), created)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return written.replace(f"'{FAMILY}'".encode(), f"'{FAMILY}', {FALLBACKS}".encode())


class _Sheet:
    """A white sheet that is drawn on in pixels from the upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / POINTS, height / POINTS), dpi=POINTS, facecolor="white")

    def write(self, line: TextLine) -> None:
        self.figure.text(
            line.x / self.width,
            1 - line.y / self.height,
            line.text,
            fontsize=line.size,
            fontweight="bold" if line.bold else "normal",
            color=plot.QUIET if line.quiet else plot.INK,
            verticalalignment="baseline",
        )

    def rule(self, y: float) -> None:
        """A thin line from margin to margin."""
        ends = (layout.MARGIN / self.width, 1 - layout.MARGIN / self.width)
        self.figure.add_artist(Line2D(ends, (1 - y / self.height,) * 2, color=plot.GRID, linewidth=1))

    def panel(self, box: Box, drawn: plot.Plot, labels: CategoryLabels) -> None:
        """A plot with its labels."""
        place = (box.x / self.width, 1 - (box.y + box.height) / self.height, box.width / self.width)
        axes = self.figure.add_axes((*place, box.height / self.height), facecolor="none")
        plot.draw(axes, drawn)
        axis = axes.yaxis if labels.is_lying else axes.xaxis
        axis.set_ticks([at for at, _ in labels.labels], labels=["\n".join(lines) for _, lines in labels.labels])
        axis.grid(visible=False)

    def sample(self, item: LegendItem, kind: ChartKind, *, marked: bool) -> None:
        """The sample of a legend's item: its line, with a mark where lines have them, or a piece of its fill."""
        middle = 1 - (item.y + layout.LEGEND * 0.62) / self.height
        left, right = item.x / self.width, (item.x + layout.SAMPLE_WIDTH) / self.width
        if item.index is None:
            line = plot.preliminary_sample(item.colour)
        elif kind is ChartKind.LINES:
            style = plot.line_style(item.index, item.colour)
            line = Line2D([], [], **(style if marked else style | {"marker": "None"}))
        else:
            height = 12 / self.height
            size = ((layout.SAMPLE_WIDTH - 8) / self.width, height)
            patch = Rectangle((left + 4 / self.width, middle - height / 2), *size)
            patch.set(**plot.fill_style(item.index, item.colour))
            self.figure.add_artist(plot.with_hatch(patch))
            return
        line.set_data([left, (left + right) / 2, right], [middle] * 3)
        line.set_markevery([1])
        self.figure.add_artist(line)


def _drawn(picture: Picture) -> Figure:
    """Everything on one sheet: what stands above and below the panels is known first, then how high they are."""
    width, room = layout.layout_width(picture), layout.picture_room(picture)
    above = _head(picture, room)
    top = above[-1].y + 14 if above else 2.0
    columns = layout.columns_of_panels(picture)
    across = (room - layout.BETWEEN_PANELS * (columns - 1)) / columns
    scale = scale_of(picture.model, picture.hidden, picture.language, max(int(across // 110), 3))
    labels = layout.category_labels(picture.model, across - layout.value_label_width(scale))
    if not labels.is_lying:
        scale = scale_of(picture.model, picture.hidden, picture.language, 6)
    headings = [layout.lines_of(panel.heading, 0, 0, across, layout.HEADING, bold=True) for panel in picture.panels]
    heading = max(len(lines) for lines in headings) * layout.HEADING * layout.LINE_HEIGHT + 8
    around = heading + _below_plot(labels)
    each = layout.plot_height(picture.model, labels, len(layout.visible(picture))) + around
    rows = -(-len(picture.panels) // columns)
    if picture.height:
        each = _fixed_height(picture, width) - top - _end_height(picture, room)
        each = max(each, layout.LEAST_PLOT_HEIGHT + around)
    panels_end = top + rows * each + (rows - 1) * layout.BETWEEN_PANELS
    items, legend_end = layout.legend_of(picture, panels_end + 12)
    below = _footer(picture, legend_end + 14, room)
    sheet = _Sheet(width, _fixed_height(picture, width) if picture.height else _end_of(below, legend_end))
    for line in (*above, *below):
        sheet.write(line)
    if below:
        sheet.rule(legend_end + 4)
    drawing = _Panels(sheet, picture, heading, scale, labels)
    for at, panel in enumerate(picture.panels):
        box = Box(
            layout.MARGIN + (at % columns) * (across + layout.BETWEEN_PANELS),
            top + (at // columns) * (each + layout.BETWEEN_PANELS),
            across,
            each,
        )
        drawing.draw(at, panel, box)
    marked = {
        at
        for panel in picture.panels
        for at, series in shown_series(panel, picture.hidden)
        if marked_points(series.values)
    }
    for item in items:
        sheet.sample(item, picture.model.kind, marked=item.index in marked)
        for row, text in enumerate(item.lines):
            x = item.x + layout.SAMPLE_WIDTH + layout.SAMPLE_GAP
            sheet.write(
                TextLine(text, x, item.y + layout.LEGEND + row * layout.LEGEND * layout.LINE_HEIGHT, layout.LEGEND)
            )
    return sheet.figure


@dataclass(frozen=True, slots=True)
class _Panels:
    """What all panels of a picture share; `heading` is the height of the lines above each plot."""

    sheet: _Sheet
    picture: Picture
    heading: float
    scale: Scale
    labels: CategoryLabels

    def draw(self, at: int, panel: Panel, box: Box) -> None:
        """A panel with its heading above the plot, and room for the labels beside and below."""
        for line in layout.lines_of(panel.heading, box.x, box.y, box.width, layout.HEADING, bold=True):
            self.sheet.write(line)
        values = layout.value_label_width(self.scale)
        beside, overhang = (self.labels.extent, values / 2) if self.labels.is_lying else (values, 12)
        height = box.height - self.heading - _below_plot(self.labels)
        room = Box(box.x + beside, box.y + self.heading, box.width - beside - overhang, height)
        series = shown_series(panel, self.picture.hidden)
        drawn = plot.Plot(self.picture.model, series, self.scale, f"series-{at}", self.labels.is_lying, panel.benchmark)
        self.sheet.panel(room, drawn, self.labels)


def _below_plot(labels: CategoryLabels) -> float:
    """The room of the labels below a plot."""
    return 8 + layout.LABEL * layout.LINE_HEIGHT if labels.is_lying else labels.extent


def _head(picture: Picture, room: float) -> list[TextLine]:
    if not picture.title:
        return []
    title = layout.lines_of(
        picture.title,
        layout.MARGIN,
        layout.MARGIN - 2,
        room,
        layout.TITLE,
        bold=True,
        most=2 if picture.height else None,
    )
    period = layout.lines_of(picture.period, layout.MARGIN, title[-1].y + 6, room, layout.PERIOD)
    return [*title, *period]


def _footer(picture: Picture, top: float, room: float) -> list[TextLine]:
    """Source, data version and day; and the address, cut after two lines."""
    lines: list[TextLine] = []
    for at, text in enumerate(picture.footer):
        start = lines[-1].y + 4 if lines else top
        most = 2 if at else None
        lines += layout.lines_of(text, layout.MARGIN, start, room, layout.FOOTER, most=1 if picture.height else most)
    return [TextLine(line.text, line.x, line.y, line.size, quiet=True) for line in lines]


def _fixed_height(picture: Picture, width: float) -> float:
    """The height asked for, in pixels of the layout."""
    return (picture.height or 0) * width / picture.width


def _end_height(picture: Picture, room: float) -> float:
    """The room that legend and footer take up below the panels."""
    _, legend = layout.legend_of(picture, 0)
    return 12 + _end_of(_footer(picture, legend + 14, room), legend)


def _end_of(footer: list[TextLine], legend_end: float) -> float:
    """Where a picture ends."""
    return footer[-1].y + 12 if footer else legend_end + 2
