"""The text catalogues: complete in both languages, and the only place of words that readers meet."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards.components.chart import ChartKind
from dashboards.components.controls import FORM_NAMES
from dashboards.components.texts import LANGUAGES, texts
from warehouse.reports import registry
from warehouse.reports.result import Level

CHECKOUT = Path(__file__).resolve().parents[3]
DASHBOARDS = CHECKOUT / "dashboards"
PLACEHOLDER = re.compile(r"{(\w+)}")

# Programs, their operators' messages, and what describes the API to those who write programs, in English alone;
# readers of the pages never meet them.
OPERATORS = {
    "commands.py",
    "__main__.py",
    "sockets.py",
    "http_server.py",
    "reporting.py",
    "report_command.py",
    "users.py",
    "readers.py",
    "description.py",
    "models.py",
    "operations.py",
    "parameters.py",
    "samples.py",
}
SENTENCE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,} [^\W\d_]{2,}")
SWEDISH = re.compile("[åäöÅÄÖ]")
NATIONAL_LOG_TITLES = {"Läkare"}


def test_both_languages_have_the_same_keys() -> None:
    swedish, english = (set(texts(language).entries) for language in LANGUAGES)
    assert swedish - english == set()
    assert english - swedish == set()


def test_both_languages_have_the_same_placeholders() -> None:
    swedish, english = (texts(language).entries for language in LANGUAGES)
    differing = {key for key in swedish if _placeholders(swedish[key]) != _placeholders(english[key])}
    assert differing == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    assert [key for key, text in texts(language).entries.items() if not text] == []


@pytest.mark.parametrize("report", registry.reports(), ids=lambda report: report.id)
def test_every_report_has_its_help_and_notes(report: registry.ReportDefinition) -> None:
    catalogue = texts("sv")
    assert f"help.{report.help_id}" in catalogue
    assert [note for note in report.notes if f"note.{note}" not in catalogue] == []


def test_everything_that_can_be_chosen_has_a_name() -> None:
    catalogue = texts("sv")
    wanted = [f"chart.kind.{kind}" for kind in ChartKind] + [f"chart.read.{kind}" for kind in ChartKind]
    wanted += [f"form.{name}" for name in FORM_NAMES.values()]
    wanted += [f"level.{level}" for level in Level] + [f"menu.{family}" for family in registry.Family]
    assert [key for key in wanted if key not in catalogue] == []


def test_every_message_and_note_of_the_engine_has_a_text() -> None:
    """The ids are read from the engine's own code, so that a new one cannot be forgotten here."""
    sources = [path.read_text() for path in (CHECKOUT / "warehouse" / "reports").glob("*.py")]
    told = {match for source in sources for match in re.findall(r'"((?:FI|R|I)-\d{3})"', source)}
    assert told, "the engine names its messages in another way now"
    assert {f"message.{name}" for name in told} - set(texts("sv").entries) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_text_is_an_error(language: str) -> None:
    with pytest.raises(KeyError):
        texts(language)("frame.nothing")


def _literals(module: Path) -> Iterator[str]:
    """String constants of a module but for docstrings, what is raised and what is logged."""
    tree = ast.parse(module.read_text())
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(id(node.value))
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and "log." in ast.unparse(node.func)):
            left_out |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.value


@pytest.mark.parametrize(
    "module",
    [path for path in sorted(DASHBOARDS.rglob("*.py")) if path.name not in OPERATORS],
    ids=lambda path: str(path.relative_to(DASHBOARDS)),
)
def test_code_holds_no_words_for_readers(module: Path) -> None:
    found = [text for text in _literals(module) if SENTENCE.search(text) or SWEDISH.search(text)]
    allowed = {"åäöÅÄÖ", "å", "ä", "ö"} | NATIONAL_LOG_TITLES
    assert [text for text in found if text not in allowed and not _is_markup(text)] == []


def _is_markup(text: str) -> bool:
    """Class names and parts of the HTML document."""
    return text.lstrip().startswith("<") or re.fullmatch(r"[a-z-]+( [a-z-]+)*", text) is not None


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))
