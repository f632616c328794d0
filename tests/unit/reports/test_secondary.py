"""Secondary protection: what the threshold hid is no difference of a whole and its other parts (dashboards 22.4)."""

from __future__ import annotations

import random

import pytest

from warehouse.reports.cells import Cells, total
from warehouse.reports.known_dimensions import dimension
from warehouse.reports.published import CHART, OVERVIEW, TABLE, WITHIN
from warehouse.reports.result import Count
from warehouse.reports.secondary import SeriesKey, protected, wholes

THRESHOLD = 5
AGES: SeriesKey = ("cases_by_age_group", "time_series", TABLE)
ALL: SeriesKey = ("cases_total", "time_series", TABLE)
HIDDEN_WOMEN = Count(0, 9, 9, women_protected=True)


def count(women: int, men: int) -> Count:
    return Count(women, men, women + men)


def _shown(parts: Cells, whole: Count, key: SeriesKey = AGES) -> Cells:
    (of,) = wholes(key)
    return protected(key, parts, lambda _: {of.key or "TOTAL": whole}, THRESHOLD)


def test_the_smallest_part_is_hidden_beside_one_that_the_rest_would_give_away() -> None:
    parts = {"16-20": HIDDEN_WOMEN, "21-25": count(12, 8), "26-30": count(7, 9)}
    shown = _shown(parts, count(22, 26))
    assert shown["26-30"] == Count(0, 9, 9, women_protected=True)
    assert (shown["16-20"], shown["21-25"]) == (parts["16-20"], parts["21-25"])


@pytest.mark.parametrize("whole", [count(19, 26), count(24, 26)])
def test_a_gap_of_nothing_or_of_the_threshold_gives_nothing_away(whole: Count) -> None:
    parts = {"16-20": HIDDEN_WOMEN, "21-25": count(12, 8), "26-30": count(7, 9)}
    assert _shown(parts, whole) == parts


def test_a_gap_without_a_hidden_part_is_left() -> None:
    parts = {"21-25": Count(12, 8, 20, women_protected=True), "26-30": count(7, 9)}
    assert _shown(parts, count(22, 17)) == parts


def test_what_is_below_a_hidden_diagnosis_is_hidden_with_it() -> None:
    key = (WITHIN, "time_series", "F30-F39")
    parts = {"F32": count(6, 5), "F33": count(7, 0)}
    shown = protected(key, parts, lambda _: {"F30-F39": Count(0, 5, 5, women_protected=True)}, THRESHOLD)
    assert shown == {"F32": Count(0, 5, 5, women_protected=True), "F33": Count(0, 0, 0, women_protected=True)}


def test_a_group_of_one_chapter_is_hidden_where_the_chapter_is() -> None:
    key = ("cases_by_diagnosis_group", "cross_section", CHART)
    chapters = {"F00-F99": Count(0, 6, 6, women_protected=True), "M00-M99": count(8, 8)}
    groups = {"F00-F99": count(6, 6), "M00-M99": count(8, 8)}
    assert protected(key, groups, lambda _: chapters, THRESHOLD) == {**groups, "F00-F99": chapters["F00-F99"]}


def test_long_cases_are_the_whole_of_the_long_lengths() -> None:
    key: SeriesKey = ("cases_by_length", "time_series", TABLE)
    _, of_long = wholes(key)
    assert of_long.series == ("long_cases", "time_series", TABLE)
    assert of_long.parts == {group.key for group in dimension("length").groups[-4:]}


def test_numbers_of_their_own_have_no_whole() -> None:
    for report_id in ("cases_total", "long_cases", "certificates_undivided", "complements_per_question"):
        assert wholes((report_id, "time_series", TABLE)) == ()
    assert wholes(("overview_sex_share", OVERVIEW, TABLE)) == ()


def test_no_gap_of_hidden_parts_is_small_whatever_the_numbers() -> None:
    """Random parts, each with what providers lost; as long as one is shown, a small gap is never left."""
    chance = random.Random(22)
    gave_away = 0
    for _ in range(2000):
        parts = {}
        whole = 0
        for key in "abcdef":
            few, many = chance.choice([0, 0, 1, 2, 4]), chance.choice([0, 0, 5, 6, 9, 30])
            parts[key] = Count(many, 0, many, women_protected=bool(few))
            whole += many + few
        hidden = any(one.women_protected and not one.women for one in parts.values())
        if not 0 < whole - total(parts).women < THRESHOLD or not hidden or not total(parts).women:
            continue
        gave_away += 1
        assert whole - total(_shown(parts, count(whole, 0))).women >= THRESHOLD
    assert gave_away > 100
