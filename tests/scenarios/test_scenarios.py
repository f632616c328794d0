"""The acceptance scenarios, through the ordinary pipeline and reports; and the runner itself."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT, SHARED_VARIABLE
from tests.scenarios.runner import Outcome, as_json, run_scenario
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


def test_the_runner_tells_disagreement_and_what_is_not_built(tmp_path: Path) -> None:
    """A wrong expectation disagrees; a report that does not exist is never counted as agreeing."""
    scenario = json.loads((OWN / "further_reports.json").read_text(encoding="utf-8"))
    expectations = [step for step in scenario["steps"] if step["op"] == "expect"]
    expectations[0]["expected"] = {"women": 99, "men": 1}
    expectations[1]["report"] = "cases_by_moon_phase"
    others = [step for step in scenario["steps"] if step["op"] != "expect"]
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(scenario | {"steps": [*others, *expectations[:2]]}), encoding="utf-8")
    outcome = Outcome(run_scenario(path))
    assert [cell.outcome for cell in outcome.cells] == ["disagrees", "agrees", "not built", "not built"]
    told = as_json(outcome)
    assert (told["expected"], told["agreeing"], outcome.all_agree) == (4, 1, False)
    assert [one["report"] for one in told["not_built"]] == ["cases_by_moon_phase"]


def test_the_runner_tells_an_upload_that_ends_otherwise(tmp_path: Path) -> None:
    """A list is given to the product, whose answer is compared; a refused one leaves the former in force."""
    scenario = json.loads((OWN / "E099.json").read_text(encoding="utf-8"))
    refused = next(step for step in scenario["steps"] if not step.get("expected", {}).get("ok", True))
    path = tmp_path / "upload.json"
    path.write_text(json.dumps(scenario | {"steps": [refused | {"expected": {"ok": True}}, refused]}), encoding="utf-8")
    cells = run_scenario(path)
    assert [(cell.column, cell.outcome) for cell in cells] == [
        ("ok", "disagrees"),
        ("ok", "agrees"),
        ("error", "agrees"),
        ("row", "agrees"),
    ]
