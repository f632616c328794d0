"""Core assets: one per step of the core build, from its SQL model or its Python step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from pipelines import build as builds
from pipelines.assets.landing import enrichment_files
from pipelines.assets.platform import Platform
from pipelines.assets.staging import GROUP as STAGING
from pipelines.core.steps import ALL_STEPS, PYTHON_STEPS, CoreContext, layer_of, run, upstream
from pipelines.core.workspace import Workspace
from pipelines.progress import step
from pipelines.staging.tables import TABLES
from warehouse import sql_models
from warehouse.keys import key

GROUP = "core"

PYTHON_DESCRIPTIONS = {
    "inputs": "A build begins: staged tables, settings, reference lists, organisation and population side by side.",
    "document_conflict": "Documents that lost to a really different one of the same certificate.",
    "diagnosis_match": "Where each diagnosis as written stands in ICD-10-SE.",
    "unusual_hsa_id": "Ids of units, care providers and doctors that look otherwise than HSA ids do.",
    "person_token": "The care zone's pseudonym of each person.",
}


def build_asset(name: str) -> dg.AssetsDefinition:
    """The asset of one step of the core build."""
    after = [dg.AssetKey([GROUP, other]) for other in upstream(name)]
    if name == "inputs":
        after = [enrichment_files.key, *(dg.AssetKey([STAGING, table]) for table in TABLES)]

    @dg.asset(
        key=[GROUP, name],
        group_name=GROUP,
        deps=after,
        description=_description(name),
        kinds={"duckdb", "python" if name in PYTHON_STEPS else "sql"},
        pool="writer",
    )
    def made(platform: Platform) -> dg.MaterializeResult[None]:
        with _core_context(platform, begins=name == "inputs") as context, step("Building facts and cases") as running:
            rows = run(name, context)
            running.advance(1)
        return dg.MaterializeResult(metadata={"dagster/row_count": rows})

    return made


def _description(name: str) -> str:
    if name in PYTHON_STEPS:
        return PYTHON_DESCRIPTIONS[name]
    model = sql_models.load(layer_of(name), name)
    return f"{model.grain[:1].upper()}{model.grain[1:]}.\n\nRule: {model.rule}"


@contextmanager
def _core_context(platform: Platform, begins: bool) -> Iterator[CoreContext]:
    settings, data = platform.settings, platform.directory
    with platform.landing() as landing:
        build = builds.begin(data, settings, landing) if begins else builds.current(data)
        with Workspace(data, settings).open() as connection:
            yield CoreContext(
                connection=connection,
                landing=landing,
                staging=platform.staging,
                settings=settings,
                build=build,
                person_key=key(settings.person_key, data, "person"),
            )


core_assets = [build_asset(name) for name in ALL_STEPS]
