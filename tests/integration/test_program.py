"""The program `intyg` as its users call it: outcomes in a table, sentences and exit codes for mistakes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.assets.landing import land_all
from pipelines.erasure import Tombstones
from pipelines.landing.landing import Landing
from pipelines.sources.folder import FolderSource
from pipelines.staging.stage import Staging
from pipelines.trial import try_each
from tests.integration.small_store import Pipeline


def _intyg(*arguments: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "intyg", "--data", str(data), "--quiet", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run",), 3, "There is no source to read"),
        (("publish",), 3, "No build has begun"),
        (("report", "cases_total"), 3, "Nothing has been published yet"),
        (("report", "no_such_report"), 2, "There is no report no_such_report"),
        (("report", "cases_total", "--format", "pdf"), 2, "There is no format pdf"),
        (("ingest", "absent-folder"), 2, "There is no folder"),
        (("ingest", "--each-alone"), 2, "Name the folder"),
        (("releases", "rollback"), 2, "There is no earlier release"),
        (("erase", "--certificate", "x", "--order", " ", "--confirmed-by", "y"), 2, "needs an order number"),
    ],
)
def test_a_mistake_gives_one_sentence_and_a_code(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = _intyg(*arguments, data=tmp_path / "data")
    assert words in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert done.returncode == code


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    done = _intyg("status", data=tmp_path, INTYG_PUBLIC_PORT="eighty")
    assert done.returncode == 2
    assert "INTYG_PUBLIC_PORT" in done.stderr


def test_help_names_every_operation(tmp_path: Path) -> None:
    shown = _intyg("--help", data=tmp_path).stdout
    for operation in ("demo", "store", "ingest", "build", "publish", "run", "serve", "report", "status", "erase"):
        assert operation in shown


def test_every_sample_by_itself_gets_an_outcome(shared: Path, tmp_path: Path) -> None:
    files = [path for path in (shared / "samples").rglob("*") if path.suffix in {".xml", ".json"}]
    done = _intyg("ingest", "--each-alone", str(shared / "samples"), data=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"{len(files)} documents:" in done.stdout
    assert not (tmp_path / "restricted").exists(), "a trial leaves nothing behind"
    outcomes = Counter(trial.outcome for trial in try_each(shared / "samples"))
    assert outcomes.total() == len(files)
    assert outcomes["message"] == 1
    assert outcomes["certificate"] > outcomes["quarantined"] > 0


def test_samples_together_give_one_certificate_per_id_and_the_rest_are_conflicts(shared: Path, tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path, date(2026, 11, 23))
    landing, staging = Landing(pipeline.data.landing), Staging(pipeline.data.staging)
    land_all(FolderSource(shared / "samples", quiet_seconds=0), landing, Tombstones(landing, pipeline.data))
    staging.stage_missing(landing)
    landing.close()
    pipeline.build()
    with duckdb.connect() as connection:
        staged = connection.read_parquet(staging.pattern("certificate_document"))
        documents = staged.count("*").fetchone()
        ids = staged.project("certificate_id").distinct().count("*").fetchone()
        certificates = connection.read_parquet(str(pipeline.core / "certificate.parquet")).count("*").fetchone()
        conflicts = connection.read_parquet(str(pipeline.core / "document_conflict.parquet")).count("*").fetchone()
    assert certificates == ids
    assert documents and ids and conflicts
    assert conflicts[0] == documents[0] - ids[0]
