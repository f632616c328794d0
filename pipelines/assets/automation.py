"""Jobs, the nightly schedule, and the sensor that looks for new events in the sources."""

from __future__ import annotations

from contextlib import closing

import dagster as dg

from pipelines.assets.landing import raw_events
from pipelines.assets.platform import Platform
from pipelines.assets.reconciliation import GROUP as RECONCILIATION
from pipelines.assets.refresh import GROUP as REFRESH
from pipelines.assets.staging import GROUP as STAGING
from pipelines.build import base_for_delta
from pipelines.freshness import oldest_waiting
from pipelines.sources.source import OpenSource
from warehouse.errors import SourceUnavailableError
from warehouse.swedish_time import STOCKHOLM

everything = dg.define_asset_job(
    "everything",
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups(REFRESH, RECONCILIATION),
    description="From the certificate store to releases in force, with every check.",
    executor_def=dg.in_process_executor,
)

take_in = dg.define_asset_job(
    "take_in",
    selection=dg.AssetSelection.groups("landing", "staging"),
    description="Land and stage what is new in the certificate store.",
    executor_def=dg.in_process_executor,
)

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.assets(raw_events.key) | dg.AssetSelection.groups(STAGING, REFRESH),
    description="From new events to a delta release of the restricted and the care zone.",
    executor_def=dg.in_process_executor,
)

nightly = dg.ScheduleDefinition(
    name="nightly",
    job=everything,
    cron_schedule="30 5 * * *",
    execution_timezone=STOCKHOLM.key,
    description="The base release of the day, after the directory's own nightly file.",
)


UNDER_WAY = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


@dg.sensor(jobs=[refresh, everything], minimum_interval_seconds=10)
def new_events(context: dg.SensorEvaluationContext, reading: Platform) -> dg.SensorResult:
    """Bring the releases up to date as soon as a source holds more than it did, or landing more than the releases.

    Where a delta cannot do it (another day, other reference files, after an erasure), the whole build is run. While
    a run is under way nothing is asked for, and the next look finds what is new. The cursor is a hint only (C-6).
    """
    if context.instance.get_runs_count(dg.RunsFilter(statuses=UNDER_WAY)):
        return dg.SensorResult(skip_reason="A run is under way.")
    present = "|".join(_mark(name, opened) for name, opened in reading.sources().items())
    with reading.landing() as landing:
        waiting = oldest_waiting(reading.directory, landing) is not None
        whole = base_for_delta(reading.directory, reading.settings, landing) is None
    if present == context.cursor and not waiting:
        return dg.SensorResult(skip_reason="Nothing new in the sources.")
    job = everything if whole else refresh
    return dg.SensorResult(run_requests=[dg.RunRequest(job_name=job.name)], cursor=present)


def _mark(name: str, open_source: OpenSource) -> str:
    try:
        with closing(open_source()) as source:
            return f"{name}={source.mark()}"
    except SourceUnavailableError:
        return f"{name}=unavailable"
