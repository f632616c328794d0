"""Jobs, the nightly schedule, and the sensor that looks for new events in the store."""

from __future__ import annotations

from contextlib import closing

import dagster as dg

from pipelines.assets.platform import Platform
from pipelines.sources.source import OpenSource
from warehouse.errors import SourceUnavailableError
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
    """Take in what is new, as soon as a source holds more than it did. The cursor is a hint only (rule C-6)."""
    present = "|".join(_mark(name, opened) for name, opened in reading.sources().items())
    if present == context.cursor:
        return dg.SensorResult(skip_reason="Nothing new in the sources.")
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=present)], cursor=present)


def _mark(name: str, open_source: OpenSource) -> str:
    try:
        with closing(open_source()) as source:
            return f"{name}={source.mark()}"
    except SourceUnavailableError:
        return f"{name}=unavailable"
