"""Every SQL model says in its head what one row is, what identifies it, what it reads and which rule it implements."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from warehouse import sql_models

MODELS = sorted(sql_models.SQL.rglob("*.sql"))


def _name(model: object) -> str:
    return "/".join(getattr(model, "parts", [str(model)])[-2:])


def test_there_are_models() -> None:
    assert MODELS


@pytest.mark.parametrize("path", MODELS, ids=_name)
def test_a_model_has_its_head_and_reads_what_the_head_says(path: Path) -> None:
    assert path.parent.parent == sql_models.SQL
    model = sql_models.load(path.parent.name, path.stem)
    assert model.keys
    unread = [name for name in model.inputs if not re.search(rf"\b{re.escape(name)}\b", model.sql)]
    assert unread == []
