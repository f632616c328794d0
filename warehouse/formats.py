"""Numbers, dates and periods as they are written in each language."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from warehouse.reports.period import Month, Window
from warehouse.swedish_time import STOCKHOLM

EN_DASH = "–"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "ö": "}"})
"""The three last letters of the Swedish alphabet, as characters that follow z."""

# Reading a locale's rules anew for each of a table's thousand cells would take most of a page's time.
_LOCALES = {"sv": "sv_SE", "en": "en_GB"}


@lru_cache(maxsize=20_000)
def number(value: float, language: str, decimals: int = 0) -> str:
    """`1 234 567` with no-break spaces in Swedish, `1,234,567` in English."""
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return str(format_decimal(value, pattern, locale=_LOCALES[language]))


def percent(value: float, language: str, decimals: int = 0) -> str:
    """`54 %` in Swedish, `54%` in English; `value` is in per cent."""
    space = NO_BREAK_SPACE if language == "sv" else ""
    return f"{number(value, language, decimals)}{space}%"


def signed_percent(value: float, language: str, decimals: int = 0) -> str:
    """A change: `+3 %`, `−2 %`, `0 %`."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return sign + percent(abs(value), language, decimals)


def signed(value: float, language: str, decimals: int = 0) -> str:
    """A change without unit: `+3`, `−2`, `0`."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return sign + number(abs(value), language, decimals)


def iso_date(day: date) -> str:
    """`2026-11-23` in both languages."""
    return day.isoformat()


def long_date(day: date, language: str) -> str:
    """`23 november 2026`, `23 November 2026`: for running text; tables and files have `iso_date`."""
    return str(format_date(day, f"d{NO_BREAK_SPACE}MMMM y", locale=_LOCALES[language]))


def moment(instant: datetime) -> str:
    """`2026-11-23 14:05`, Swedish time. A moment without zone is taken as Swedish time."""
    return local_time(instant).strftime("%Y-%m-%d %H:%M")


def local_time(instant: datetime) -> datetime:
    """A moment in Swedish time; one without zone is taken as such."""
    return instant.astimezone(STOCKHOLM) if instant.tzinfo else instant


@lru_cache(maxsize=1_000)
def month_name(month: Month, language: str) -> str:
    """`juni 2019`, `June 2019`."""
    return str(format_date(month.first_day, "MMMM y", locale=_LOCALES[language]))


@lru_cache(maxsize=1_000)
def month_label(month: Month, language: str) -> str:
    """The first three letters and the year: `jun 2019` (statistics 4.1)."""
    name = format_date(month.first_day, "MMMM", locale=_LOCALES[language])
    return f"{name[:3]}{NO_BREAK_SPACE}{month.year}"


def period(window: Window, language: str) -> str:
    """`juni 2019–november 2020`, `januari–december 2020` or `maj 2020` (dashboards 4)."""
    last = month_name(window.last, language)
    if window.first == window.last:
        return last
    first = month_name(window.first, language)
    if window.first.year == window.last.year:
        first = first.rsplit(" ", 1)[0]
    return f"{first}{EN_DASH}{last}"


def alphabetical(word: str) -> str:
    """A key that sorts words as a Swedish dictionary does."""
    return word.casefold().translate(_AFTER_Z)
