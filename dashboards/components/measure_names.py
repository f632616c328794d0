"""How the measures are called in addresses (dashboards 3.1, parameter `matt`)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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
