"""What must not be in the project: places of one machine, package registries' addresses, catch-all modules."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
LOCK = "uv.lock"
PACKAGES = ("pipelines", "warehouse", "dashboards", "rehab")
CATCH_ALLS = {"utils", "util", "helpers", "helper", "common", "misc"}

# Written in pieces, so that this file passes its own test.
REGISTRIES = ["pypi" + ".org", "python" + "hosted.org", "registry." + "npmjs.org", "proxy." + "golang.org"]
HOMES = ["/" + "root/", "/" + "home/", "/" + "Users/", "/" + "work/"]
FORBIDDEN = re.compile("|".join([*map(re.escape, REGISTRIES), *(rf"(?<![\w.*}}-]){place}\w" for place in HOMES)]))


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is no git checkout, so nothing is tracked")
    return [CHECKOUT / name for name in listed.stdout.split("\0") if name and (CHECKOUT / name).is_file()]


def _modules() -> list[Path]:
    return [CHECKOUT / "intyg.py", *sorted(path for name in PACKAGES for path in (CHECKOUT / name).rglob("*.py"))]


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    found = []
    for path in _tracked():
        if path.name == LOCK:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(CHECKOUT)}: {match.group()}" for match in FORBIDDEN.finditer(text)]
    assert found == []


def test_no_module_is_a_catch_all() -> None:
    assert [path for path in _tracked() if path.suffix == ".py" and path.stem in CATCH_ALLS] == []


@pytest.mark.parametrize("module", _modules(), ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_a_module_says_what_it_is_for(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse(module.read_text()))
    assert docstring, "the module has no docstring"
