"""Everything Dagster needs to know: `dagster dev -m pipelines.definitions`."""

from __future__ import annotations

import dagster as dg

from pipelines.assets.automation import everything, new_events, nightly, refresh, take_in
from pipelines.assets.checks import checks
from pipelines.assets.control import control_record, source_counts
from pipelines.assets.core import core_assets
from pipelines.assets.erasure import erase_open_orders, erasures, open_erasure_orders
from pipelines.assets.landing import enrichment_files, raw_events
from pipelines.assets.platform import Platform, WritingPlatform
from pipelines.assets.reconciliation import nightly_comparison, reconcile, store_comparison
from pipelines.assets.refresh import delta, delta_release
from pipelines.assets.release import care, public, restricted
from pipelines.assets.service_check import service_comparison
from pipelines.assets.staging import staged_records
from pipelines.assets.statistics import care_facts, core_tables, national_cells, rehab_certificates


def build_definitions(data: str | None = None) -> dg.Definitions:
    """Assets, checks, jobs, schedule and sensor, working in the data directory `data`, or in that of the settings."""
    return dg.Definitions(
        assets=[
            source_counts,
            raw_events,
            store_comparison,
            service_comparison,
            enrichment_files,
            staged_records,
            *core_assets,
            control_record,
            core_tables,
            care_facts,
            rehab_certificates,
            national_cells,
            restricted,
            care,
            public,
            erasures,
            delta,
            delta_release,
        ],
        asset_checks=checks,
        jobs=[everything, take_in, refresh, reconcile, erase_open_orders],
        schedules=[nightly, nightly_comparison],
        sensors=[new_events, open_erasure_orders],
        resources={"platform": WritingPlatform(data=data), "reading": Platform(data=data)},
        executor=dg.in_process_executor,
    )


defs = build_definitions()
