"""Measures of the national level, made of the published numbers alone (docs/measures.md).

The numbers have passed each provider's threshold (statistics 6.2), and nothing else about cases is read here; so a
measure tells no more than they do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import duckdb

from warehouse.reports.cells import Cells
from warehouse.reports.dimension import TOTAL_KEY, Attribute, Dimension
from warehouse.reports.known_dimensions import ALL_COUNTIES, dimension
from warehouse.reports.measure_values import left_of
from warehouse.reports.measured import Measure, MeasuredSeries, MeasuredValue
from warehouse.reports.measures import NO_AGES, NO_POPULATION, MeasureNotOfferedError
from warehouse.reports.period import Window
from warehouse.reports.population import Population, PopulationByAge, in_groups
from warehouse.reports.result import ZERO, Count, Series
from warehouse.reports.shares import per_thousand, rate_per_thousand

EVERYBODY = frozenset({TOTAL_KEY, ALL_COUNTIES.key})
"""Keys of the groups that hold the cases of the whole country; such a group stands first."""


@dataclass(frozen=True, slots=True)
class People:
    """The population of a release: of counties, and of the country by age where it is loaded by age."""

    of_counties: Population
    by_age: PopulationByAge

    @classmethod
    def read(cls, connection: duckdb.DuckDBPyConnection) -> People:
        """Read the table `population` of a release."""
        rows = connection.execute("SELECT county, year, sex, age, inhabitants FROM population").fetchall()
        of_counties = Population.of((county, year, sex, inhabitants) for county, year, sex, _, inhabitants in rows)
        return cls(of_counties, PopulationByAge.of(rows))


def per_inhabitants(of: Dimension, table: Series, periods: Sequence[Window], people: People) -> MeasuredSeries:
    """Cases per 1,000 inhabitants of the group: its county, its ages, else the whole country.

    Raises MeasureNotOfferedError without a population, or without ages where the groups are ages.
    """
    if not people.of_counties.by_year:
        raise MeasureNotOfferedError(NO_POPULATION)
    if of.attribute is Attribute.AGE and not people.by_age.by_year:
        raise MeasureNotOfferedError(NO_AGES)
    values = []
    for period, row in zip(periods, table.values, strict=True):
        inhabitants = _inhabitants(of, table, period, people)
        pairs = zip(table.groups, row, strict=True)
        values.append(tuple(_per_inhabitants(count, inhabitants.get(group.key, ZERO)) for group, count in pairs))
    overall = None
    if table.distinct is not None:
        overall = tuple(
            _per_inhabitants(count, people.of_counties.of_country(period))
            for period, count in zip(periods, table.distinct, strict=True)
        )
    return MeasuredSeries(Measure.PER_1000_INHABITANTS, tuple(values), overall)


def _inhabitants(of: Dimension, table: Series, period: Window, people: People) -> Mapping[str, Count]:
    """Whom the cases of each group are divided by; a group without population is left out."""
    if of.attribute is Attribute.AGE:
        return in_groups(people.by_age.inhabitants(period), of.bounds)
    everybody = people.of_counties.of_country(period)
    if of.attribute is Attribute.COUNTY:
        return {**people.of_counties.inhabitants(period), ALL_COUNTIES.key: everybody}
    return {group.key: everybody for group in table.groups}


def _per_inhabitants(count: Count, inhabitants: Count) -> MeasuredValue:
    women_left, men_left, total_left = left_of(count)
    return MeasuredValue(
        per_thousand(count.women, inhabitants.women) if women_left else None,
        per_thousand(count.men, inhabitants.men) if men_left else None,
        per_thousand(count.total, inhabitants.total) if total_left else None,
        count.women_protected,
        count.men_protected,
        count.unknown_protected,
    )


def age_standardised(
    table: Series, periods: Sequence[Window], cells_of: Callable[[str, Window], Cells], people: People
) -> MeasuredSeries:
    """Cases per 1,000 inhabitants with the ages and sexes of the country in the last year loaded: direct method.

    `cells_of` gives the published number of cases by age group of a group of the table, a county or everybody, in a
    period. Raises MeasureNotOfferedError without a population by age.
    """
    if not people.of_counties.by_year:
        raise MeasureNotOfferedError(NO_POPULATION)
    if not people.by_age.by_year:
        raise MeasureNotOfferedError(NO_AGES)
    groups = dimension("age_group").bounds
    standard = in_groups(people.by_age.newest(), groups)

    def value(group_key: str, period: Window) -> MeasuredValue:
        county = None if group_key in EVERYBODY else group_key
        inhabitants = in_groups(people.by_age.inhabitants(period, county), groups)
        return _standardised(cells_of(group_key, period), inhabitants, standard)

    values = tuple(tuple(value(group.key, period) for group in table.groups) for period in periods)
    return MeasuredSeries(Measure.AGE_STANDARDISED, values, tuple(row[0] for row in values))


def _standardised(cells: Cells, inhabitants: Mapping[str, Count], standard: Mapping[str, Count]) -> MeasuredValue:
    """The expected cases of the standard population, women and men apart, per 1,000 of it."""
    counted = sum(cells.values(), ZERO)
    women_left, men_left, total_left = left_of(counted)
    women = _expected([(cells.get(key, ZERO).women, inhabitants[key].women, standard[key].women) for key in standard])
    men = _expected([(cells.get(key, ZERO).men, inhabitants[key].men, standard[key].men) for key in standard])
    both = sum(standard.values(), ZERO)
    return MeasuredValue(
        rate_per_thousand(women / both.women) if women_left and women is not None and both.women else None,
        rate_per_thousand(men / both.men) if men_left and men is not None and both.men else None,
        rate_per_thousand((women + men) / both.total)
        if total_left and women is not None and men is not None and both.total
        else None,
        counted.women_protected,
        counted.men_protected,
        counted.unknown_protected,
    )


def _expected(strata: Sequence[tuple[int, int, int]]) -> Fraction | None:
    """Cases if the standard had each stratum's rate; strata of (cases, inhabitants, standard inhabitants).

    None when a stratum of the standard has no inhabitants to divide by.
    """
    if any(standard and not inhabitants for _, inhabitants, standard in strata):
        return None
    rates = (Fraction(cases * standard, inhabitants) for cases, inhabitants, standard in strata if standard)
    return sum(rates, Fraction(0))
