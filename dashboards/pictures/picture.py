"""What stands in a picture of a chart: head, panels, footer and size, before anything is drawn (dashboards 11.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from dashboards.components.address import CHART, HIDDEN, Address
from dashboards.components.chart import ChartKind, ChartModel, chart_of, is_drawable, kinds_of
from dashboards.components.chart_model import Panel
from dashboards.components.page import SiteIdentity
from dashboards.components.summary import chart_summary
from dashboards.components.texts import Texts
from warehouse import formats
from warehouse.reports import registry
from warehouse.reports.measured import Measure
from warehouse.reports.result import ReportResult
from warehouse.swedish_time import STOCKHOLM

WIDTH = "bredd"
PART = "bild"
"""Parameters of the address of a picture: its width in pixels, and which of a pair or which form it is."""
PICTURE_PARAMETERS = (WIDTH, PART)

DEFAULT_WIDTH, LEAST_WIDTH, MOST_WIDTH = 600, 320, 2400
NARROW_WIDTH = 440
"""The layout for places of unknown width: its text can be read on a phone, and is not too large at 700 pixels."""
WOMEN, MEN, PREVIEW = "kvinnor", "man", "delning"
"""Values of `PART`: the chart of women, that of men, and the picture that link previews show."""

PANEL_OF: Mapping[str, int] = {WOMEN: 0, MEN: 1}
PREVIEW_SIZE = (1200, 630)


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with all that makes it understood alone. Sizes are in pixels. Without `title` it has no head.

    `panels` are drawn of the model's; all of the model's have one scale. `hidden` are keys of series left out.
    `height` None lets the content decide. `alternative` says in words what is seen, `footer` are the lines below.
    """

    title: str
    period: str
    model: ChartModel
    panels: tuple[Panel, ...]
    hidden: frozenset[str]
    footer: tuple[str, ...]
    alternative: str
    preliminary: str
    language: str
    created: date
    width: int = DEFAULT_WIDTH
    height: int | None = None

    def bare(self, width: int = DEFAULT_WIDTH) -> Picture:
        """The chart with its legend alone, all panels, for a document that has head and source of its own."""
        return replace(self, title="", footer=(), width=width, height=None, panels=self.model.panels)


def picture_of(
    result: ReportResult, view: Address, texts: Texts, identity: SiteIdentity, *, address: str, created: datetime
) -> Picture | None:
    """The picture that an address asks for; None where the result has no chart, or one too large for a picture.

    `address` is the whole address of the view. The page's kind of chart and hidden series are those of the picture.
    """
    model = shown_chart(result, view, texts)
    if model is None:
        return None
    part = view.get(PART)
    only = PANEL_OF.get(part or "") if len(model.panels) > 1 else None
    width, height = PREVIEW_SIZE if part == PREVIEW else (_width(view), None)
    source = texts("picture.source", operator=identity.operator, product=identity.product_name)
    version = texts("picture.version", version=result.release)
    day = created.astimezone(STOCKHOLM).date()
    told = texts("picture.created", day=formats.iso_date(day))
    return Picture(
        title=result.title.in_language(texts.language),
        period=formats.period(result.window, texts.language),
        model=model,
        panels=model.panels if only is None else (model.panels[only],),
        hidden=hidden_series(model, view),
        footer=(f"{source} {version} {told}", address),
        alternative=chart_summary(result, texts),
        preliminary=texts("picture.preliminary"),
        language=texts.language,
        created=day,
        width=width,
        height=height,
    )


def shown_chart(result: ReportResult, view: Address, texts: Texts) -> ChartModel | None:
    """The chart that the page of an address shows; None where it shows none."""
    if not is_drawable(result):
        return None
    return chart_of(result, _kind(result, view), texts)


def hidden_series(model: ChartModel, view: Address) -> frozenset[str]:
    """The keys of the series that an address switches off, or else those that are off at first."""
    chosen = view.get(HIDDEN)
    return model.hidden_at_first() if chosen is None else frozenset(chosen.split(",")) - {"-"}


def parts_of(model: ChartModel) -> tuple[str | None, ...]:
    """The pictures that a chart is offered as: one, or one for women and one for men."""
    return (WOMEN, MEN) if len(model.panels) > 1 else (None,)


def _kind(result: ReportResult, view: Address) -> ChartKind:
    measure = result.measured.measure if result.measured else Measure.COUNT
    offered = kinds_of(registry.report(result.report_id), result.view, measure, result.sexes)
    return next((kind for kind in offered if kind == view.get(CHART)), offered[0])


def _width(view: Address) -> int:
    """The width that an address asks for, kept within the limits; what is no number gives the default."""
    asked = view.get(WIDTH) or ""
    if not asked.isdecimal() or len(asked) > len("99999"):
        return DEFAULT_WIDTH
    return min(MOST_WIDTH, max(LEAST_WIDTH, int(asked)))
