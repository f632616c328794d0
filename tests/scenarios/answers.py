"""What the product answers to an expectation: its value for every expected column."""

from __future__ import annotations

from typing import Any

import duckdb

from tests.scenarios.cells import ABSENT, in_overview, in_report
from tests.scenarios.extract_cells import in_extract, parameters
from tests.scenarios.questions import diagnosis_ids, question, region_scope
from tests.scenarios.world import World
from warehouse.extracts.builder import build_extract
from warehouse.extracts.orders import find_description, order_ids
from warehouse.extracts.source import Core, open_core
from warehouse.reports import registry
from warehouse.reports.engine import CareStatistics
from warehouse.reports.national import NationalStatistics
from warehouse.reports.options import Options
from warehouse.reports.result import Level, View
from warehouse.settings import load_settings

EXTRACT = "extract"
Step = dict[str, Any]
Values = dict[str, Any]

LOGIN_INFO = "login_info"


class NotBuiltError(LookupError):
    """The product does not have this report on this level or in this view yet."""


def answer(world: World, step: Step) -> Values:
    """The product's value for each expected column. Raises NotBuiltError."""
    if step["level"] == EXTRACT:
        return _extract(world, step)
    if step["report"] == LOGIN_INFO:
        return _login_info(world, step)
    _require_built(step)
    if step["level"] == "national":
        return _national(world, step)
    if world.blocked:
        return dict.fromkeys(step["expected"], ABSENT)
    return _region(world, step) if step["level"] == "region" else _provider(world, step)


def _login_info(world: World, step: Step) -> Values:
    """The name of the provider that the user has chosen."""
    with CareStatistics(world.releases().care) as statistics:
        name = statistics.provider_name(question(step).scope)
    return dict.fromkeys(step["expected"], ABSENT if name is None else name)


def _require_built(step: Step) -> None:
    try:
        level = Level(step["level"])
        if step["view"] == "overview":
            if step["report"] not in {box.id for box in registry.boxes(level)}:
                raise registry.NotOfferedError(step["report"])
        else:
            registry.report(step["report"]).require(level, View(step["view"]))
    except (ValueError, registry.UnknownReportError, registry.NotOfferedError):
        raise NotBuiltError(f"{step['report']} {step['level']} {step['view']}") from None


def _options(world: World, step: Step) -> Options:
    params = step["params"]
    return Options(
        node=params.get("diagnosis"),
        nodes=diagnosis_ids(params.get("compare", {})),
        care_units=params.get("main_unit_depth", True),
        doctor_messages=step["user"] in world.doctor_messages_wanted,
    )


def _extract(world: World, step: Step) -> Values:
    """An extract on order, made from the same facts."""
    if step["report"] not in order_ids():
        raise NotBuiltError(step["report"])
    asked = f"{step['report']} {step['params']}"
    if asked not in world.extracts:
        core = Core(world.releases().core, world.today, "scenario")
        with open_core(core, load_settings().memory_limit, world.folder / "spill") as connection:
            description = find_description(step["report"])
            world.extracts[asked] = build_extract(connection, core, description, world.threshold, parameters(step))
    return in_extract(step, world.extracts[asked])


def _national(world: World, step: Step) -> Values:
    statistics = NationalStatistics.compatible(world.releases().national)
    if step["view"] == "overview":
        return in_overview(step, statistics.overview())
    return in_report(step, statistics.report(step["report"], View(step["view"]), options=_options(world, step)))


def _region(world: World, step: Step) -> Values:
    asked = question(step)
    scope = region_scope(world, asked)
    if scope is None:
        return dict.fromkeys(step["expected"], ABSENT)
    with CareStatistics(world.releases().care) as statistics:
        if step["view"] == "overview":
            return in_overview(
                step, statistics.region_overview(scope, asked.selection, world.today, threshold=world.threshold)
            )
        result = statistics.region_report(
            step["report"],
            View(step["view"]),
            scope,
            asked.selection,
            world.today,
            threshold=world.threshold,
            options=_options(world, step),
        )
        return in_report(step, result)


def _provider(world: World, step: Step) -> Values:
    asked = question(step)
    try:
        with CareStatistics(world.releases().care) as statistics:
            if step["view"] == "overview":
                return in_overview(step, statistics.overview(asked.scope, asked.selection, world.today))
            result = statistics.report(
                step["report"],
                View(step["view"]),
                asked.scope,
                asked.selection,
                world.today,
                options=_options(world, step),
            )
            return in_report(step, result)
    except (registry.RefusedReportError, duckdb.Error):
        return dict.fromkeys(step["expected"], ABSENT)
