"""Control assets: what the sources hold, counted before they are read, and what became of it."""

from __future__ import annotations

from contextlib import closing

import dagster as dg

from pipelines.assets.core import GROUP as CORE
from pipelines.assets.landing import raw_events
from pipelines.assets.platform import Platform
from pipelines.control.record import make_record, note_counts, read_verdict
from pipelines.control.store_counts import StoreCounts
from pipelines.erasure import Tombstones
from pipelines.sources.configured import store_address
from warehouse.errors import SourceUnavailableError

SOURCES, GROUP = "sources", "control"
SHOWN = 20


@dg.asset(key_prefix=SOURCES, group_name=SOURCES, kinds={"sqlalchemy"}, pool="writer")
def source_counts(platform: Platform) -> dg.MaterializeResult[None]:
    """What the certificate store holds by day and kind, counted in the store before it is read.

    A store that cannot be reached, or none at all, leaves the former counts in force.
    """
    address = store_address(platform.settings)
    if not address:
        return dg.MaterializeResult(metadata={"counted": "no certificate store is configured"})
    try:
        with closing(StoreCounts(address)) as counts:
            items = note_counts(platform.directory, counts)
    except SourceUnavailableError as error:
        return dg.MaterializeResult(metadata={"counted": str(error)})
    return dg.MaterializeResult(metadata={"counted": items})


@dg.asset(
    key_prefix=GROUP,
    group_name=GROUP,
    kinds={"duckdb", "parquet"},
    pool="writer",
    deps=[source_counts, raw_events, *(dg.AssetKey([CORE, name]) for name in ("document_conflict", "message_fact"))],
)
def control_record(platform: Platform) -> dg.MaterializeResult[None]:
    """The control record: per stream, day and kind of event, what the source holds and what became of it here."""
    address = store_address(platform.settings)
    with platform.landing() as landing, platform.workspace() as workspace:
        tombstones = Tombstones(landing, platform.directory)
        if address and tombstones.all():
            with closing(StoreCounts(address)) as counter:
                verdict = make_record(workspace, platform.directory, landing, counter, tombstones)
        else:
            verdict = make_record(workspace, platform.directory, landing, None, tombstones)
    return dg.MaterializeResult(metadata={"dagster/row_count": verdict.rows, "green_until": str(verdict.green_until)})


@dg.asset_check(asset=control_record)
def every_day_is_green(platform: Platform) -> dg.AssetCheckResult:
    """Every difference between source, landing, staging and core has an explanation (rule N-2).

    A red day is shown and stops nothing: what was lost on the way is stopped by the audits, and what is missing from a
    source, or has vanished from it, is for a person to find out.
    """
    verdict = read_verdict(platform.directory)
    red = [{name: str(value) for name, value in row.items()} for row in verdict.red[:SHOWN]]
    return dg.AssetCheckResult(
        passed=not verdict.red,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"red": len(verdict.red), "first": dg.MetadataValue.json(red)},
    )
