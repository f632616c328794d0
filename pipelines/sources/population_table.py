"""Population tables as CSV: years in columns of their own, or one column of years and one of figures."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pipelines.sources.directory_units import RefusedFileError
from pipelines.sources.population_cells import Cell

NAMES: Final = {
    "region": "region",
    "regionkod": "region",
    "län": "region",
    "lan": "region",
    "kommun": "region",
    "kön": "sex",
    "kon": "sex",
    "sex": "sex",
    "gender": "sex",
    "ålder": "age",
    "alder": "age",
    "age": "age",
    "år": "year",
    "ar": "year",
    "tid": "year",
    "year": "year",
    "folkmängd": "value",
    "folkmangd": "value",
    "antal": "value",
    "population": "value",
    "inhabitants": "value",
    "be0101n1": "value",
    "county": "county",
    "municipality": "municipality",
}
_YEAR_COLUMN = re.compile(r"(?:(?:folkmängd(?: den 31 december)?|population|be0101n1) )?(\d{4})")


class _Columns(NamedTuple):
    """Where each part stands in a row. `years` are the columns that hold the figures of one year each."""

    places: dict[str, int]
    years: dict[int, str]
    width: int


def cells_of_table(text: str) -> Iterator[Cell]:
    """The figures of a table, row by row. Raises RefusedFileError when it has no usable header.

    A title above the header and notes below the table, which fill one column only, are passed over.
    """
    lines = text.splitlines()
    separator = max(";\t,", key=lambda mark: max((line.count(mark) for line in lines[:20]), default=0))
    reader = csv.reader(lines, delimiter=separator)
    columns: _Columns | None = None
    for row in reader:
        if sum(bool(cell.strip()) for cell in row) < 2:
            continue
        if columns is None:
            columns = _columns(row) if _is_header(row) else None
        else:
            yield from _cells(row, columns, reader.line_num)
    if columns is None:
        raise RefusedFileError("The file is no population table: it has no header line with a column for the region.")


def _words(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _is_header(row: list[str]) -> bool:
    return any(NAMES.get(_words(cell)) in {"region", "county"} for cell in row)


def _columns(header: list[str]) -> _Columns:
    places: dict[str, int] = {}
    years: dict[int, str] = {}
    for place, cell in enumerate(header):
        words = _words(cell)
        if year := _YEAR_COLUMN.fullmatch(words):
            years[place] = year[1]
        elif words in NAMES:
            places.setdefault(NAMES[words], place)
    missing = [word for word, there in _needed(places, years).items() if not there]
    if missing:
        raise RefusedFileError(
            f"The population table lacks {' and '.join(missing)}; its columns must be region, kön, år and Folkmängd, "
            "or one column Folkmängd for each year."
        )
    return _Columns(places, years, len(header))


def _needed(places: dict[str, int], years: dict[int, str]) -> dict[str, bool]:
    return {
        "a column for the sex": "sex" in places,
        "the years": bool(years) or "year" in places,
        "the figures": bool(years) or "value" in places,
    }


def _cells(row: list[str], columns: _Columns, number: int) -> Iterator[Cell]:
    cells = [*row, *[""] * (columns.width - len(row))]
    places = columns.places
    region = cells[places["region"]] if "region" in places else cells[places["county"]]
    if "municipality" in places and cells[places["municipality"]].strip():
        region = cells[places["municipality"]]
    sex = cells[places["sex"]]
    age = cells[places["age"]] if "age" in places else None
    if columns.years:
        for place, year in columns.years.items():
            yield Cell(number, region, sex, age, year, cells[place])
    else:
        yield Cell(number, region, sex, age, cells[places["year"]], cells[places["value"]])
