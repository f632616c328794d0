"""The generator's parameters (rule G-2): one YAML file, each value with its origin and its allowed range."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.synthetic.streams import Weighted
from warehouse.errors import UserError

FOLDER = Path(__file__).parent / "parameters"


class ParameterError(UserError):
    """A parameter is missing or outside its allowed range."""


class Parameters:
    """Values by `stream.name`. Raises ParameterError when one is unknown."""

    def __init__(self, entries: dict[str, dict[str, Any]]) -> None:
        self._entries = {
            f"{stream}.{name}": entry["value"] for stream, names in entries.items() for name, entry in names.items()
        }

    def _value(self, name: str) -> Any:
        if name not in self._entries:
            raise ParameterError(f"The generator has no parameter {name}.")
        return self._entries[name]

    def names(self, beginning: str) -> list[str]:
        """All parameters whose name begins so."""
        return [name for name in self._entries if name.startswith(beginning)]

    def number(self, name: str, key: str | None = None) -> float:
        value = self._value(name)
        return float(value if key is None else value[key])

    def table(self, name: str) -> dict[Any, float]:
        """Numbers by key, in the file's order."""
        return dict(self._value(name))

    def weighted(self, name: str) -> Weighted[Any]:
        return Weighted(self.table(name))


@dataclass(frozen=True, slots=True)
class Size:
    """How big a store is, and how its certificates are shared out; see `parameters/parameters.yaml`."""

    name: str
    certificates: int
    months: int
    counties: int
    regions: int
    private: int
    units: int
    fault_minimum: int
    largest_percent: float
    private_percent: float


@dataclass(frozen=True, slots=True)
class DiagnosisGroup:
    """A group of diagnoses of new cases; lengths in days."""

    name: str
    percent: float
    percent_women: float
    median_days: float
    ninetieth_days: float
    psychiatric: bool
    tumour: bool


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A code as written in documents, with what it means: its category and its ICD-10-SE code (None: only known to
    the category)."""

    code: str
    category: str | None
    icd10_code: str | None
    text: str
    sex: int | None = None
    group: str = ""

    @property
    def primary_care(self) -> bool:
        """True for codes that only KSH97-P has (rule D8)."""
        return self.code.endswith(("-", "P"))

    def in_newer_model(self) -> Diagnosis:
        """The same in ICD-10-SE, the only classification that forms of the newer model take."""
        if not self.primary_care:
            return self
        code = self.icd10_code or f"{self.category}9"
        return Diagnosis(code, self.category, code, self.text, self.sex, self.group)


@cache
def load_parameters() -> Parameters:
    """Read and check the parameter file. Raises ParameterError naming the first value that is not allowed."""
    text = (FOLDER / "parameters.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text)
    for stream, names in entries.items():
        for name, entry in names.items():
            _check(f"{stream}.{name}", entry)
    return Parameters(entries)


def _check(name: str, entry: dict[str, Any]) -> None:
    if set(entry) != {"origin", "range", "value"} or not entry["origin"]:
        raise ParameterError(f"The generator's parameter {name} needs an origin, a range and a value.")
    least, most = entry["range"]
    value = entry["value"]
    for number in value.values() if isinstance(value, dict) else [value]:
        if not least <= number <= most:
            raise ParameterError(f"The generator's parameter {name} must lie between {least} and {most}.")


def load_size(name: str) -> Size:
    """The size of that name. Raises ParameterError naming the sizes there are."""
    known = load_parameters()
    try:
        values = known.table(f"sizes.{name}")
    except ParameterError:
        raise ParameterError(f"There is no size {name}; choose {', '.join(size_names())}.") from None
    whole = {key: int(value) for key, value in values.items()}
    return Size(
        name=name,
        certificates=whole["certificates"],
        months=whole["months"],
        counties=whole["counties"],
        regions=whole["regions"],
        private=whole["private"],
        units=whole["units"],
        fault_minimum=whole["fault_minimum"],
        largest_percent=values["largest_percent"],
        private_percent=values["private_percent"],
    )


def size_names() -> list[str]:
    entries = yaml.safe_load((FOLDER / "parameters.yaml").read_text(encoding="utf-8"))
    return list(entries["sizes"])


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def load_groups() -> dict[str, DiagnosisGroup]:
    return {
        row["group"]: DiagnosisGroup(
            row["group"],
            float(row["percent_of_cases"]),
            float(row["percent_women"]),
            float(row["length_median_days"]),
            float(row["length_p90_days"]),
            row["psychiatric"] == "1",
            row["tumour"] == "1",
        )
        for row in _rows("diagnosis_groups.csv")
    }


@cache
def load_diagnoses() -> dict[str, dict[Diagnosis, float]]:
    """Diagnoses with their weights, by group."""
    groups: dict[str, dict[Diagnosis, float]] = {}
    for row in _rows("diagnosis_codes.csv"):
        sex = {"M": 1, "F": 2}.get(row["sex"])
        diagnosis = Diagnosis(row["code"], row["category"], row["icd10_code"] or None, row["text"], sex, row["group"])
        groups.setdefault(row["group"], {})[diagnosis] = float(row["percent_within_group"])
    return groups
