"""Numbers, dates and periods in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from warehouse import formats
from warehouse.reports.period import Month, Window

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "decimals", "swedish", "english"),
    [
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (1234, 0, f"1{NB}234", "1,234"),
        (1234567, 0, f"1{NB}234{NB}567", "1,234,567"),
        (2.5, 2, "2,50", "2.50"),
        (1234.567, 1, f"1{NB}234,6", "1,234.6"),
    ],
)
def test_numbers(value: float, decimals: int, swedish: str, english: str) -> None:
    assert formats.number(value, "sv", decimals) == swedish
    assert formats.number(value, "en", decimals) == english


@pytest.mark.parametrize(("value", "swedish"), [(3, f"+3{NB}%"), (-2, f"−2{NB}%"), (0, f"0{NB}%")])
def test_changes_carry_their_sign(value: int, swedish: str) -> None:
    assert formats.signed_percent(value, "sv") == swedish
    assert formats.signed_percent(value, "en") == swedish.replace(NB, "")


@pytest.mark.parametrize(
    ("first", "last", "swedish", "english"),
    [
        ((2019, 6), (2020, 11), "juni 2019–november 2020", "June 2019–November 2020"),
        ((2020, 1), (2020, 12), "januari–december 2020", "January–December 2020"),
        ((2020, 5), (2020, 5), "maj 2020", "May 2020"),
    ],
)
def test_periods(first: tuple[int, int], last: tuple[int, int], swedish: str, english: str) -> None:
    window = Window(Month(*first), Month(*last))
    assert formats.period(window, "sv") == swedish
    assert formats.period(window, "en") == english


def test_month_labels_are_three_letters_in_small() -> None:
    labels = [formats.month_label(Month(2024, number), "sv") for number in range(1, 13)]
    names = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
    assert labels == [f"{name}{NB}2024" for name in names]


def test_moments_are_in_swedish_time() -> None:
    assert formats.moment(datetime(2026, 1, 5, 12, 30, tzinfo=UTC)) == "2026-01-05 13:30"
    assert formats.moment(datetime(2026, 7, 5, 12, 30, tzinfo=UTC)) == "2026-07-05 14:30"


def test_a_date_in_running_text_is_written_in_words() -> None:
    assert formats.long_date(date(2026, 11, 3), "sv") == f"3{formats.NO_BREAK_SPACE}november 2026"
    assert formats.long_date(date(2026, 5, 31), "en") == f"31{formats.NO_BREAK_SPACE}May 2026"
