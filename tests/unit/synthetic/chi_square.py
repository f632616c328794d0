"""Pearson's chi-square test of drawn counts against expected shares."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist
from typing import Any


def too_unlikely(counts: Mapping[Any, int], shares: Mapping[Any, float], probability: float = 1e-4) -> str | None:
    """What is wrong when counts as odd as these come about less often than `probability`; None when all is well."""
    strangers = set(counts) - set(shares)
    if strangers:
        return f"drawn but not in the parameters: {sorted(map(str, strangers))}"
    drawn, whole = sum(counts.values()), sum(shares.values())
    expected = {key: drawn * share / whole for key, share in shares.items() if share}
    statistic = sum((counts.get(key, 0) - count) ** 2 / count for key, count in expected.items())
    freedom = len(expected) - 1
    limit = _quantile(freedom, 1 - probability)
    if statistic <= limit:
        return None
    return f"chi-square {statistic:.1f} above {limit:.1f} with {freedom} degrees of freedom: {dict(counts)}"


def _quantile(freedom: int, probability: float) -> float:
    """Wilson and Hilferty's approximation of the chi-square quantile."""
    spread = 2 / (9 * freedom)
    return float(freedom * (1 - spread + NormalDist().inv_cdf(probability) * spread**0.5) ** 3)
