"""What the public tables measure: each content with its code, unit and decimals (dashboards 19.1)."""

from __future__ import annotations

from dataclasses import replace

from warehouse.opendata.cube import Unit
from warehouse.opendata.points import Content, Part
from warehouse.reports import measures
from warehouse.reports.definitions import Family, Figure, ReportDefinition
from warehouse.reports.dimension import Attribute
from warehouse.reports.measured import Measure
from warehouse.reports.result import Label

_NUMBER = Label("antal", "number")
_PER_CENT = Label("procent", "per cent")


def _count(code: str, sv: str, en: str) -> Content:
    return Content(code, Label(sv, en), Unit(_NUMBER))


CASES = _count("Sjukfall", "Antal sjukfall", "Number of cases")
CERTIFICATES = _count("Intyg", "Antal intyg", "Number of certificates")
MESSAGES = _count("Meddelanden", "Antal meddelanden", "Number of messages")
COMPLETIONS = _count("Kompletteringar", "Antal kompletteringar", "Number of requests for supplementary information")

_CODES = {
    Measure.PER_1000_INHABITANTS: ("Per1000", "Average"),
    Measure.AGE_STANDARDISED: ("Aldersstandardiserat", "Average"),
    Measure.MEDIAN_LENGTH: ("Median", "Average"),
    Measure.LOWER_QUARTILE_LENGTH: ("UndreKvartil", "Average"),
    Measure.UPPER_QUARTILE_LENGTH: ("OvreKvartil", "Average"),
    Measure.LENGTH_PERCENTILE_90: ("Percentil90", "Average"),
    Measure.STARTED_CASES: ("Startade", "Flow"),
    Measure.ENDED_CASES: ("Avslutade", "Flow"),
    Measure.SICK_LEAVE_DAYS: ("Dagar", "Flow"),
    Measure.CHANGE: ("Forandring", "Other"),
    Measure.CHANGE_PER_CENT: ("ForandringProcent", "Other"),
}


def content_of(measure: Measure) -> Content:
    """The content of another measure than the number; raises KeyError for one that is not national."""
    defined = measures.definition(measure)
    code, measuring = _CODES[measure]
    return Content(code, defined.label, Unit(defined.unit, defined.decimals, measuring), measure=measure)


PER_1000 = content_of(Measure.PER_1000_INHABITANTS)
RATES = (
    CASES,
    Content(
        "Invanare", Label("Antal invånare", "Number of inhabitants"), Unit(_NUMBER, measuring="Stock"), Part.DIVISOR
    ),
    replace(PER_1000, part=Part.FIGURE, measure=Measure.COUNT),
)
SEX_SHARE = Content(
    "Andel",
    Label("Andel av sjukfallen", "Share of the cases"),
    Unit(_PER_CENT, measuring="Average"),
    Part.FIGURE,
)
COMPLETED = (
    Content(
        "Andel",
        Label("Andel intyg med komplettering", "Share of certificates with a request for supplementary information"),
        Unit(_PER_CENT, measuring="Average"),
        Part.FIGURE,
    ),
    _count(
        "Kompletterade",
        "Antal intyg med komplettering",
        "Certificates with a request for supplementary information",
    ),
    Content("Skickade", Label("Antal skickade intyg", "Number of certificates sent"), Unit(_NUMBER), Part.DIVISOR),
)
LENGTHS = tuple(
    content_of(measure)
    for measure in (
        Measure.MEDIAN_LENGTH,
        Measure.LOWER_QUARTILE_LENGTH,
        Measure.UPPER_QUARTILE_LENGTH,
        Measure.LENGTH_PERCENTILE_90,
        Measure.STARTED_CASES,
        Measure.ENDED_CASES,
        Measure.SICK_LEAVE_DAYS,
    )
)
PROTECTED_CELLS = _count("SkyddadeTal", "Antal skyddade tal", "Number of protected numbers")
READ_SHARE = Content(
    "AndelLasta",
    Label("Andel av lästa intyg", "Share of the certificates read"),
    Unit(_PER_CENT, 2, "Average"),
)
AMOUNT_LOST = _count("Bortfall", "Bortfall, avrundat antal", "Left out, rounded number")
SHARE_LOST = Content(
    "AndelBortfall",
    Label("Bortfall, andel av totalen", "Left out, share of the total"),
    Unit(_PER_CENT, 1, "Average"),
)


_BY_FAMILY = {Family.CASES: CASES, Family.CERTIFICATES: CERTIFICATES, Family.MESSAGES: MESSAGES}
_BY_FIGURE = {Figure.RATE: RATES, Figure.SEX_SHARE: (SEX_SHARE, CASES), Figure.SHARE: COMPLETED}


def contents_of(report: ReportDefinition, measure: Measure) -> tuple[Content, ...]:
    """What a report tells in one measure: the numbers, and the figures made of them or the measure beside them."""
    counted = COMPLETIONS if report.dimension.attribute is Attribute.QUESTION else _BY_FAMILY[report.family]
    if measure is not Measure.COUNT:
        return (counted, content_of(measure))
    return _BY_FIGURE.get(report.figure) or (counted,)
