"""The Python calls of `docs/report-results.md`, run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.integration.reports.published import WOMEN_AT_U1, WOMEN_AT_U2, publish

PAGE = Path(__file__).resolve().parents[3] / "docs" / "report-results.md"


def test_the_example_runs_and_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(tmp_path / "data")
    (tmp_path / "lista.csv").write_text("Namn;HSA-id;Listade\nNorra;u1;110\n")
    monkeypatch.chdir(tmp_path)
    code = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    assert len(code) == 1
    exec(compile(code[0], PAGE.name, "exec"), {})
    printed = capsys.readouterr().out
    assert f"Number of cases by degree of sick leave 2016-02 {WOMEN_AT_U1 + WOMEN_AT_U2}" in printed
    assert "March 2015–February 2016" in printed
    assert "81.82" in printed
