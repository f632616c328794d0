"""The nightly comparison as an asset, with its check, its job and its schedule (rules L-8, L-9 and 12.3)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict

import dagster as dg

from pipelines.assets.landing import raw_events
from pipelines.assets.platform import Platform
from pipelines.erasure.candidates import read_candidates
from pipelines.reconciliation.store import compare_with_store
from pipelines.sources.configured import open_store, store_address
from warehouse.swedish_time import STOCKHOLM

GROUP = "reconciliation"


@dg.asset(key_prefix=GROUP, group_name=GROUP, kinds={"sqlalchemy"}, pool="writer", deps=[raw_events])
def store_comparison(platform: Platform) -> dg.MaterializeResult[None]:
    """All certificates and revocations of the store against ours: what we lack is fetched, what it lacks is noted."""
    address = store_address(platform.settings)
    if not address:
        return dg.MaterializeResult(metadata={"compared": "no certificate store is configured"})
    with closing(open_store(address, platform.settings)) as source:
        comparison = compare_with_store(platform.settings, source)
    return dg.MaterializeResult(
        metadata={name: value for name, value in asdict(comparison).items() if value is not None}
    )


@dg.asset_check(asset=store_comparison)
def not_too_many_vanished(platform: Platform) -> dg.AssetCheckResult:
    """No source has lost so many certificates at once that nothing may be done about it (rule X-15)."""
    alarm = read_candidates(platform.directory).alarm
    return dg.AssetCheckResult(passed=not alarm, metadata={"vanished": dg.MetadataValue.json(alarm)})


reconcile = dg.define_asset_job(
    "reconcile",
    selection=dg.AssetSelection.groups("landing", GROUP, "staging"),
    description="Take in what is new, compare complete id sets with the certificate store, and stage what was lacking.",
    executor_def=dg.in_process_executor,
)

nightly_comparison = dg.ScheduleDefinition(
    name="nightly_comparison",
    job=reconcile,
    cron_schedule="0 2 * * *",
    execution_timezone=STOCKHOLM.key,
    description="The comparison of the night, before the base release of the day.",
)
