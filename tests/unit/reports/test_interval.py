"""Default windows and what becomes of an interval that was asked for (statistics 1.3, 6.1, 10.2)."""

from __future__ import annotations

from datetime import date

import pytest

from warehouse.reports import registry
from warehouse.reports.interval import clip, default_window, latest_month, overview_windows, resolve
from warehouse.reports.period import Month, Window
from warehouse.reports.result import Level, View
from warehouse.reports.selection import EVERYTHING, Selection

TODAY = date(2014, 12, 6)
DEFAULT = Window(Month(2014, 1), Month(2014, 12))
LATEST = Month(2014, 12)


def window(text: str) -> Window:
    first, last = text.split("..")
    return Window(Month.parse(first), Month.parse(last))


@pytest.mark.parametrize(
    ("level", "view", "expected"),
    [
        (Level.NATIONAL, View.TIME_SERIES, "2013-06..2014-11"),
        (Level.NATIONAL, View.CROSS_SECTION, "2013-12..2014-11"),
        (Level.PROVIDER, View.TIME_SERIES, "2013-07..2014-12"),
        (Level.PROVIDER, View.CROSS_SECTION, "2014-01..2014-12"),
    ],
)
def test_default_windows(level: Level, view: View, expected: str) -> None:
    assert default_window(registry.report("cases_total"), level, view, TODAY) == window(expected)


def test_the_overview_compares_completed_months() -> None:
    assert overview_windows(date(2015, 1, 1)) == (window("2014-10..2014-12"), window("2013-10..2013-12"))


def test_the_running_month_is_never_national() -> None:
    assert latest_month(Level.NATIONAL, date(2015, 1, 31)) == Month(2014, 12)
    assert latest_month(Level.PROVIDER, date(2015, 1, 1)) == Month(2015, 1)


@pytest.mark.parametrize(
    ("first", "last", "expected", "message"),
    [
        ("2014-06", "2014-09", "2014-06..2014-09", None),
        ("2014-06-15", "2014-09-02", "2014-06..2014-09", None),
        ("2013-10", "2013-10", "2013-10..2013-10", None),
        ("2013-09", "2014-09", "2013-10..2014-09", "FI-001"),
        ("2014-09", "2015-03", "2014-09..2014-12", "FI-002"),
        ("2013-09", "2015-01", "2013-10..2014-12", "FI-003"),
    ],
)
def test_an_interval_is_widened_to_months_and_clipped(
    first: str, last: str, expected: str, message: str | None
) -> None:
    chosen = Selection(ages=("21-25",), first=first, last=last)
    found = resolve(chosen, DEFAULT, LATEST)
    assert found.window == window(expected)
    assert found.selection == chosen
    assert [told.id for told in found.messages] == ([message] if message else [])


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        ("2012-01", "2013-09", "FI-004"),
        ("2015-01", "2015-02", "FI-009"),
        ("2014-09", "2014-06", "FI-013"),
        ("2014-26", "2014-12", "FI-013"),
        ("2014-01", "2014-13", "FI-013"),
        ("2014-01", None, "FI-013"),
        (None, "2014-06", "FI-013"),
        ("20140-01", "2014-06", "FI-013"),
        ("2014-02-30", "2014-06", "FI-013"),
        ("januari", "2014-06", "FI-013"),
    ],
)
def test_an_unusable_interval_drops_the_whole_selection(first: str | None, last: str | None, message: str) -> None:
    found = resolve(Selection(ages=("21-25",), first=first, last=last), DEFAULT, LATEST)
    assert found.window == DEFAULT
    assert found.selection == EVERYTHING
    assert [told.id for told in found.messages] == [message]


def test_without_interval_the_default_stays() -> None:
    chosen = Selection(ages=("21-25",))
    assert resolve(chosen, DEFAULT, LATEST).selection == chosen
    assert resolve(chosen, DEFAULT, LATEST).messages == ()


def test_messages_name_the_limits() -> None:
    _, (told,) = clip(window("2013-01..2015-02"), LATEST)
    assert told.values == {"earliest": "2013-10", "latest": "2014-12"}
