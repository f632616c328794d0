"""Runs every scenario of a folder against the product and tells how many cells agree.

    python -m tests.scenarios.runner FOLDER [--json FILE]

Exit code 0 when every expected cell agrees, 1 when not, 2 when the folder holds no scenario or a file that is none.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.scenarios.answers import NotBuiltError, answer
from tests.scenarios.region_uploads import upload
from tests.scenarios.scenario_format import BadScenarioError, check
from tests.scenarios.steps import CHANGES, Step, read_steps, scenario_files
from tests.scenarios.world import World

PROCESSES = 2
DEFAULT_JSON = Path("build/scenarios.json")


@dataclass(frozen=True)
class Cell:
    """One expected value and what came of it: `agrees`, `disagrees` or `not built`."""

    scenario: str
    step: int
    report: str
    level: str
    view: str
    chart: bool
    row: dict[str, Any]
    column: str
    expected: Any
    found: Any
    outcome: str

    @property
    def place(self) -> tuple[str, str, str]:
        """What the cells are counted by."""
        return self.report, self.level, self.view


@dataclass
class Outcome:
    """All cells of a run."""

    cells: list[Cell] = field(default_factory=list)

    def of(self, outcome: str) -> list[Cell]:
        """The cells with one outcome."""
        return [cell for cell in self.cells if cell.outcome == outcome]

    @property
    def all_agree(self) -> bool:
        return len(self.of("agrees")) == len(self.cells)


def run_scenario(path: Path) -> list[Cell]:
    """All cells of one scenario, in order."""
    cells: list[Cell] = []
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        for number, step in enumerate(read_steps(path)):
            if step["op"] == "expect":
                cells += _expect(world, step, path.stem, number)
            elif step["op"] == "region_upload":
                cells += _uploaded(world, step, path.stem, number)
            else:
                CHANGES[step["op"]](world, step)
    return cells


def _expect(world: World, step: Step, scenario: str, number: int) -> Iterable[Cell]:
    try:
        found = answer(world, step)
    except NotBuiltError:
        found = None
    for column, expected in step["expected"].items():
        value = None if found is None else found[column]
        outcome = "not built" if found is None else "agrees" if same(expected, value) else "disagrees"
        yield Cell(
            scenario,
            number,
            step["report"],
            step["level"],
            step["view"],
            step["chart"],
            step["row"],
            column,
            expected,
            value,
            outcome,
        )


def _uploaded(world: World, step: Step, scenario: str, number: int) -> Iterable[Cell]:
    """What became of the upload of a region's list, where the scenario says what is to become of it."""
    found = upload(world, step)
    for column, expected in step.get("expected", {}).items():
        value = found.get(column)
        outcome = "agrees" if same(expected, value) else "disagrees"
        row = {"provider": step["provider"]}
        yield Cell(scenario, number, "region_upload", "region", "upload", False, row, column, expected, value, outcome)


def same(expected: Any, found: Any) -> bool:
    """Whether a value is the expected one; an approximate one is compared with the digits that are shown."""
    if isinstance(expected, dict):
        digits = len(str(expected["approx"]).partition(".")[2])
        return found is not None and round(float(found), digits) == expected["approx"]
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    return bool(expected == found)


def bad_files(folder: Path) -> list[str]:
    """What is wrong with each file of a folder that is no scenario; told before any scenario is run."""
    wrong = []
    for path in scenario_files(folder):
        try:
            check(path)
        except BadScenarioError as error:
            wrong.append(str(error))
    return wrong


def run_folder(folder: Path) -> Outcome:
    """All scenarios of a folder."""
    with ProcessPoolExecutor(PROCESSES) as workers:
        return Outcome([cell for cells in workers.map(run_scenario, scenario_files(folder)) for cell in cells])


def summary(outcome: Outcome) -> list[str]:
    """One line per report, level and view: cells expected and agreeing."""
    lines = [f"{'report':<32} {'level':<9} {'view':<14} expected agreeing"]
    for place, cells in groupby(sorted(outcome.cells, key=lambda cell: cell.place), key=lambda cell: cell.place):
        listed = list(cells)
        agreeing = sum(cell.outcome == "agrees" for cell in listed)
        missing = "  not built" if listed[0].outcome == "not built" else ""
        lines.append(f"{place[0]:<32} {place[1]:<9} {place[2]:<14} {len(listed):>8} {agreeing:>8}{missing}")
    agreeing = len(outcome.of("agrees"))
    lines.append(f"{'all':<32} {'':<9} {'':<14} {len(outcome.cells):>8} {agreeing:>8}")
    return lines


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Totals, every disagreement, and every report, level and view that the product does not have yet."""
    missing = sorted({cell.place for cell in outcome.of("not built")})
    return {
        "expected": len(outcome.cells),
        "agreeing": len(outcome.of("agrees")),
        "disagreements": [asdict(cell) for cell in outcome.of("disagrees")],
        "not_built": [
            {"report": report, "level": level, "view": view, "cells": _count(outcome, (report, level, view))}
            for report, level, view in missing
        ],
    }


def _count(outcome: Outcome, place: tuple[str, str, str]) -> int:
    return sum(cell.place == place for cell in outcome.cells)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Run acceptance scenarios against the product.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path, default=DEFAULT_JSON)
    given = parser.parse_args(arguments)
    if not scenario_files(given.folder):
        print(f"There is no scenario in {given.folder}.", file=sys.stderr)
        return 2
    if wrong := bad_files(given.folder):
        print("\n".join(wrong), file=sys.stderr)
        return 2
    outcome = run_folder(given.folder)
    print("\n".join(summary(outcome)))
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(as_json(outcome), ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if outcome.all_agree else 1


if __name__ == "__main__":
    sys.exit(main())
