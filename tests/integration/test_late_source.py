"""A source that cannot be reached keeps nobody waiting, and is caught up with when it returns (rule C-8)."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.landing.landing import Landing
from pipelines.landing.ledger import SourceState
from pipelines.running import run_groups
from pipelines.synthetic.documents import write_document
from tests.integration.small_store import SmallStore, sick_leave
from warehouse.errors import SourceUnavailableError
from warehouse.storage import DataDirectory

NOBODY_LISTENS = "postgresql+pg8000://reader:secret@127.0.0.1:1/store"


def _certificate(number: int) -> bytes:
    return write_document(sick_leave(f"certificate-{number}", "198001012386", ("2026-09-01", "2026-09-14", 100)))


def _landed(data: DataDirectory) -> tuple[int, dict[str, SourceState]]:
    landing = Landing(data.landing)
    try:
        events = sum(segment.events for segment in landing.ledger.segments())
        return events, {state.source: state for state in landing.ledger.source_states()}
    finally:
        landing.close()


def test_the_others_are_read_while_one_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "one.xml").write_bytes(_certificate(1))
    small = SmallStore(tmp_path / "store")
    small.certificate(sick_leave("certificate-2", "198001012386", ("2026-09-01", "2026-09-14", 100)))
    monkeypatch.setenv("INTYG_DOCUMENTS", str(documents))
    monkeypatch.setenv("INTYG_QUIET_SECONDS", "0")
    monkeypatch.setenv("INTYG_STORE_URL", NOBODY_LISTENS)
    data = DataDirectory(tmp_path / "data")
    run_groups(data.root, ("landing",))
    events, states = _landed(data)
    assert events == 1
    assert states["folder"].failure is None
    assert states["store"].reached_at is None
    assert "secret" not in str(states["store"].failure)
    monkeypatch.setenv("INTYG_STORE_URL", small.url)
    run_groups(data.root, ("landing",))
    events, states = _landed(data)
    assert events == 2
    assert states["store"].reached_at
    assert states["store"].failure is None


def test_when_the_only_source_is_away_the_run_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTYG_STORE_URL", NOBODY_LISTENS)
    with pytest.raises(SourceUnavailableError, match="cannot be reached"):
        run_groups(tmp_path / "data", ("landing",))
