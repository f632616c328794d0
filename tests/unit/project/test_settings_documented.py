"""The operations page and the program say the same about settings and commands."""

from __future__ import annotations

import re
from pathlib import Path

import typer.main
from click import Command, Group
from pydantic_core import PydanticUndefined

from intyg import app
from warehouse.settings import Settings

OPERATIONS = Path(__file__).resolve().parents[3] / "docs" / "operations.md"
ROW = re.compile(r"^\| `INTYG_(?P<name>[A-Z_]+)` \| (?P<default>[^|]*) \| (?P<meaning>[^|]+) \|$", re.MULTILINE)


def _documented() -> dict[str, str]:
    """Setting (lower case) to the default that the page gives."""
    return {row["name"].lower(): row["default"].strip().strip("`") for row in ROW.finditer(OPERATIONS.read_text())}


def _default(name: str) -> str:
    value = Settings.model_fields[name].default
    assert value is not PydanticUndefined
    return "–" if value is None else str(value)


def test_every_setting_is_on_the_page_and_every_setting_on_the_page_exists() -> None:
    assert set(_documented()) == set(Settings.model_fields)


def test_the_page_gives_the_defaults_that_hold() -> None:
    assert _documented() == {name: _default(name) for name in Settings.model_fields}


def _commands(command: Command, name: str) -> set[str]:
    if not isinstance(command, Group):
        return {name}
    return {found for sub, child in command.commands.items() for found in _commands(child, f"{name} {sub}")}


def test_every_command_is_on_the_page() -> None:
    text = OPERATIONS.read_text()
    commands = _commands(typer.main.get_command(app), "intyg")
    assert {command for command in commands if f"`{command}" not in text} == set()
