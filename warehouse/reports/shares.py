"""Shares and rates as reports show them (statistics 4.5.4, 7.5, 8.3 and 9)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def percentage(part: int, whole: int) -> int:
    """Whole per cent, truncated; 0 when there is nothing to divide by (share of supplemented certificates)."""
    return 100 * part // whole if whole else 0


def rounded_percentage(part: int, whole: int) -> int:
    """Whole per cent, rounded half up; 0 when there is nothing to divide by (sex share by county)."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def per_thousand(number: int, whole: int) -> Decimal | None:
    """How many of a thousand, two decimals, rounded half to even on the exact quotient; None when `whole` is 0."""
    return rate_per_thousand(Fraction(number, whole)) if whole else None


def rate_per_thousand(rate: Fraction) -> Decimal:
    """A rate as a number of a thousand, two decimals, rounded half to even on the exact rate."""
    return Decimal(round(rate * 1000 * 100)).scaleb(-2)
