"""The plane of Swedish maps: the Gauss conformal projection of the ellipsoid GRS 80, of which SWEREF 99 TM is one."""

from __future__ import annotations

import math
from dataclasses import dataclass

EQUATORIAL_RADIUS = 6_378_137.0
FLATTENING = 1 / 298.257222101


@dataclass(frozen=True, slots=True)
class TransverseMercator:
    """One plane: its central meridian in degrees, the scale along it, and what is added to both coordinates (metres).

    The formula is the series that Lantmäteriet publishes, exact to a millimetre within Sweden.
    """

    central_meridian: float
    scale: float
    false_northing: float
    false_easting: float

    def plane(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Easting and northing in metres of a place in degrees."""
        conformal = _conformal_latitude(math.radians(latitude))
        east = math.radians(longitude - self.central_meridian)
        xi = math.atan2(math.tan(conformal), math.cos(east))
        eta = math.atanh(math.cos(conformal) * math.sin(east))
        turns = [(2 * order, factor) for order, factor in enumerate(_SERIES, start=1)]
        northing = xi + sum(factor * math.sin(turn * xi) * math.cosh(turn * eta) for turn, factor in turns)
        easting = eta + sum(factor * math.cos(turn * xi) * math.sinh(turn * eta) for turn, factor in turns)
        size = self.scale * _MERIDIAN_RADIUS
        return size * easting + self.false_easting, size * northing + self.false_northing


def _conformal_latitude(latitude: float) -> float:
    sine = math.sin(latitude)
    correction = sum(factor * sine ** (2 * order) for order, factor in enumerate(_LATITUDE))
    return latitude - sine * math.cos(latitude) * correction


_E2 = FLATTENING * (2 - FLATTENING)
_N = FLATTENING / (2 - FLATTENING)
_MERIDIAN_RADIUS = EQUATORIAL_RADIUS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_LATITUDE = (_E2, (5 * _E2**2 - _E2**3) / 6, (104 * _E2**3 - 45 * _E2**4) / 120, 1237 * _E2**4 / 1260)
_SERIES = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49561 * _N**4 / 161280,
)

SWEREF_99_TM = TransverseMercator(15, 0.9996, 0, 500_000)
"""The national plane (EPSG:3006)."""
