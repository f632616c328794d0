"""County and municipality from the directory's codes (statistics 2.6, ingestion H-3)."""

from __future__ import annotations

import pytest

from warehouse.geography import place


@pytest.mark.parametrize(
    ("county", "municipality", "expected"),
    [
        ("01", "0180", ("01", "0180")),
        ("01", "80", ("01", "0180")),
        ("06", "0180", ("01", "0180")),
        ("14", "", ("14", "0000")),
        ("14", None, ("14", "0000")),
        ("14", "01801", ("14", "0000")),
        ("14", "x", ("14", "0000")),
        ("014", "80", ("00", "0000")),
        ("-1", "80", ("00", "0000")),
        ("42", "", ("00", "0000")),
        ("", "", ("00", "0000")),
        (None, None, ("00", "0000")),
        ("23", "99", ("23", "0000")),
    ],
)
def test_codes_become_a_place(county: str | None, municipality: str | None, expected: tuple[str, str]) -> None:
    assert place(county, municipality) == expected
