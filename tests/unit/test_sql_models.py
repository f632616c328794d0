"""Loading SQL models."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse import sql_models
from warehouse.sql_models import SqlModelError


def test_a_model_tells_what_it_makes() -> None:
    model = sql_models.load("core", "sick_leave_case")
    assert model.keys == ("case_no",)
    assert model.inputs == ("sick_leave_row",)
    assert model.grain.startswith("one row per full case")
    assert model.sql.startswith("SELECT")
    assert model.as_table("other").startswith("CREATE OR REPLACE TABLE other AS\nSELECT")


def test_a_field_may_take_several_lines() -> None:
    assert "may see: days" in sql_models.load("core", "sick_leave_row").rule


def test_every_model_of_a_layer_is_listed() -> None:
    assert {"national_cell", "case_in_month"} <= set(sql_models.names("national"))
    assert sql_models.names("no_such_layer") == ()


@pytest.mark.parametrize(
    ("layer", "name"), [("core", "missing"), ("..", "x"), ("core", "../core/unit"), ("Core", "unit")]
)
def test_what_does_not_exist_is_an_error(layer: str, name: str) -> None:
    with pytest.raises(SqlModelError, match="no SQL model"):
        sql_models.load(layer, name)


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("SELECT 1 AS one\n", "grain, keys, inputs, rule"),
        ("-- grain: one row\n-- keys: one\n-- rule: none\nSELECT 1 AS one\n", "inputs"),
        ("-- grain: one row\n-- keys: one\n-- inputs: none\n-- rule: none\n", "its statement"),
    ],
)
def test_an_incomplete_head_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, lacking: str
) -> None:
    monkeypatch.setattr(sql_models, "SQL", tmp_path)
    (tmp_path / "layer").mkdir()
    (tmp_path / "layer" / "incomplete.sql").write_text(text)
    with pytest.raises(SqlModelError, match=lacking):
        sql_models.load("layer", "incomplete")
