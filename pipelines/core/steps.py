"""The steps of a core build, in the order in which they can run: each makes one table of the workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

import duckdb

from pipelines.build import Build
from pipelines.core.conflicts import document_conflict
from pipelines.core.inputs import build_setting, diagnosis_code, diagnosis_match, person_token, reference_tables
from pipelines.core.organisation import document_arrival, organisation, provider_mapping, unusual_hsa_id
from pipelines.core.population import population
from pipelines.core.workspace import make, show, stage_views
from pipelines.landing.landing import Landing
from pipelines.staging.stage import Staging
from warehouse import sql_models
from warehouse.settings import Settings


@dataclass(frozen=True, slots=True)
class CoreContext:
    """What the steps work with."""

    connection: duckdb.DuckDBPyConnection
    landing: Landing
    staging: Staging
    settings: Settings
    build: Build
    person_key: bytes


def inputs(context: CoreContext) -> int:
    """Show staging, and put beside it what a build takes from outside; returns the number of units known."""
    stage_views(context.connection, context.staging)
    return outside(context)


def outside(context: CoreContext) -> int:
    """Put beside the staged tables what the models take from outside; returns the number of units known."""
    build_setting(context.connection, context.settings, context.build.today)
    reference_tables(context.connection)
    diagnosis_code(context.connection, context.landing, context.build.today)
    population(context.connection, context.landing)
    provider_mapping(context.connection, context.landing, context.build.today)
    document_arrival(context.connection, context.landing, context.settings)
    return organisation(context.connection, context.landing)


PYTHON_STEPS: Mapping[str, Callable[[CoreContext], int]] = {
    "inputs": inputs,
    "document_conflict": lambda context: document_conflict(context.connection, context.landing),
    "diagnosis_match": lambda context: diagnosis_match(context.connection),
    "unusual_hsa_id": lambda context: unusual_hsa_id(context.connection),
    "person_token": lambda context: person_token(context.connection, context.person_key),
}

SQL_STEPS: tuple[tuple[str, str], ...] = (
    ("core", "outranked_document"),
    ("core", "chosen_document"),
    ("core", "certificate_number"),
    ("core", "mapped_document"),
    ("core", "certificate"),
    ("core", "relation"),
    ("core", "mention"),
    ("core", "provider"),
    ("core", "unit"),
    ("core", "doctor"),
    ("core", "person"),
    ("core", "numbered_certificate"),
    ("core", "header"),
    ("core", "message_fact"),
    ("core", "judged_period"),
    ("core", "sick_leave_period"),
    ("core", "sick_leave_row"),
    ("core", "sick_leave_case"),
    ("rehab", "rehab_certificate"),
)

VIEWS = frozenset({"chosen_document", "header", "sick_leave_period"})
"""Steps that make a view: what they add to a table that there is takes less time to say anew than to write down."""

OUTSIDE = {
    "certificate_document": "staging",
    "period": "staging",
    "document_relation": "staging",
    "certificate_event": "staging",
    "message": "staging",
    "build_setting": "inputs",
    "certificate_type": "inputs",
    "recipient": "inputs",
    "directory_unit": "inputs",
    "directory_provider": "inputs",
    "directory_doctor": "inputs",
    "unit_replacement": "inputs",
    "provider_replacement": "inputs",
    "document_arrival": "inputs",
    "hsa_id_present": "chosen_document",
    "diagnosis_present": "chosen_document",
    "person_present": "certificate",
    "disputed_document": "chosen_document",
}
"""Relations that models read and that are no step of their own: where they come from."""

PYTHON_INPUTS = {
    "inputs": (),
    "document_conflict": ("chosen_document",),
    "diagnosis_match": ("chosen_document",),
    "unusual_hsa_id": ("chosen_document",),
    "person_token": ("certificate",),
}

PYTHON_KEYS = {"document_conflict": ("document_key",)}
"""What identifies a row of what a Python step makes and a release keeps."""


def run(name: str, context: CoreContext) -> int:
    """Run one step; returns the rows of what it made."""
    if name in PYTHON_STEPS:
        return PYTHON_STEPS[name](context)
    if name in VIEWS:
        return show(context.connection, layer_of(name), name)
    return make(context.connection, layer_of(name), name)


def upstream(name: str) -> tuple[str, ...]:
    """The steps that must have run before `name`, and `staging` where it reads staged tables."""
    if name in PYTHON_INPUTS:
        return PYTHON_INPUTS[name]
    found = {OUTSIDE.get(relation, relation) for relation in sql_models.load(layer_of(name), name).inputs}
    return tuple(sorted((found - {"staging"}) | {"inputs"}))


def keys_of(name: str) -> tuple[str, ...]:
    """The columns that identify a row of what a step makes."""
    return PYTHON_KEYS[name] if name in PYTHON_KEYS else sql_models.load(layer_of(name), name).keys


def layer_of(name: str) -> str:
    """The folder of `sql/` that holds the model of a step."""
    return {model: layer for layer, model in SQL_STEPS}[name]


ALL_STEPS: tuple[str, ...] = (*PYTHON_STEPS, *(name for _, name in SQL_STEPS))


def in_order() -> list[str]:
    """All steps, each after those that it reads."""
    return list(TopologicalSorter({name: upstream(name) for name in ALL_STEPS}).static_order())
