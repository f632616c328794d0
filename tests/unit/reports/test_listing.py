"""Names of units, and how many rows a table of units by subject has (statistics 4.3.8, 8.3 and 12.1)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.oracle.rows import Row
from tests.unit.reports.small_facts import Signed, write_care
from warehouse.reports.engine import CareStatistics
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.listing import of_units
from warehouse.reports.register import Unit, display_names
from warehouse.reports.result import View
from warehouse.reports.scope import AccessScope

AS_OF = date(2015, 3, 15)
SIGNED = date(2015, 2, 10)


def _unit(number: int, id_: str, name: str, provider_no: int) -> Unit:
    return Unit(number, id_, name, provider_no, number, True, "01", "0180")


def test_equal_names_are_told_apart_by_id() -> None:
    units = [_unit(1, "u1", "Norr", 1), _unit(2, "u2", "norr", 2), _unit(3, "u3", "Syd", 2)]
    shown, _ = of_units(dimension("unit"), units, all_shown=True)
    assert [group.label.sv for group in shown.groups] == ["Norr u1", "norr u2", "Syd"]
    assert display_names(units) == ("Norr u1", "Syd", "norr u2")


def test_a_unit_of_two_providers_is_one_unit_with_its_own_name() -> None:
    units = [_unit(1, "u1", "Norr", 1), _unit(2, "u1", "Norr", 2)]
    shown, keys = of_units(dimension("unit"), units, all_shown=True)
    assert [group.label.sv for group in shown.groups] == ["Norr"]
    assert keys == {"1": "u1", "2": "u1"}
    assert display_names(units) == ("Norr",)


@pytest.mark.parametrize(("units", "told"), [(25, False), (99, False), (100, True)])
def test_a_table_of_units_by_subject_has_a_row_for_each_unit(tmp_path: Path, units: int, told: bool) -> None:
    """Twenty-five units with five subjects each are twenty-five rows, not a hundred and twenty-five."""
    ids = [f"u{number}" for number in range(units)]
    rows = [Row(f"c{id_}", at, f"person{at}", 1, "P1", id_, SIGNED, SIGNED) for at, id_ in enumerate(ids)]
    path = write_care(tmp_path / "care.duckdb", rows, [Signed(id_, SIGNED, subjects=("KONTKT",)) for id_ in ids], AS_OF)
    with CareStatistics(path) as statistics:
        scope = AccessScope.whole_provider("P1")
        result = statistics.report("messages_per_unit", View.CROSS_SECTION, scope)
    assert len(result.table.groups) == 5 * units
    assert ("R-001" in {message.id for message in result.messages}) is told
