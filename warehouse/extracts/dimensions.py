"""The groups of each dimension: the key of every line, which keys there are, and their names (statistics 14.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from warehouse import reference_tables as reference
from warehouse.diagnoses import find
from warehouse.extracts.description import Section
from warehouse.extracts.parts import Bands, Dimension, Shown
from warehouse.extracts.selecting import PRIVATE
from warehouse.reports.result import Label

TOTAL, BOTH, OTHER = "ALL", "both", "OTHER"
TOTAL_NAME = Label("Alla", "All")
SEXES = {"women": Label("Kvinnor", "Women"), "men": Label("Män", "Men")}
SEX_KEYS = {1: "men", 2: "women"}

_COLUMNS = {Dimension.LENGTH: "days", Dimension.LETTER: "last_category"}


def column(dimension: Dimension) -> str:
    """The column of the selected lines that a dimension is made from."""
    return _COLUMNS.get(dimension, dimension.value)


def total_key(dimension: Dimension) -> str:
    """The key that stands for a dimension that a grouping leaves out."""
    return BOTH if dimension is Dimension.SEX else TOTAL


def keys_of(section: Section, dimension: Dimension, values: pd.Series) -> pd.Series:
    """The key of each line; missing for a line in none of the groups, which then counts in totals only."""
    if dimension is Dimension.SEX:
        return values.map(SEX_KEYS)
    if dimension is Dimension.LETTER:
        first = values.str[:1]
        return first.where(first.isin(section.letters), OTHER)
    if dimension is Dimension.AGE:
        return _banded(section.ages.groups, values)
    if dimension is Dimension.LENGTH:
        return _banded(section.length_groups, values)
    return values.astype("string")


def _banded(bands: Bands, values: pd.Series) -> pd.Series:
    keys = pd.Series(pd.NA, index=values.index, dtype="string")
    for band in bands:
        inside = values >= band.low
        if band.high is not None:
            inside &= values <= band.high
        keys[inside.fillna(False)] = band.key
    return keys


def ordered_keys(
    section: Section, dimension: Dimension, present: pd.Series, asked: Sequence[str], windows: Sequence[str]
) -> tuple[str, ...]:
    """Every key of a dimension in order: those that are known in advance, else those that are present."""
    matched = section.diagnosis is not None and section.diagnosis.shown is Shown.MATCHED
    known: dict[Dimension, Iterable[str]] = {
        Dimension.PERIOD: windows,
        Dimension.LETTER: (*section.letters, OTHER),
        Dimension.SEX: SEXES,
        Dimension.COUNTY: sorted(row.key for row in reference.code_rows("counties")),
        Dimension.AGE: (band.key for band in section.ages.groups),
        Dimension.LENGTH: (band.key for band in section.length_groups),
        Dimension.DEGREE: (row.key for row in reference.code_rows("degrees")),
        **({Dimension.DIAGNOSIS: asked} if matched else {}),
    }
    return tuple(known[dimension]) if dimension in known else tuple(sorted(present.dropna().unique()))


def names_of(section: Section, keys: Iterable[str], dimension: Dimension, units: Mapping[str, str]) -> dict[str, Label]:
    """The names of keys, empty for a dimension whose keys speak for themselves. `units` are names by unit id."""
    total = {total_key(dimension): Label("Båda", "Both") if dimension is Dimension.SEX else TOTAL_NAME}
    match dimension:
        case Dimension.SEX:
            return SEXES | total
        case Dimension.COUNTY:
            counties = reference.code_rows("counties")
            return {row.key: Label(row.label_sv, row.label_en) for row in counties} | total
        case Dimension.AGE | Dimension.LENGTH:
            bands = section.ages.groups if dimension is Dimension.AGE else section.length_groups
            return {band.key: Label(band.label, band.label) for band in bands} | total
        case Dimension.DIAGNOSIS:
            return {key: diagnosis_name(key) for key in keys} | total
        case Dimension.UNIT:
            together = {PRIVATE: Label("Privatpraktiserande läkare", "Doctors in private practice")}
            return {key: Label(units[key], units[key]) for key in keys if key in units} | together
        case _:
            return {}


def diagnosis_name(key: str) -> Label:
    """The name of the node that a label stands for; `F32+` says that everything below is included."""
    node = find(key.removesuffix("+"))
    if node is None:
        return TOTAL_NAME
    names = Label(node.name, node.name_en or node.name)
    if not key.endswith("+"):
        return names
    return Label(f"{names.sv} med alla underkoder", f"{names.en}, all codes included")
