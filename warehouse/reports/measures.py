"""The measures beyond counts: how each is called and written, and where it is offered (docs/measures.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from warehouse.reports.definitions import Family, NotOfferedError, ReportDefinition
from warehouse.reports.dimension import Attribute
from warehouse.reports.measured import Measure, MeasuredSeries, MeasuredValue
from warehouse.reports.result import Label, Level

__all__ = [
    "MEASURES",
    "Measure",
    "MeasureDefinition",
    "MeasureNotOfferedError",
    "MeasuredSeries",
    "MeasuredValue",
    "definition",
    "offered",
    "require",
]


class MeasureNotOfferedError(NotOfferedError):
    """The measure is not offered for the report asked for; `reason` is one sentence in both languages."""

    def __init__(self, reason: Label) -> None:
        super().__init__(reason.en)
        self.reason = reason


_NET_DAYS_NOT_PUBLISHED = Label(
    "Nettodagar visas inte nationellt: de kräver dagens största sjukskrivningsgrad i varje sjukfall, som inte räknas "
    "vid publiceringen.",
    "Net days are not shown nationally: they need the largest degree of each day of each case, which is not counted "
    "at publication.",
)
_INHABITANTS_OF_COUNTRY = Label(
    "Antal per 1000 invånare visas bara nationellt: en vårdgivares eller regions enheter har ingen egen befolkning.",
    "The number per 1,000 inhabitants is shown nationally only: the units of a provider or region have no "
    "population of their own.",
)
_LISTED_OF_REGION = Label(
    "Antal per 1000 listade patienter visas bara för regioner, vars enhetslistor anger antalet listade.",
    "The number per 1,000 listed patients is shown for regions only, whose lists of units give the listed patients.",
)
_STANDARDISED_OF_COUNTRY = Label(
    "Åldersstandardiserat antal visas bara nationellt: en vårdgivares eller regions enheter har ingen egen befolkning.",
    "The age-standardised number is shown nationally only: the units of a provider or region have no population of "
    "their own.",
)
_CASES_ALONE = Label(
    "Måttet gäller sjukfall, inte intyg eller meddelanden.",
    "The measure applies to cases, not to certificates or messages.",
)
_OF_ALL_CASES = Label(
    "Nationellt visas måttet bara för samtliga sjukfall: för andra grupper publiceras bara antal.",
    "Nationally the measure is shown only for all cases together: for other groups only numbers are published.",
)
_LISTED_BY_UNIT = Label(
    "Antal per 1000 listade patienter visas totalt och per vårdenhet: listorna delas inte upp på annat sätt.",
    "The number per 1,000 listed patients is shown in total and by care unit: the lists have no other division.",
)
_TOTAL_AND_COUNTIES = Label(
    "Åldersstandardiserat antal visas för landet och per län: andra grupper räknas inte per åldersgrupp.",
    "The age-standardised number is shown for the country and by county: no other groups are counted by age.",
)
WHOLE_WINDOWS_ALONE = Label(
    "Åldersstandardiserat antal per län visas bara som tvärsnitt: månaderna räknas inte per län och åldersgrupp.",
    "The age-standardised number by county is shown as a cross-section only: months are not counted by county and age.",
)
_SHARES_LACK = Label("Förändring visas för antal, inte för andelar.", "A change is shown for numbers, not for shares.")
NO_POPULATION = Label(
    "Måttet kräver att befolkningen är inläst, och ingen befolkning finns i utgåvan.",
    "The measure needs the population to be loaded, and the release has none.",
)
NO_AGES = Label(
    "Måttet kräver befolkningen per ålder, men bara länens summor är inlästa.",
    "The measure needs the population by age, but only the totals of the counties are loaded.",
)


@dataclass(frozen=True, slots=True)
class MeasureDefinition:
    """How a measure is called and shown, and where it is offered.

    `decimals` is the number of decimals of its values, `meaning` a sentence that defines it. `families` are what it is
    a measure of; `elsewhere` gives the reason on the levels that lack it. `attributes` None means every group;
    `nationally` limits the groups on the national level further. `axis` is the title of a chart's y axis where the
    label does not name the unit.
    """

    measure: Measure
    label: Label
    unit: Label
    decimals: int
    meaning: Label
    families: frozenset[Family] = frozenset({Family.CASES})
    elsewhere: Mapping[Level, Label] = field(default_factory=dict)
    attributes: frozenset[Attribute] | None = None
    other_attributes: Label | None = None
    nationally: frozenset[Attribute] | None = None
    axis: Label | None = None


_DAYS = Label("dagar", "days")
_CASES = Label("sjukfall", "cases")
_PER_1000 = Label("sjukfall per 1000", "cases per 1,000")
_EVERYTHING_COUNTED = frozenset(Family)
_ALL_CASES = frozenset({Attribute.NONE})


def _of_length(measure: Measure, name: Label, meaning: Label) -> MeasureDefinition:
    label = Label(f"Sjukskrivningslängd, {name.sv}", f"Length of sick leave, {name.en}")
    axis = Label(f"Antal dagar ({name.sv})", f"Number of days ({name.en})")
    return MeasureDefinition(measure, label, _DAYS, 2, meaning, nationally=_ALL_CASES, axis=axis)


_LISTED = (
    MeasureDefinition(
        Measure.COUNT,
        Label("Antal", "Number"),
        Label("antal", "number"),
        0,
        Label("Det antal som rapporten räknar.", "The number that the report counts."),
        _EVERYTHING_COUNTED,
    ),
    MeasureDefinition(
        Measure.PER_1000_INHABITANTS,
        Label("Antal per 1000 invånare", "Number per 1,000 inhabitants"),
        _PER_1000,
        2,
        Label(
            "Sjukfall delat med tusental invånare den 31 december året före periodens slut: länets, åldersgruppens "
            "eller annars hela landets, kvinnor och män var för sig.",
            "Cases divided by thousands of inhabitants on 31 December of the year before the period's end: of the "
            "county, of the age group or else of the whole country, women and men separately.",
        ),
        elsewhere={Level.PROVIDER: _INHABITANTS_OF_COUNTRY, Level.REGION: _INHABITANTS_OF_COUNTRY},
    ),
    MeasureDefinition(
        Measure.PER_1000_LISTED,
        Label("Antal per 1000 listade patienter", "Number per 1,000 listed patients"),
        _PER_1000,
        2,
        Label(
            "Sjukfall vid enheter med angivet antal listade patienter, delat med tusental listade vid dem.",
            "Cases at units whose number of listed patients is given, divided by thousands of patients listed there.",
        ),
        elsewhere={Level.NATIONAL: _LISTED_OF_REGION, Level.PROVIDER: _LISTED_OF_REGION},
        attributes=frozenset({Attribute.NONE, Attribute.CARE_UNIT}),
        other_attributes=_LISTED_BY_UNIT,
    ),
    MeasureDefinition(
        Measure.AGE_STANDARDISED,
        Label("Åldersstandardiserat antal per 1000 invånare", "Age-standardised number per 1,000 inhabitants"),
        _PER_1000,
        2,
        Label(
            "Antal per 1000 invånare i var och en av tolv åldersgrupper och kön, vägt med hela landets befolkning det "
            "senaste inlästa året (direkt metod).",
            "The number per 1,000 inhabitants in each of twelve age groups and sex, weighted by the population of the "
            "whole country in the last year loaded (direct method).",
        ),
        elsewhere={Level.PROVIDER: _STANDARDISED_OF_COUNTRY, Level.REGION: _STANDARDISED_OF_COUNTRY},
        attributes=frozenset({Attribute.NONE, Attribute.COUNTY}),
        other_attributes=_TOTAL_AND_COUNTIES,
    ),
    _of_length(
        Measure.MEDIAN_LENGTH,
        Label("median", "median"),
        Label("Hälften av sjukfallen är kortare, hälften längre.", "Half of the cases are shorter, half are longer."),
    ),
    _of_length(
        Measure.LOWER_QUARTILE_LENGTH,
        Label("undre kvartil", "lower quartile"),
        Label("En fjärdedel av sjukfallen är kortare.", "One case in four is shorter."),
    ),
    _of_length(
        Measure.UPPER_QUARTILE_LENGTH,
        Label("övre kvartil", "upper quartile"),
        Label("En fjärdedel av sjukfallen är längre.", "One case in four is longer."),
    ),
    _of_length(
        Measure.LENGTH_PERCENTILE_90,
        Label("90:e percentil", "90th percentile"),
        Label("En tiondel av sjukfallen är längre.", "One case in ten is longer."),
    ),
    MeasureDefinition(
        Measure.STARTED_CASES,
        Label("Startade sjukfall", "Started cases"),
        _CASES,
        0,
        Label(
            "Sjukfall vars första dag ligger i perioden; dagar vid andra enheter hos vårdgivaren räknas med.",
            "Cases whose first day lies in the period; days at other units of the care provider are counted.",
        ),
        nationally=_ALL_CASES,
    ),
    MeasureDefinition(
        Measure.ENDED_CASES,
        Label("Avslutade sjukfall", "Ended cases"),
        _CASES,
        0,
        Label(
            "Sjukfall vars sista intygade dag ligger i perioden; ett nytt intyg inom fem dagar förlänger sjukfallet.",
            "Cases whose last certified day lies in the period; a new certificate within five days extends the case.",
        ),
        nationally=_ALL_CASES,
    ),
    MeasureDefinition(
        Measure.SICK_LEAVE_DAYS,
        Label("Sjukskrivningsdagar", "Sick-leave days"),
        _DAYS,
        0,
        Label(
            "Intygade dagar inom perioden, varje dag en gång per sjukfall.",
            "Certified days within the period, each day once per case.",
        ),
        nationally=_ALL_CASES,
    ),
    MeasureDefinition(
        Measure.DEGREE_WEIGHTED_DAYS,
        Label("Nettodagar (viktade efter grad)", "Net days (weighted by degree)"),
        _DAYS,
        2,
        Label(
            "Sjukskrivningsdagar vägda med dagens största sjukskrivningsgrad: en dag på 50 % är en halv nettodag.",
            "Sick-leave days weighted by the largest degree of the day: a day at 50% is half a net day.",
        ),
        elsewhere={Level.NATIONAL: _NET_DAYS_NOT_PUBLISHED},
    ),
    MeasureDefinition(
        Measure.CHANGE,
        Label("Förändring mot samma period ett år tidigare", "Change from the same period a year earlier"),
        Label("antal", "number"),
        0,
        Label(
            "Periodens antal minus antalet ett år tidigare.",
            "The number for the period minus the number a year earlier.",
        ),
        _EVERYTHING_COUNTED,
    ),
    MeasureDefinition(
        Measure.CHANGE_PER_CENT,
        Label(
            "Förändring i procent mot samma period ett år tidigare",
            "Percentage change from the same period a year earlier",
        ),
        Label("procent", "per cent"),
        0,
        Label(
            "Förändringen i procent av antalet ett år tidigare, avkortad mot noll.",
            "The change in per cent of the number a year earlier, with decimals dropped.",
        ),
        _EVERYTHING_COUNTED,
    ),
)

MEASURES: Mapping[Measure, MeasureDefinition] = MappingProxyType({one.measure: one for one in _LISTED})
"""Every measure, in the order in which they are offered."""

_CHANGES = frozenset({Measure.CHANGE, Measure.CHANGE_PER_CENT})
_SHARES = frozenset({"complement_share", "case_sex_share_by_county"})


def definition(measure: Measure) -> MeasureDefinition:
    """How a measure is called, shown and offered."""
    return MEASURES[measure]


def require(measure: Measure, report: ReportDefinition, level: Level) -> None:
    """Raise MeasureNotOfferedError unless `measure` is offered for `report` on `level`.

    What depends on the release (population, ages) is told when the report is asked for.
    """
    reason = _lacking(definition(measure), report, level)
    if reason is not None:
        raise MeasureNotOfferedError(reason)


def offered(report: ReportDefinition, level: Level) -> tuple[Measure, ...]:
    """The measures of a report on one level, in the order in which they are offered."""
    return tuple(one.measure for one in MEASURES.values() if _lacking(one, report, level) is None)


def _lacking(of: MeasureDefinition, report: ReportDefinition, level: Level) -> Label | None:
    """Why a measure is not offered; None when it is."""
    if report.family not in of.families:
        return _CASES_ALONE
    if of.measure in _CHANGES and report.id in _SHARES:
        return _SHARES_LACK
    if level in of.elsewhere:
        return of.elsewhere[level]
    if of.attributes is not None and report.dimension.attribute not in of.attributes:
        return of.other_attributes
    if level is Level.NATIONAL and of.nationally is not None and report.dimension.attribute not in of.nationally:
        return _OF_ALL_CASES
    return None
