"""The check of what the certificate service says that it holds."""

from __future__ import annotations

from dataclasses import asdict

import dagster as dg

from pipelines.assets.landing import raw_events
from pipelines.assets.platform import Platform
from pipelines.control.service_totals import compare_totals
from pipelines.sources.service_known import Known


@dg.asset_check(asset=raw_events)
def service_totals_agree(platform: Platform) -> dg.AssetCheckResult:
    """What is landed from the certificate service is what it said that it holds (rule N-3).

    A difference is shown and stops nothing: certificates erased here and not there make one, and so does a fault.
    """
    with platform.landing() as landing:
        totals = compare_totals(landing, Known(platform.settings))
    return dg.AssetCheckResult(
        passed=totals.differing == 0, severity=dg.AssetCheckSeverity.ERROR, metadata=dict(asdict(totals))
    )
