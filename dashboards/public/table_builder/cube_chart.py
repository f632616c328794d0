"""The chart of a made table, where its shape allows one: time as lines, anything else as columns (dashboards 19.6).

At most two variables may have several values: one along the axis, the other as series.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.components import colours
from dashboards.components.chart_model import MOST_COMPARED, ChartKind, ChartModel, ChartSeries, Panel
from dashboards.components.texts import Texts
from warehouse import formats
from warehouse.opendata.cube import PRELIMINARY, SEX, Category, Cube, Role, Variable
from warehouse.opendata.variables import BOTH_SEXES, MEN, WOMEN
from warehouse.reports.period import Month
from warehouse.reports.result import Group

MOST_COLUMN_SERIES, MOST_COLUMNS = 12, 60
_OF_SEX = {BOTH_SEXES: colours.TOTAL, WOMEN: colours.WOMEN, MEN: colours.MEN}
_PER_CENT = "per cent"


@dataclass(frozen=True, slots=True)
class NotDrawn:
    """Why there is no chart: the name of its text, with what fills it."""

    reason: str
    series: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Axes:
    """What runs along the axis of a chart, and what its series are; None when it has one alone."""

    along: Variable
    series: Variable | None


def chart_of_cube(cube: Cube, texts: Texts) -> ChartModel | NotDrawn:
    """The chart of a placed cube, or why there is none."""
    axes = _axes(cube)
    if isinstance(axes, NotDrawn):
        return axes
    if all(value is None for value in cube.values):
        return NotDrawn("nothing")
    content = cube.metric.categories[0] if cube.metric else None
    unit = content.unit if content else None
    is_share = unit is not None and unit.label.en == _PER_CENT
    series = _series(cube, axes, texts)
    return ChartModel(
        ChartKind.LINES if axes.along.role is Role.TIME else ChartKind.COLUMNS,
        tuple(_place_name(one, axes.along, texts) for one in axes.along.categories),
        (Panel(_heading(cube, axes, texts), series),),
        _preliminary(cube, axes) if axes.along.role is Role.TIME else frozenset(),
        unit.decimals if unit else 0,
        f"{formats.NO_BREAK_SPACE}%" if is_share else "",
    )


def _axes(cube: Cube) -> Axes | NotDrawn:
    free = [one for one in cube.variables if len(one.categories) > 1]
    if any(one.role is Role.METRIC for one in free):
        return NotDrawn("contents")
    if not free:
        return NotDrawn("single")
    if len(free) > 2:
        return NotDrawn("shape")
    along = max(free, key=lambda one: (one.role is Role.TIME, len(one.categories)))
    series = next((one for one in free if one is not along), None)
    number = len(series.categories) if series else 1
    most = MOST_COMPARED if along.role is Role.TIME else MOST_COLUMN_SERIES
    if number > most:
        return NotDrawn("many", number, most)
    if along.role is not Role.TIME and len(along.categories) > MOST_COLUMNS:
        return NotDrawn("columns", len(along.categories), MOST_COLUMNS)
    return Axes(along, series)


def _by_series(cube: Cube, axes: Axes) -> Cube:
    """The cells of one series after the other, each along the axis."""
    first = [one.code for one in (axes.series, axes.along) if one]
    return cube.pivoted([*first, *(one.code for one in cube.variables if one.code not in first)])


def _series(cube: Cube, axes: Axes, texts: Texts) -> tuple[ChartSeries, ...]:
    values, length = _by_series(cube, axes).values, len(axes.along.categories)
    if axes.series is None:
        named, colour = _of_one(cube)
        name = named.label.in_language(texts.language)
        return (ChartSeries(named.code, name, colours.drawn(colour), tuple(values)),)
    return tuple(
        ChartSeries(one.code, one.label.in_language(texts.language), colour, tuple(values[at * length :][:length]))
        for at, (one, colour) in enumerate(zip(axes.series.categories, _colours(axes.series), strict=True))
    )


def _of_one(cube: Cube) -> tuple[Category, str]:
    """What names a series that is alone, and its colour: its sex, or what it counts."""
    sex = next((one.categories[0] for one in cube.variables if one.code == SEX), None)
    if sex is not None:
        return sex, _OF_SEX[sex.code]
    counted = cube.metric or cube.variables[0]
    return counted.categories[0], colours.SINGLE


def _colours(series: Variable) -> list[str]:
    if series.code == SEX:
        return [colours.drawn(_OF_SEX[code]) for code in series.codes]
    return colours.of_groups([Group(one.code, one.label) for one in series.categories])


def _preliminary(cube: Cube, axes: Axes) -> frozenset[int]:
    """The places along the axis at which some value is preliminary."""
    status = _by_series(cube, axes).status
    return frozenset(place % len(axes.along.categories) for place, sign in status.items() if sign == PRELIMINARY)


def _place_name(category: Category, along: Variable, texts: Texts) -> str:
    """What stands along the axis: months in short, all else by name."""
    year, is_month, number = category.code.partition("M")
    if along.role is Role.TIME and is_month and number.isdigit():
        return formats.month_label(Month(int(year), int(number)), texts.language)
    return category.label.in_language(texts.language)


def _heading(cube: Cube, axes: Axes, texts: Texts) -> str:
    """What is counted, and the single values that narrow it."""
    narrowing = [
        one.categories[0].label.in_language(texts.language)
        for one in cube.variables
        if len(one.categories) == 1 and one.role not in {Role.METRIC, Role.TIME} and one.codes[0] != one.elimination
    ]
    counted = [one.categories[0].label.in_language(texts.language) for one in (cube.metric,) if one]
    when = [] if axes.along.role is Role.TIME or cube.time is None else [cube.time.categories[0]]
    periods = [one.label.in_language(texts.language) for one in when]
    return ", ".join([*counted, *narrowing, *periods])


def chart_summary(model: ChartModel, texts: Texts) -> str:
    """What a chart shows in words: what, the highest and the lowest value and where they are (dashboards 20.2)."""
    series = model.panels[0].series
    found = [
        (value, one.name, category)
        for one in series
        for value, category in zip(one.values, model.categories, strict=True)
        if value is not None
    ]
    highest, lowest = max(found, key=lambda one: one[0]), min(found, key=lambda one: one[0])
    if highest[0] == lowest[0]:
        return texts(
            "builder.chart.summary_same", what=model.panels[0].heading, highest=_told(highest[0], model, texts)
        )
    is_alone = len(series) == 1

    def place(one: tuple[float, str, str]) -> str:
        return one[2] if is_alone else texts("builder.chart.at", series=one[1], category=one[2])

    return texts(
        "builder.chart.summary",
        what=model.panels[0].heading,
        highest=_told(highest[0], model, texts),
        highest_at=place(highest),
        lowest=_told(lowest[0], model, texts),
        lowest_at=place(lowest),
    )


def _told(value: float, model: ChartModel, texts: Texts) -> str:
    return formats.number(value, texts.language, model.decimals) + model.suffix
