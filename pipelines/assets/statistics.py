"""Statistics assets: the databases that readers will open, made from the core tables."""

from __future__ import annotations

from collections.abc import Callable

import dagster as dg
import duckdb

from pipelines import build as builds
from pipelines.assets.core import GROUP as CORE
from pipelines.assets.platform import Platform
from pipelines.build import Build
from pipelines.progress import step
from pipelines.publication.databases import (
    CORE_TABLES,
    Counts,
    export_core,
    make_care,
    make_national,
    make_rehab,
)
from warehouse.settings import Settings
from warehouse.storage import DataDirectory

GROUP = "statistics"

Maker = Callable[[duckdb.DuckDBPyConnection, DataDirectory, Settings, Build], Counts]


def _core(*names: str) -> list[dg.AssetKey]:
    return [dg.AssetKey([CORE, name]) for name in names]


def _make(platform: Platform, maker: Maker) -> dg.MaterializeResult[None]:
    with platform.workspace() as workspace, step("Making the statistics") as running:
        counts = maker(workspace, platform.directory, platform.settings, builds.current(platform.directory))
        running.advance(1)
    total = sum(counts.values())
    return dg.MaterializeResult(metadata={"tables": dg.MetadataValue.json(counts), "dagster/row_count": total})


@dg.asset(key_prefix=GROUP, group_name=GROUP, kinds={"parquet"}, pool="writer", deps=_core(*CORE_TABLES))
def core_tables(platform: Platform) -> dg.MaterializeResult[None]:
    """The core tables as Parquet, for the restricted release; the same input gives the same bytes."""
    return _make(platform, lambda workspace, data, _settings, _build: export_core(workspace, data))


@dg.asset(
    key_prefix=GROUP,
    group_name=GROUP,
    kinds={"duckdb"},
    pool="writer",
    deps=_core("sick_leave_row", "sick_leave_case", "header", "person", "unit", "doctor", "provider"),
)
def care_facts(platform: Platform) -> dg.MaterializeResult[None]:
    """Facts and cases without personal numbers, sorted for the reports of providers and units."""
    return _make(platform, make_care)


@dg.asset(key_prefix=GROUP, group_name=GROUP, kinds={"duckdb"}, pool="writer", deps=_core("rehab_certificate"))
def rehab_certificates(platform: Platform) -> dg.MaterializeResult[None]:
    """The certificates that ongoing sick-leave cases are made of, for the rehab pages."""
    return _make(platform, make_rehab)


@dg.asset(key_prefix=GROUP, group_name=GROUP, kinds={"duckdb"}, pool="writer", deps=[care_facts])
def national_cells(platform: Platform) -> dg.MaterializeResult[None]:
    """National figures after the threshold per provider, cell and sex (statistics 6.2)."""
    return _make(platform, make_national)
