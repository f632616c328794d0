"""The public table of what was read and what was left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.oracle.facts import write_care_database, write_national_database
from warehouse.opendata.cube import Cube, Value
from warehouse.opendata.tables import cube_of
from warehouse.reports.national import NationalStatistics

AS_OF = date(2020, 11, 23)


@pytest.fixture(scope="module")
def statistics(tmp_path_factory: pytest.TempPathFactory) -> NationalStatistics:
    """A release that has read certificates in two months; some of the second were revoked."""
    folder = tmp_path_factory.mktemp("dropped")
    care = write_care_database(folder / "care.duckdb", [], AS_OF)
    path = write_national_database(folder / "national.duckdb", care, AS_OF)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "INSERT INTO dropped_certificate VALUES ('2019-03-01', 'read', 200, false), "
            "('2019-04-01', 'read', 300, false), ('2019-04-01', 'revoked', 12, false), "
            "('2019-04-01', 'degree_unknown', 0, true)"
        )
    return NationalStatistics(path)


def told(cube: Cube, reason: str, time: str, content: str) -> tuple[Value, str | None]:
    place = cube.position({"Orsak": reason, "Tid": time, "ContentsCode": content})
    return cube.values[place], cube.status.get(place)


def test_months_have_the_numbers_of_the_release(statistics: NationalStatistics) -> None:
    cube = cube_of(statistics, "KV01")
    assert told(cube, "read", "2019M03", "Intyg") == (200, None)
    assert told(cube, "revoked", "2019M03", "Intyg") == (0, None)
    assert told(cube, "revoked", "2019M04", "AndelLasta") == (4.0, None)
    assert told(cube, "degree_unknown", "2019M04", "Intyg") == (None, "..")


def test_a_year_is_the_sum_of_its_months_unless_one_is_protected(statistics: NationalStatistics) -> None:
    cube = cube_of(statistics, "KV01A")
    assert told(cube, "read", "2019", "Intyg") == (500, None)
    assert told(cube, "revoked", "2019", "AndelLasta") == (2.4, None)
    assert told(cube, "degree_unknown", "2019", "Intyg") == (None, "..")


def test_a_release_that_counted_nothing_says_so(tmp_path: Path) -> None:
    care = write_care_database(tmp_path / "care.duckdb", [], AS_OF)
    statistics = NationalStatistics(write_national_database(tmp_path / "national.duckdb", care, AS_OF))
    assert told(cube_of(statistics, "KV01"), "read", "2020M05", "Intyg") == (None, "...")
