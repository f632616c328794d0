"""Erasure orders in Dagster: the asset that closes them, the job that carries them out, the sensor that starts it."""

from __future__ import annotations

from dataclasses import asdict

import dagster as dg

from pipelines.assets.platform import Platform
from pipelines.assets.release import GROUP, public
from pipelines.erasure.erasing import close_orders
from pipelines.erasure.orders import any_open

GROUPS_WITHOUT_SOURCES = ("staging", "core", "control", "statistics", "release")
"""What an erasure makes anew: everything but the reading of sources."""


@dg.asset(key_prefix=GROUP, group_name=GROUP, kinds={"sqlalchemy"}, pool="writer", deps=[public])
def erasures(platform: Platform) -> dg.MaterializeResult[None]:
    """Receipts of the erasure orders that are done now that the releases in force hold nothing of them any more."""
    with platform.landing() as landing:
        receipts = close_orders(platform.directory, platform.settings, landing)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(receipts),
            "receipts": dg.MetadataValue.json([asdict(receipt) for receipt in receipts]),
        }
    )


erase_open_orders = dg.define_asset_job(
    "erase_open_orders",
    selection=dg.AssetSelection.groups(*GROUPS_WITHOUT_SOURCES),
    description="Erase what open orders name, and publish releases without it.",
    executor_def=dg.in_process_executor,
)


@dg.sensor(job=erase_open_orders, minimum_interval_seconds=60)
def open_erasure_orders(context: dg.SensorEvaluationContext, reading: Platform) -> dg.SensorResult:
    """Carry out orders that wait, also those that a crash has left open (rules X-10, X-12)."""
    del context
    if not any_open(reading.directory):
        return dg.SensorResult(skip_reason="No erasure order is open.")
    return dg.SensorResult(run_requests=[dg.RunRequest()])
