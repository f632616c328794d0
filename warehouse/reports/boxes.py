"""The boxes of the overview, computed from counted cells alike on every level (statistics 7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from warehouse import reference_tables as reference
from warehouse.reports import registry
from warehouse.reports.cells import CountedCells, total
from warehouse.reports.counting import DIVISOR
from warehouse.reports.dimension import TOTAL_KEY
from warehouse.reports.known_dimensions import LONG_CASE_DAYS, dimension
from warehouse.reports.overview import Change, OverviewBox, OverviewRow
from warehouse.reports.registry import BoxDefinition
from warehouse.reports.result import ZERO, Count, Group, Label, Level
from warehouse.reports.shares import percentage

NOW, BEFORE = 0, 1
"""Period indexes of the window and of the same months a year before."""

REST_COLOUR = "#5D5D5D"
COMPLETED_SICK_LEAVE = "LISJP"
WITH_COMPLETION = Group(
    "WITH_COMPLETION",
    Label("Sjukpenningintyg med komplettering", "Sick-leave certificates with a request for supplementary information"),
    reference.palette()[0],
)
WITHOUT_COMPLETION = Group(
    "WITHOUT_COMPLETION",
    Label("Sjukpenningintyg utan komplettering", "Sick-leave certificates without such a request"),
    reference.palette()[1],
)


@dataclass(frozen=True, slots=True)
class BoxFacts:
    """What boxes are computed from: cells of both windows, and the inhabitants that belong to each window.

    Certificates sent to Försäkringskassan stand under `DIVISOR`.
    """

    cells: CountedCells
    inhabitants: tuple[Mapping[str, int], Mapping[str, int]] = field(default=({}, {}))

    def count(self, dimension_id: str, period: int, keys: Sequence[str]) -> Count:
        """The sum of some groups of a dimension."""
        cells = self.cells.of(dimension_id, period)
        return sum((cells.get(key, ZERO) for key in keys), ZERO)


def truncated_change(now: int, before: int) -> Change:
    """The change in per cent, truncated toward zero (total, degrees, long cases, counties)."""
    if before == 0:
        return Change(0, comparable=False)
    size = abs(now - before) * 100 // before
    return Change(size if now >= before else -size, comparable=True)


def rounded_change(now: int, before: int) -> Change:
    """The change in per cent, rounded half away from zero (diagnosis and age boxes)."""
    if before == 0:
        return Change(0, comparable=False)
    size = (abs(now - before) * 200 + before) // (2 * before)
    return Change(size if now >= before else -size, comparable=True)


def share(part: int, whole: int) -> int:
    """A part in whole per cent, rounded half up; 50 when there is nothing to divide."""
    return 50 if whole == 0 else (part * 200 + whole) // (2 * whole)


def _box(box: BoxDefinition, facts: BoxFacts, rows: Sequence[OverviewRow], change: Change | None = None) -> OverviewBox:
    now, before = (total(facts.cells.of("total", period)) for period in (NOW, BEFORE))
    return OverviewBox(box.id, box.title, box.look, box.links_to, tuple(rows), now, before, change)


def _sexes(box: BoxDefinition, facts: BoxFacts) -> OverviewBox:
    now, before = (facts.count("total", period, [TOTAL_KEY]) for period in (NOW, BEFORE))
    labels = {row.key: row for row in reference.code_rows("sexes")}

    def row(key: str, part: Callable[[Count], Count]) -> OverviewRow:
        text = labels[key]
        group = Group(key, Label(text.label_sv, text.label_en), text.colour)
        return OverviewRow(group, part(now), part(before), share=share(part(now).total, now.women + now.men))

    women = row("women", lambda count: Count(count.women, 0, count.women, count.women_protected))
    men = row("men", lambda count: Count(0, count.men, count.men, men_protected=count.men_protected))
    return _box(box, facts, (women, men), truncated_change(now.total, before.total))


def _named_groups(box: BoxDefinition) -> list[tuple[Group, list[str]]]:
    """The groups to show with the keys each sums: in fixed order, first the named ones, then the rest (rule 7.3)."""
    groups = dimension(box.dimension_id).groups
    ordered = tuple(dimension(box.dimension_id).group(key) for key in box.order) if box.order else groups
    if box.named_groups is None or box.rest is None or box.rest_key is None:
        return [(group, [group.key]) for group in ordered]
    named = [(group, [group.key]) for group in ordered[: box.named_groups]]
    rest = Group(box.rest_key, box.rest, REST_COLOUR)
    return [*named, (rest, [group.key for group in ordered[box.named_groups :]])]


def _groups(box: BoxDefinition, facts: BoxFacts, change: Callable[[int, int], Change | None]) -> OverviewBox:
    rows = []
    for group, keys in _named_groups(box):
        now, before = (facts.count(box.dimension_id, period, keys) for period in (NOW, BEFORE))
        rows.append(OverviewRow(group, now, before, change(now.total, before.total)))
    return _box(box, facts, rows)


def _rounded_groups(box: BoxDefinition, facts: BoxFacts) -> OverviewBox:
    return _groups(box, facts, rounded_change)


def _truncated_groups(box: BoxDefinition, facts: BoxFacts) -> OverviewBox:
    return _groups(box, facts, truncated_change)


def _plain_groups(box: BoxDefinition, facts: BoxFacts) -> OverviewBox:
    return _groups(box, facts, lambda _now, _before: None)


def _long_cases(box: BoxDefinition, facts: BoxFacts) -> OverviewBox:
    """The number is the sum of the groups of long cases; the change compares a count of its own (rule 7.1)."""
    bounds = dimension("length").bounds
    keys = [key for key, of_group in bounds.items() if of_group.low > LONG_CASE_DAYS]
    now, before = (facts.count("length", period, keys) for period in (NOW, BEFORE))
    counted, counted_before = (total(facts.cells.of(box.dimension_id, period)) for period in (NOW, BEFORE))
    change = truncated_change(counted.total, counted_before.total)
    return OverviewBox(box.id, box.title, box.look, box.links_to, (), now, before, change)


def _counties(box: BoxDefinition, facts: BoxFacts) -> OverviewBox:
    """Cases per million, cut to whole numbers, compared and then shown per thousand; the highest first."""
    rows = []
    for group in dimension(box.dimension_id).groups:
        counts = [facts.count(box.dimension_id, period, [group.key]) for period in (NOW, BEFORE)]
        people = [facts.inhabitants[period].get(group.key, 0) for period in (NOW, BEFORE)]
        per_million = [
            count.total * 1_000_000 // number if number else 0 for count, number in zip(counts, people, strict=True)
        ]
        rows.append(
            OverviewRow(
                group,
                counts[NOW],
                counts[BEFORE],
                truncated_change(*per_million),
                rate=per_million[NOW] / 1000,
                previous_rate=per_million[BEFORE] / 1000,
                population=people[NOW] or None,
            )
        )
    shown = [row for row in rows if row.group.key != "00" or row.count.total or row.previous.total]
    return _box(box, facts, sorted(shown, key=lambda row: -(row.rate or 0)))


def _completions(box: BoxDefinition, facts: BoxFacts) -> OverviewBox:
    """Shares of the sick-leave certificates sent; the change is the difference of the shares in points (rule 7.2).

    The totals of the box are the certificates sent. With none of them there is no division to show, and with none in
    either window nothing to compare.
    """
    parts = [facts.count(box.dimension_id, period, [COMPLETED_SICK_LEAVE]) for period in (NOW, BEFORE)]
    sent = [facts.count(DIVISOR, period, [COMPLETED_SICK_LEAVE]) for period in (NOW, BEFORE)]
    now, before = (percentage(part.total, whole.total) for part, whole in zip(parts, sent, strict=True))
    comparable = all(whole.total for whole in sent)
    others = [_rest(part, whole) for part, whole in zip(parts, sent, strict=True)]
    change = now - before
    rows = (
        OverviewRow(WITH_COMPLETION, parts[NOW], parts[BEFORE], Change(change, comparable, in_points=True), share=now),
        OverviewRow(
            WITHOUT_COMPLETION,
            others[NOW],
            others[BEFORE],
            Change(-change, comparable, in_points=True),
            share=100 - now,
        ),
    )
    return OverviewBox(box.id, box.title, box.look, box.links_to, rows, sent[NOW], sent[BEFORE])


def _rest(part: Count, whole: Count) -> Count:
    return Count(
        whole.women - part.women,
        whole.men - part.men,
        whole.total - part.total,
        part.women_protected,
        part.men_protected,
        part.unknown_protected,
    )


_MAKERS: Mapping[str, Callable[[BoxDefinition, BoxFacts], OverviewBox]] = {
    "overview_sex_share": _sexes,
    "overview_diagnosis_group": _rounded_groups,
    "overview_age_group": _rounded_groups,
    "overview_degree": _truncated_groups,
    "overview_case_length": _plain_groups,
    "overview_long_cases": _long_cases,
    "overview_county": _counties,
    "overview_complement_share": _completions,
}


def build_boxes(level: Level, facts: BoxFacts) -> tuple[OverviewBox, ...]:
    """All boxes of a level's overview in order."""
    return tuple(_MAKERS[box.id](box, facts) for box in registry.boxes(level))
