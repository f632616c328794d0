"""The worked example of `docs/howto-add-a-report.md`: entered as it stands there, asked on every level and view."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from tests.oracle.facts import write_care_database, write_national_database
from tests.spec_examples.notation import rows
from warehouse.reports import registry
from warehouse.reports.definitions import ReportDefinition
from warehouse.reports.description import definitions
from warehouse.reports.document import document
from warehouse.reports.engine import CareStatistics
from warehouse.reports.layout import table_of
from warehouse.reports.national import NationalStatistics
from warehouse.reports.result import Level, ReportResult, View
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.texts import LANGUAGES, Texts, result_texts

PAGE = Path(__file__).resolve().parents[3] / "docs" / "howto-add-a-report.md"
TODAY = date(2016, 3, 15)
THRESHOLD = 1
EVERY_FORM = [(level, view) for level in Level for view in View]


def blocks(kind: str) -> list[str]:
    """The code blocks of one language on the page, in order."""
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    """The names that the page's Python defines."""
    names: dict[str, Any] = {}
    for code in blocks("python")[:2]:
        exec(compile(code, PAGE.name, "exec"), names)
    return names


@pytest.fixture
def entry(example: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> ReportDefinition:
    """The new report in the registry, as the last of its entries; nothing else is told of it."""
    made: ReportDefinition = example["NEW_REPORT"]
    every = (*registry.every_report(), made)
    monkeypatch.setattr(registry, "_EVERY_REPORT", every)
    monkeypatch.setattr(registry, "_BY_ID", {report.id: report for report in every})
    return made


@pytest.fixture
def care(entry: ReportDefinition, example: dict[str, Any], tmp_path: Path) -> Iterator[CareStatistics]:
    path = write_care_database(tmp_path / "care.duckdb", rows(2016, example["FACTS"]), TODAY)
    with CareStatistics(path) as statistics:
        yield statistics


@pytest.fixture
def national(care: CareStatistics, tmp_path: Path) -> NationalStatistics:
    path = tmp_path / "national.duckdb"
    return NationalStatistics.compatible(write_national_database(path, tmp_path / "care.duckdb", TODAY, THRESHOLD))


def ask(level: Level, view: View, report_id: str, care: CareStatistics, national: NationalStatistics) -> ReportResult:
    if level is Level.NATIONAL:
        return national.report(report_id, view)
    if level is Level.PROVIDER:
        return care.report(report_id, view, AccessScope.whole_provider("P1"))
    return care.region_report(report_id, view, RegionScope({"U1": 100, "U3": None}), threshold=THRESHOLD)


def test_the_test_on_the_page_passes(
    example: dict[str, Any], national: NationalStatistics, care: CareStatistics
) -> None:
    example["test_cases_by_working_age"](national, care)


@pytest.mark.parametrize(("level", "view"), EVERY_FORM)
def test_the_report_is_answered_everywhere(
    level: Level, view: View, entry: ReportDefinition, care: CareStatistics, national: NationalStatistics
) -> None:
    """Its groups hold every case of the level once, as an age is one value; page, files and documents can be made."""
    result = ask(level, view, entry.id, care, national)
    cases = ask(level, view, "cases_total", care, national)
    found = dict(zip(result.months or (None,), result.table.row_totals, strict=True))
    assert found == dict(zip(cases.months or (None,), cases.table.row_totals, strict=True))
    assert sum(count.total for count in found.values()) == (3 if level is Level.PROVIDER else 4)
    for language in LANGUAGES:
        table = table_of(result, result_texts(language))
        assert entry.title.in_language(language) in table.caption
    assert [group["key"] for group in document(result)["groups"]] == ["0-29", "30-"]


def test_the_texts_on_the_page_are_the_reports_own(
    entry: ReportDefinition, care: CareStatistics, national: NationalStatistics
) -> None:
    result = ask(Level.PROVIDER, View.CROSS_SECTION, entry.id, care, national)
    for language, block in zip(("sv", "en"), blocks("toml"), strict=True):
        assert f"{language}.toml" in block
        text = tomllib.loads(block)["help"][entry.help_id]
        entries = {**result_texts(language).entries, f"help.{entry.help_id}": text}
        assert text in definitions(result, Texts(language, MappingProxyType(entries)))
