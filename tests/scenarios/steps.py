"""Reading scenario files, and the steps that change the platform."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from tests.scenarios.scenario_format import check
from tests.scenarios.world import World

Step = dict[str, Any]
NOT_SCENARIOS = {"reports.json", "schema.json"}


def scenario_files(folder: Path) -> list[Path]:
    """Every scenario file of a folder, by name."""
    return [path for path in sorted(folder.glob("*.json")) if path.name not in NOT_SCENARIOS]


def read_steps(path: Path) -> list[Step]:
    """The steps of one scenario, in order; raises BadScenarioError when the file is none."""
    check(path)
    return list(json.loads(path.read_text(encoding="utf-8"))["steps"])


def _certificates(world: World, step: Step) -> None:
    if step["replace_all"]:
        world.clear()
    world.deliver_certificates(step["rows"])


def _today(world: World, step: Step) -> None:
    world.today = date.fromisoformat(step["date"])
    world.change()


def _threshold(world: World, step: Step) -> None:
    world.threshold = step["value"]
    world.change()


def _doctors(world: World, step: Step) -> None:
    world.doctors |= {row["id"]: row for row in step["rows"]}


def _population(world: World, step: Step) -> None:
    world.population = step["rows"]
    world.change()


def _user_settings(world: World, step: Step) -> None:
    for row in step["rows"]:
        change = world.doctor_messages_wanted.add if row["show_messages_per_doctor"] else None
        (change or world.doctor_messages_wanted.discard)(row["user"])


def _clear_region(world: World, _: Step) -> None:
    world.region_lists = {provider: {} for provider in world.region_lists}


def _block(world: World, step: Step) -> None:
    world.blocked = step["value"]


CHANGES: dict[str, Callable[[World, Step], None]] = {
    "set_today": _today,
    "set_cutoff": _threshold,
    "clear_certificates": lambda world, _: world.clear(),
    "clear_region_files": _clear_region,
    "block_calculation": _block,
    # Messages that came before their certificate wait for it as long as it takes: there is nothing to repeat.
    "process_messages": lambda _world, _step: None,
    "set_population": _population,
    "doctors": _doctors,
    "user_settings": _user_settings,
    "certificates": _certificates,
    "messages": lambda world, step: world.deliver(messages=step["rows"]),
    "sent": lambda world, step: world.deliver(sent=step["rows"]),
}
"""What each operation does; `expect` changes nothing, and `region_upload` has an outcome that is compared."""
