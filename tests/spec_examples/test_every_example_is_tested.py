"""Every worked example of the statistics specification (section 15) is a test somewhere.

An example is a test as an `Example`, as a test function `test_e12_…`, or as a scenario file `E012.json`.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import CHECKOUT
from tests.scenarios.steps import read_steps, scenario_files
from tests.spec_examples.test_case_examples import EXAMPLES

FIRST, LAST = 1, 107
MODULES = (
    *sorted((CHECKOUT / "tests" / "spec_examples").glob("test_*.py")),
    CHECKOUT / "tests" / "integration" / "test_intake_examples.py",
)
SCENARIOS = CHECKOUT / "tests" / "scenarios" / "examples"


def as_examples() -> set[str]:
    return {example.id for example in EXAMPLES if example.checks}


def as_functions(modules: tuple[Path, ...] = MODULES) -> set[str]:
    found = (re.findall(r"^def test_e(\d+)_", path.read_text(encoding="utf-8"), re.MULTILINE) for path in modules)
    return {f"E{number}" for numbers in found for number in numbers}


def as_scenarios() -> set[str]:
    """Files named by an example that expect something."""
    named = {path: re.fullmatch(r"E0*(\d+)", path.stem) for path in scenario_files(SCENARIOS)}
    return {f"E{name[1]}" for path, name in named.items() if name and _expects(path)}


def _expects(path: Path) -> bool:
    return any(step["op"] in {"expect", "region_upload"} for step in read_steps(path))


def untested() -> list[str]:
    """Examples that are no test, in order."""
    tested = as_examples() | as_functions() | as_scenarios()
    return [f"E{number}" for number in range(FIRST, LAST + 1) if f"E{number}" not in tested]


def test_every_example_is_tested() -> None:
    assert untested() == []


def test_the_examples_of_the_specification_are_those(shared: Path) -> None:
    text = (shared / "spec" / "statistics.md").read_text(encoding="utf-8")
    written = {int(number) for number in re.findall(r"^\*\*E(\d+)\*\*", text, re.MULTILINE)}
    assert written == set(range(FIRST, LAST + 1))
