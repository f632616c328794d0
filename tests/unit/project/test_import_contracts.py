"""Who may import whom holds, and the contracts would notice if it did not."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
FORBIDDEN = [
    ("warehouse", "pipelines"),
    ("warehouse", "dashboards"),
    ("warehouse", "rehab"),
    ("rehab", "pipelines"),
    ("rehab", "dashboards"),
    ("pipelines", "dashboards"),
    ("dashboards.care", "pipelines"),
    ("dashboards.public", "dashboards.care"),
    ("dashboards.public", "rehab"),
]
PACKAGES = ("pipelines", "warehouse", "dashboards", "dashboards.public", "dashboards.care", "rehab")


def _lint_imports(directory: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of `directory`, with the packages that lie there."""
    return subprocess.run(
        [str(LINT_IMPORTS), "--no-cache", "--no-logo"],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": str(directory)},
        capture_output=True,
        text=True,
        check=False,
    )


def _tree(directory: Path) -> None:
    """Empty packages with our names, under our contracts."""
    (directory / "pyproject.toml").write_bytes((CHECKOUT / "pyproject.toml").read_bytes())
    for name in PACKAGES:
        package = directory / name.replace(".", "/")
        package.mkdir()
        (package / "__init__.py").touch()


def test_the_import_contracts_hold() -> None:
    checked = _lint_imports(CHECKOUT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_empty_packages_break_no_contract(tmp_path: Path) -> None:
    _tree(tmp_path)
    checked = _lint_imports(tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(("importer", "imported"), FORBIDDEN, ids=lambda name: name)
def test_an_import_against_the_layers_breaks_a_contract(tmp_path: Path, importer: str, imported: str) -> None:
    _tree(tmp_path)
    (tmp_path / importer.replace(".", "/") / "__init__.py").write_text(f"import {imported}\n")
    checked = _lint_imports(tmp_path)
    assert checked.returncode == 1
    assert f"{importer} -> {imported}" in checked.stdout


def test_every_package_of_ours_is_under_contract() -> None:
    checked = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    packages = {path.parent.name for path in CHECKOUT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert set(checked) == packages
