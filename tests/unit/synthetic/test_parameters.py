"""The generator's parameters (rule G-2)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipelines.synthetic import settings
from pipelines.synthetic.document_faults import DOCUMENT_FAULTS
from pipelines.synthetic.settings import (
    ParameterError,
    load_diagnoses,
    load_groups,
    load_parameters,
    load_size,
    size_names,
)
from pipelines.synthetic.value_faults import VALUE_FAULTS


def test_every_value_has_an_origin_and_lies_in_its_range() -> None:
    entries = yaml.safe_load((settings.FOLDER / "parameters.yaml").read_text(encoding="utf-8"))
    origins = [entry["origin"] for names in entries.values() for entry in names.values()]
    assert all(origin.split(":")[0].split(",")[0].strip() for origin in origins)
    assert all(origin.startswith(("fact", "plan value", "own assumption")) for origin in origins)
    load_parameters()


@pytest.mark.parametrize(
    ("change", "message"),
    [("value: 1.5", "must lie between"), ("origin: ''", "needs an origin"), ("range: [50, 60]", "must lie between")],
)
def test_a_value_that_is_not_allowed_is_refused_by_name(
    change: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = {"origin": "plan value", "range": [0, 1], "value": 1} | yaml.safe_load(change)
    (tmp_path / "parameters.yaml").write_text(yaml.safe_dump({"persons": {"share": entry}}), encoding="utf-8")
    monkeypatch.setattr(settings, "FOLDER", tmp_path)
    with pytest.raises(ParameterError, match=f"persons.share {message}"):
        load_parameters.__wrapped__()


def test_an_unknown_size_is_refused_with_those_there_are() -> None:
    assert size_names() == ["tiny", "demo", "small", "medium", "region"]
    with pytest.raises(ParameterError, match="choose tiny, demo, small, medium, region"):
        load_size("huge")


def test_demo_is_as_promised() -> None:
    demo = load_size("demo")
    assert (demo.certificates, demo.months, demo.units, demo.counties) == (50_000, 30, 120, 6)
    assert demo.regions + demo.private == 12
    assert demo.largest_percent == pytest.approx(100 / 3, abs=1)


def test_diagnoses_belong_to_groups_and_to_their_category() -> None:
    diagnoses = load_diagnoses()
    assert set(load_groups()) <= set(diagnoses)
    for codes in diagnoses.values():
        for diagnosis in codes:
            assert diagnosis.code.startswith(diagnosis.category or "")
            assert diagnosis.icd10_code is None or diagnosis.code.startswith(diagnosis.icd10_code)


def test_every_fault_has_a_switch() -> None:
    parameters = load_parameters()
    for name in [*DOCUMENT_FAULTS, *VALUE_FAULTS]:
        assert parameters.number(f"faults.{name}") > 0
