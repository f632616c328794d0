"""The acceptance scenarios, through the ordinary pipeline and reports; and the runner itself."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CHECKOUT, SHARED_VARIABLE
from tests.scenarios.runner import Outcome, as_json, main, run_scenario
from tests.scenarios.scenario_format import BadScenarioError, check
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


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_a_scenario(path: Path) -> None:
    """Our own files are written in the format that the shared ones are."""
    check(path)


def _first(steps: list[dict[str, Any]], op: str) -> dict[str, Any]:
    return next(step for step in steps if step["op"] == op)


def _unknown_operation(steps: list[dict[str, Any]]) -> None:
    steps[0]["op"] = "set_tomorrow"


def _misspelt_filter(steps: list[dict[str, Any]]) -> None:
    _first(steps, "expect")["filters"]["age_group"] = ["0-15"]


def _missing_column(steps: list[dict[str, Any]]) -> None:
    del _first(steps, "certificates")["rows"][0]["unit_id"]


def _number_in_quotation_marks(steps: list[dict[str, Any]]) -> None:
    _first(steps, "certificates")["rows"][0]["periods"][0]["degree"] = "100"


def _nothing_expected(steps: list[dict[str, Any]]) -> None:
    _first(steps, "expect")["expected"] = {}


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_unknown_operation, "set_tomorrow"),
        (_misspelt_filter, "expect.filters.age_group"),
        (_missing_column, "certificates.rows.0.unit_id"),
        (_number_in_quotation_marks, "certificates.rows.0.periods.0.degree"),
        (_nothing_expected, "expect.expected"),
    ],
    ids=lambda one: getattr(one, "__name__", "told"),
)
def test_a_file_that_is_no_scenario_is_a_plain_error(
    spoil: Callable[[list[dict[str, Any]]], None],
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The file is named, and the place; nothing is run, and the exit code tells it from a disagreement."""
    scenario = json.loads((OWN / "further_reports.json").read_text(encoding="utf-8"))
    spoil(scenario["steps"])
    path = tmp_path / "spoilt.json"
    path.write_text(json.dumps(scenario), encoding="utf-8")
    with pytest.raises(BadScenarioError) as error:
        run_scenario(path)
    assert "spoilt.json" in str(error.value)
    assert told in str(error.value)
    assert main([str(tmp_path), "--json", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.strip() == str(error.value)


def test_a_file_that_cannot_be_read_is_a_plain_error(tmp_path: Path) -> None:
    path = tmp_path / "torn.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(BadScenarioError, match=r"^torn\.json is no scenario: the file: Invalid JSON"):
        check(path)
