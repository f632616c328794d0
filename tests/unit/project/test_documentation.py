"""What the documentation points at exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
PAGES = sorted(
    [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md"), *(CHECKOUT / "tests").rglob("*.md")],
)
TABLES = CHECKOUT / "docs" / "tables.md"

LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PATH = re.compile(
    r"`(?P<path>(?:pipelines|warehouse|dashboards|rehab|sql|tests|docs|benchmarks|\.ci)(?:/[\w.\-/*]*)?)`"
)
FILE = re.compile(r"`(?P<path>[\w\-]+\.(?:py|md|toml|lock))`")
TABLE = re.compile(r"\btable `(?P<table>\w+)`")
VERB = re.compile(r"`make (?P<verb>[a-z-]+)")
WRITTEN_BY_OPERATORS = {"intyg.toml"}


def _name(page: Path) -> str:
    return str(page.relative_to(CHECKOUT))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = [match["target"] for match in LINK.finditer(FENCED.sub("", page.read_text()))]
    local = [target.partition("#")[0] for target in targets if "://" not in target and not target.startswith("#")]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_named_places_exist(page: Path) -> None:
    text = page.read_text()
    paths = [match["path"] for match in PATH.finditer(text)]
    files = [match["path"] for match in FILE.finditer(text) if match["path"] not in WRITTEN_BY_OPERATORS]
    missing = [path for path in paths if not any(CHECKOUT.glob(path.rstrip("/")))]
    missing += [file for file in files if not (CHECKOUT / file).is_file() and not (page.parent / file).is_file()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_named_verbs_exist(page: Path) -> None:
    verbs = set(re.findall(r"^([a-z-]+):.*## ", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))
    assert {match["verb"] for match in VERB.finditer(page.read_text())} <= verbs


def test_named_tables_are_described() -> None:
    described = TABLES.read_text()
    named = {match["table"] for page in PAGES for match in TABLE.finditer(page.read_text())}
    assert {table for table in named if f"`{table}`" not in described} == set()


def test_every_page_is_listed() -> None:
    for folder in (CHECKOUT / "docs", CHECKOUT / "docs" / "decisions"):
        listed = (folder / "README.md").read_text()
        pages = {page.name for page in folder.glob("*.md")} - {"README.md"}
        assert {page for page in pages if f"({page})" not in listed} == set()


def test_every_folder_of_tests_is_listed() -> None:
    folders = {path.relative_to(CHECKOUT).parts[1] for path in (CHECKOUT / "tests").rglob("test_*.py")}
    listed = (CHECKOUT / "tests" / "README.md").read_text()
    assert {folder for folder in folders if f"| `tests/{folder}` |" not in listed} == set()
