"""Protection of small numbers: the threshold of published figures (statistics 6.2, dashboards 22)."""

from __future__ import annotations

DEFAULT_THRESHOLD = 5
LOWEST_THRESHOLD = 3
"""No configuration gets below this; only the switch for tests and acceptance cases does."""


def effective_threshold(configured: int = DEFAULT_THRESHOLD, *, allow_low: bool = False) -> int:
    """The threshold in force: `configured`, raised to 3 unless `allow_low` (tests and acceptance cases only).

    Raises ValueError for a negative number.
    """
    if configured < 0:
        raise ValueError("a threshold is not negative")
    return configured if allow_low else max(configured, LOWEST_THRESHOLD)


def is_protected(count: int, threshold: int) -> bool:
    """Whether a provider's count is cut: there is something, and less than the threshold. A true 0 is shown."""
    return 0 < count < threshold
