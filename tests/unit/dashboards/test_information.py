"""The parts of the information pages that are made, not written: methods, history, glossary order, running text."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.components.address import Address
from dashboards.components.markup import to_html
from dashboards.components.prose import prose
from dashboards.components.texts import LANGUAGES, texts
from dashboards.public.information import methods
from dashboards.public.information.article import sections
from dashboards.public.information.publication import Change, history
from tests.unit.dashboards.results import count, result
from warehouse.formats import alphabetical
from warehouse.releases import Release
from warehouse.reports import registry
from warehouse.reports.measures import MEASURES, Measure
from warehouse.reports.result import Loss, View


def _release(version: str, day: str, code: str = "a", content: str = "1") -> Release:
    manifest = {
        "created": f"{day}T02:00:00+00:00",
        "as_of": day,
        "code_revision": code,
        "files": {"national.duckdb": content},
    }
    return Release(version, Path(version), manifest)


def test_every_measure_has_a_method_page() -> None:
    assert {method.measure for method in methods.BY_SLUG.values()} - {None} == set(MEASURES)


def test_every_share_has_a_method_page() -> None:
    told = {report for method in methods.BY_SLUG.values() for report in method.reports}
    shares = {report.id for report in registry.every_report() if report.figure in {"share", "sex_share"}}
    assert shares - told == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", methods.BY_SLUG)
def test_a_method_page_tells_everything_in_both_languages(slug: str, language: str) -> None:
    values = {"threshold": 5}
    page = to_html(methods.method_page(methods.BY_SLUG[slug], texts(language), Address("/om", language), values))
    heads = [texts(language)(f"information.methods.{part}") for part in ("definition", "formula", "example", "not")]
    assert [head for head in heads if f"<h2>{head}</h2>" not in page] == []
    assert "{" not in page


def test_examples_are_counted_by_the_rules_of_the_reports() -> None:
    """Worked out by hand: 6.25 of a thousand, the middle of five, 2.83 per cent cut, 14.57 per cent cut."""
    examples = {slug: method.example() for slug, method in methods.BY_SLUG.items()}
    assert examples["per-1000-invanare"]["value"] == Decimal("6.25")
    assert examples["median"]["value"] == 21
    assert examples["percentil-90"]["value"] == 66
    assert examples["forandring-procent"]["value"] == 2
    assert examples["andel-komplettering"]["value"] == 14
    assert examples["andel-kon"]["value"] == 64


def test_the_standardised_example_is_the_direct_method() -> None:
    """Rates of 4 and 6 of a thousand, weighted by 60 and 40 of a hundred; without weights 130 of 25,000."""
    example = methods.BY_SLUG["aldersstandardiserat"].example()
    assert (example["value"], example["plain"]) == (Decimal("4.80"), Decimal("5.20"))


def test_a_measure_that_is_not_national_gives_the_reason() -> None:
    page = to_html(methods.method_page(methods.BY_SLUG["nettodagar"], texts("sv"), Address("/om"), {"threshold": 5}))
    assert MEASURES[Measure.DEGREE_WEIGHTED_DAYS].label.sv in page
    assert "Nettodagar visas inte nationellt" in page


def test_the_history_tells_what_each_release_brought() -> None:
    releases = (
        _release("5", "2026-11-03", "b", "4"),
        _release("4", "2026-11-02", "b", "3"),
        _release("3", "2026-11-01", "a", "3"),
        _release("2", "2026-10-31", "a", "2"),
        _release("1", "2026-10-30", "a", "2"),
    )
    assert [one.changes for one in history(releases)] == [
        (Change.FIGURES,),
        (Change.PROGRAM,),
        (Change.MONTH,),
        (Change.NOTHING,),
        (Change.FIRST,),
    ]


def test_without_releases_there_is_no_history() -> None:
    assert history(()) == ()


def test_words_are_sorted_as_in_a_swedish_dictionary() -> None:
    words = ["Öppen", "Zon", "Ärende", "Län", "Ålder", "intyg"]
    assert sorted(words, key=alphabetical) == ["intyg", "Län", "Zon", "Ålder", "Ärende", "Öppen"]


@pytest.mark.parametrize(
    ("loss", "shown", "share"),
    [(Loss(0, 0), 10, 0.0), (Loss(3, 10), 90, 10.0), (Loss(3, None), 90, None), (Loss(3, 0), 0, None)],
)
def test_the_share_left_out_is_of_what_is_shown_and_what_is_missing(
    loss: Loss, shown: int, share: float | None
) -> None:
    made = result("cases_total", View.CROSS_SECTION, [[count(shown, 0)]])
    assert replace(made, loss=loss).share_lost == share


def test_running_text_has_paragraphs_lists_and_links_in_the_language_of_the_page() -> None:
    text = "First\nline.\n\n- one [word](/om#place)\n- two\n\n[mail](mailto:a@example.se)"
    assert to_html(prose(text, Address("/", "en"))) == (
        '<p>First line.</p><ul><li>one <a href="/en/om#place">word</a></li><li>two</li></ul>'
        '<p><a href="mailto:a@example.se">mail</a></p>'
    )


def test_sections_stand_in_the_same_order_in_both_languages() -> None:
    names = {entry.split(".")[1] for entry in texts("sv").entries if re.fullmatch(r"information\.\w+\.title", entry)}
    differing = [
        name
        for name in names
        if sections(f"information.{name}", texts("sv")) != sections(f"information.{name}", texts("en"))
    ]
    assert differing == []
