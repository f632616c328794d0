"""Population by county, municipality, sex, one-year age and year (source C7), scaled from rounded county totals."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from pipelines.synthetic.organisation_maker import load_municipalities, seat_weight
from pipelines.synthetic.person_ids import MAN, WOMAN
from pipelines.synthetic.settings import Parameters
from pipelines.synthetic.streams import Stream

POPULATION_FILE = "population.csv"
COLUMNS = ("county", "municipality", "sex", "age", "year", "inhabitants")
OLDEST = 100

Row = tuple[str, str, int, int, int, int]


def write_population(path: Path, parameters: Parameters, stream: Stream, counties: Sequence[str], years: range) -> int:
    """Write all counties, and the municipalities of `counties`, for 31 December of each of the years.

    The municipality is empty on the rows of a whole county; a county's municipalities add up to it in every cell.
    Age 100 holds everybody of 100 and over. Gives the number of rows.
    """
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in _rows(parameters, stream, set(counties), years):
            writer.writerow(row)
            rows += 1
    return rows


def _rows(parameters: Parameters, stream: Stream, detailed: set[str], years: range) -> Iterator[Row]:
    shares = _age_shares(parameters)
    base = int(parameters.number("population.base_year"))
    growth = 1 + parameters.number("population.growth_percent_a_year") / 100
    for county, inhabitants in parameters.table("population.inhabitants").items():
        weights = _municipality_weights(stream, county) if county in detailed else {}
        for year in years:
            cells = [share * inhabitants * growth ** (year - base) for share in shares.values()]
            for (sex, age), count in zip(shares, apportion(round(sum(cells)), cells), strict=True):
                yield county, "", sex, age, year, count
                parts = apportion(count, list(weights.values())) if weights else []
                for municipality, part in zip(weights, parts, strict=True):
                    yield county, municipality, sex, age, year, part


def _age_shares(parameters: Parameters) -> dict[tuple[int, int], float]:
    """Share of all inhabitants by sex and age; five-year groups are spread evenly."""
    women = parameters.table("population.women_percent")
    groups = parameters.table("population.age_percent")
    whole = sum(groups.values())
    shares: dict[tuple[int, int], float] = {}
    for first, percent in groups.items():
        ages = range(first, first + 5) if first < OLDEST else range(OLDEST, OLDEST + 1)
        for age in ages:
            of_women = women["under_65"] if age < 65 else women["65_to_79"] if age < 80 else women["from_80"]
            share = percent / whole / len(ages)
            shares[WOMAN, age] = share * of_women / 100
            shares[MAN, age] = share * (1 - of_women / 100)
    return shares


def _municipality_weights(stream: Stream, county: str) -> dict[str, float]:
    own = [row.code for row in load_municipalities() if row.county == county]
    return {code: seat_weight(code) * stream.lognormal(1, 0.6) for code in own}


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to `total` exactly."""
    whole = sum(weights)
    borders = [round(total * part / whole) for part in accumulate(weights)]
    borders[-1] = total
    return [border - before for border, before in zip(borders, [0, *borders[:-1]], strict=True)]
