"""Every report on every level and in every view: offered, answered, and the same on all levels without threshold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.spec_examples.notation import rows
from tests.unit.reports.small_facts import Signed, national_of, write_care
from warehouse.reports import registry
from warehouse.reports.engine import CareStatistics
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import Options
from warehouse.reports.registry import NotOfferedError, ReportDefinition
from warehouse.reports.result import Count, Level, ReportResult, Series, View
from warehouse.reports.scope import AccessScope, RegionScope

TODAY = date(2015, 3, 15)
FACTS = """
    A(k) 2014-09-01..2014-10-30 u1 F320 50%
    A(k) 2014-10-31..2014-11-30 u1 M545
    B(m) 2014-10-01..2015-02-14 u2 A00 75%
    C(m) 2014-10-01..2014-10-14 u3 F32 25%
    D(k) 2014-12-01..2015-01-14 u4 F430
    D(k) 2015-01-15..2015-01-20 u4 F431 50%
    D(k) 2015-01-15..2015-01-20 u4 nonsense
"""
SIGNERS = (("201010,201013", 45, 1), ("-2", 0, 0), ("201011", 61, 2))
CERTIFICATES = (
    Signed("u1", date(2014, 10, 2), "FK7263", 2, ("KOMPLT", "AVSTMN"), ("35", "1")),
    Signed("u1", date(2014, 10, 3), "LISJP", 0, ("KOMPLT",), ("35",)),
    Signed("u2", date(2014, 11, 3), "LUSE", 1, ("PAMINN",)),
    Signed("u3", date(2014, 11, 3), "LISJP", 1, ("KOMPLT", "KOMPLT"), ("44", "40")),
    Signed("u3", date(2014, 12, 3), "DB", 0),
    Signed("u4", date(2015, 1, 3), "LUAE_NA", 2, ("OKANT",)),
    Signed("u4", date(2015, 1, 3), "LISJP", 2, revoked=True),
)
CHOSEN = Options(node="F00-F99", nodes=("F00-F99", "F32", "F320", "UNKNOWN_CODE_WITHIN:F32"), doctor_messages=True)
FORMS = [(report, view) for report in registry.every_report() for view in View]
BOTH_LEVELS = [
    (report, view)
    for report, view in FORMS
    if Level.NATIONAL in report.levels and view in report.levels[Level.NATIONAL]
]


@pytest.fixture(scope="module")
def care_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    facts = [
        replace(row, doctor=f"TSTNMT-{at % 3}", doctor_titles=titles, doctor_age=age, doctor_sex=sex)
        for at, row in enumerate(rows(2014, FACTS))
        for titles, age, sex in [SIGNERS[at % 3]]
    ]
    return write_care(tmp_path_factory.mktemp("forms") / "care.duckdb", facts, CERTIFICATES, TODAY)


@pytest.fixture(scope="module")
def care(care_file: Path) -> Iterator[CareStatistics]:
    with CareStatistics(care_file) as statistics:
        yield statistics


@pytest.fixture(scope="module")
def national(care_file: Path) -> NationalStatistics:
    return national_of(care_file, TODAY, 0)


def cells(series: Series | None) -> dict[tuple[int, str], tuple[int, int, int]]:
    """The cells that are not empty, by period and group."""
    return {
        (period, group.key): (count.women, count.men, count.total)
        for period, row in enumerate(series.values if series else ())
        for group, count in zip(series.groups if series else (), row, strict=True)
        if count.total
    }


def summed(results: list[ReportResult], part: str) -> dict[tuple[int, str], tuple[int, int, int]]:
    """The cells of several results, added."""
    found: dict[tuple[int, str], tuple[int, int, int]] = {}
    for result in results:
        for key, numbers in cells(getattr(result, part)).items():
            before = found.get(key, (0, 0, 0))
            found[key] = (before[0] + numbers[0], before[1] + numbers[1], before[2] + numbers[2])
    return found


@pytest.mark.parametrize(("report", "view"), BOTH_LEVELS, ids=lambda part: getattr(part, "id", part))
def test_the_country_is_the_sum_of_its_providers(
    care: CareStatistics, national: NationalStatistics, report: ReportDefinition, view: View
) -> None:
    whole = national.report(report.id, view, options=CHOSEN)
    parts = [
        care.report(report.id, view, AccessScope.whole_provider(provider), window=whole.window, options=CHOSEN)
        for provider in ("P1", "P3")
    ]
    assert cells(whole.table) == summed(parts, "table") != {}
    if report.id != "cases_within_diagnosis":
        assert cells(whole.chart) == summed(parts, "chart")
    if report.id == "complement_share":
        assert cells(whole.divisor) == summed(parts, "divisor") != {}
    assert whole.loss is not None
    assert (whole.loss.cells, whole.loss.amount) == (0, 0)


@pytest.mark.parametrize(("report", "view"), FORMS, ids=lambda part: getattr(part, "id", part))
def test_a_region_of_every_unit_is_the_sum_of_its_providers(
    care: CareStatistics, report: ReportDefinition, view: View
) -> None:
    region = RegionScope(dict.fromkeys(("U1", "U2", "U3", "U4"), 1000))
    if Level.REGION not in report.levels:
        with pytest.raises(NotOfferedError, match=report.absent[Level.REGION]):
            care.region_report(report.id, view, region)
        return
    whole = care.region_report(report.id, view, region, threshold=0, options=CHOSEN)
    assert whole.is_new == report.is_new(Level.REGION, view)
    if Level.PROVIDER not in report.levels:
        report = registry.report("cases_by_unit")
    parts = [
        care.report(report.id, view, AccessScope.whole_provider(provider), window=whole.window, options=CHOSEN)
        for provider in ("P1", "P3")
    ]
    assert cells(whole.table) == summed(parts, "table") != {}


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ("F00-F99", {"F30-F39": (0, 1, 1), "F40-F48": (1, 0, 1)}),
        ("F30-F39", {"F32": (0, 1, 1)}),
        ("F40-F48", {"F43": (1, 0, 1)}),
        ("F32", {"UNKNOWN_CODE_WITHIN:F32": (0, 1, 1)}),
        ("F43", {"F430": (1, 0, 1), "F431": (1, 0, 1)}),
    ],
)
def test_the_country_is_divided_down_to_codes(
    national: NationalStatistics, node: str, expected: dict[str, tuple[int, int, int]]
) -> None:
    """Cross-section: a case counts in every code it has; the women of F32 were counted in the years before."""
    section = national.report("cases_within_diagnosis", View.CROSS_SECTION, options=Options(node=node))
    found = {key: numbers for (_, key), numbers in cells(section.table).items()}
    if node in {"F00-F99", "F30-F39"}:
        expected = expected | {key: (1, 1, 2) for key in ("F30-F39", "F32") if key in expected}
    if node == "F32":
        expected = expected | {"F320": (1, 0, 1)}
    assert found == expected


def test_new_forms_are_those_that_the_scenarios_do_not_pin() -> None:
    """Statistics 4.2, the forms in bold."""
    pinned = {
        (report.id, level.value, view.value)
        for report in registry.every_report()
        for level, views in report.levels.items()
        for view in views
        if not report.is_new(level, view)
    }
    assert ("cases_total", "region", "time_series") in pinned
    assert ("cases_total", "region", "cross_section") not in pinned
    shared = Path(__file__).resolve().parents[4] / "shared" / "scenarios" / "reports.json"
    if not shared.exists():
        pytest.skip("the list of the scenarios' reports is not here")
    listed = {
        (report, form["level"], form["view"])
        for report, described in json.loads(shared.read_text(encoding="utf-8")).items()
        for form in described["variants"]
        if form["level"] in set(Level) and form["view"] in set(View)
    }
    assert pinned == listed


def test_unknown_sex_is_in_totals_alone(care: CareStatistics, national: NationalStatistics) -> None:
    result = national.report("certificates_total", View.CROSS_SECTION)
    assert result.table.of("DB") == Count(0, 0, 1)
    assert result.table.of("SJUKPENNING") == Count(1, 1, 3)


def test_undivided_certificates_are_of_five_types_and_take_the_type_filter(
    care: CareStatistics, national: NationalStatistics
) -> None:
    everything = national.report("certificates_undivided", View.CROSS_SECTION)
    assert everything.table.of("TOTAL") == Count(2, 2, 5)
    assert everything.is_new
    messages = national.report("messages_undivided", View.CROSS_SECTION)
    assert messages.table.of("TOTAL") == Count(3, 3, 7)


def test_the_provider_of_a_login_is_named(care: CareStatistics) -> None:
    assert care.provider_name(AccessScope.whole_provider("P1")) == "P1"
    assert care.provider_name(AccessScope.whole_provider("P9")) is None
