"""A fault of a reader is our own: it must not turn into published figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.assets.checks import FAILURES_ALLOWED
from pipelines.documents import reader
from pipelines.running import run_groups
from tests.integration.small_store import SmallStore, sick_leave
from warehouse.errors import CheckFailedError
from warehouse.releases import ReleaseStore
from warehouse.storage import DataDirectory, Zone


@pytest.mark.parametrize("certificates", [FAILURES_ALLOWED, FAILURES_ALLOWED + 1])
def test_a_reader_that_fails_again_and_again_stops_the_release(
    certificates: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = SmallStore(tmp_path / "store")
    for number in range(certificates):
        small.certificate(sick_leave(f"certificate-{number}", "198001012386", ("2026-09-01", "2026-09-14", 100)))
    monkeypatch.setenv("INTYG_STORE_URL", small.url)
    monkeypatch.setenv("INTYG_TODAY", "2026-11-23")

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reader, "_read", fail)
    data = DataDirectory(tmp_path / "data")
    if certificates > FAILURES_ALLOWED:
        with pytest.raises(CheckFailedError, match="readers_work"):
            run_groups(data.root)
        assert ReleaseStore(data.zone(Zone.PUBLIC)).current_version() is None
    else:
        run_groups(data.root)
        assert ReleaseStore(data.zone(Zone.PUBLIC)).current_version() is not None
