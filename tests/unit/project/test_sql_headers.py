"""Every SQL model says in its head what one row is, what identifies it, what it reads and which rule it implements."""

from __future__ import annotations

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
MODELS = sorted((CHECKOUT / "sql").rglob("*.sql"))
LAYERS = {"staging", "core", "statistics", "national", "rehab"}
HEADINGS = ("grain", "keys", "inputs", "rule")


def _head(model: Path) -> dict[str, str]:
    """The headings of the comment that opens the file, each with its text; a text may go on over several lines."""
    found: dict[str, str] = {}
    heading = ""
    for line in model.read_text().splitlines():
        if not line.startswith("--"):
            break
        text = line.removeprefix("--").strip()
        name, colon, rest = text.partition(":")
        if colon and name in HEADINGS:
            heading, text = name, rest.strip()
        if heading:
            found[heading] = f"{found.get(heading, '')} {text}".strip()
    return found


def test_there_are_models() -> None:
    assert MODELS


@pytest.mark.parametrize("model", MODELS, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_a_model_has_its_head(model: Path) -> None:
    head = _head(model)
    missing = [name for name in HEADINGS if not head.get(name)]
    assert not missing, f"the head of {model.name} says nothing about: {', '.join(missing)}"


@pytest.mark.parametrize("model", MODELS, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_a_model_lies_in_a_layer(model: Path) -> None:
    assert model.parent.parent == CHECKOUT / "sql"
    assert model.parent.name in LAYERS
