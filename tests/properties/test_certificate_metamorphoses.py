"""What must not change in any report on certificates, messages and completions when the facts change in a known way.

As in `test_case_metamorphoses`, answers are compared with answers; sex and age may be unknown here.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.oracle.facts import write_national_database
from tests.properties.answers import (
    Answers,
    changed,
    everything,
    national_answers,
    provider_answers,
    region_answers,
)
from tests.properties.random_certificates import AS_OF, Certificate, random_certificate, write_care
from warehouse.identity import normalise_hsa_id
from warehouse.reports.engine import CareStatistics
from warehouse.reports.national import NationalStatistics
from warehouse.reports.period import Month, Window
from warehouse.reports.registry import Family
from warehouse.reports.scope import AccessScope, RegionScope
from warehouse.reports.selection import Selection

WINDOW = Window(Month(2015, 7), Month(2015, 11))
PUBLISHED = Window(Month(2015, 3), Month(2016, 2))
FACTS = (Family.CERTIFICATES, Family.MESSAGES)
NUMBER = 1000

SCOPES = (
    AccessScope.whole_provider("P1"),
    AccessScope.of_units("P1", frozenset({"C1"})),
    AccessScope.of_units("P1", frozenset({"S2", "C2"})),
)
REGION = RegionScope({normalise_hsa_id(unit): 1000 for unit in ("C1", "C2")})
QUESTIONS = (
    (SCOPES[0], Selection()),
    (SCOPES[0], Selection.from_query("enhet=S1,C2&alder=16-20,66-")),
    (SCOPES[1], Selection.from_query("diagnos=F00-F99,NO_VALID_ICD10")),
    (SCOPES[2], Selection.from_query("intygstyp=SJUKPENNING,LUSE")),
)


def random_certificates(seed: int) -> list[Certificate]:
    chance = random.Random(seed)
    print(f"seed {seed}")
    return [random_certificate(chance, number) for number in range(NUMBER)]


def of_providers(certificates: Sequence[Certificate]) -> list[Answers]:
    """The answers to every question, and those of a region."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_care(Path(folder) / "care.duckdb", list(certificates))
        with CareStatistics(path) as statistics:
            provider = [provider_answers(statistics, FACTS, scope, WINDOW, chosen) for scope, chosen in QUESTIONS]
            shown = Selection(first=str(WINDOW.first), last=str(WINDOW.last))
            return [*provider, region_answers(statistics, FACTS, REGION, shown, 3)]


def of_the_nation(certificates: Sequence[Certificate]) -> Answers:
    with tempfile.TemporaryDirectory() as folder:
        care = write_care(Path(folder) / "care.duckdb", list(certificates))
        path = write_national_database(Path(folder) / "national.duckdb", care, AS_OF, 3)
        return national_answers(NationalStatistics.compatible(path), FACTS, PUBLISHED, PUBLISHED)


def unchanged(before: Sequence[Answers], after: Sequence[Answers]) -> None:
    for one, other in zip(before, after, strict=True):
        assert changed(one, other) == []


def _more(certificates: Sequence[Certificate], signed: Callable[[Certificate], date]) -> list[Certificate]:
    """The certificates, and each of them once more with its messages, signed on another day."""
    again = [replace(one, number=one.number + NUMBER, signed=signed(one)) for one in certificates]
    return [*certificates, *again]


def with_later(certificates: Sequence[Certificate], window: Window) -> list[Certificate]:
    return _more(certificates, lambda one: window.last_day + timedelta(days=1 + one.number % 14))


def with_earlier(certificates: Sequence[Certificate], window: Window) -> list[Certificate]:
    return _more(certificates, lambda one: window.first_day - timedelta(days=1 + one.number % 14))


@pytest.mark.parametrize("more", [with_later, with_earlier])
def test_certificates_outside_the_period_change_nothing(
    seed: int, more: Callable[[Sequence[Certificate], Window], list[Certificate]]
) -> None:
    certificates = random_certificates(seed)
    unchanged(of_providers(certificates), of_providers(more(certificates, WINDOW)))
    unchanged([of_the_nation(certificates)], [of_the_nation(more(certificates, PUBLISHED))])


def test_the_order_of_arrival_changes_nothing(seed: int) -> None:
    certificates = random_certificates(seed)
    shuffled = random.Random(seed).sample(certificates, NUMBER)
    unchanged(of_providers(certificates), of_providers(shuffled))
    unchanged([of_the_nation(certificates)], [of_the_nation(shuffled)])


def _on_every_level(certificates: Sequence[Certificate]) -> list[Answers]:
    """The answers to every question of a provider, those of a region, and at last those of the nation."""
    return [*of_providers(certificates), of_the_nation(certificates)]


def _of_sex(certificates: Sequence[Certificate], sex: int) -> list[Certificate]:
    """The certificates and messages of one sex; a certificate of another sex leaves no trace."""
    return [one for one in certificates if one.sex == sex]


def test_women_men_and_unknown_sex_are_everybody(seed: int) -> None:
    """Women's figures are those of the women alone; the total is women, men and those of unknown sex.

    So it is for providers, for a region and for the nation: the threshold cuts each sex by itself (statistics 6.2).
    """
    certificates = [
        replace(one, messages=tuple(replace(message, sex=one.sex) for message in one.messages))
        for one in random_certificates(seed)
    ]
    everybody = _on_every_level(certificates)
    unknown, men, women = (_on_every_level(_of_sex(certificates, sex)) for sex in range(3))
    for at, whole in enumerate(everybody):
        for name, answer in whole.items():
            for part in ("table", "divisor"):
                for period, cells in enumerate(getattr(answer, part)):
                    parts = [getattr(one[at][name], part)[period] for one in (women, men, unknown)]
                    keys = set().union(*parts)
                    of_part = {key: [one.get(key, (0, 0, 0))[2] for one in parts] for key in keys}
                    assert cells == {key: (found[0], found[1], sum(found)) for key, found in of_part.items()}, name
    for level in (everybody[0], *everybody[-2:]):
        assert any(cell[2] > cell[0] + cell[1] for cells in level.values() for cell in cells.table[0].values())


def test_a_filter_that_selects_everything_is_no_filter(seed: int) -> None:
    """Certificates without age or diagnosis, and types that are no choice of the filter, stay."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_care(Path(folder) / "care.duckdb", random_certificates(seed))
        with CareStatistics(path) as statistics:
            for scope in SCOPES[1:]:
                plain = provider_answers(statistics, FACTS, scope, WINDOW)
                for chosen in everything(tuple(unit.id for unit in statistics.units(scope))):
                    assert changed(plain, provider_answers(statistics, FACTS, scope, WINDOW, chosen)) == [], chosen


def test_the_facts_that_are_added_are_felt_elsewhere(seed: int) -> None:
    """Later certificates reach the figures of a longer window, so that nothing changing above says something."""
    certificates = random_certificates(seed)
    longer = Window(WINDOW.first, WINDOW.last.plus(1))

    def answers(given: Sequence[Certificate]) -> Answers:
        with tempfile.TemporaryDirectory() as folder:
            path = write_care(Path(folder) / "care.duckdb", list(given))
            with CareStatistics(path) as statistics:
                return provider_answers(statistics, FACTS, SCOPES[0], longer)

    before = answers(certificates)
    assert len(changed(before, answers(with_later(certificates, WINDOW)))) == len(before)
