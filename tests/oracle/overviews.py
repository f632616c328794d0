"""The boxes of the overview (statistics 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.oracle import groups, tallies
from tests.oracle.answers import Answers, inhabitants
from tests.oracle.question import Kept, Question, Span, days_of_span, filters_of, month_of
from tests.oracle.tallies import NOBODY, Cells, Tally

AGES_IN_ORDER = ("21-30", "31-40", "41-50", "51-60")
DEGREES_IN_ORDER = ("100", "75", "50", "25")
LONG_LENGTHS = ("91-180", "181-364", "365-730", "731-")


@dataclass(frozen=True)
class Line:
    """One group of a box: numbers now and a year before, the change (None where none is told), and a figure."""

    key: str
    now: Tally
    before: Tally
    change: int | None = None
    figure: float | None = None


@dataclass(frozen=True)
class Box:
    """One box: its lines, what it counts altogether, and the change of that."""

    lines: tuple[Line, ...]
    now: Tally
    before: Tally
    change: int | None = None


def truncated(now: int, before: int) -> int:
    """The change in per cent, toward zero; 0 when there was nothing."""
    return int(100 * (now - before) / before) if before else 0


def rounded(now: int, before: int) -> int:
    """The change in per cent, half away from zero; 0 when there was nothing."""
    if not before:
        return 0
    whole, rest = divmod(100 * abs(now - before), before)
    size = whole + (2 * rest >= before)
    return size if now >= before else -size


class Overview:
    """The boxes for what a question reaches; its report, view and interval mean nothing here."""

    def __init__(self, answers: Answers, question: Question) -> None:
        self._answers = answers
        self._question = replace(question, report="cases_total", monthly=False, first=None, last=None)
        last = month_of(answers.reach.history.as_of) - 1
        self.spans: tuple[Span, Span] = ((last - 2, last), (last - 14, last - 12))

    def boxes(self) -> dict[str, Box]:
        """By id of the box."""
        total = self._both("cases_total")
        now, before = (cells.get("TOTAL", NOBODY) for cells in total)
        length = self._both("cases_by_length")
        found = {
            "overview_sex_share": Box(_sexes(now, before), now, before, truncated(now.everybody, before.everybody)),
            "overview_diagnosis_group": self._box(
                self._both("diagnosis_group"),
                [(key, [key]) for key in groups.DIAGNOSIS_GROUPS[:5]],
                ("OTHER_DIAGNOSIS_GROUPS", groups.DIAGNOSIS_GROUPS[5:]),
            ),
            "overview_age_group": self._box(
                self._both("overview_age_group"),
                [(key, [key]) for key in AGES_IN_ORDER],
                ("OTHER_AGE_GROUPS", ("0-20", "61-")),
            ),
            "overview_degree": Box(
                tuple(
                    Line(key, *numbers, truncated(numbers[0].everybody, numbers[1].everybody))
                    for key in DEGREES_IN_ORDER
                    for numbers in [_of(self._both("cases_by_degree"), [key])]
                ),
                now,
                before,
            ),
            "overview_case_length": Box(tuple(Line(key, *_of(length, [key])) for key in groups.LENGTHS), now, before),
            "overview_long_cases": self._long(length),
        }
        if self._question.level == "national":
            found["overview_county"] = Box(self._counties(), now, before)
        else:
            found["overview_complement_share"] = self._completions()
        return found

    def _completions(self) -> Box:
        """LISJP sent, with and without a request for completion; the change is that of the shares in points (7.2)."""
        kept = filters_of(self._question)
        answers = [self._answers.share(self._question, kept, days_of_span(span)) for span in self.spans]
        part, part_before = (completed.get("LISJP", NOBODY) for completed, _ in answers)
        sent, sent_before = (all_sent.get("LISJP", NOBODY) for _, all_sent in answers)
        now, before = _share(part, sent), _share(part_before, sent_before)
        return Box(
            (
                Line("WITH_COMPLETION", part, part_before, now - before, now),
                Line("WITHOUT_COMPLETION", _less(sent, part), _less(sent_before, part_before), before - now, 100 - now),
            ),
            sent,
            sent_before,
        )

    def _both(self, dimension: str) -> tuple[Cells, Cells]:
        kept: Kept = filters_of(self._question)
        now, before = (
            self._answers.cells(self._question, kept, days_of_span(span), dimension, monthly=False)
            for span in self.spans
        )
        return now, before

    def _box(
        self, cells: tuple[Cells, Cells], named: list[tuple[str, list[str]]], rest: tuple[str, Sequence[str]]
    ) -> Box:
        total = self._both("cases_total")
        lines = []
        for key, keys in [*named, rest]:
            now, before = _of(cells, keys)
            lines.append(Line(key, now, before, rounded(now.everybody, before.everybody)))
        return Box(tuple(lines), *_of(total, ["TOTAL"]))

    def _long(self, length: tuple[Cells, Cells]) -> Box:
        """The four long groups added up; the change is that of a number of its own."""
        now, before = (cells.get("91-", NOBODY).everybody for cells in self._both("long_cases"))
        return Box((), *_of(length, LONG_LENGTHS), truncated(now, before))

    def _counties(self) -> tuple[Line, ...]:
        """Cases per 1000 inhabitants of each window's own year, the highest first."""
        cells = self._both("cases_by_county")
        people = [inhabitants(self._answers.reach.history.population, span[1] // 12 - 1) for span in self.spans]
        lines = []
        for county in groups.COUNTIES:
            numbers = _of(cells, [county])
            if county == "00" and not any(number.everybody for number in numbers):
                continue
            million = [
                1_000_000 * number.everybody // of_year[county].everybody if county in of_year else 0
                for number, of_year in zip(numbers, people, strict=True)
            ]
            lines.append(Line(county, *numbers, truncated(*million), million[0] / 1000))
        return tuple(sorted(lines, key=lambda line: -(line.figure or 0)))


def _of(cells: tuple[Cells, Cells], keys: Sequence[str]) -> tuple[Tally, Tally]:
    now, before = (tallies.total(of_window.get(key, NOBODY) for key in keys) for of_window in cells)
    return now, before


def _share(part: Tally, whole: Tally) -> int:
    return 100 * part.everybody // whole.everybody if whole.everybody else 0


def _less(whole: Tally, part: Tally) -> Tally:
    return Tally(whole.women - part.women, whole.men - part.men, whole.unknown - part.unknown)


def _sexes(now: Tally, before: Tally) -> tuple[Line, Line]:
    everybody = now.women + now.men

    def share(number: int) -> int:
        return (200 * number + everybody) // (2 * everybody) if everybody else 50

    return (
        Line("women", Tally(now.women, women_cut=now.women_cut), Tally(before.women), figure=share(now.women)),
        Line("men", Tally(men=now.men, men_cut=now.men_cut), Tally(men=before.men), figure=share(now.men)),
    )
