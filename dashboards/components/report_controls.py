"""Controls of single reports: measure, diagnoses, counties and division, as forms and links (dashboards 10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dash import html
from dash.development.base_component import Component

from dashboards.components import address as parameters
from dashboards.components import controls
from dashboards.components.address import Address
from dashboards.components.diagnosis_choice import (
    BLOCK_FIELD,
    BROWSE,
    CATEGORY_FIELD,
    CHAPTER_FIELD,
    LEVEL_NAMES,
    Compared,
)
from dashboards.components.measure_names import measure_label, measure_name
from dashboards.components.native import Native, Node, node, wild
from dashboards.components.swedish_names import language_of, marked
from dashboards.components.texts import Texts
from warehouse import diagnoses
from warehouse.diagnoses import UNKNOWN_KEY, DiagnosisLevel, DiagnosisNode
from warehouse.reports.definitions import ReportDefinition
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.measured import Measure
from warehouse.reports.parts import counties_by_name
from warehouse.reports.result import Label, SexView

UNDIVIDED = "ingen"
"""Value of the parameter `fordela` for a report without its division."""


class Benchmark(StrEnum):
    """What a report can be set against; values of the address parameter `jamfor`."""

    COUNTRY = "riket"
    YEAR_BEFORE = "fg-ar"


@dataclass(frozen=True, slots=True)
class OwnControls:
    """What a report can be asked for beside form and period; what a report has not is None or empty.

    `measures` are those offered, the chosen one is `measure`. `within` are the chosen chapter, block and category,
    `compared` the diagnoses side by side, `counties` the chosen ones of a report by county. `division` names what a
    report can be shown with or without, `is_divided` says which. `sexes` are the views of the sexes, the chosen one is
    `sex`; `benchmark` is what the report can be set against, `is_compared` whether it is. `report` is what they
    control. `is_largest_chapter` says that the chapter was not chosen by the reader; `examples` are diagnoses that can
    be compared to begin with, the keys of each example.
    """

    report: ReportDefinition | None = None
    is_largest_chapter: bool = False
    examples: tuple[tuple[str, ...], ...] = ()
    measures: tuple[Measure, ...] = ()
    measure: Measure = Measure.COUNT
    within: tuple[str, ...] = ()
    compared: Compared | None = None
    counties: tuple[str, ...] | None = None
    division: Label | None = None
    is_divided: bool = True
    sexes: tuple[SexView, ...] = ()
    sex: SexView = SexView.EACH
    benchmark: Benchmark | None = None
    is_compared: bool = False


def own_controls(own: OwnControls, address: Address, texts: Texts) -> list[Component]:
    """The controls that a report has of its own, each in a block."""
    found: list[Component] = []
    if own.within:
        found.append(within_form(own.within, address, texts, is_largest=own.is_largest_chapter))
    if own.compared is not None:
        if not own.compared.chosen and own.examples:
            found.append(compare_examples(own.examples, address, texts))
        found += compare_controls(own.compared, address, texts)
    if own.division is not None:
        found.append(division_links(own.division, own.is_divided, address, texts))
    if len(own.measures) > 1 and own.report is not None:
        found.append(measure_form(own.report, own.measures, own.measure, address, texts))
    if own.counties is not None:
        found.append(county_form(own.counties, address, texts))
    if own.sexes:
        found.append(sex_links(own.sexes, own.sex, address, texts))
    if own.benchmark is not None:
        found.append(benchmark_links(own.benchmark, own.is_compared, address, texts))
    return [html.Div(part, className="control") for part in found]


def sex_links(offered: Sequence[SexView], chosen: SexView, address: Address, texts: Texts) -> Component:
    """Women beside men, both together, one of them, or women against men (dashboards 6)."""
    links = [
        controls.choice(
            texts(f"sexes.{one}"),
            address.having(kon=None if one is SexView.EACH else one.value, dolj=None, diagram=None),
            one is chosen,
        )
        for one in offered
    ]
    return _labelled(texts("sexes.label"), links)


def benchmark_links(offered: Benchmark, is_chosen: bool, address: Address, texts: Texts) -> Component:
    """`Jämför med`: nothing, or what the report can be set against."""
    links = [
        controls.choice(texts("compare.nothing"), address.having(jamfor=None, dolj=None), not is_chosen),
        controls.choice(texts(f"compare.{offered}"), address.having(jamfor=offered.value, dolj=None), is_chosen),
    ]
    return _labelled(texts("compare.label"), links)


def _labelled(label: str, links: Sequence[Component]) -> Component:
    group = html.Div(list(links), role="group", className="choices", **wild(aria_label=label))
    return html.Div([html.Span(label, className="control-label"), group], className="control")


def measure_form(
    report: ReportDefinition, offered: Sequence[Measure], chosen: Measure, address: Address, texts: Texts
) -> Component:
    """A list of the measures that a report is offered in."""
    options = [
        controls.option(
            measure_name(one, report),
            measure_label(one, report, texts),
            measure_name(chosen, report),
        )
        for one in offered
    ]
    field = controls.select_field(parameters.MEASURE, texts("measure.label"), options)
    shown = {parameters.MEASURE, parameters.CHART, parameters.HIDDEN}
    return controls.form_of(address, shown, [field, controls.submit(texts("measure.show"))])


def within_form(chosen: Sequence[str], address: Address, texts: Texts, *, is_largest: bool = False) -> Component:
    """Chapter, block and category, each to be chosen when the one before it is.

    `is_largest` tells that the chapter is the one with most cases, which the reader has not chosen.
    """
    chapter, block, category = (*chosen, None, None, None)[:3]
    fields = [
        controls.select_field(CHAPTER_FIELD, texts("diagnosis.chapter"), _options(_chapters(), chapter, texts)),
        _below(BLOCK_FIELD, chapter, block, texts),
        _below(CATEGORY_FIELD, block, category, texts),
        controls.submit(texts("diagnosis.show")),
    ]
    if is_largest:
        fields.append(node("p", texts("diagnosis.largest_chapter"), class_="field-reason"))
    base = Address("/".join(address.path.split("/")[:3]), address.language, address.query)
    return controls.form_of(base, {parameters.CHART, parameters.HIDDEN}, fields)


def _below(field: str, parent: str | None, chosen: str | None, texts: Texts) -> Node:
    label = texts(f"diagnosis.{field}")
    every = node("option", texts(f"diagnosis.every.{field}"), value="")
    if parent is None:
        return controls.select_field(field, label, [every], reason=texts(f"diagnosis.first.{field}"))
    return controls.select_field(field, label, [every, *_options(diagnoses.children(parent), chosen, texts)])


def _chapters() -> tuple[DiagnosisNode, ...]:
    return tuple(one for one in diagnoses.children() if one.id != UNKNOWN_KEY)


def _options(nodes: Sequence[DiagnosisNode], chosen: str | None, texts: Texts) -> list[Node]:
    language = texts.language
    return [controls.option(one.id, one.label_in(language), chosen, language_of(one, language)) for one in nodes]


def compare_examples(examples: Sequence[Sequence[str]], address: Address, texts: Texts) -> Component:
    """Links to comparisons that are filled, for a reader who has not chosen anything yet."""
    links = []
    for keys in examples:
        level = diagnoses.node(keys[0]).level
        target = address.having(bladdra=None, dolj=None, diagnos=",".join(keys)).having(
            **{parameters.DIAGNOSIS_LEVEL: LEVEL_NAMES[level]}
        )
        parent = diagnoses.node(keys[0]).parent
        of = diagnoses.node(parent).label_in(texts.language) if parent else ""
        text = texts(f"compare_examples.{LEVEL_NAMES[level]}", count=len(keys), of=of)
        links.append(html.Li(html.A(text, href=target.url)))
    return html.Div([html.P(texts("compare_examples.intro")), html.Ul(links)])


def compare_controls(chosen: Compared, address: Address, texts: Texts) -> list[Component]:
    """The level of the tree, and a form with the chosen diagnoses, a field for codes and a part of the tree."""
    cleared = address.having(diagnos=None, bladdra=None, dolj=None)
    levels = [
        controls.choice(
            texts(f"diagnosis.level.{name}"),
            cleared.having(**{parameters.DIAGNOSIS_LEVEL: name}),
            level is chosen.level,
        )
        for level, name in LEVEL_NAMES.items()
    ]
    label = html.Span(texts("diagnosis.levels"), className="control-label")
    choices = html.Div(levels, role="group", className="choices", **wild(aria_label=texts("diagnosis.levels")))
    return [html.Div([label, choices], className="control"), _compare_form(chosen, address, texts)]


def _compare_form(chosen: Compared, address: Address, texts: Texts) -> Component:
    named = [_tick(one, True, texts) for one in chosen.chosen]
    shown = node("fieldset", node("legend", texts("diagnosis.chosen")), *named, class_="ticks") if named else None
    codes = node(
        "div",
        node("label", texts("diagnosis.codes"), for_="koder"),
        node("input", type="text", id="koder", name=parameters.DIAGNOSES, autocomplete="off", class_="wide"),
        class_="field",
    )
    browsed = address.get(BROWSE)
    fields = [shown, codes, *_browser(chosen, browsed, texts), controls.submit(texts("diagnosis.compare"))]
    own = {parameters.DIAGNOSES, parameters.DIAGNOSIS_LEVEL, parameters.HIDDEN, BROWSE}
    level = node("input", type="hidden", name=parameters.DIAGNOSIS_LEVEL, value=LEVEL_NAMES[chosen.level])
    form = controls.form_of(address, own, [level, *filter(None, fields)])
    heading = texts("diagnosis.choose", count=len(chosen.chosen))
    is_open = not chosen.chosen or browsed is not None
    return html.Details([html.Summary(heading), form], open=is_open, className="chooser")


def _browser(chosen: Compared, browsed: str | None, texts: Texts) -> Iterator[Node]:
    """A part of the tree to choose, and its diagnoses with boxes; chapters are few enough to stand there at once."""
    known = {one.id for one in chosen.chosen}
    if chosen.level is DiagnosisLevel.CHAPTER:
        shown = [one for one in diagnoses.children() if one.id not in known]
        yield _ticks(node("legend", texts("diagnosis.level.kapitel")), shown, texts)
        return
    by_block = chosen.level is DiagnosisLevel.CODE
    parts = [block for chapter in _chapters() for block in diagnoses.children(chapter.id)] if by_block else _chapters()
    part = next((one for one in parts if one.id == browsed), None)
    nothing = node("option", texts("diagnosis.browse_nothing"), value="")
    yield controls.select_field(BROWSE, texts("diagnosis.browse"), [nothing, *_options(parts, browsed, texts)])
    if part is None:
        return
    if chosen.level is DiagnosisLevel.BLOCK:
        legend = node("legend", part.label_in(texts.language))
        yield _ticks(legend, [one for one in diagnoses.children(part.id) if one.id not in known], texts)
        return
    for parent in diagnoses.children(part.id):
        below = [one for one in diagnoses.children(parent.id) if one.id not in known]
        if below:
            name = marked(parent.label_in(texts.language), texts.language)
            # The summary above the boxes says the same to those who see it.
            legend = node("legend", *name, class_="visually-hidden")
            yield node("details", node("summary", *name), _ticks(legend, below, texts))


def _ticks(legend: Node, nodes: Sequence[DiagnosisNode], texts: Texts) -> Node:
    return node("fieldset", legend, *(_tick(one, False, texts) for one in nodes), class_="ticks")


def _tick(one: DiagnosisNode, ticked: bool, texts: Texts) -> Node:
    language = texts.language
    return controls.tick_box(parameters.DIAGNOSES, one.id, one.label_in(language), ticked, language_of(one, language))


def division_links(division: Label, is_divided: bool, address: Address, texts: Texts) -> Component:
    """With the division of the report, or without."""
    links = [
        controls.choice(division.in_language(texts.language), address.having(fordela=None, dolj=None), is_divided),
        controls.choice(texts("divide.nothing"), address.having(fordela=UNDIVIDED, dolj=None), not is_divided),
    ]
    return _labelled(texts("divide.label"), links)


def county_form(chosen: Sequence[str], address: Address, texts: Texts) -> Component:
    """The counties to show; without a choice all of them."""
    boxes = [
        controls.tick_box(parameters.COUNTIES, group.key, group.label.in_language(texts.language), group.key in chosen)
        for group in counties_by_name(dimension("county").groups)
    ]
    legend = node("legend", texts("county.legend"), class_="visually-hidden")
    form: Native = controls.form_of(
        address,
        {parameters.COUNTIES, parameters.HIDDEN},
        [node("fieldset", legend, *boxes, class_="ticks"), controls.submit(texts("county.show"))],
    )
    heading = texts("county.some", count=len(chosen)) if chosen else texts("county.every")
    return html.Details([html.Summary(heading), form], className="chooser")
