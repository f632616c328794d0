"""Staging assets: typed records of every landed event, and quarantine for what cannot be read."""

from __future__ import annotations

import os
from collections.abc import Iterator

import dagster as dg

from pipelines.assets.landing import raw_events
from pipelines.assets.platform import Platform
from pipelines.assets.reconciliation import store_comparison
from pipelines.erasure import Tombstones, remove_redelivered
from pipelines.erasure.erasing import remove_for_open_orders
from pipelines.progress import step
from pipelines.staging.tables import TABLES

GROUP = "staging"
DESCRIPTIONS = {
    "certificate_document": "One row per readable certificate document, with its quality flags.",
    "period": "One row per sick-leave period of a document, in document order.",
    "document_relation": "One row per relation from a newer to an older certificate.",
    "certificate_event": "One row per revocation, sending or other state of a certificate.",
    "message": "One row per message to or from the care.",
    "coordinator_status": "One row per status that a rehabilitation coordinator has set.",
    "extra_receiver": "One row per decision of a patient on an extra receiver.",
    "sick_leave_copy": "One row per period of the store's own flattened sick leave, for comparison alone.",
    "quarantine": "One row per event that could not be read, with the reason.",
}


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            [GROUP, name],
            group_name=GROUP,
            description=DESCRIPTIONS[name],
            deps=[raw_events, store_comparison],
            kinds={"parquet"},
        )
        for name in TABLES
    ],
    pool="writer",
)
def staged_records(platform: Platform) -> Iterator[dg.MaterializeResult[None]]:
    """Stage every landed segment that is not staged yet, on all processors."""
    staging = platform.staging
    with platform.landing() as landing:
        segments = landing.ledger.segments()
        waiting = sum(segment.events for segment in segments if not staging.is_staged(segment.number))
        with step("Reading the documents", waiting) as running:
            staging.stage_missing(landing, workers=os.cpu_count() or 1, progress=running.advance)
        remove_for_open_orders(platform.directory, landing, staging)
        remove_redelivered(landing, staging, Tombstones(landing, platform.directory))
        segments = landing.ledger.segments()
    summaries = [staging.summary(segment.number) for segment in segments]
    for name in TABLES:
        rows = sum(summary["rows"][name] for summary in summaries)
        yield dg.MaterializeResult(asset_key=[GROUP, name], metadata={"dagster/row_count": rows})
