"""Asset checks: what must hold before anything is published. A check that fails stops the release."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import dagster as dg
import duckdb

from pipelines import build as builds
from pipelines.assets.control import every_day_is_green
from pipelines.assets.core import GROUP as CORE
from pipelines.assets.platform import Platform
from pipelines.assets.reconciliation import not_too_many_vanished
from pipelines.assets.refresh import delta
from pipelines.assets.release import public
from pipelines.assets.service_check import service_totals_agree
from pipelines.assets.staging import GROUP as STAGING
from pipelines.assets.statistics import care_facts, national_cells
from pipelines.build import delta_folder
from pipelines.core.workspace import Workspace, count
from pipelines.publication.delta_databases import delta_is_made
from warehouse import sql_models
from warehouse.releases import ReleaseStore
from warehouse.storage import Zone, connect_for_reading

AUDITED = {
    "certificate_lost": "certificate",
    "period_lost": "sick_leave_period",
    "row_lost": "sick_leave_row",
    "message_lost": "message_fact",
    "orphan_row": "sick_leave_case",
    "value_out_of_range": "sick_leave_row",
    "case_too_close": "sick_leave_case",
}
"""Audits of `sql/audit` (queries that must return no rows), and the core table each one judges."""

COPY_DIFFERS = "copy_differs"
"""The copies are never a source of figures, so a difference is told and stops nothing."""

FRESH = timedelta(hours=26)
READER_FAILED = "reader_failed"
FAILURES_ALLOWED = 10
FAILURE_SHARE_ALLOWED = 0.001
"""A crafted document may make a reader fail and must not stop the nightly release; more than this is our own fault."""


def build_audit(name: str, table: str) -> dg.AssetChecksDefinition:
    """The check of one audit: it passes when the query returns no rows."""
    model = sql_models.load("audit", name)
    needed = {dg.AssetKey([CORE, relation]) for relation in model.inputs if relation in set(AUDITED.values())}

    @dg.asset_check(
        asset=dg.AssetKey([CORE, table]),
        name=name,
        description=model.rule,
        blocking=True,
        additional_deps=sorted(needed - {dg.AssetKey([CORE, table])}),
    )
    def audit(platform: Platform) -> dg.AssetCheckResult:
        with platform.workspace() as connection:
            faults = connection.execute(model.sql).fetchall()
        return dg.AssetCheckResult(passed=not faults, metadata={"faults": len(faults)})

    return audit


@dg.asset_check(asset=dg.AssetKey([STAGING, "quarantine"]), blocking=True)
def every_event_staged(platform: Platform) -> dg.AssetCheckResult:
    """Nothing is lost between landing and staging: each segment's events are records, or in quarantine."""
    staging = platform.staging
    with platform.landing() as landing:
        segments = landing.ledger.segments()
    unequal = [
        segment.number
        for segment in segments
        if sum(staging.summary(segment.number)["outcomes"].values()) != segment.events
    ]
    metadata = {"events": sum(segment.events for segment in segments), "unequal_segments": len(unequal)}
    return dg.AssetCheckResult(passed=not unequal, metadata=metadata)


@dg.asset_check(asset=dg.AssetKey([STAGING, "quarantine"]), blocking=True)
def readers_work(platform: Platform) -> dg.AssetCheckResult:
    """A fault in a reader costs single documents, never the figures of a release."""
    with platform.landing() as landing:
        events = sum(segment.events for segment in landing.ledger.segments())
    failed = sum(reason == READER_FAILED for reason in platform.staging.quarantine_reasons())
    allowed = max(FAILURES_ALLOWED, int(events * FAILURE_SHARE_ALLOWED))
    return dg.AssetCheckResult(passed=failed <= allowed, metadata={"failed": failed, "allowed": allowed})


@dg.asset_check(asset=care_facts, blocking=True)
def care_holds_all_facts(platform: Platform) -> dg.AssetCheckResult:
    """Nothing is lost between core and care: the same number of rows, cases and certificates."""
    tables = ("sick_leave_row", "sick_leave_case", "header")
    with platform.workspace() as workspace:
        care = connect_for_reading(platform.directory.work / "care.duckdb")
        try:
            unequal = {name: (count(workspace, name), count(care, name)) for name in tables}
        finally:
            care.close()
    passed = all(core == facts for core, facts in unequal.values())
    return dg.AssetCheckResult(passed=passed, metadata={"rows": dg.MetadataValue.json(unequal)})


@dg.asset_check(asset=national_cells, blocking=True)
def no_small_national_cell(platform: Platform) -> dg.AssetCheckResult:
    """No published count is below the threshold: each is a sum of counts that reached it (statistics 6.2)."""
    national = connect_for_reading(platform.directory.work / "national.duckdb")
    try:
        small = _small_cells(national, platform.settings.threshold)
    finally:
        national.close()
    return dg.AssetCheckResult(passed=small == 0, metadata={"small_cells": small})


@dg.asset_check(asset=delta, blocking=True)
def delta_holds(platform: Platform) -> dg.AssetCheckResult:
    """Every audit holds for what a delta has made anew, and every row of it is placed in the release."""
    data = platform.directory
    if not delta_is_made(data):
        return dg.AssetCheckResult(passed=True, metadata={"faults": "nothing new"})
    with Workspace(data, platform.settings, delta_folder(data)).open() as connection:
        faults = {name: len(connection.execute(sql_models.load("audit", name).sql).fetchall()) for name in AUDITED}
        faults |= {
            name: abs(count(connection, name) - count(connection, f"placed.{name}"))
            for name in ("sick_leave_row", "sick_leave_case", "header", "person")
        }
    found = {name: number for name, number in faults.items() if number}
    return dg.AssetCheckResult(passed=not found, metadata={"faults": dg.MetadataValue.json(found)})


@dg.asset_check(asset=dg.AssetKey([CORE, "chosen_document"]))
def sick_leave_copies_agree(platform: Platform) -> dg.AssetCheckResult:
    """The store's own flattened sick leave has the periods that were read from the documents (ingestion N-3)."""
    with platform.workspace() as connection:
        differing = len(connection.execute(sql_models.load("audit", COPY_DIFFERS).sql).fetchall())
        compared = connection.table("sick_leave_copy").aggregate("count(DISTINCT certificate_id)").fetchone()
    return dg.AssetCheckResult(
        passed=differing == 0,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"certificates_with_copies": compared[0] if compared else 0, "differing": differing},
    )


def _small_cells(national: duckdb.DuckDBPyConnection, threshold: int) -> int:
    query = sql_models.load("audit", "small_national_cell").sql
    return len(national.execute(query, {"threshold": threshold}).fetchall())


@dg.asset_check(asset=public)
def public_release_is_fresh(platform: Platform) -> dg.AssetCheckResult:
    """The public release in force was made in the last 26 hours and has the day of the newest build."""
    release = ReleaseStore(platform.directory.zone(Zone.PUBLIC)).current()
    age = datetime.now(UTC) - datetime.fromisoformat(release.manifest["data_time"])
    newest = builds.current(platform.directory).version == release.version
    return dg.AssetCheckResult(
        passed=age <= FRESH and newest,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"age_hours": age.total_seconds() / 3600, "version": release.version},
    )


audits = [build_audit(name, table) for name, table in AUDITED.items()]
checks = [
    *audits,
    every_event_staged,
    readers_work,
    every_day_is_green,
    service_totals_agree,
    not_too_many_vanished,
    care_holds_all_facts,
    no_small_national_cell,
    public_release_is_fresh,
    delta_holds,
    sick_leave_copies_agree,
]
