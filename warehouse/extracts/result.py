"""The result of an extract: its tables, and what must stand beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from warehouse.reports.result import Label


@dataclass(frozen=True, slots=True)
class SectionResult:
    """One table: a column for each dimension, with neutral keys, and a column for each measure.

    A total over a dimension has the key `ALL` (`both` for sex). `names` holds the names of keys, by column and key.
    `left_out` is the number of lines that the cut-off took away before anything was summed; None without a cut-off.
    """

    id: str
    title: Label
    frame: pd.DataFrame
    names: Mapping[str, Mapping[str, Label]]
    left_out: int | None = None

    def named(self, language: str) -> pd.DataFrame:
        """The table with a column `<dimension>_name` after each dimension whose keys have names."""
        frame = self.frame.copy()
        for column, names in self.names.items():
            texts = {key: name.in_language(language) for key, name in names.items()}
            place = list(frame.columns).index(column) + 1
            frame.insert(place, f"{column}_name", frame[column].map(texts))
        return frame


@dataclass(frozen=True, slots=True)
class ExtractResult:
    """An extract with what it was made of. `parameters` is what was given, as text; `threshold` that of the cut-off."""

    id: str
    title: Label
    protection: Label
    parameters: str
    as_of: date
    release: str
    threshold: int | None
    sections: tuple[SectionResult, ...]

    def section(self, section_id: str) -> SectionResult:
        """The section of that id; raises KeyError."""
        return {section.id: section for section in self.sections}[section_id]

    def table(self, language: str) -> pd.DataFrame:
        """All sections as one table, with a column `section` first; empty where a section lacks a column."""
        parts = [section.named(language).assign(section=section.id) for section in self.sections]
        whole = pd.concat(parts, ignore_index=True)
        return whole[["section", *(column for column in whole.columns if column != "section")]]
