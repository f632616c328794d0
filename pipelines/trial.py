"""Trying documents one by one: what the ordinary ingestion would make of each, without touching the data directory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines.landing.landing import Batch, Landing
from pipelines.quarantine.reasons import describe
from pipelines.sources.folder import FolderSource
from pipelines.staging.stage import Staging
from pipelines.staging.tables import TABLES
from warehouse.errors import UserError


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one document taken in by itself: its path below the folder and its staged rows by table."""

    place: str
    rows: dict[str, list[dict[str, Any]]]

    @property
    def outcome(self) -> str:
        """`certificate`, `message`, `revocation` or `quarantined`."""
        if self.rows["quarantine"]:
            return "quarantined"
        if self.rows["certificate_document"]:
            return "certificate"
        return "message" if self.rows["message"] else "revocation"

    @property
    def columns(self) -> tuple[str, str, str, str, str]:
        """Type, unit, diagnosis, periods, and flags or reason: what a table of trials shows, nothing of the person."""
        if self.rows["quarantine"]:
            refusal = self.rows["quarantine"][0]
            return "", "", "", "", f"{describe(refusal['reason']).title.en} {refusal['detail']}".strip()
        if self.rows["message"]:
            message = self.rows["message"][0]
            return message["subject"], "", "", "", " ".join(message["flags"])
        document = self.rows["certificate_document"][0]
        periods = "; ".join(
            f"{period['start_date']}–{period['end_date']} {period['degree']} %" for period in self.rows["period"]
        )
        diagnosis = document["diagnosis_code"] or ""
        return document["type_id"], document["unit_id"], diagnosis, periods, " ".join(document["flags"])


def try_each(folder: Path) -> Iterator[Trial]:
    """Take in each document below `folder` by itself, in the order of the paths. Raises UserError for no folder."""
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}.")
    source = FolderSource(folder, quiet_seconds=0)
    for path in source.files():
        for event in source.events_of(path):
            with tempfile.TemporaryDirectory(prefix="trial-") as aside:
                landing = Landing(Path(aside) / "landing")
                staging = Staging(Path(aside) / "staging")
                try:
                    landing.land(Batch([event], event.source))
                    staging.stage_missing(landing)
                finally:
                    landing.close()
                rows = {name: pq.read_table(staging.path(1) / f"{name}.parquet").to_pylist() for name in TABLES}
            yield Trial(str(path.relative_to(folder)), rows)
