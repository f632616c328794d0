"""A small release of invented certificates, by which open data are tested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.oracle.facts import write_care_database, write_national_database
from tests.oracle.rows import Row
from tests.web.sample_data import AS_OF, POPULATION, sample_rows
from warehouse import diagnoses
from warehouse.reports.national import NationalStatistics


@pytest.fixture(scope="session")
def statistics(tmp_path_factory: pytest.TempPathFactory) -> NationalStatistics:
    """The national figures of the sample certificates."""
    folder = tmp_path_factory.mktemp("opendata")
    care = write_care_database(folder / "care.duckdb", list(_rows()), AS_OF, population=POPULATION)
    return NationalStatistics(write_national_database(folder / "national.duckdb", care, AS_OF, population=POPULATION))


def _rows() -> Iterator[Row]:
    """The sample certificates, each diagnosis at its place in the tree."""
    for row in sample_rows():
        place = diagnoses.match(row.code)
        yield replace(row, chapter=place.chapter, block=place.block, category=place.category, code=place.code)
