"""The general extract builder: evaluates a description over the core tables (statistics 14).

Lines are selected by the models of `sql/extracts`; here they are cut off, grouped and told. No person number and no
certificate number leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import duckdb
import pandas as pd

from warehouse.diagnoses import UNKNOWN_KEY
from warehouse.extracts.description import Description, Section
from warehouse.extracts.dimensions import column, keys_of, names_of, ordered_keys, total_key
from warehouse.extracts.measures import SOURCES, measured, ranked
from warehouse.extracts.parameters import Parameters, apply
from warehouse.extracts.parts import Counted, Dimension, Measure, Ranking
from warehouse.extracts.result import ExtractResult, SectionResult
from warehouse.extracts.selecting import Selector
from warehouse.extracts.source import Core
from warehouse.reports.result import Label


def build_extract(
    connection: duckdb.DuckDBPyConnection,
    core: Core,
    description: Description,
    threshold: int,
    parameters: Parameters | None = None,
) -> ExtractResult:
    """Evaluate a description. `threshold` is used by sections with a cut-off.

    Raises UserError for parameters that the description does not take and diagnoses that do not exist.
    """
    given = parameters or Parameters()
    wanted = apply(description, given)
    selector = Selector(connection, wanted, core.as_of)
    sections = tuple(_Evaluation(connection, selector, section, threshold).result() for section in wanted.sections)
    cut = any(section.cut_off is not None for section in wanted.sections)
    return ExtractResult(
        wanted.id,
        wanted.title,
        wanted.protection,
        given.written(),
        core.as_of,
        core.version,
        threshold if cut else None,
        sections,
    )


class _Evaluation:
    """One section: its lines with the key of each dimension, and the order of the keys."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, selector: Selector, section: Section, threshold: int
    ) -> None:
        self._connection = connection
        self._section = section
        self._asked = selector.select(section)
        self._windows = tuple(window.key for window in selector.windows(section))
        self._categories = self._read_categories(selector)
        self._lines = self._with_keys(self._read_lines())
        read = len(self._lines)
        if section.cut_off is not None:
            self._lines = self._cut(section.cut_off, threshold)
        self._left_out = None if section.cut_off is None else read - len(self._lines)

    def result(self) -> SectionResult:
        """The section's table."""
        section = self._section
        told = pd.concat([self._grouped(grouping) for grouping in section.groupings], ignore_index=True)
        keys = [dimension.value for dimension in section.dimensions]
        frame = told[[*keys, *(name for name in told.columns if name not in keys)]]
        return SectionResult(section.id, section.title, frame, self._names(frame), self._left_out)

    def _used(self) -> tuple[Dimension, ...]:
        return tuple(dict.fromkeys((*self._section.dimensions, *(self._section.cut_off or ()))))

    def _read_lines(self) -> pd.DataFrame:
        """The selected lines with the columns that the section needs."""
        columns = {column(dimension) for dimension in self._used()} | {"line_no", "provider_no", "period"}
        columns |= {SOURCES[measure] for measure in self._section.measures if measure in SOURCES}
        if self._section.ranking:
            columns.add("last_category")
        if self._section.one_row_per_case:
            columns.add("days")
        table = "unit_line" if Dimension.UNIT in self._section.dimensions else "told_line"
        return self._connection.table(table).select(*sorted(columns)).df()

    def _read_categories(self, selector: Selector) -> pd.DataFrame | None:
        ranking = self._section.ranking
        every = ranking is not None and ranking.counted is Counted.EVERY
        if not every and Measure.SHARE_SEVERAL_CATEGORIES not in self._section.measures:
            return None
        selector.make_categories()
        return self._connection.table("line_category").df()

    def _with_keys(self, lines: pd.DataFrame) -> pd.DataFrame:
        """The lines with a categorical column `key_<dimension>` for each dimension, whose order is that of the keys."""
        for dimension in self._used():
            keys = keys_of(self._section, dimension, lines[column(dimension)])
            order = ordered_keys(self._section, dimension, keys, self._asked, self._windows)
            lines[_key(dimension)] = pd.Categorical(keys, categories=order, ordered=True)
        if self._categories is not None:
            lines["several"] = lines["line_no"].map(self._categories["line_no"].value_counts()).fillna(0) > 1
        return lines

    def _cut(self, dimensions: Sequence[Dimension], threshold: int) -> pd.DataFrame:
        """Leave out the lines of every provider's groups below the threshold, in each window by itself."""
        by = ["provider_no", "period", *map(_key, dimensions)]
        sizes = self._lines.groupby(by, observed=True, dropna=False)["line_no"].transform("size")
        return self._lines[sizes >= threshold]

    def _grouped(self, grouping: Sequence[Dimension]) -> pd.DataFrame:
        section = self._section
        if section.one_row_per_case:
            told = self._one_row_each(grouping)
        elif section.ranking is not None:
            told = self._ranked(grouping, section.ranking)
        else:
            told = self._measured(grouping)
        told = told.rename(columns={_key(dimension): dimension.value for dimension in grouping})
        for dimension in section.dimensions:
            told[dimension.value] = _text(told[dimension.value]) if dimension in grouping else total_key(dimension)
        return told

    def _measured(self, grouping: Sequence[Dimension]) -> pd.DataFrame:
        if not grouping:
            together = pd.Series(pd.Categorical([0] * len(self._lines), categories=[0]), index=self._lines.index)
            return measured(self._section, self._lines.groupby(together, observed=False)).reset_index(drop=True)
        by = [_key(dimension) for dimension in grouping]
        groups = self._lines.groupby(by, observed=not self._section.zero_rows)
        return measured(self._section, groups).reset_index()

    def _one_row_each(self, grouping: Sequence[Dimension]) -> pd.DataFrame:
        keys = [_key(dimension) for dimension in grouping]
        return self._lines[[*keys, "days"]].sort_values([*keys, "days"], ignore_index=True)

    def _ranked(self, grouping: Sequence[Dimension], ranking: Ranking) -> pd.DataFrame:
        parts = []
        for keys, lines in self._parts(grouping):
            part = ranked(self._section, ranking, lines, self._counted(ranking, lines))
            for place, (dimension, key) in enumerate(zip(grouping, keys, strict=True)):
                part.insert(place, _key(dimension), key)
            parts.append(part)
        if parts:
            return pd.concat(parts, ignore_index=True)
        names = [*map(_key, grouping), "rank", "category", "number", "percent", "of"]
        return pd.DataFrame(columns=names)

    def _parts(self, grouping: Sequence[Dimension]) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
        if grouping:
            by = [_key(dimension) for dimension in grouping]
            yield from ((tuple(map(str, keys)), lines) for keys, lines in self._lines.groupby(by, observed=True))
        elif len(self._lines):
            yield (), self._lines

    def _counted(self, ranking: Ranking, lines: pd.DataFrame) -> pd.Series:
        if ranking.counted is Counted.LAST or self._categories is None:
            return lines.loc[lines["last_category"] != UNKNOWN_KEY, "last_category"]
        return self._categories.loc[self._categories["line_no"].isin(lines["line_no"]), "category"]

    def _names(self, frame: pd.DataFrame) -> dict[str, Mapping[str, Label]]:
        units: dict[str, str] = {}
        if Dimension.UNIT in self._section.dimensions:
            units = dict(self._connection.table("unit").select("unit_id", "name").fetchall())
        found = {
            dimension.value: names_of(self._section, frame[dimension.value].unique(), dimension, units)
            for dimension in self._section.dimensions
        }
        return {name: names for name, names in found.items() if names}


def _key(dimension: Dimension) -> str:
    return f"key_{dimension.value}"


def _text(keys: pd.Series) -> pd.Series:
    """Keys as text, empty for a line in none of the groups, which only a table with one row per case shows."""
    return keys.astype("string").fillna("")
