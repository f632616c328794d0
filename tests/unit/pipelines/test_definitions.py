"""What Dagster is told: the asset graph as reviewed, and the parts that keep it running."""

from __future__ import annotations

import dagster as dg
from syrupy.assertion import SnapshotAssertion

from pipelines.assets.checks import AUDITED
from pipelines.core.steps import ALL_STEPS, upstream
from pipelines.definitions import defs
from warehouse import sql_models


def _graph() -> dict[str, dict[str, object]]:
    graph = defs.resolve_asset_graph()
    return {
        key.to_user_string(): {
            "group": graph.get(key).group_name,
            "after": sorted(parent.to_user_string() for parent in graph.get(key).parent_keys),
            "checks": sorted(check.name for check in graph.get(key).check_keys),
        }
        for key in sorted(graph.get_all_asset_keys())
    }


def test_the_asset_graph_is_the_reviewed_one(snapshot: SnapshotAssertion) -> None:
    assert _graph() == snapshot


def test_every_asset_says_what_it_is() -> None:
    graph = defs.resolve_asset_graph()
    assert [key for key in graph.get_all_asset_keys() if not graph.get(key).description] == []


def test_every_core_model_is_a_step_or_read_by_one() -> None:
    read = {name for step in ALL_STEPS for name in (step, *upstream(step))}
    helpers = {"diagnosis_present", "person_present", "disputed_document", "hsa_id_present"}
    assert set(sql_models.names("core")) <= read | helpers


def test_every_audit_is_a_check() -> None:
    assert set(sql_models.names("audit")) == set(AUDITED) | {"small_national_cell", "copy_differs"}


def test_a_nightly_run_and_a_sensor_are_there() -> None:
    repository = defs.get_repository_def()
    assert [schedule.name for schedule in repository.schedule_defs] == ["nightly", "nightly_comparison"]
    assert repository.schedule_defs[0].execution_timezone == "Europe/Stockholm"
    assert [sensor.name for sensor in repository.sensor_defs] == ["new_events", "open_erasure_orders"]
    assert {"everything", "take_in"} <= {job.name for job in repository.get_all_jobs()}


def test_all_checks_but_freshness_and_control_stop_a_release() -> None:
    graph = defs.resolve_asset_graph()
    checks = {key.name: graph.get_check_spec(key).blocking for key in graph.asset_check_keys}
    shown_only = {
        "public_release_is_fresh",
        "every_day_is_green",
        "service_totals_agree",
        "not_too_many_vanished",
        "sick_leave_copies_agree",
    }
    assert {name for name, blocking in checks.items() if not blocking} == shown_only


def test_definitions_load_as_dagster_loads_them() -> None:
    dg.Definitions.validate_loadable(defs)
