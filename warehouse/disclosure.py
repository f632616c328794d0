"""Protection of small numbers: the threshold of published figures (statistics 6.2, dashboards 22)."""

from __future__ import annotations

DEFAULT_THRESHOLD = 5
LOWEST_THRESHOLD = 3
"""No configuration gets below this; only the switch for tests and acceptance cases does."""

FEWEST_PROVIDERS = 3
"""Counts of fewer providers are never stated as one amount: a provider that knows its own would learn another's."""


def effective_threshold(configured: int = DEFAULT_THRESHOLD, *, allow_low: bool = False) -> int:
    """The threshold in force: `configured`, raised to 3 unless `allow_low` (tests and acceptance cases only).

    Raises ValueError for a negative number.
    """
    if configured < 0:
        raise ValueError("a threshold is not negative")
    return configured if allow_low else max(configured, LOWEST_THRESHOLD)


def rounding_of_losses(threshold: int) -> int:
    """What amounts lost are rounded to: more than any one count that the threshold takes away, twice over."""
    return max(2 * threshold, 1)


def stated_loss(amount: int, providers: int, threshold: int) -> int | None:
    """The amount that the threshold took away from a table, as it may be stated; None when it may not.

    It is stated for a whole table, never for a cell, and only when counts of at least `FEWEST_PROVIDERS` were taken
    away. It is rounded, so that neither the difference of two tables nor a table with few protected cells gives one of
    them away.
    """
    if providers < FEWEST_PROVIDERS:
        return None
    unit = rounding_of_losses(threshold)
    return (2 * amount + unit) // (2 * unit) * unit


def is_protected(count: int, threshold: int) -> bool:
    """Whether a provider's count is cut: there is something, and less than the threshold. A true 0 is shown."""
    return 0 < count < threshold
