"""What a release says of itself."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines import build as builds
from pipelines.landing.landing import Landing
from pipelines.publication.databases import release_row
from warehouse.formats import moment
from warehouse.settings import load_settings
from warehouse.storage import DataDirectory


@pytest.mark.parametrize(
    ("began", "shown"),
    [
        (datetime(2026, 11, 23, 22, 8, tzinfo=UTC), "2026-11-23 23:08"),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "2026-07-02 00:30"),
    ],
)
def test_its_time_is_shown_as_swedish_time(tmp_path: Path, began: datetime, shown: str) -> None:
    data = DataDirectory(tmp_path)
    with closing(Landing(data.landing)) as landing:
        build = builds.begin(data, load_settings(data=tmp_path, today=date(2026, 11, 23)), landing)
    (row,) = release_row(replace(build, data_time=began.isoformat()), threshold=5).to_pylist()
    assert moment(row["data_time"]) == shown
    assert row["threshold"] == 5
