"""Every national report of the parity checklist is a page: menu, title and heads in both languages and forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html as parser

from dashboards.components.address import Address
from dashboards.components.markup import to_html
from dashboards.components.measure_names import MEASURE_NAMES, measure_name
from dashboards.components.overview_page import overview_page
from dashboards.components.texts import LANGUAGES, texts
from warehouse.reports import measures, registry
from warehouse.reports.definitions import Figure
from warehouse.reports.measured import Measure
from warehouse.reports.menu import OWN_PAGES, UNDIVIDED
from warehouse.reports.national import NationalStatistics
from warehouse.reports.overview import OverviewRow
from warehouse.reports.result import Count, Level, View

TS, XS = "tidsserie", "tvarsnitt"
SEXES = {"sv": ["Totalt", "Kvinnor", "Män"], "en": ["Total", "Women", "Men"]}


@dataclass(frozen=True)
class Listed:
    """One item of the menu as dashboards 3.4 has it, with the title and table shapes of 8.2."""

    group: str
    label: str
    slug: str
    default: str
    title: str
    shapes: tuple[str, str]
    sub_item: bool = False


CASES, CERTIFICATES, MESSAGES = "Sjukfall", "Intyg", "Ärendekommunikation"
CHAPTER = "Antal sjukfall för F00-F99 Psykiska sjukdomar och syndrom samt beteendestörningar"
MENU = (
    Listed(CASES, "Sjukfall, totalt", "sjukfall-totalt", TS, "Antal sjukfall", ("T1", "T2")),
    Listed(CASES, "Diagnosgrupp", "diagnosgrupp", TS, "Antal sjukfall fördelat på diagnosgrupp", ("T3", "T2")),
    Listed(CASES, "Enskilt diagnoskapitel", "diagnoskapitel", TS, CHAPTER, ("T3", "T2"), True),
    Listed(
        CASES, "Jämför valfria diagnoser", "jamfor-diagnoser", XS, "Jämförelse av valfria diagnoser", ("", ""), True
    ),
    Listed(CASES, "Åldersgrupp", "aldersgrupp", XS, "Antal sjukfall fördelat på åldersgrupp", ("T3", "T2")),
    Listed(
        CASES,
        "Sjukskrivningsgrad",
        "sjukskrivningsgrad",
        TS,
        "Antal sjukfall fördelat på sjukskrivningsgrad",
        ("T3", "T2"),
    ),
    Listed(
        CASES,
        "Sjukskrivningslängd",
        "sjukskrivningslangd",
        XS,
        "Antal sjukfall fördelat på sjukskrivningslängd",
        ("T3", "T2"),
    ),
    Listed(
        CASES, "Mer än 90 dagar", "mer-an-90-dagar", TS, "Antal sjukfall som är längre än 90 dagar", ("T1", "T2"), True
    ),
    Listed(CASES, "Län", "lan", XS, "Antal sjukfall per 1000 invånare fördelat på län", ("T3 of counties", "T4")),
    Listed(
        CASES,
        "Könsfördelning per län",
        "konsfordelning-lan",
        XS,
        "Andel sjukfall per kön fördelat på län",
        ("T3 of counties", "T5"),
        True,
    ),
    Listed(
        CASES,
        "Läkarålder och -kön",
        "lakaralder-kon",
        XS,
        "Antal sjukfall fördelat på läkares ålder och kön",
        ("T3", "T2"),
    ),
    Listed(CASES, "Läkarbefattning", "lakarbefattning", XS, "Antal sjukfall fördelat på läkarbefattning", ("T3", "T2")),
    Listed(CASES, "Intyg per sjukfall", "intyg-per-sjukfall", XS, "Antal intyg per sjukfall", ("T3", "T2")),
    Listed(
        CERTIFICATES,
        "Intyg, totalt",
        "intyg-totalt",
        TS,
        "Antal utfärdade intyg fördelat på intygstyp",
        ("T3", "T2"),
    ),
    Listed(
        MESSAGES,
        "Meddelanden, totalt",
        "meddelanden-totalt",
        TS,
        "Antal inkomna meddelanden fördelat på ämne",
        ("T3", "T2"),
    ),
    Listed(
        MESSAGES,
        "Komplettering, andel intyg",
        "komplettering-andel",
        TS,
        "Andel utfärdade intyg som fått en kompletteringsbegäran",
        ("T3", "T2"),
    ),
    Listed(
        MESSAGES,
        "Komplettering, per fråga",
        "komplettering-per-fraga",
        XS,
        "Antal kompletteringar per fråga",
        ("T3", "T2"),
    ),
)
PAGES = [(item, form, language) for item in MENU for form in (TS, XS) for language in LANGUAGES]
IDS = [f"{item.slug}-{form}-{language}" for item, form, language in PAGES]


def _page(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return parser.fromstring(answer.text)


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _menu(page: Any) -> Iterator[tuple[str, str, str, bool]]:
    for group in page.xpath("//nav[@id='meny']/details"):
        for item in group.xpath("ul/li"):
            for link in item.findall("a"):
                yield _words(group.find("summary")), _words(link), link.get("href"), item.get("class") == "sub-item"


def test_the_menu_is_that_of_the_site_map(client: FlaskClient) -> None:
    page = _page(client, "/nationell/oversikt")
    found = list(_menu(page))
    assert found[0] == (CASES, "Översikt", "/nationell/oversikt", False)
    listed = [(item.group, item.label, f"/nationell/{item.slug}", item.sub_item) for item in MENU]
    spread = (CASES, "Median och spridning", "/nationell/median", True)
    listed.insert([item.slug for item in MENU].index("mer-an-90-dagar") + 1, spread)
    by_sex = next(at for at, link in enumerate(listed) if link[2].endswith("/konsfordelning-lan"))
    listed.insert(by_sex + 1, (CASES, "Karta över länen", "/nationell/karta", True))
    reports = [link for link in found[1:] if link[0] in {CASES, CERTIFICATES, MESSAGES}]
    assert reports == listed
    assert found[-1][1] == "Varför ser jag inte alla rapporter?"
    (lacking,) = page.xpath("//nav[@id='meny']//li[@class='sub-item']/span")
    assert _words(lacking).startswith("Kommun (")


def test_every_national_report_of_the_registry_has_a_page() -> None:
    shown = {registry.report_by_slug(item.slug, Level.NATIONAL).id for item in MENU} | set(UNDIVIDED.values())
    assert {report.id for report in registry.every_report(Level.NATIONAL)} == shown


@pytest.mark.parametrize(("item", "form", "language"), PAGES, ids=IDS)
def test_a_report_is_a_page_in_both_forms_and_languages(
    client: FlaskClient, item: Listed, form: str, language: str
) -> None:
    prefix = "" if language == "sv" else "/en"
    page = _page(client, f"{prefix}/nationell/{item.slug}?form={form}")
    report = registry.report_by_slug(item.slug, Level.NATIONAL)
    (heading,) = page.xpath("//h1")
    assert page.get("lang") == language
    if language == "sv":
        assert _words(heading) == item.title
    elif item.slug != "diagnoskapitel":
        assert _words(heading) == report.title.en
    (current,) = page.xpath("//nav[@id='meny']//a[@aria-current='page']")
    assert _words(current) == report.menu.in_language(language)
    assert page.xpath("//div[contains(@class, 'help')]/p")
    assert page.xpath("//dl[contains(@class, 'facts')]/div")
    shape = item.shapes[0] if form == TS else item.shapes[1]
    if shape:
        (table,) = page.xpath("//table[contains(@class, 'report-table')]")
        _assert_shape(table, shape, language)


def _assert_shape(table: Any, shape: str, language: str) -> None:
    """The header rows of dashboards 5, and that every row has as many cells as the heads span."""
    upper, *lower = [[(_words(cell), int(cell.get("colspan", 1))) for cell in row] for row in table.findall("thead/tr")]
    spans = [span for _, span in upper]
    assert all(text for text, _ in upper), "no head is empty"
    assert table.find("caption") is not None
    if shape in {"T1", "T2", "T5"}:
        assert spans == [1, 1, 1, 1]
        assert lower == []
    elif shape == "T3":
        told_once = upper[1][0].startswith(texts(language)("table.each_once.cases").split("(")[0].strip() + " (")
        leading = 3 if told_once else 2
        assert spans[:leading] == [1] * leading
        assert set(spans[leading:]) == {3}
        assert [text for text, _ in lower[0]] == SEXES[language] * (len(upper) - leading)
    elif shape == "T3 of counties":
        assert upper[1][0] in {"Samtliga län", "All counties"}
        assert set(spans[1:]) == {3}
    else:
        assert spans == [1, 3, 3, 3]
        assert [text for text, _ in lower[0]] == SEXES[language] * 3
    first = texts(language)("table.period") if shape in {"T1", "T3", "T3 of counties"} else None
    assert first is None or upper[0][0] == first
    for row in table.findall("tbody/tr"):
        assert row[0].tag == "th"
        assert row[0].get("scope") == "row"
        assert len(row) == sum(spans)


@pytest.mark.parametrize("item", MENU, ids=[item.slug for item in MENU])
def test_the_menu_opens_the_default_form(client: FlaskClient, item: Listed) -> None:
    (chosen,) = _page(client, f"/nationell/{item.slug}").xpath(
        "//div[contains(@class, 'controls')]//div[@role='group']/a[@aria-current and (contains(@href, 'form='))]"
    )
    assert f"form={item.default}" in chosen.get("href")


@pytest.mark.parametrize("form", [TS, XS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_length_of_cases_has_a_page_of_its_own(client: FlaskClient, form: str, language: str) -> None:
    prefix = "" if language == "sv" else "/en"
    page = _page(client, f"{prefix}/nationell/median?form={form}")
    assert _words(page.xpath("//h1")[0]) == OWN_PAGES["median"].title.in_language(language)
    assert page.xpath("//select[@name='matt']/option/@value") == ["median", "p25", "p75", "p90"]
    (current,) = page.xpath("//nav[@id='meny']//a[@aria-current='page']")
    assert _words(current) == OWN_PAGES["median"].menu.in_language(language)
    assert client.get(f"{prefix}/nationell/median.csv?form={form}").status_code == 200


def test_the_overview_says_that_it_has_its_own_months(client: FlaskClient) -> None:
    page = _page(client, "/nationell/oversikt?fran=2026-01&till=2026-03")
    assert "Översikten visar alltid de tre senast avslutade månaderna" in _words(page.xpath("//div[@role='status']")[0])


def test_a_chosen_diagnosis_is_a_path(client: FlaskClient) -> None:
    page = _page(client, "/nationell/diagnoskapitel/F00-F99/F40-F48?form=tvarsnitt")
    assert _words(page.xpath("//h1")[0]).startswith("Antal sjukfall för F40-F48 ")
    chosen = {field.get("name"): field.xpath("option[@selected]/@value") for field in page.xpath("//select")}
    assert chosen["kapitel"] == ["F00-F99"]
    assert chosen["avsnitt"] == ["F40-F48"]
    rows = [_words(row[0]) for row in page.xpath("//table[contains(@class, 'report-table')]/tbody/tr")]
    assert any(row.startswith("F43 ") for row in rows)
    language = page.xpath("//nav[@class='service-links']/a[@lang='en']/@href")
    assert language == ["/en/nationell/diagnoskapitel/F00-F99/F40-F48?form=tvarsnitt"]


def test_what_a_form_sends_becomes_a_readable_address(client: FlaskClient) -> None:
    page = _page(client, "/nationell/diagnoskapitel?kapitel=F00-F99&avsnitt=F40-F48&kategori=M54&form=tvarsnitt")
    assert page.xpath("//main/@data-place") == ["/nationell/diagnoskapitel/F00-F99/F40-F48?form=tvarsnitt"]
    page = _page(client, "/nationell/jamfor-diagnoser?diagnos=F43&diagnos=M54.,F43")
    assert page.xpath("//main/@data-place") == ["/nationell/jamfor-diagnoser?diagnos=F43,M54"]


@pytest.mark.parametrize(
    "path", ["diagnoskapitel/F00-F99/M50-M54", "diagnoskapitel/F", "diagnosgrupp/F00-F99", "lakare"]
)
def test_what_is_no_report_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/nationell/{path}").status_code == 404
    assert client.get(f"/nationell/{path}.csv").status_code == 404


def test_compared_diagnoses_are_rows_of_one_level(client: FlaskClient) -> None:
    page = _page(client, "/nationell/jamfor-diagnoser?diagnos=F43,M54,F00-F99,FINNS-INTE")
    rows = [_words(row[0])[:3] for row in page.xpath("//table[contains(@class, 'report-table')]/tbody/tr")]
    assert rows == ["F43", "M54"]
    assert "Filtret i adressen" in _words(page.xpath("//div[@role='status']")[0])
    ticked = page.xpath("//input[@name='diagnos' and @checked]/@value")
    assert ticked == ["F43", "M54"]
    empty = _page(client, "/nationell/jamfor-diagnoser")
    assert "Välj minst en diagnos" in _words(empty.xpath("//div[@role='status']")[0])
    assert empty.xpath("//table[contains(@class, 'report-table')]") == []


def test_too_many_diagnoses_have_a_table_but_no_chart(client: FlaskClient) -> None:
    categories = [f"{letter}{number:02}" for letter in "FM" for number in range(100)]
    page = _page(client, f"/nationell/jamfor-diagnoser?diagnos={','.join(categories)}")
    told = _words(page.xpath("//div[@role='status']")[0])
    assert "Diagram visas för högst 75" in told
    assert "Tabellen är stor" in told
    assert page.xpath("//*[@data-charts]") == []
    assert len(page.xpath("//details//table[contains(@class, 'report-table')]/tbody/tr")) > 100


@pytest.mark.parametrize("item", MENU, ids=[item.slug for item in MENU])
def test_only_the_measures_of_a_report_are_offered_and_each_can_be_shown(
    client: FlaskClient, statistics: NationalStatistics, item: Listed
) -> None:
    report = registry.report_by_slug(item.slug, Level.NATIONAL)
    address = f"/nationell/{item.slug}?diagnos=F43"
    offered = _page(client, address).xpath("//select[@name='matt']/option/@value")
    known = list(statistics.measures(report.id, report.default_view(Level.NATIONAL)))
    if report.figure is Figure.RATE:
        # The report as it stands is the number per 1,000, and is offered once.
        known.remove(Measure.PER_1000_INHABITANTS)
    assert offered == ([measure_name(one, report) for one in known] if len(known) > 1 else [])
    for measure in known[1:]:
        page = _page(client, f"{address}&matt={MEASURE_NAMES[measure]}")
        assert page.xpath("//select[@name='matt']/option[@selected]/@value") == [MEASURE_NAMES[measure]]
        for caption in page.xpath("//table[contains(@class, 'report-table')]/caption"):
            assert measures.definition(measure).label.sv in _words(caption)


def test_a_measure_that_a_report_lacks_is_told(client: FlaskClient) -> None:
    page = _page(client, "/nationell/komplettering-andel?matt=median")
    assert "Måttet i adressen finns inte" in _words(page.xpath("//div[@role='status']")[0])


def test_the_choices_follow_along_to_other_reports_and_languages(client: FlaskClient) -> None:
    query = "matt=per1000&fran=2026-01&till=2026-06&lan=01,12"
    page = _page(client, f"/nationell/lan?form=tidsserie&{query}")
    (other,) = page.xpath("//nav[@id='meny']//a[starts-with(@href, '/nationell/sjukfall-totalt')]/@href")
    assert set(other.partition("?")[2].split("&")) == set(query.split("&"))
    (english,) = page.xpath("//nav[@class='service-links']/a[@lang='en']/@href")
    assert set(english.partition("?")[2].split("&")) == {"form=tidsserie", *query.split("&")}


def test_chosen_counties_stand_below_their_sum(client: FlaskClient) -> None:
    page = _page(client, "/nationell/lan?lan=01&lan=12")
    rows = [_words(row[0]) for row in page.xpath("//table[contains(@class, 'report-table')]/tbody/tr")]
    assert rows == ["Samtliga län", "Skåne län", "Stockholms län"]
    assert page.xpath("//main/@data-place") == ["/nationell/lan?lan=01,12"]


def test_a_report_can_be_shown_without_its_division(client: FlaskClient) -> None:
    page = _page(client, "/nationell/intyg-totalt?fordela=ingen")
    assert _words(page.xpath("//h1")[0]).startswith("Antal intyg för sjukpenning")
    messages = _page(client, "/nationell/meddelanden-totalt?fordela=ingen")
    assert _words(messages.xpath("//h1")[0]).startswith("Antal inkomna meddelanden, alla ämnen")


def test_the_key_line_tells_the_change_since_a_year_before(client: FlaskClient, statistics: NationalStatistics) -> None:
    line = _words(_page(client, "/nationell/sjukfall-totalt?form=tvarsnitt").xpath("//p[@class='key-line']")[0])
    now = statistics.report("cases_total", View.CROSS_SECTION)
    assert f"{now.table.row_totals[0].total:,}".replace(",", "\N{NO-BREAK SPACE}") in line.replace(
        " ", "\N{NO-BREAK SPACE}"
    )
    assert "jämfört med november 2024–oktober 2025" in line


def test_protected_cells_are_told_of_above_the_chart(client: FlaskClient) -> None:
    page = _page(client, "/nationell/diagnosgrupp")
    cells = page.xpath("//table[contains(@class, 'report-table')]//td[@class='protected']")
    assert cells
    assert f"{len(cells)} uppgifter är för små" in _words(page.xpath("//div[@role='status']")[0])


def _with_count(rows: Sequence[OverviewRow], count: Count) -> tuple[OverviewRow, ...]:
    return tuple(replace(row, count=count) for row in rows)


def test_the_overview_has_the_highest_rate_first_and_counties_without_one_by_name(client: FlaskClient) -> None:
    rows = _page(client, "/nationell/oversikt").xpath("//section[contains(@class, 'wide')]//table/tbody/tr")
    shown = [(_words(row.find("th")), _words(row.find("td"))) for row in rows]
    known = [float(rate.replace(",", ".")) for _, rate in shown if rate not in {"…", ".."}]
    assert known == sorted(known, reverse=True)
    missing = [name for name, rate in shown if rate == "…"]
    assert missing[:4] == ["Dalarnas län", "Gotlands län", "Gävleborgs län", "Hallands län"]
    assert [name for name, _ in shown][-len(missing) :] == missing


def test_the_overview_marks_a_protected_group(statistics: NationalStatistics) -> None:
    result = statistics.overview()
    hidden = Count(0, 0, 0, women_protected=True, men_protected=True)
    boxes = tuple(
        box if box.key == "overview_sex_share" else replace(box, rows=_with_count(box.rows, hidden))
        for box in result.boxes
    )
    content = overview_page(replace(result, boxes=boxes), texts("sv"), Address("/"))
    page = parser.fromstring(f"<div>{to_html(content)}</div>")
    for table in page.xpath("//table[contains(@class, 'small-table')]"):
        figures = [_words(cell) for cell in table.xpath("tbody/tr/td[@class='figure']")]
        assert figures
        assert set(figures) <= {"..", "…"}
    assert "Skyddad uppgift" in _words(page)
