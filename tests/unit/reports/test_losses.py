"""Unknown sex under the threshold, and what is told of what the threshold took away (statistics 6.2, dashboards 22)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.spec_examples.notation import rows
from tests.unit.reports.small_facts import Signed, national_of, write_care
from warehouse.disclosure import stated_loss
from warehouse.reports.engine import CareStatistics
from warehouse.reports.result import Count, Loss, ReportResult, View
from warehouse.reports.scope import RegionScope

TODAY = date(2015, 3, 15)
DAY = date(2015, 2, 3)
UNITS = "A(k) 2014-09-01..2014-09-02 u1\nB(k) 2014-09-01..2014-09-02 u2\nC(k) 2014-09-01..2014-09-02 u3"
REGION = RegionScope({"U1": None, "U2": None, "U3": None})


def signed(unit: str, sex: int, number: int, *subjects: str) -> list[Signed]:
    return [Signed(unit, DAY, "LUSE", sex, subjects) for _ in range(number)]


def of_country_and_region(
    folder: Path, certificates: list[Signed], report: str, threshold: int = 5
) -> tuple[ReportResult, ReportResult]:
    care = write_care(folder / "care.duckdb", rows(2014, UNITS), certificates, TODAY)
    with CareStatistics(care) as statistics:
        regional = statistics.region_report(report, View.CROSS_SECTION, REGION, threshold=threshold)
    return national_of(care, TODAY, threshold).report(report, View.CROSS_SECTION), regional


def test_unknown_sex_is_cut_by_itself(tmp_path: Path) -> None:
    """P1 has 5 of unknown sex and 4 women, P3 4 of unknown sex: neither small number is seen in the total."""
    certificates = [*signed("u1", 0, 5), *signed("u1", 2, 4), *signed("u3", 0, 4)]
    for result in of_country_and_region(tmp_path, certificates, "certificates_total"):
        found = result.table.of("LUSE")
        assert found == Count(0, 0, 5, women_protected=True, unknown_protected=True)
        assert found.is_protected
        assert result.loss == Loss(2, None)


def test_a_share_leaves_out_unknown_sex_with_few_supplements(tmp_path: Path) -> None:
    certificates = [
        *signed("u1", 0, 5, "KOMPLT"),
        *signed("u1", 0, 5),
        *signed("u3", 0, 4, "KOMPLT"),
        *signed("u3", 0, 90),
    ]
    for result in of_country_and_region(tmp_path, certificates, "complement_share"):
        assert result.table.of("LUSE") == Count(0, 0, 5, unknown_protected=True)
        assert result.divisor is not None
        assert result.divisor.of("LUSE").total == 10
        assert "threshold_share" in result.notes


def three_providers(folder: Path) -> Path:
    facts = rows(2014, UNITS)
    extra = rows(2014, "D(k) 2014-09-01..2014-09-02 u4")
    moved = [type(row)(**{**{f: getattr(row, f) for f in row.__dataclass_fields__}, "provider": "P9"}) for row in extra]
    certificates = [*signed("u1", 2, 4), *signed("u3", 2, 4), *signed("u4", 2, 4), *signed("u1", 1, 6)]
    return write_care(folder / "care.duckdb", [*facts, *moved], certificates, TODAY)


def test_the_loss_of_three_providers_is_stated_rounded(tmp_path: Path) -> None:
    care = three_providers(tmp_path)
    result = national_of(care, TODAY, 5).report("certificates_total", View.CROSS_SECTION)
    assert result.table.of("LUSE") == Count(0, 6, 6, women_protected=True)
    assert result.loss == Loss(1, 10)
    series = national_of(care, TODAY, 5).report("certificates_total", View.TIME_SERIES)
    assert series.loss == Loss(1, 10)


@pytest.mark.parametrize(
    ("amount", "providers", "stated"), [(4, 1, None), (8, 2, None), (12, 3, 10), (15, 3, 20), (14, 9, 10), (3, 3, 0)]
)
def test_what_may_be_stated(amount: int, providers: int, stated: int | None) -> None:
    assert stated_loss(amount, providers, 5) == stated
