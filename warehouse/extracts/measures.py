"""What is told of each group of lines: measures, and rankings of diagnosis categories (statistics 14.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from warehouse.extracts.description import Section
from warehouse.extracts.parts import Measure, Ranking

if TYPE_CHECKING:
    from pandas.api.typing import DataFrameGroupBy

    Groups = DataFrameGroupBy[Any, Any]

_MEASURES: dict[Measure, Callable[[Groups], pd.Series]] = {
    Measure.NUMBER: lambda groups: groups.size(),
    Measure.PATIENTS: lambda groups: groups["person_no"].nunique(),
    Measure.MEAN: lambda groups: groups["days"].mean(),
    Measure.MEDIAN: lambda groups: groups["days"].median(),
    Measure.LOWER_QUARTILE: lambda groups: groups["days"].quantile(0.25),
    Measure.UPPER_QUARTILE: lambda groups: groups["days"].quantile(0.75),
    Measure.STANDARD_DEVIATION: lambda groups: groups["days"].std(ddof=0),
    Measure.SHARE_SEVERAL_CATEGORIES: lambda groups: groups["several"].mean(),
    Measure.MEAN_AGE: lambda groups: groups["age"].mean(),
}
COUNTS = {Measure.NUMBER, Measure.PATIENTS}

SOURCES = {
    Measure.PATIENTS: "person_no",
    Measure.MEAN: "days",
    Measure.MEDIAN: "days",
    Measure.LOWER_QUARTILE: "days",
    Measure.UPPER_QUARTILE: "days",
    Measure.STANDARD_DEVIATION: "days",
    Measure.MEAN_AGE: "age",
}
"""The column of the lines that a measure is computed from."""


def measured(section: Section, groups: Groups) -> pd.DataFrame:
    """One column for each measure of the section, rounded or truncated as it says; one row for each group."""
    return pd.DataFrame({measure.value: _one(section, measure, groups) for measure in section.measures})


def _one(section: Section, measure: Measure, groups: Groups) -> pd.Series:
    values = _MEASURES[measure](groups)
    if measure in COUNTS:
        return values.fillna(0).astype("int64")
    rounded = shown_number(section, values.astype("float64"))
    return rounded if section.no_case_value is None else rounded.fillna(section.no_case_value)


def shown_number(section: Section, values: pd.Series) -> pd.Series:
    """Numbers with the decimals that the section tells, rounded or truncated."""
    if not section.truncated:
        return values.round(section.decimals)
    scale = 10**section.decimals
    return pd.Series(np.trunc(values.to_numpy() * scale) / scale, index=values.index)


def ranked(section: Section, ranking: Ranking, lines: pd.DataFrame, categories: Iterable[str]) -> pd.DataFrame:
    """The most common categories of one group of lines.

    `categories` holds each category once for each line that counts it. Columns: rank, category, number, percent of the
    lines, and `of`, the number of lines.
    """
    counts = pd.Series(list(categories), dtype="string").value_counts()
    counts = counts.drop(labels=[code for code in ranking.leaving_out if code in counts.index])
    table = pd.DataFrame({"category": counts.index, "number": counts.to_numpy()})
    table = table.sort_values(["number", "category"], ascending=False, ignore_index=True).head(ranking.length)
    table.insert(0, "rank", range(1, len(table) + 1))
    table["percent"] = shown_number(section, 100 * table["number"] / len(lines))
    table["of"] = len(lines)
    return table
