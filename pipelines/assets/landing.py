"""Landing assets: copies of what the sources say, append-only."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, replace

import dagster as dg

from pipelines.assets.platform import Platform
from pipelines.enrichment import take_in
from pipelines.erasure import Tombstones
from pipelines.erasure.redelivery import count_refused
from pipelines.landing.landing import Batch, Landing, LandingCounts
from pipelines.progress import step
from pipelines.sources.source import Source
from warehouse.errors import SourceUnavailableError

GROUP = "landing"
TITLES = {
    "store": "certificate store",
    "folder": "folder of documents",
    "queue": "event queue",
    "trigger": "trigger queue",
    "service": "certificate service",
}
"""What a source is called in the progress of a run."""


def land_all(source: Source, landing: Landing, tombstones: Tombstones) -> LandingCounts:
    """Read a source from where it stands to its end; returns what it offered and what was new.

    Events of erased certificates are refused and counted (rule E-7).
    """
    counts = LandingCounts()
    landing.sweep()
    with step(f"Reading the {TITLES.get(source.name, source.name)}", source.expected()) as running:
        for batch in source.batches(landing.ledger.position):
            wanted = without_erased(batch, tombstones)
            refused = len(batch.events) - len(wanted.events)
            counts.add(len(wanted.events), landing.land(wanted))
            counts.left_out["erased"] = counts.left_out.get("erased", 0) + refused
            if refused:
                count_refused(landing, source.name, refused)
            running.advance(len(batch.events))
    counts.left_out |= source.left_out
    return counts


def without_erased(batch: Batch, tombstones: Tombstones) -> Batch:
    """The batch without events whose envelope names something erased (rule E-7)."""
    refused = tombstones.refused(batch.events)
    if not refused:
        return batch
    return replace(batch, events=[event for at, event in enumerate(batch.events) if at not in refused])


@dg.asset(
    key_prefix=GROUP,
    group_name=GROUP,
    kinds={"parquet", "sqlalchemy"},
    pool="writer",
    # What was counted before the reading must have been read.
    deps=[dg.AssetKey(["sources", "source_counts"])],
)
def raw_events(platform: Platform) -> dg.MaterializeResult[None]:
    """Everything the sources say, as they say it: documents, states, relations and messages.

    A source that cannot be reached is late and keeps nobody waiting, unless it is the only one (rule C-8).
    """
    counts: dict[str, LandingCounts] = {}
    failures: dict[str, SourceUnavailableError] = {}
    with platform.landing() as landing:
        tombstones = Tombstones(landing, platform.directory)
        for name, open_source in platform.sources().items():
            try:
                with closing(open_source()) as source:
                    counts[name] = land_all(source, landing, tombstones)
            except SourceUnavailableError as error:
                failures[name] = error
                landing.ledger.note_source(name, failure=str(error))
            else:
                landing.ledger.note_source(name)
        segments = landing.ledger.segments()
    if failures and not counts:
        raise next(iter(failures.values()))
    return dg.MaterializeResult(
        metadata={
            "sources": dg.MetadataValue.json({name: asdict(one) for name, one in counts.items()}),
            "late": dg.MetadataValue.json({name: str(error) for name, error in failures.items()}),
            "dagster/row_count": sum(segment.events for segment in segments),
            "segments": len(segments),
        }
    )


@dg.asset(key_prefix=GROUP, group_name=GROUP, kinds={"file"}, pool="writer")
def enrichment_files(platform: Platform) -> dg.MaterializeResult[None]:
    """The directory, the mapping of care providers, the population and diagnosis codes: whole files, each with its day.

    A file that cannot be reached or is refused leaves the former in force (rules C-8, H-15).
    """
    with platform.landing() as landing:
        landed = take_in(platform.settings, landing)
    return dg.MaterializeResult(metadata={"files": dg.MetadataValue.json(landed)})
