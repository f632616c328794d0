"""The map of counties: classes, colours that differ without colour vision, and what each shape says."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as parser

from dashboards.components.choropleth import PALETTES, Area, Choropleth, legend_rows, map_picture
from dashboards.components.choropleth_classes import STEPS, Scale, classes_of, half_width
from dashboards.components.markup import to_html
from dashboards.components.texts import LANGUAGES, texts
from dashboards.public.county_map.picture import write_svg
from warehouse import formats
from warehouse.county_outlines import county_outlines
from warehouse.reports.figures import Cell, Status

COUNTIES = sorted(county_outlines().paths)


def test_as_many_counties_are_in_each_class_of_a_sequence() -> None:
    values = {code: Decimal(number) for number, code in enumerate(COUNTIES)}
    found = classes_of(values, Scale.SEQUENTIAL)
    assert [len(one.keys) for one in found] == [5, 4, 4, 4, 4]
    assert [one.step for one in found] == [0, 1, 2, 3, 4]
    assert (found[0].low, found[0].high, found[-1].high) == (0, 4, 20)


def test_counties_with_one_value_are_in_one_class() -> None:
    values = {code: 0 if code < "20" else int(code) for code in COUNTIES}
    found = classes_of(values, Scale.SEQUENTIAL)
    assert found[0].keys == tuple(code for code in COUNTIES if code < "20")
    assert (found[0].low, found[0].high) == (0, 0)
    assert len({key for one in found for key in one.keys}) == len(COUNTIES)


def test_zero_is_in_the_middle_of_a_change() -> None:
    values = {"a": -60, "b": -5, "c": 0, "d": 4, "e": 7, "f": 13}
    found = {one.step: one for one in classes_of(values, Scale.DIVERGING)}
    assert half_width(values.values()) == 5, "13 is within three times five, and only one value of six is not"
    assert {step: one.keys for step, one in found.items()} == {0: ("a",), 2: ("b", "c", "d"), 3: ("e", "f")}


def test_a_small_change_has_classes_of_at_least_a_point() -> None:
    assert half_width([0, 0]) == 1
    assert half_width([]) == 1
    assert half_width([-37]) == 20
    assert half_width([1000]) == 500


@given(st.dictionaries(st.sampled_from(COUNTIES), st.integers(-400, 4000), min_size=1), st.sampled_from(Scale))
def test_every_value_is_in_one_class_and_the_classes_are_in_order(values: dict[str, int], scale: Scale) -> None:
    found = classes_of(values, scale)
    assert sorted(key for one in found for key in one.keys) == sorted(values)
    assert all(one.low <= values[key] <= one.high for one in found for key in one.keys)
    assert all(low.high < high.low and low.step < high.step for low, high in pairwise(found))
    if scale is Scale.DIVERGING:
        assert all((one.low < 0) == (one.step < STEPS // 2) for one in found if one.step != STEPS // 2)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_sequence_darkens_step_by_step() -> None:
    light = [_luminance(colour) + 0.05 for colour in PALETTES[Scale.SEQUENTIAL]]
    assert all(above / below > 1.3 for above, below in pairwise(light))


# How those without red-sensitive and without green-sensitive cones see linear red, green and blue
# (Viénot, Brettel and Mollon 1999).
PROTAN = ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0))
DEUTAN = ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0))


def _seen(colour: str, sight: tuple[tuple[float, ...], ...]) -> list[float]:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return [max(0.0, sum(part * c for part, c in zip(row, linear, strict=True))) ** (1 / 2.2) for row in sight]


@pytest.mark.parametrize("sight", [PROTAN, DEUTAN], ids=["protan", "deutan"])
@pytest.mark.parametrize("scale", Scale)
def test_the_colours_differ_for_the_colour_blind(scale: Scale, sight: tuple[tuple[float, ...], ...]) -> None:
    seen = [_seen(colour, sight) for colour in PALETTES[scale]]
    apart = [sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 for one, other in combinations(seen, 2)]
    assert min(apart) > 0.15


def _map(href: str | None = None) -> Choropleth:
    cells = {
        "01": Cell(Decimal("12.34")),
        "03": Cell(0),
        "09": Cell(None, Status.PROTECTED),
        "10": Cell(None, Status.UNAVAILABLE),
    }
    areas = tuple(Area(code, f"Län {code}", cell, str(cell.value), href) for code, cell in cells.items())
    return Choropleth(areas, Scale.SEQUENTIAL, "Titel", lambda value: formats.number(float(value), "sv", 2))


def _drawn(shown: Choropleth) -> dict[str, str]:
    """Fill by county code, of all shapes in the order of the outlines."""
    picture = parser.fromstring(to_html(map_picture(shown, "Beskrivning")))
    fills = picture.xpath("//g[@class='areas']//path/@fill")
    assert len(fills) == 21
    return dict(zip(county_outlines().paths, fills, strict=True))


def test_zero_protected_and_missing_are_three_things() -> None:
    fills = _drawn(_map())
    assert fills["03"] == "url(#sequential-0)"
    assert fills["01"] == "url(#sequential-2)"
    assert fills["09"] == "url(#protected)"
    assert fills["10"] == "url(#missing)"
    assert fills["25"] == "url(#missing)", "a county that the release does not name"
    assert len({fills["03"], fills["09"], fills["10"]}) == 3


def test_every_fill_that_is_used_is_defined() -> None:
    for scale in Scale:
        shown = Choropleth(
            tuple(Area(code, code, Cell(at - 10), "") for at, code in enumerate(COUNTIES)), scale, "", str
        )
        picture = parser.fromstring(to_html(map_picture(shown, "")))
        defined = set(picture.xpath("//pattern/@id"))
        assert {fill.removeprefix("url(#").removesuffix(")") for fill in picture.xpath("//path/@fill")} - {
            "none"
        } <= defined
        marks = ["".join(one.xpath("path/@d")) for one in picture.xpath("//pattern")]
        grounds = picture.xpath("//pattern/rect/@fill")
        assert len(set(zip(marks, grounds, strict=True))) == len(marks) == STEPS + 2


def test_a_linked_county_has_a_name_with_its_value() -> None:
    picture = parser.fromstring(to_html(map_picture(_map("/nationell/lan"), "Beskrivning")))
    assert picture.get("role") == "group"
    assert picture.xpath("//desc/text()") == ["Beskrivning"]
    names = picture.xpath("//a/@aria-label")
    assert "Län 01: 12.34" in names
    assert len(names) == 4


def test_a_map_without_links_is_one_picture_with_an_alternative() -> None:
    picture = parser.fromstring(to_html(map_picture(_map(), "Beskrivning")))
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == "Titel. Beskrivning"
    assert picture.xpath("//a") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_tells_values_and_what_has_none(language: str) -> None:
    rows = legend_rows(_map(), texts(language))
    assert [fill for fill, *_ in rows] == ["sequential-2", "sequential-0", "protected", "missing"]
    assert rows[0][1] == "12,34"
    assert "1 " in rows[0][2]


def test_the_picture_stands_alone() -> None:
    content = write_svg(_map(), "Beskrivning", "Källa", texts("sv"))
    root = etree.fromstring(content)
    assert root.findtext("{*}title") == "Titel"
    assert b"http" not in content.replace(b"http://www.w3.org/2000/svg", b"")
    assert "Källa" in [text.text for text in root.iterfind("{*}text")]
