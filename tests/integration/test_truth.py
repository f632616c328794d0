"""Truth against result: what the generator says it put in, counted by the oracle, is what every report shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipelines.demonstration import create_source
from pipelines.running import run_groups
from pipelines.staging.stage import Staging
from tests.integration import truth
from tests.oracle import reports as oracle
from tests.oracle.cases import Case, CaseInPeriod, full_cases
from warehouse.releases import ReleaseStore
from warehouse.reports.dropped import READ, DroppedCount
from warehouse.reports.engine import CareStatistics
from warehouse.reports.national import NationalStatistics
from warehouse.reports.period import Month, Window
from warehouse.reports.result import ReportResult, Series, View
from warehouse.reports.scope import AccessScope
from warehouse.settings import load_settings
from warehouse.storage import DataDirectory, Zone

# The stores are made once for all tests, so these run in one process.
pytestmark = pytest.mark.xdist_group("truth")

TODAY = date(2026, 11, 23)
THRESHOLD = 5

REPORTS = {
    "cases_total": ("total", None),
    "cases_by_diagnosis_group": ("chapter", "diagnosis_group"),
    "cases_by_age_group": ("age_group", None),
    "cases_by_degree": ("degree", None),
    "cases_by_length": ("length", None),
}
"""Report → the oracle's attribute of its table, and of its chart where that differs."""


@dataclass
class Made:
    """A store of one seed, taken in and published, and the truth about it as full cases."""

    data: DataDirectory
    cases: list[Case]

    @property
    def truth_file(self) -> Path:
        return self.data.source / "truth.jsonl"

    def database(self, zone: Zone, name: str) -> Path:
        return ReleaseStore(self.data.zone(zone)).current().file(name)


def _make(folder: Path, size: str, seed: int) -> Made:
    settings = load_settings(data=folder)
    create_source(settings, size, seed, TODAY, None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTYG_TODAY", TODAY.isoformat())
        run_groups(folder)
    data = DataDirectory(folder)
    return Made(data, full_cases(truth.rows(data.source / "truth.jsonl")))


@pytest.fixture(scope="module", params=[2026, 7, 41])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return _make(tmp_path_factory.mktemp("truth"), "tiny", request.param)


@pytest.fixture(scope="module", params=[3])
def made_demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return _make(tmp_path_factory.mktemp("truth"), "demo", request.param)


def _shown(series: Series, period: int) -> oracle.Counts:
    """A period of a report as the oracle counts: groups without a case are left out."""
    return {
        group.key: (count.women, count.men)
        for group, count in zip(series.groups, series.values[period], strict=True)
        if count.women or count.men
    }


def _periods(result: ReportResult) -> list[oracle.Period]:
    if result.months:
        return [(month.first_day, month.last_day) for month in result.months]
    return [(result.window.first_day, result.window.last_day)]


def _series(result: ReportResult) -> Iterator[tuple[str, Series]]:
    table, chart = REPORTS[result.report_id]
    yield table, result.table
    if chart:
        yield chart, result.chart


def _attribute(view: View, name: str) -> oracle.Attribute:
    return (oracle.TIME_SERIES if view is View.TIME_SERIES else oracle.CROSS_SECTION)[name]


def _compare_national(made: Made) -> int:
    """Compare every national report; returns how many cells were compared."""
    statistics = NationalStatistics.compatible(made.database(Zone.PUBLIC, "national.duckdb"))
    counted: dict[oracle.Period, list[list[CaseInPeriod]]] = {}
    cells = 0
    for report, view in product(REPORTS, View):
        result = statistics.report(report, view)
        for name, series in _series(result):
            if view is View.TIME_SERIES and series is result.chart and series is not result.table:
                # The chart of a time series sums the cut cells of the table; a test of its own covers it.
                continue
            for index, period in enumerate(_periods(result)):
                if period not in counted:
                    counted[period] = oracle.counted_per_provider(made.cases, period)
                expected = oracle.cut_and_sum(counted[period], THRESHOLD, _attribute(view, name))
                assert _shown(series, index) == expected, (report, view, name, period)
                cells += 2 * len(series.groups)
    return cells


def _compare_scope(made: Made, statistics: CareStatistics, scope: AccessScope, choice: oracle.Choice) -> int:
    """Compare every report of one scope; returns how many cells were compared."""
    cases = [case for case in made.cases if case[0].provider == choice.provider]
    counted: dict[oracle.Period, list[CaseInPeriod]] = {}
    cells = 0
    for report, view in product(REPORTS, View):
        result = statistics.report(report, view, scope, as_of=TODAY)
        for name, series in _series(result):
            for index, period in enumerate(_periods(result)):
                if period not in counted:
                    counted[period] = oracle.counted_cases(cases, choice, period)
                expected = oracle.group(counted[period], _attribute(view, name))
                assert _shown(series, index) == expected, (report, view, name, period)
                cells += 2 * len(series.groups)
    return cells


def _providers(made: Made) -> list[str]:
    return sorted({case[0].provider for case in made.cases})


def _care_units(made: Made) -> list[tuple[str, str]]:
    return sorted({(row.provider, row.care_unit) for case in made.cases for row in case})


def test_every_national_figure_is_the_oracles(made: Made) -> None:
    assert _compare_national(made) > 1000


def test_every_provider_figure_is_the_oracles(made: Made) -> None:
    with CareStatistics(made.database(Zone.CARE, "care.duckdb")) as statistics:
        for provider in _providers(made):
            assert (
                _compare_scope(made, statistics, AccessScope.whole_provider(provider), oracle.Choice(provider)) > 1000
            )


def test_every_units_figure_is_the_oracles(made: Made) -> None:
    with CareStatistics(made.database(Zone.CARE, "care.duckdb")) as statistics:
        for provider, unit in _care_units(made)[::3]:
            units = frozenset({unit})
            choice = oracle.Choice(provider, units=units)
            assert _compare_scope(made, statistics, AccessScope.of_units(provider, units), choice) > 1000


def test_the_national_chart_of_diagnosis_groups_sums_the_tables_cut_cells(made: Made) -> None:
    result = NationalStatistics.compatible(made.database(Zone.PUBLIC, "national.duckdb")).report(
        "cases_by_diagnosis_group", View.TIME_SERIES
    )
    for index, period in enumerate(_periods(result)):
        expected: Counter[tuple[str, int]] = Counter()
        counted = oracle.counted_per_provider(made.cases, period)
        cut = oracle.cut_and_sum(counted, THRESHOLD, oracle.TIME_SERIES["chapter"])
        for chapter, numbers in cut.items():
            merged = oracle.diagnosis_group(_row_of_chapter(chapter))
            expected.update({(merged, sex): number for sex, number in enumerate(numbers)})
        shown = _shown(result.chart, index)
        assert {(key, sex): numbers[sex] for key, numbers in shown.items() for sex in (0, 1) if numbers[sex]} == {
            key: number for key, number in expected.items() if number
        }


def _row_of_chapter(chapter: str) -> oracle.Row:
    return oracle.Row("c", 1, "p", 2, "P", "U", TODAY, TODAY, chapter=None if chapter == oracle.UNKNOWN else chapter)


def test_every_document_became_what_the_truth_says(made: Made) -> None:
    """Quarantined documents are quarantined for the reason foretold, all others exist with their values."""
    entries = list(truth.certificates(made.truth_file))
    certificate = pq.read_table(made.database(Zone.RESTRICTED, "core/certificate.parquet")).to_pylist()
    found = {row["certificate_id"]: row for row in certificate}
    foretold = Counter(
        entry["outcome"].removeprefix("quarantined:") for entry in entries if entry["outcome"].startswith("quarantined")
    )
    assert Counter(Staging(made.data.staging).quarantine_reasons()) == foretold
    counted = [entry for entry in entries if entry["outcome"] == "counted"]
    assert found.keys() == {entry["id"] for entry in counted}
    for entry in counted:
        row = found[entry["id"]]
        said = (
            entry["provider"],
            entry["care_unit"],
            entry["unit"],
            entry["person_key"],
            entry["sex"],
            entry["revoked"],
        )
        read = (
            row["provider_id"],
            row["care_unit_id"],
            row["issuing_unit_id"],
            row["person_key"],
            row["sex"],
            row["revoked"],
        )
        assert read == said, entry["fault"]
        assert row["sent_to_fk"] == ("FKASSA" in entry["sent_to"]), entry["fault"]


def test_every_refused_period_is_refused_for_the_reason_foretold(made: Made) -> None:
    periods = pq.read_table(made.database(Zone.RESTRICTED, "core/sick_leave_period.parquet")).to_pylist()
    judged = {(row["certificate_id"], row["ordinal"]): row for row in periods}
    compared = 0
    for entry in truth.certificates(made.truth_file):
        if not entry["sick_leave"] or entry["outcome"] != "counted":
            continue
        for ordinal, period in enumerate(entry["periods"], start=1):
            row = judged[entry["id"], ordinal]
            assert row["accepted"] == period["accepted"], entry["fault"]
            if period["reason"]:
                assert period["reason"] in row["flags"], entry["fault"]
            compared += 1
    assert compared > 1000


def test_what_was_read_and_left_out_is_what_the_truth_says(made: Made) -> None:
    """KV01: each certificate in the month of its signing; a certificate counts in each reason that holds."""
    statistics = NationalStatistics.compatible(made.database(Zone.PUBLIC, "national.duckdb"))
    signed: Counter[tuple[Month, str]] = Counter()
    for entry in truth.certificates(made.truth_file):
        if entry["outcome"] == "counted":
            month = Month.of(date.fromisoformat(entry["signed_at"][:10]))
            signed[month, READ] += 1
            signed[month, "revoked"] += entry["revoked"]
    compared = 0
    for month in statistics.months:
        for reason in (READ, "revoked"):
            number = signed[month, reason]
            told = DroppedCount(0, True) if 0 < number < THRESHOLD else DroppedCount(number)
            assert statistics.dropped.of(Window(month, month), reason) == told
            compared += number >= THRESHOLD
    assert compared > 20


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_the_demonstration_store_too(made_demo: Made) -> None:
    assert _compare_national(made_demo) > 1000
    with CareStatistics(made_demo.database(Zone.CARE, "care.duckdb")) as statistics:
        for provider in _providers(made_demo):
            _compare_scope(made_demo, statistics, AccessScope.whole_provider(provider), oracle.Choice(provider))


def test_windows_end_where_the_rules_say(made: Made) -> None:
    national = NationalStatistics.compatible(made.database(Zone.PUBLIC, "national.duckdb")).report(
        "cases_total", View.TIME_SERIES
    )
    assert (str(national.window.first), str(national.window.last), len(national.window)) == ("2025-05", "2026-10", 18)
    with CareStatistics(made.database(Zone.CARE, "care.duckdb")) as statistics:
        scope = AccessScope.whole_provider(_providers(made)[0])
        provider: Window = statistics.report("cases_total", View.TIME_SERIES, scope, as_of=TODAY).window
    assert (str(provider.first), str(provider.last), len(provider)) == ("2025-06", "2026-11", 18)
