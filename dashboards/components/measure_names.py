"""How the measures are called in addresses (dashboards 3.1, parameter `matt`)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dashboards.components.texts import Texts
from warehouse.reports import measures
from warehouse.reports.definitions import Figure, ReportDefinition
from warehouse.reports.measured import Measure

MEASURE_NAMES: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.COUNT: "antal",
        Measure.PER_1000_INHABITANTS: "per1000",
        Measure.PER_1000_LISTED: "per1000-listade",
        Measure.AGE_STANDARDISED: "standardiserad",
        Measure.MEDIAN_LENGTH: "median",
        Measure.LOWER_QUARTILE_LENGTH: "p25",
        Measure.UPPER_QUARTILE_LENGTH: "p75",
        Measure.LENGTH_PERCENTILE_90: "p90",
        Measure.STARTED_CASES: "startade",
        Measure.ENDED_CASES: "avslutade",
        Measure.SICK_LEAVE_DAYS: "dagar",
        Measure.DEGREE_WEIGHTED_DAYS: "nettodagar",
        Measure.CHANGE: "forandring",
        Measure.CHANGE_PER_CENT: "forandring-procent",
    }
)
"""Values of the address parameter `matt`."""

MEASURES_BY_NAME: Mapping[str, Measure] = MappingProxyType({name: measure for measure, name in MEASURE_NAMES.items()})


def measure_name(measure: Measure, definition: ReportDefinition) -> str:
    """The value that stands for a measure of a report; a report of rates as it stands is `per1000`."""
    is_rate = measure is Measure.COUNT and definition.figure is Figure.RATE
    return MEASURE_NAMES[Measure.PER_1000_INHABITANTS if is_rate else measure]


def measure_label(measure: Measure, definition: ReportDefinition, texts: Texts) -> str:
    """What a reader chooses: what the report shows as it stands is called by its own name where it is no number."""
    if measure is Measure.COUNT and definition.figure is Figure.SEX_SHARE:
        return texts("measure.sex_share")
    if measure is Measure.COUNT and definition.figure is not Figure.COUNT:
        return (definition.heads.rate or definition.look.y_title).in_language(texts.language)
    return measures.definition(measure).label.in_language(texts.language)
