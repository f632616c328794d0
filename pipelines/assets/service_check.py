"""What the certificate service says that it holds, against what is landed: a check, and the comparison of the night."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict

import dagster as dg

from pipelines.assets.landing import raw_events
from pipelines.assets.platform import Platform
from pipelines.assets.reconciliation import GROUP
from pipelines.control.service_totals import compare_totals
from pipelines.reconciliation.service import compare_with_service
from pipelines.sources.service_known import Known, open_service
from warehouse.errors import SourceUnavailableError


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


@dg.asset(key_prefix=GROUP, group_name=GROUP, kinds={"api"}, pool="writer", deps=[raw_events])
def service_comparison(platform: Platform) -> dg.MaterializeResult[None]:
    """Our certificates of the newer model against those of the service: what it has lost is noted.

    A comparison that the service did not answer whole notes nothing (rule X-16).
    """
    address = platform.settings.service_url
    if not address:
        return dg.MaterializeResult(metadata={"compared": "no certificate service is configured"})
    try:
        with closing(open_service(address, platform.settings)) as source:
            comparison = compare_with_service(platform.settings, source)
    except SourceUnavailableError as error:
        return dg.MaterializeResult(metadata={"compared": str(error)})
    return dg.MaterializeResult(metadata=dict(asdict(comparison)))
