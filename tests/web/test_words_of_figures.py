"""What pages say of figures: one word for one thing, the measure that is shown, and nothing of what is not known."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html as parser

from dashboards.public.diagnosis_examples import examples, largest_chapter
from warehouse import diagnoses
from warehouse.reports.national import NationalStatistics
from warehouse.reports.result import View

COUNTIES = "/nationell/lan"
BY_SEX = "/nationell/konsfordelning-lan"
LENGTHS = "/nationell/median"


def _page(client: FlaskClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200
    return parser.fromstring(answer.text)


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _one(page: Any, name: str) -> str:
    (found,) = page.xpath(f"//p[contains(@class, '{name}')]")
    return _words(found)


def _heads(page: Any) -> list[str]:
    rows = page.xpath("//table[contains(@class, 'report-table')]/thead/tr")
    return [_words(cell) for cell in rows[0]]


@pytest.mark.parametrize("form", ["tidsserie", "tvarsnitt"])
def test_the_key_line_of_counties_is_a_rate(client: FlaskClient, form: str) -> None:
    page = _page(client, f"{COUNTIES}?form={form}&jamfor=riket")
    assert _one(page, "key-line").endswith("sjukfall per 1000 invånare i samtliga län")
    assert "Riket" not in _words(page.xpath("//main")[0])
    (measure,) = page.xpath("//select[@name='matt']")
    assert _words(measure.xpath("option[@selected]")[0]) == "Antal sjukfall per 1000 invånare"
    assert "Antal" not in [_words(option) for option in measure]


@pytest.mark.parametrize("path", [COUNTIES, BY_SEX])
def test_all_counties_have_one_column_in_a_time_series(client: FlaskClient, path: str) -> None:
    heads = _heads(_page(client, f"{path}?form=tidsserie"))
    assert heads[:2] == ["Period", "Samtliga län"]
    assert heads.count("Samtliga län") == 1


def test_the_key_line_of_sexes_by_county_is_their_shares(client: FlaskClient) -> None:
    line = _one(_page(client, f"{BY_SEX}?form=tidsserie"), "key-line")
    assert " % kvinnor, " in line
    assert line.endswith(" sjukfall i samtliga län")


@pytest.mark.parametrize("form", ["tidsserie", "tvarsnitt"])
@pytest.mark.parametrize("kind", ["", "&kon=skillnad", "&kon=kvot"])
def test_the_unknown_county_is_never_the_highest(client: FlaskClient, form: str, kind: str) -> None:
    for path in (COUNTIES, BY_SEX):
        assert "Okänt län" not in _one(_page(client, f"{path}?form={form}{kind}"), "chart-summary")


def test_series_without_values_cannot_be_ticked(client: FlaskClient) -> None:
    page = _page(client, f"{BY_SEX}?form=tidsserie")
    boxes = page.xpath("//fieldset[contains(@class, 'legend')]//input")
    empty = [box for box in boxes if box.get("disabled") is not None]
    assert empty
    assert len(empty) < len(boxes)
    for box in empty:
        assert box.get("checked") is None
        assert _words(box.getparent()).endswith("(inga uppgifter att visa)")
    hidden = page.xpath("//section/@data-hidden")[0].split(",")
    assert {box.get("data-series") for box in empty} <= set(hidden)


@pytest.mark.parametrize("form", ["tidsserie", "tvarsnitt"])
def test_lengths_are_days_and_stand_first(client: FlaskClient, form: str) -> None:
    page = _page(client, f"{LENGTHS}?form={form}")
    assert _heads(page)[1:] == ["Sjukskrivningslängd, median", "Antal sjukfall"]
    assert _words(page.xpath("//figcaption")[0]) == "Antal dagar (median)"
    assert _one(page, "key-line").endswith(" dagar (median)")
    summary = _one(page, "chart-summary")
    assert summary.startswith("Medianlängden ")
    assert " dagar" in summary
    cells = [_words(row[1]) for row in page.xpath("//table[contains(@class, 'report-table')]/tbody/tr")]
    assert cells
    assert not [cell for cell in cells if cell.endswith(",0") or ",00" in cell]


def test_the_single_chapter_begins_with_the_largest(client: FlaskClient, statistics: NationalStatistics) -> None:
    table = statistics.report("cases_by_diagnosis_group", View.CROSS_SECTION).table
    chapters = {group.key: count.total for group, count in zip(table.groups, table.values[0], strict=True)}
    largest = largest_chapter(statistics)
    assert chapters[largest] == max(chapters.values()) > 0
    page = _page(client, "/nationell/diagnoskapitel")
    assert page.xpath("//select[@name='kapitel']/option[@selected]/@value") == [largest]
    assert "Här visas det kapitel som har flest sjukfall" in _words(page.xpath("//main")[0])
    chosen = _page(client, f"/nationell/diagnoskapitel/{largest}")
    assert "Här visas det kapitel som har flest sjukfall" not in _words(chosen.xpath("//main")[0])


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_comparison_offers_examples_that_are_filled(
    client: FlaskClient, statistics: NationalStatistics, language: str
) -> None:
    links = _page(client, f"{language}/nationell/jamfor-diagnoser").xpath("//main//li/a[contains(@href, 'diagnos=')]")
    offered = examples(statistics)
    assert len(links) == len(offered) > 0
    for link, keys in zip(links, offered, strict=True):
        rows = _page(client, link.get("href")).xpath("//table[contains(@class, 'report-table')]/tbody/tr")
        assert len([row for row in rows if row.get("data-fixed") is None]) == len(keys)
        assert len({diagnoses.node(key).level for key in keys}) == 1


def test_a_table_of_calendar_years_is_not_that_of_twelve_months(client: FlaskClient) -> None:
    rolling = _page(client, "/nationell/sjukfall-totalt?form=tvarsnitt")
    year = _page(client, "/nationell/sjukfall-totalt?form=tvarsnitt&fran=2025-01&till=2025-12")
    facts = [_words(page.xpath("//dl[contains(@class, 'facts')]")[0]) for page in (rolling, year)]
    assert ["bara hela kalenderår" in told for told in facts] == [True, False]


@pytest.mark.parametrize(("slug", "part"), [("median", "1/2"), ("percentil-90", "9/10")])
def test_a_method_page_tells_of_its_own_measure(client: FlaskClient, slug: str, part: str) -> None:
    page = _page(client, f"/om/metod/{slug}")
    assert _one(page, "formula").endswith(f"{part} × (n − 1)")
    assert ",00 dagar" not in _words(page.xpath("//main")[0])
    links = page.xpath("//main//ul/li/a/@href")
    assert links[0].startswith("/nationell/median?matt=")
    for link in links:
        chosen = _page(client, link).xpath("//select[@name='matt']/option[@selected]/@value")
        assert link.endswith(f"matt={chosen[0]}")
