"""Running Dagster assets in this process: what the command line does is what the scheduler does."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import dagster as dg
from dagster._core.errors import DagsterAssetCheckFailedError  # not among the public names

from pipelines.definitions import build_definitions
from warehouse.errors import CheckFailedError, UserError

ALL_GROUPS = ("sources", "landing", "staging", "core", "control", "statistics", "release")


def run_groups(data: Path, groups: Sequence[str] = ALL_GROUPS) -> dg.ExecuteInProcessResult:
    """Materialise the assets of `groups` and run their checks, in order, in this process.

    Raises CheckFailedError naming the checks that failed, and the UserError of a step as it is.
    """
    return _run(data, "everything", groups)


def run_refresh(data: Path) -> dg.ExecuteInProcessResult:
    """Take in what is new and publish a delta with it; raises as `run_groups` does."""
    return _run(data, "refresh", None)


def run_reconcile(data: Path) -> dg.ExecuteInProcessResult:
    """Compare with the certificate store and stage what was lacking; raises as `run_groups` does."""
    return _run(data, "reconcile", None)


def _run(data: Path, job: str, groups: Sequence[str] | None) -> dg.ExecuteInProcessResult:
    defs = build_definitions(str(data))
    keys = defs.resolve_asset_graph().get_all_asset_keys()
    selection = None if groups is None else [key for key in keys if _group(key) in groups]
    logging.getLogger("dagster").setLevel(logging.ERROR)
    with dg.DagsterInstance.ephemeral() as instance:
        try:
            return defs.resolve_job_def(job).execute_in_process(
                instance=instance,
                asset_selection=selection,
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            )
        except DagsterAssetCheckFailedError as error:
            raise CheckFailedError(f"Nothing was published: {error}") from None
        except dg.DagsterError as error:
            raise _cause(error) from None


def _group(key: dg.AssetKey) -> str:
    return key.path[0]


def _cause(error: BaseException) -> BaseException:
    """The user's mistake behind an error of the orchestrator, or the error itself."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, UserError):
            return seen
        seen = seen.__cause__ or seen.__context__
    return error
