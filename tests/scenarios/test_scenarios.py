"""The acceptance scenarios, through the ordinary pipeline and reports; and the runner itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT, SHARED_VARIABLE
from tests.scenarios.runner import run_scenario
from tests.scenarios.steps import scenario_files

SHARED = Path(os.environ.get(SHARED_VARIABLE, CHECKOUT.parent / "shared")) / "scenarios"
OWN = Path(__file__).parent / "examples"
FILES = [*scenario_files(OWN), *scenario_files(SHARED)]


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"there are no shared scenarios: {SHARED_VARIABLE} names their place")
def test_shared_scenarios_are_there() -> None:
    assert scenario_files(SHARED)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenario_agrees(path: Path) -> None:
    """No cell of a report that exists is another one than expected."""
    wrong = [cell for cell in run_scenario(path) if cell.outcome == "disagrees"]
    assert [(cell.place, cell.row, cell.column, cell.expected, cell.found) for cell in wrong] == []
