"""The method pages: each measure with its definition, where it is shown, and an example that the product counts out.

Names, definitions and where a measure is offered come from `warehouse.reports.measures`, and the results of the
examples from the functions that reports are made with, so that pages and figures cannot part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dash import html
from dash.development.base_component import Component

from dashboards.components.address import Address
from dashboards.components.measure_names import MEASURE_NAMES
from dashboards.components.native import node
from dashboards.components.prose import prose
from dashboards.components.report_page import LEVEL_PATHS
from dashboards.components.texts import Texts
from dashboards.public.information.article import simple_table
from dashboards.public.information.paths import METHODS
from dashboards.public.undivided import page_of, title_of
from warehouse import formats
from warehouse.reports import measures, registry
from warehouse.reports.boxes import truncated_change
from warehouse.reports.measure_values import PERCENTILES, percentile
from warehouse.reports.measured import LENGTHS, Measure
from warehouse.reports.menu import OWN_PAGES
from warehouse.reports.result import Level
from warehouse.reports.shares import per_thousand, percentage, rate_per_thousand, rounded_percentage

EXAMPLE_LENGTHS = (7, 14, 21, 30, 90)
EXAMPLE_STRATA = ((40, 10_000, 60_000), (90, 15_000, 40_000))
"""Cases, inhabitants and inhabitants of the standard population of two ages."""

Number = int | Decimal
Example = Callable[[], Mapping[str, Number]]


@dataclass(frozen=True, slots=True)
class Method:
    """One method page. `name` is that of its texts, `rules` the sections of the rules that it follows.

    `measure` is None for the shares, which are how two reports show their numbers.
    """

    slug: str
    name: str
    rules: tuple[str, ...]
    example: Example
    measure: Measure | None = None
    reports: tuple[str, ...] = ()


def _no_numbers() -> Mapping[str, Number]:
    return {}


def _per_thousand(number: int, whole: int) -> Example:
    return lambda: {"number": number, "whole": whole, "value": per_thousand(number, whole) or 0}


def _percentile(measure: Measure) -> Example:
    lengths = Counter(EXAMPLE_LENGTHS)
    value = percentile(lengths, PERCENTILES[measure]) or Decimal(0)
    return lambda: {"value": int(value) if value == int(value) else value}


def _standardised() -> Mapping[str, Number]:
    expected = sum((Fraction(cases * standard, people) for cases, people, standard in EXAMPLE_STRATA), Fraction(0))
    everybody = sum(standard for _, _, standard in EXAMPLE_STRATA)
    cases, people = (sum(stratum[place] for stratum in EXAMPLE_STRATA) for place in (0, 1))
    numbers: dict[str, Number] = {
        f"{name}{number}": value
        for number, stratum in enumerate(EXAMPLE_STRATA, start=1)
        for name, value in zip(("cases", "people", "standard"), stratum, strict=True)
    }
    return numbers | {"plain": per_thousand(cases, people) or 0, "value": rate_per_thousand(expected / everybody)}


def _change(now: int, before: int) -> Example:
    return lambda: {
        "now": now,
        "before": before,
        "difference": now - before,
        "value": truncated_change(now, before).value,
    }


def _share(part: int, whole: int, rule: Callable[[int, int], int]) -> Example:
    return lambda: {"part": part, "whole": whole, "rest": whole - part, "value": rule(part, whole)}


def _length(slug: str, measure: Measure) -> Method:
    return Method(slug, "length", ("3.6",), _percentile(measure), measure)


_LISTED = (
    Method("antal", "count", ("3.1", "3.4", "6.2"), _no_numbers, Measure.COUNT),
    Method("per-1000-invanare", "per_inhabitants", ("9",), _per_thousand(1_250, 200_000), Measure.PER_1000_INHABITANTS),
    Method("per-1000-listade", "per_listed", ("8.3",), _per_thousand(45, 3_600), Measure.PER_1000_LISTED),
    Method("aldersstandardiserat", "standardised", ("5.1", "9"), _standardised, Measure.AGE_STANDARDISED),
    _length("median", Measure.MEDIAN_LENGTH),
    _length("undre-kvartil", Measure.LOWER_QUARTILE_LENGTH),
    _length("ovre-kvartil", Measure.UPPER_QUARTILE_LENGTH),
    _length("percentil-90", Measure.LENGTH_PERCENTILE_90),
    Method("startade-sjukfall", "started", ("3.2",), _no_numbers, Measure.STARTED_CASES),
    Method("avslutade-sjukfall", "ended", ("3.2",), _no_numbers, Measure.ENDED_CASES),
    Method("sjukskrivningsdagar", "days", ("3.6",), _no_numbers, Measure.SICK_LEAVE_DAYS),
    Method("nettodagar", "net_days", ("3.6",), _no_numbers, Measure.DEGREE_WEIGHTED_DAYS),
    Method("forandring", "change", ("7.5",), _change(1_234, 1_200), Measure.CHANGE),
    Method("forandring-procent", "change_per_cent", ("7.5",), _change(1_234, 1_200), Measure.CHANGE_PER_CENT),
    Method(
        "andel-komplettering",
        "complement_share",
        ("4.5.4", "6.2"),
        _share(37, 254, percentage),
        reports=("complement_share",),
    ),
    Method(
        "andel-kon",
        "sex_share",
        ("7.5", "8.3"),
        _share(642, 1_000, rounded_percentage),
        reports=("case_sex_share_by_county",),
    ),
)

BY_SLUG: Mapping[str, Method] = {method.slug: method for method in _LISTED}
"""Every method page, in the order in which they are listed."""


def title(method: Method, texts: Texts) -> str:
    """What the method is called."""
    if method.measure is None:
        return texts(f"information.method.{method.name}.title")
    return measures.definition(method.measure).label.in_language(texts.language)


def method_list(texts: Texts, address: Address) -> Component:
    """All methods as links with one sentence each."""
    rows = [
        (node("a", title(method, texts), href=address.to(f"{METHODS}/{method.slug}", ()).url), _meaning(method, texts))
        for method in BY_SLUG.values()
    ]
    heads = (texts("information.methods.measure"), texts("information.methods.meaning"))
    return simple_table(texts("information.methods.caption"), heads, rows, texts)


def method_page(method: Method, texts: Texts, address: Address, values: Mapping[str, object]) -> list[Component]:
    """Summary, definition, formula, example, what the measure is not, and where it is shown."""
    key = f"information.method.{method.name}"
    numbers = {name: _written(value, texts) for name, value in method.example().items()}
    parts: list[Component] = [
        html.H1(title(method, texts), tabIndex="-1"),
        html.P(texts(f"{key}.summary", **values), className="intro"),
    ]
    blocks: dict[str, list[Component]] = {
        "definition": [html.P(_meaning(method, texts))],
        "formula": [html.P(texts(f"{key}.formula", **_part(method)), className="formula")],
        "example": prose(texts(f"{key}.example", **numbers, **_lengths(texts)), address),
        "not": prose(texts(f"{key}.not", **values), address),
        "small": prose(texts("information.methods.small_text", **values), address),
        "shown": _shown(method, texts, address),
        "rules": [html.P(_rules(method, texts))],
    }
    for name, content in blocks.items():
        parts += [html.H2(texts(f"information.methods.{name}")), *content]
    return [html.Div(parts, className="prose")]


def _lengths(texts: Texts) -> dict[str, str]:
    return {"lengths": _listed_in_words([formats.number(days, texts.language) for days in EXAMPLE_LENGTHS], texts)}


def _listed_in_words(items: Sequence[str], texts: Texts) -> str:
    """`7, 14 och 21`."""
    *first, last = items
    return texts("list.and", first=", ".join(first), last=last) if first else last


def _part(method: Method) -> dict[str, str]:
    """How far into the row of lengths a percentile lies, as a fraction."""
    return {"part": str(PERCENTILES[method.measure])} if method.measure in LENGTHS else {}


def _rules(method: Method, texts: Texts) -> str:
    key = "information.methods.rules_text" if len(method.rules) > 1 else "information.methods.rule_text"
    return texts(key, rules=_listed_in_words(method.rules, texts))


def _written(value: Number, texts: Texts) -> str:
    decimals = 2 if isinstance(value, Decimal) else 0
    return formats.number(float(value), texts.language, decimals)


def _meaning(method: Method, texts: Texts) -> str:
    if method.measure is None:
        return texts(f"information.method.{method.name}.meaning")
    return measures.definition(method.measure).meaning.in_language(texts.language)


def _shown(method: Method, texts: Texts, address: Address) -> list[Component]:
    """National reports that offer the measure, or the reason why none does."""
    offering = [report for report in registry.reports(Level.NATIONAL) if _offers(method, report)]
    if not offering:
        return [html.P(_reason(method, texts))]
    own = [page for page in OWN_PAGES.values() if method.measure in page.measures]
    pages = [(page.title, address.to(f"{LEVEL_PATHS[Level.NATIONAL]}/{page.slug}", ())) for page in own]
    pages += [(title_of(report), page_of(report, address)) for report in offering]
    chosen = MEASURE_NAMES[method.measure] if method.measure not in {None, Measure.COUNT} else None
    links = [
        html.Li(html.A(name.in_language(texts.language), href=page.having(matt=chosen).url)) for name, page in pages
    ]
    return [html.P(texts("information.methods.shown_text")), html.Ul(links)]


def _offers(method: Method, report: registry.ReportDefinition) -> bool:
    if method.measure is None:
        return report.id in method.reports
    return method.measure in measures.offered(report, Level.NATIONAL)


def _reason(method: Method, texts: Texts) -> str:
    """Why no national report offers the method."""
    if method.measure is not None and Level.NATIONAL in measures.definition(method.measure).elsewhere:
        return measures.definition(method.measure).elsewhere[Level.NATIONAL].in_language(texts.language)
    return texts("information.methods.shown_nowhere")
