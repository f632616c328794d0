"""No hidden number is the difference of two that are published, in any open table (dashboards 22.4, 26.6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from tests.oracle.facts import write_care_database, write_national_database
from tests.spec_examples.notation import rows
from warehouse.opendata.cube import PROTECTED, Cube, Role, Variable
from warehouse.opendata.tables import TABLES, cube_of
from warehouse.reports.national import NationalStatistics

THRESHOLD = 5
DIVIDED = [table.id for table in TABLES if not table.id.startswith(("KV", "SF12", "SF08", "ME02", "ME03"))]
"""The tables that hold counts with a whole and its parts; questions of one message are no parts of a number."""


def _families(variable: Variable) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each value that has parts, with its parts."""
    divided = [(one.code, one.children) for one in variable.categories if one.children]
    if divided:
        yield from divided
    elif variable.elimination is not None and len(variable.categories) > 1:
        yield variable.elimination, tuple(code for code in variable.codes if code != variable.elimination)


def _small_differences(cube: Cube, threshold: int) -> Iterator[str]:
    """What a whole and the parts shown tell of the parts hidden, where that is a small number."""
    codes = [variable.codes for variable in cube.variables]
    places = {key: place for place, key in enumerate(product(*codes))}
    at = {variable.code: number for number, variable in enumerate(cube.variables)}
    counts = next(variable for variable in cube.variables if variable.role is Role.METRIC).codes[0]
    for variable in cube.variables:
        if variable.role in {Role.METRIC, Role.TIME} or variable.code == "Kon":
            continue
        own = at[variable.code]
        for whole, parts in _families(variable):
            others = [given if number != own else (whole,) for number, given in enumerate(codes)]
            for key in product(*others):
                if key[at["ContentsCode"]] != counts:
                    continue
                total = cube.values[places[key]]
                children = [places[(*key[:own], part, *key[own + 1 :])] for part in parts]
                if total is None or not any(cube.status.get(place) == PROTECTED for place in children):
                    continue
                gap = total - sum(cube.values[place] or 0 for place in children)
                if 0 < gap < threshold:
                    yield f"{cube.id} {key}: {gap}"


@pytest.mark.parametrize("table_id", DIVIDED)
def test_no_hidden_number_is_a_difference(statistics: NationalStatistics, table_id: str) -> None:
    threshold = statistics.release.threshold or 0
    assert threshold > 1
    assert list(_small_differences(cube_of(statistics, table_id), threshold)) == []


def test_a_number_that_the_threshold_alone_would_give_away_is_not_a_difference(tmp_path: Path) -> None:
    """Six women with a diagnosis of one chapter, one of them in a block of her own: six less five is she."""
    women = "ABCDEF"
    facts = "\n".join(f"{who}(k) 2015-09-01..2015-09-20 u1 {'G51' if who == 'F' else 'G43'}" for who in women)
    care = write_care_database(tmp_path / "care.duckdb", rows(2015, facts), date(2016, 3, 15))
    made = write_national_database(tmp_path / "national.duckdb", care, date(2016, 3, 15), THRESHOLD)
    given_away = list(_small_differences(cube_of(NationalStatistics.compatible(made), "SF02"), THRESHOLD))
    assert any("'G00-G99', '2'" in told for told in given_away)
    assert list(_small_differences(cube_of(NationalStatistics(made), "SF02"), THRESHOLD)) == []
