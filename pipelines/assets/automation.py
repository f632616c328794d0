"""Jobs, the nightly schedule, and the sensor that looks for new events in the store."""

from __future__ import annotations

import dagster as dg

from pipelines.assets.platform import Platform
from warehouse.swedish_time import STOCKHOLM

everything = dg.define_asset_job(
    "everything",
    selection=dg.AssetSelection.all(),
    description="From the certificate store to releases in force, with every check.",
    executor_def=dg.in_process_executor,
)

take_in = dg.define_asset_job(
    "take_in",
    selection=dg.AssetSelection.groups("landing", "staging"),
    description="Land and stage what is new in the certificate store.",
    executor_def=dg.in_process_executor,
)

nightly = dg.ScheduleDefinition(
    name="nightly",
    job=everything,
    cron_schedule="30 5 * * *",
    execution_timezone=STOCKHOLM.key,
    description="The base release of the day, after the directory's own nightly file.",
)


@dg.sensor(job=take_in, minimum_interval_seconds=30)
def new_events(context: dg.SensorEvaluationContext, reading: Platform) -> dg.SensorResult:
    """Take in what is new, as soon as the store holds more than it did. The cursor is a hint only (rule C-6)."""
    with reading.source() as source:
        present = source.mark()
    if present == context.cursor:
        return dg.SensorResult(skip_reason="Nothing new in the certificate store.")
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=present)], cursor=present)
