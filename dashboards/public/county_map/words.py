"""What the map says in words: highest, lowest and spread, the five highest, and what is not shown."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from dashboards.components.choropleth_classes import Number, Scale, classes_of, half_width
from dashboards.components.texts import Texts
from dashboards.public.county_map.figures import CountyFigures
from warehouse import formats
from warehouse.reports import measures
from warehouse.reports.figures import Cell, Status
from warehouse.reports.measured import Measure
from warehouse.reports.result import Group

NAMED = 5
"""How many of the highest counties are named."""


def scale_of(measure: Measure) -> Scale:
    """A change has a middle, zero; every other measure goes from low to high."""
    return Scale.DIVERGING if measure is Measure.CHANGE_PER_CENT else Scale.SEQUENTIAL


def writer(measure: Measure, language: str) -> Callable[[Number], str]:
    """How values of a measure are written: `12,34`, `1 234`, `+3 %`."""
    if measure is Measure.CHANGE_PER_CENT:
        return lambda value: formats.signed_percent(float(value), language)
    decimals = measures.definition(measure).decimals
    return lambda value: formats.number(float(value), language, decimals)


def written(cell: Cell, measure: Measure, texts: Texts) -> str:
    """A value of the map, or why there is none."""
    if cell.value is not None:
        return writer(measure, texts.language)(cell.value)
    return texts("map.protected" if cell.status is Status.PROTECTED else "map.missing")


def summary(figures: CountyFigures, texts: Texts) -> str:
    """Highest and lowest, and how far they lie apart."""
    ranked = figures.ranked()
    if not ranked:
        return texts("map.nothing")
    highest, lowest = ranked[0], ranked[-1]
    if figures.shown[highest.key].value == figures.shown[lowest.key].value:
        return texts("map.all_equal", value=_value(highest, figures, texts))
    said = texts(
        "map.summary",
        highest=_named(highest, figures, texts),
        highest_value=_value(highest, figures, texts),
        lowest=_named(lowest, figures, texts),
        lowest_value=_value(lowest, figures, texts),
    )
    return f"{said} {_spread(figures, highest, lowest, texts)}"


def _spread(figures: CountyFigures, highest: Group, lowest: Group, texts: Texts) -> str:
    top, bottom = (Decimal(figures.shown[group.key].value or 0) for group in (highest, lowest))
    measure = figures.request.measure
    decimals = measures.definition(measure).decimals
    difference = formats.number(float(top - bottom), texts.language, decimals)
    if measure is Measure.CHANGE_PER_CENT:
        return texts("map.spread.points", difference=difference)
    if bottom <= 0:
        return texts("map.spread.difference", difference=difference)
    ratio = formats.number(float(top / bottom), texts.language, 1)
    return texts("map.spread.ratio", difference=difference, ratio=ratio)


def highest_in_words(figures: CountyFigures, texts: Texts) -> str | None:
    """The five highest counties with their values, none of them zero; None with fewer than two."""
    is_change = scale_of(figures.request.measure) is Scale.DIVERGING
    ranked = [group for group in figures.ranked() if is_change or figures.shown[group.key].value][:NAMED]
    if len(ranked) < 2:
        return None
    listed = "; ".join(f"{_name(group, texts)} {_value(group, figures, texts)}" for group in ranked)
    return texts("map.highest", number=len(ranked), listed=listed)


def classes_in_words(figures: CountyFigures, texts: Texts) -> str:
    """How the classes of the map are made."""
    if scale_of(figures.request.measure) is Scale.SEQUENTIAL:
        return texts("map.classes.uneven" if _is_uneven(figures) else "map.classes.sequential")
    values = [figures.shown[group.key].value or 0 for group in figures.ranked()]
    half = formats.percent(half_width(values), texts.language)
    return texts("map.classes.diverging", middle=half)


def _is_uneven(figures: CountyFigures) -> bool:
    """Whether counties of one value make some class much larger than another."""
    values = {group.key: figures.shown[group.key].value or 0 for group in figures.ranked()}
    sizes = [len(one.keys) for one in classes_of(values, Scale.SEQUENTIAL)]
    return bool(sizes) and max(sizes) > 2 * min(sizes)


def _named(group: Group, figures: CountyFigures, texts: Texts) -> str:
    """The county of a value, or how many counties share it."""
    value = figures.shown[group.key].value
    sharing = sum(figures.shown[other.key].value == value for other in figures.ranked())
    return _name(group, texts) if sharing == 1 else texts("summary.several_counties", number=sharing)


def _name(group: Group, texts: Texts) -> str:
    return group.label.in_language(texts.language)


def _value(group: Group, figures: CountyFigures, texts: Texts) -> str:
    return written(figures.shown[group.key], figures.request.measure, texts)
