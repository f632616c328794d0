"""The sensor asks for what new events need, and for nothing while a run is under way."""

from __future__ import annotations

import dagster as dg
import pytest

from pipelines import operations
from pipelines.assets.automation import new_events
from pipelines.assets.platform import Platform
from tests.integration.freshness.published_store import THIRD, certificate
from tests.integration.small_store import SmallStore
from warehouse.settings import Settings


def _look(settings: Settings, instance: dg.DagsterInstance, cursor: str | None) -> tuple[list[str | None], str | None]:
    """The jobs that the sensor asks for, and its cursor afterwards."""
    reading = Platform(data=str(settings.data))
    with dg.build_sensor_context(instance=instance, cursor=cursor, resources={"reading": reading}) as context:
        outcome = new_events(context)
    assert isinstance(outcome, dg.SensorResult)
    return [request.job_name for request in outcome.run_requests or []], outcome.cursor


@pytest.fixture
def seen(settings: Settings) -> str | None:
    """The cursor when all that the store holds has been published."""
    with dg.DagsterInstance.ephemeral() as instance:
        return _look(settings, instance, None)[1]


def test_nothing_new_asks_for_nothing(settings: Settings, seen: str | None) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        assert _look(settings, instance, seen)[0] == []


def test_a_new_certificate_asks_for_a_refresh(settings: Settings, small: SmallStore, seen: str | None) -> None:
    small.certificate(certificate("third", THIRD))
    with dg.DagsterInstance.ephemeral() as instance:
        assert _look(settings, instance, seen)[0] == ["refresh"]


def test_an_event_that_was_landed_but_not_released_asks_again(
    settings: Settings, small: SmallStore, seen: str | None
) -> None:
    small.certificate(certificate("third", THIRD))
    operations.ingest(settings, None)
    with dg.DagsterInstance.ephemeral() as instance:
        _, cursor = _look(settings, instance, seen)
        assert _look(settings, instance, cursor)[0] == ["refresh"]


def test_on_another_day_a_new_certificate_asks_for_the_whole_build(
    settings: Settings, small: SmallStore, seen: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.certificate(certificate("third", THIRD))
    monkeypatch.setenv("INTYG_TODAY", "2026-11-24")
    with dg.DagsterInstance.ephemeral() as instance:
        assert _look(settings, instance, seen)[0] == ["everything"]


def test_while_a_run_is_under_way_nothing_is_asked_for_and_the_cursor_stays(
    settings: Settings, small: SmallStore, seen: str | None
) -> None:
    small.certificate(certificate("third", THIRD))
    with dg.DagsterInstance.ephemeral() as instance:
        instance.create_run_for_job(
            dg.JobDefinition(name="other", graph_def=dg.GraphDefinition(name="other")),
            status=dg.DagsterRunStatus.STARTED,
        )
        asked, cursor = _look(settings, instance, seen)
        assert asked == []
        assert cursor is None or cursor == seen
        instance.wipe()
        assert _look(settings, instance, seen)[0] == ["refresh"]
