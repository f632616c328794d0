"""Numbers by sex and group: counted, cut below a threshold, summed (statistics 3.8 and 6.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """Women, men and people of unknown sex; whether some provider's number of women, men or unknown sex was cut."""

    women: int = 0
    men: int = 0
    unknown: int = 0
    women_cut: bool = False
    men_cut: bool = False
    unknown_cut: bool = False

    @property
    def everybody(self) -> int:
        return self.women + self.men + self.unknown

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.women + other.women,
            self.men + other.men,
            self.unknown + other.unknown,
            self.women_cut or other.women_cut,
            self.men_cut or other.men_cut,
            self.unknown_cut or other.unknown_cut,
        )


NOBODY = Tally()
Cells = dict[str, Tally]
"""Group → number; a group of which nothing was counted may be missing."""


def counted(found: Iterable[tuple[str, int]]) -> Cells:
    """From groups and sexes (1 man, 2 woman, else unknown), one for each thing counted."""
    cells: Cells = {}
    for key, sex in found:
        one = Tally(int(sex == 2), int(sex == 1), int(sex not in (1, 2)))
        cells[key] = cells.get(key, NOBODY).plus(one)
    return cells


def cut(cells: Cells, threshold: int) -> Cells:
    """Each sex of each group below the threshold becomes 0."""
    return {
        key: Tally(
            tally.women if tally.women >= threshold else 0,
            tally.men if tally.men >= threshold else 0,
            tally.unknown if tally.unknown >= threshold else 0,
            0 < tally.women < threshold,
            0 < tally.men < threshold,
            0 < tally.unknown < threshold,
        )
        for key, tally in cells.items()
    }


def cut_by_total(cells: Cells, threshold: int) -> Cells:
    """Groups whose women and men together are below the threshold become 0 (8.3, per listed patients)."""
    return {
        key: tally
        if tally.everybody >= threshold
        else Tally(women_cut=tally.women > 0, men_cut=tally.men > 0, unknown_cut=tally.unknown > 0)
        for key, tally in cells.items()
    }


def cut_with(sent: Cells, completed: Cells, threshold: int) -> Cells:
    """The certificates sent of each group and sex whose completed ones reach the threshold (6.2)."""
    found: Cells = {}
    for key, tally in sent.items():
        part = completed.get(key, NOBODY)
        found[key] = Tally(
            tally.women if part.women >= threshold else 0,
            tally.men if part.men >= threshold else 0,
            tally.unknown if part.unknown >= threshold else 0,
        )
    return found


def added(parts: Iterable[Cells]) -> Cells:
    """Group by group."""
    found: Cells = {}
    for cells in parts:
        for key, tally in cells.items():
            found[key] = found.get(key, NOBODY).plus(tally)
    return found


def regrouped(cells: Cells, group_of: dict[str, str]) -> Cells:
    """Summed under other groups."""
    return added({group_of[key]: tally} for key, tally in cells.items())


def total(tallies: Iterable[Tally]) -> Tally:
    """All together."""
    found = NOBODY
    for tally in tallies:
        found = found.plus(tally)
    return found
