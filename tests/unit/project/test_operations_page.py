"""The operations page and the program say the same about settings, commands and exit codes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import typer.main
from pydantic_core import PydanticUndefined

from warehouse import errors
from warehouse.settings import Settings

OPERATIONS = Path(__file__).resolve().parents[3] / "docs" / "operations.md"
SETTING = re.compile(r"^\| `INTYG_(?P<name>[A-Z_]+)` \| (?P<default>[^|]*) \| (?P<meaning>[^|]+) \|$", re.MULTILINE)
COMMAND = re.compile(r"^\| `(?P<command>intyg [a-z -]+)` \| [^|]+ \|$", re.MULTILINE)
EXIT_CODE = re.compile(r"^\| (?P<code>\d+) \| [^|]+ \|$", re.MULTILINE)


def _documented() -> dict[str, str]:
    """Setting (lower case) to the default that the page gives."""
    return {row["name"].lower(): row["default"].strip().strip("`") for row in SETTING.finditer(OPERATIONS.read_text())}


def _default(name: str) -> str:
    value = Settings.model_fields[name].default
    assert value is not PydanticUndefined
    return "–" if value is None else str(value)


def test_every_setting_is_on_the_page_and_every_setting_on_the_page_exists() -> None:
    assert set(_documented()) == set(Settings.model_fields)


def test_the_page_gives_the_defaults_that_hold() -> None:
    assert _documented() == {name: _default(name) for name in Settings.model_fields}


def test_every_exit_code_is_on_the_page() -> None:
    on_page = {int(row["code"]) for row in EXIT_CODE.finditer(OPERATIONS.read_text())}
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.UserError)]
    assert {kind.exit_code for kind in kinds} <= on_page


def _commands(command: Any, name: str) -> set[str]:
    """The full names of all commands below a command, and itself when it does something of its own."""
    below = getattr(command, "commands", {})
    own = {name} if not below or command.invoke_without_command else set()
    return own | {found for child, its in below.items() for found in _commands(its, f"{name} {child}")}


def test_every_command_is_on_the_page_and_every_command_on_the_page_exists() -> None:
    from intyg import add_serve_commands, app

    add_serve_commands()
    exist = _commands(typer.main.get_command(app), "intyg")
    assert {row["command"] for row in COMMAND.finditer(OPERATIONS.read_text())} == exist
