"""Pictures drawn on the server: sizes, texts, series, one scale for a pair, and the same bytes for the same picture."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from lxml import etree
from PIL import Image

from dashboards.components.address import Address
from dashboards.components.page import SiteIdentity
from dashboards.components.texts import texts
from dashboards.pictures import sheet
from dashboards.pictures.picture import Picture, parts_of, picture_of, shown_chart
from dashboards.pictures.scale import scale_of
from tests.unit.dashboards.results import count, result
from warehouse.reports.period import Month
from warehouse.reports.result import ReportResult, View

IDENTITY = SiteIdentity("Intygsinsikt", "Exempelmyndigheten", "1.0", 5)
CREATED = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
SV = texts("sv")
NAMES = {"svg": "http://www.w3.org/2000/svg"}
DEGREES = [[count(1200 + 10 * month, 800), count(300, 290), count(90, 80), count(2000, 1400)] for month in range(18)]


def _picture(made: ReportResult, query: str = "", language: str = "sv") -> Picture:
    view = Address.parse("/nationell/rapport" if language == "sv" else "/en/nationell/rapport", query)
    address = f"https://statistik.example.org{view.url}"
    picture = picture_of(made, view, texts(language), IDENTITY, address=address, created=CREATED)
    assert picture is not None
    return picture


def _texts(content: bytes) -> list[str]:
    return ["".join(text.itertext()).strip() for text in etree.fromstring(content).iterfind(".//svg:text", NAMES)]


def _series(content: bytes) -> set[str]:
    """The ids of the series drawn: panel and place in the legend."""
    ids = [found.get("id") or "" for found in etree.fromstring(content).iterfind(".//svg:g[@id]", NAMES)]
    return {"-".join(one.split("-")[1:3]) for one in ids if one.startswith("series-")}


@pytest.fixture(scope="module")
def degrees() -> ReportResult:
    return result("cases_by_degree", View.TIME_SERIES, DEGREES)


@pytest.mark.parametrize(("asked", "width"), [("", 600), ("bredd=1000", 1000), ("bredd=9", 320), ("bredd=99999", 2400)])
def test_a_picture_is_as_wide_as_asked_within_limits(degrees: ReportResult, asked: str, width: int) -> None:
    picture = _picture(degrees, asked)
    with Image.open(io.BytesIO(sheet.write_png(picture))) as image:
        assert image.width == width
        assert image.getpixel((0, 0)) in {(255, 255, 255), (255, 255, 255, 255)}
    root = etree.fromstring(sheet.write_svg(picture))
    assert root.get("width") == str(width)


def test_a_preview_has_the_size_that_services_ask_for(degrees: ReportResult) -> None:
    with Image.open(io.BytesIO(sheet.write_png(_picture(degrees, "bild=delning")))) as image:
        assert image.size == (1200, 630)


def test_what_is_no_width_gives_the_default(degrees: ReportResult) -> None:
    assert _picture(degrees, "bredd=bred").width == 600


@pytest.mark.parametrize(
    ("language", "told"), [("sv", "Källa: Exempelmyndigheten"), ("en", "Source: Exempelmyndigheten")]
)
def test_title_period_legend_and_source_stand_as_text(degrees: ReportResult, language: str, told: str) -> None:
    picture = _picture(degrees, language=language)
    content = sheet.write_svg(picture)
    text = " ".join(_texts(content))
    for series in picture.model.legend:
        assert series.name in text
    for part in (picture.title, picture.period, told, degrees.release, "2026-11-24", "statistik.example.org"):
        assert part in text
    root = etree.fromstring(content)
    assert root.findtext("svg:title", namespaces=NAMES) == f"{picture.title}, {picture.period}"
    assert root.findtext("svg:desc", namespaces=NAMES) == picture.alternative


def test_numbers_are_written_in_the_language(degrees: ReportResult) -> None:
    assert "2\N{NO-BREAK SPACE}000" in _texts(sheet.write_svg(_picture(degrees)))
    assert "2,000" in _texts(sheet.write_svg(_picture(degrees, language="en")))


def test_women_and_men_have_a_picture_each_on_one_scale(degrees: ReportResult) -> None:
    women, men = (_picture(degrees, f"bild={part}") for part in parts_of(_picture(degrees).model) if part)
    assert [panel.heading for panel in women.panels + men.panels] == [
        "Antal sjukfall för kvinnor",
        "Antal sjukfall för män",
    ]
    numbers = [[text for text in _texts(sheet.write_svg(one)) if text[:1].isdigit()] for one in (women, men)]
    assert numbers[0][:3] == numbers[1][:3]
    assert _series(sheet.write_svg(women)) == {f"0-{index}" for index in range(4)}


def test_hidden_series_are_left_out_and_the_scale_follows(degrees: ReportResult) -> None:
    picture = _picture(degrees, "dolj=100,25")
    content = sheet.write_svg(picture)
    assert _series(content) == {"0-1", "0-2", "1-1", "1-2"}
    assert picture.model.legend[3].name not in " ".join(_texts(content))
    assert scale_of(picture.model, picture.hidden, "sv", 5).most < 400


@pytest.mark.parametrize("kind", ["linje", "yta", "procentyta"])
def test_every_kind_over_time_is_drawn(degrees: ReportResult, kind: str) -> None:
    assert len(_series(sheet.write_svg(_picture(degrees, f"diagram={kind}")))) == 8


@pytest.mark.parametrize(("kind", "columns"), [("stapel", 3), ("staplad", 2)])
def test_columns_stand_for_few_groups_and_lie_for_many(kind: str, columns: int) -> None:
    few = result("cases_by_degree", View.CROSS_SECTION, [[count(90, 60), count(0, 0)]])
    many = result("cases_by_age_group", View.CROSS_SECTION, [[count(9 + at, 6) for at in range(12)]])
    for made in (few, many):
        picture = _picture(made, f"diagram={kind}")
        content = sheet.write_svg(picture)
        ids = [found.get("id") or "" for found in etree.fromstring(content).iterfind(".//svg:g[@id]", NAMES)]
        drawn = [one for one in ids if one.startswith("series-0-")]
        assert len(drawn) == columns * len(picture.model.categories)


def test_a_protected_number_is_a_gap() -> None:
    made = result("cases_total", View.CROSS_SECTION, [[count(0, 7, "w")]])
    assert _series(sheet.write_svg(_picture(made))) == {"0-0", "0-2"}


def test_the_same_picture_gives_the_same_bytes(degrees: ReportResult) -> None:
    picture = _picture(degrees)
    for write in (sheet.write_png, sheet.write_svg):
        first = write(picture)
        write.cache_clear()
        assert write(picture) == first


def test_pictures_are_drawn_from_several_threads(degrees: ReportResult) -> None:
    pictures = [_picture(degrees, f"bredd={width}") for width in (400, 500, 600, 700)]
    expected = [sheet.write_svg(one) for one in pictures]
    sheet.write_svg.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(sheet.write_svg, pictures)) == expected


def test_an_empty_result_has_no_picture() -> None:
    empty = result("cases_by_degree", View.TIME_SERIES, [[]])
    assert shown_chart(empty, Address("/nationell/sjukskrivningsgrad"), texts("sv")) is None


def test_the_public_site_starts_without_the_drawing_library() -> None:
    program = "import sys; import dashboards.public.app; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_unfinished_month_is_drawn_apart_and_told_in_the_legend() -> None:
    running = result("cases_by_degree", View.TIME_SERIES, DEGREES, last=Month(2026, 11))
    content = sheet.write_svg(_picture(running, "bild=kvinnor"))
    ids = {found.get("id") for found in etree.fromstring(content).iterfind(".//svg:g[@id]", NAMES)}
    assert {f"series-0-{index}-preliminary" for index in range(4)} <= ids
    assert SV("picture.preliminary") in _texts(content)
    finished = result("cases_by_degree", View.TIME_SERIES, DEGREES)
    assert SV("picture.preliminary") not in _texts(sheet.write_svg(_picture(finished)))


def test_the_axis_starts_at_nought() -> None:
    high = result("cases_total", View.TIME_SERIES, [[count(9000 + month, 8000)] for month in range(9)])
    picture = _picture(high)
    assert scale_of(picture.model, picture.hidden, "sv", 5).least == 0
    assert "0" in _texts(sheet.write_svg(picture))
