"""Named random streams (rule G-1): every draw comes from a stream of its own name, so that a new draw in one part of
the generator leaves the others as they were."""

from __future__ import annotations

import math
import zlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from statistics import NormalDist
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")

_BLOCK = 4096
_NORMAL = NormalDist()


class Weighted(Generic[T]):
    """Values with weights that need not add up to anything; draw with `Stream.draw`."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.values = list(weights)
        self._cumulative = list(accumulate(weights.values()))
        if not self._cumulative or self._cumulative[-1] <= 0:
            raise ValueError("at least one weight must be above zero")

    def at(self, uniform: float) -> T:
        """The value at `uniform` (0 up to 1) of the cumulative weights."""
        position = bisect_right(self._cumulative, uniform * self._cumulative[-1])
        return self.values[min(position, len(self.values) - 1)]


class Stream:
    """One named stream of a seed. Numbers are drawn in blocks, which makes single draws cheap."""

    def __init__(self, seed: int, name: str) -> None:
        sequence = np.random.SeedSequence(seed, spawn_key=(zlib.crc32(name.encode()),))
        self._generator = np.random.Generator(np.random.PCG64(sequence))
        self._numbers: list[float] = []

    def uniform(self) -> float:
        """A number from 0 up to, not including, 1."""
        if not self._numbers:
            self._numbers = self._generator.random(_BLOCK).tolist()
        return self._numbers.pop()

    def chance(self, percent: float) -> bool:
        """True in so many per cent of the calls."""
        return self.uniform() * 100 < percent

    def whole(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self.uniform() * (most - least + 1))

    def pick(self, values: Sequence[T]) -> T:
        return values[int(self.uniform() * len(values))]

    def draw(self, weighted: Weighted[T]) -> T:
        return weighted.at(self.uniform())

    def normal(self) -> float:
        return _NORMAL.inv_cdf(min(max(self.uniform(), 1e-12), 1 - 1e-12))

    def lognormal(self, median: float, sigma: float) -> float:
        return median * math.exp(sigma * self.normal())

    def hexadecimal(self, digits: int) -> str:
        return "".join(f"{int(self.uniform() * 0x10000):04x}" for _ in range((digits + 3) // 4))[:digits]

    def uuid(self) -> str:
        """A random UUID of version 4."""
        text = self.hexadecimal(32)
        variant = "89ab"[int(text[16], 16) & 3]
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{variant}{text[17:20]}-{text[20:]}"


class Streams:
    """The streams of one seed, made when first asked for."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._streams: dict[str, Stream] = {}

    def __getitem__(self, name: str) -> Stream:
        if name not in self._streams:
            self._streams[name] = Stream(self.seed, name)
        return self._streams[name]


class Every:
    """True for one in so many calls, evenly spread, without chance: rates come out exactly.

    `first` is the call that gives the first True, so that rare things occur in small stores too.
    """

    def __init__(self, percent: float, first: int | None = None) -> None:
        self._step = percent / 100
        self._credit = 0.0 if first is None else 1 - first * self._step

    def __call__(self) -> bool:
        self._credit += self._step
        if self._credit < 1:
            return False
        self._credit -= 1
        return True


def lognormal_sigma(median: float, ninetieth: float) -> float:
    """Sigma of the lognormal distribution with this median and 90th percentile."""
    return math.log(ninetieth / median) / _NORMAL.inv_cdf(0.9)
