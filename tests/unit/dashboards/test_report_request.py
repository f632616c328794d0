"""From address to request: forms, kinds, default periods and the messages about months (dashboards 14, 15)."""

from __future__ import annotations

from datetime import date

import pytest

from dashboards.components.address import Address
from dashboards.components.chart import ChartKind
from dashboards.serving.report_request import ReportRequest, read_request
from warehouse.reports import registry
from warehouse.reports.result import Level, View

AS_OF = date(2026, 11, 23)


def _asked(query: str, level: Level = Level.NATIONAL, report: str = "cases_total") -> ReportRequest:
    return read_request(Address.parse("/x", query), registry.report(report), level, AS_OF)


def _window(asked: ReportRequest) -> tuple[str, str]:
    return str(asked.window.first), str(asked.window.last)


@pytest.mark.parametrize("level", [Level.NATIONAL, Level.PROVIDER])
def test_the_default_is_finished_months(level: Level) -> None:
    assert _window(_asked("", level)) == ("2025-05", "2026-10")
    assert _window(_asked("form=tvarsnitt", level)) == ("2025-11", "2026-10")


def test_the_running_month_is_shown_where_it_may_be() -> None:
    assert _window(_asked("pagaende=ja", Level.PROVIDER)) == ("2025-06", "2026-11")
    assert _window(_asked("pagaende=ja", Level.NATIONAL)) == ("2025-05", "2026-10")


def test_rolling_periods() -> None:
    assert _window(_asked("period=senaste-3")) == ("2026-08", "2026-10")
    assert _window(_asked("period=senaste-0")) == _window(_asked("period=alltid")) == ("2025-05", "2026-10")


def test_forms_and_kinds_that_do_not_exist_give_the_default() -> None:
    asked = _asked("form=kub&diagram=tarta", report="cases_by_age_group")
    assert (asked.view, asked.kind) == (View.CROSS_SECTION, ChartKind.COLUMNS)
    assert _asked("diagram=staplad").kind is ChartKind.LINES
    assert _asked("form=tvarsnitt&diagram=staplad").kind is ChartKind.STACKED_COLUMNS


@pytest.mark.parametrize(
    ("query", "message", "window"),
    [
        ("fran=2024-01&till=2024-06", None, ("2024-01", "2024-06")),
        ("fran=2012-01&till=2014-01", "FI-001", ("2013-10", "2014-01")),
        ("fran=2026-01&till=2027-01", "FI-002", ("2026-01", "2026-10")),
        ("fran=2012-01&till=2027-01", "FI-003", ("2013-10", "2026-10")),
        ("fran=2010-01&till=2011-01", "FI-004", ("2025-05", "2026-10")),
        ("fran=2024-13&till=2024-06", "FI-005", ("2025-05", "2026-10")),
        ("fran=i+fjol&till=2024-06", "FI-005", ("2025-05", "2026-10")),
        ("fran=2024-06&till=2024-01", "FI-006", ("2025-05", "2026-10")),
        ("fran=2024-06", "FI-007", ("2025-05", "2026-10")),
        ("till=2024-06&fran=", "FI-007", ("2025-05", "2026-10")),
        ("fran=2028-01&till=2028-06", "FI-009", ("2025-05", "2026-10")),
    ],
)
def test_months_that_cannot_be_shown_are_told(query: str, message: str | None, window: tuple[str, str]) -> None:
    asked = _asked(query)
    assert [told.id for told in asked.messages] == ([message] if message else [])
    assert _window(asked) == window


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("fran=x&till=2024-06", {"fran"}),
        ("fran=x&till=y", {"fran", "till"}),
        ("till=2024-06", {"fran"}),
        ("fran=2024-06&till=2024-01", {"fran"}),
        ("fran=2024-01&till=2024-06", set()),
    ],
)
def test_a_fault_belongs_to_its_field(query: str, fields: set[str]) -> None:
    assert set(_asked(query).faults) == fields


def test_filters_stay_when_months_are_fine_and_fall_when_they_are_not() -> None:
    assert _asked("enhet=SE1&fran=2024-01&till=2024-06", Level.PROVIDER).selection.units == ("SE1",)
    assert _asked("enhet=SE1&fran=2028-01&till=2028-06", Level.PROVIDER).selection.units == ()
