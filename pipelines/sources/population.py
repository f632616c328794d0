"""Connector C7: inhabitants by county or municipality, sex, age and year, from files of Statistics Sweden (SCB).

Three forms are read: the table as CSV, as the statistics database exports it or as the platform's own six columns, and
the answers of its interface in JSON and JSON-stat 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from pipelines.landing.file_readings import RejectedRow
from pipelines.sources.directory_units import RefusedFileError
from pipelines.sources.population_cells import Cell
from pipelines.sources.population_json import cells_of_json
from pipelines.sources.population_table import cells_of_table
from warehouse.reference_tables import rows

WHOLE_COUNTRY: Final = "00"
OLDEST: Final = 100
YEARS: Final = range(1749, 2200)
MEN: Final = ("1", "män", "man", "men", "male")
WOMEN: Final = ("2", "kvinnor", "kvinna", "women", "female")
SEXES: Final = dict.fromkeys(MEN, 1) | dict.fromkeys(WOMEN, 2)
BOTH_SEXES: Final = {"1+2", "tot", "totalt", "total", "båda könen", "both sexes"}
ALL_AGES: Final = {"", "tot", "totalt", "totalt ålder", "samtliga åldrar", "total", "total age", "alla åldrar"}

_AGE = re.compile(r"(\d{1,3})(\+?)(?: ?(?:år|years?))?(\+?)")
_REGION = re.compile(r"(\d{4}|\d{2})\b")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_WHOLE = re.compile(r"(\d+)(?:[.,]0+)?")


class Inhabitants(NamedTuple):
    """Inhabitants on 31 December of a year. `municipality` is empty on a row of a whole county, `age` None for all
    ages together; age 100 holds everybody of 100 and over. Sex is 1 man, 2 woman."""

    county: str
    municipality: str
    sex: int
    age: int | None
    year: int
    inhabitants: int


@dataclass(slots=True)
class PopulationFile:
    """What one file says. `left_out` counts rows of the whole country, of both sexes and of sums over ages."""

    rows: list[Inhabitants] = field(default_factory=list)
    left_out: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)

    @property
    def years(self) -> list[int]:
        """The years that it speaks of, in order."""
        return sorted({row.year for row in self.rows})


class UnreadableCellError(ValueError):
    """A value of a row cannot be read; the text is the reason's code."""


def read_population(content: bytes) -> PopulationFile:
    """Read a file of any of the forms. Raises RefusedFileError, one sentence, when nothing can be read from it."""
    found = PopulationFile()
    _read_cells(_cells(content), found)
    if not found.rows:
        raise RefusedFileError("The file holds no inhabitants of a county or municipality by sex and year.")
    with_ages = {(row.county, row.municipality, row.sex, row.year) for row in found.rows if row.age is not None}
    kept = [
        row
        for row in found.rows
        if row.age is not None or (row.county, row.municipality, row.sex, row.year) not in with_ages
    ]
    found.left_out += len(found.rows) - len(kept)
    found.rows = kept
    return found


def _cells(content: bytes) -> Iterator[Cell]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return cells_of_json(text) if text.lstrip()[:1] == "{" else cells_of_table(text)


def _read_cells(cells: Iterable[Cell], found: PopulationFile) -> None:
    seen: set[Inhabitants] = set()
    for cell in cells:
        try:
            row = _inhabitants(cell)
        except UnreadableCellError as error:
            found.rejected.append(RejectedRow(cell.number, str(error)))
            continue
        if row is None:
            found.left_out += 1
            continue
        key = row._replace(inhabitants=0)
        if key in seen:
            found.rejected.append(RejectedRow(cell.number, "population_repeated"))
        else:
            seen.add(key)
            found.rows.append(row)


def _inhabitants(cell: Cell) -> Inhabitants | None:
    """The row of a cell; None for the whole country and for both sexes together."""
    region, sex = _region(cell.region), cell.sex.strip().casefold()
    if region == WHOLE_COUNTRY or sex in BOTH_SEXES:
        return None
    if sex not in SEXES:
        raise UnreadableCellError("population_sex_unknown")
    year = cell.year.strip()
    if not (year.isdecimal() and int(year) in YEARS):
        raise UnreadableCellError("population_year_unreadable")
    municipality = region if len(region) == 4 else ""
    return Inhabitants(region[:2], municipality, SEXES[sex], _age(cell.age), int(year), _number(cell.value))


def _region(text: str) -> str:
    """The code of a county or municipality, from its code, its name, or code and name."""
    words = text.strip()
    found = _REGION.match(words)
    code = found[1] if found else _codes_by_name().get(words.casefold(), "")
    if code not in _known_regions():
        raise UnreadableCellError("population_region_unknown")
    return code


@cache
def _known_regions() -> frozenset[str]:
    codes = {row["code"] for name in ("counties", "municipalities") for row in rows(name)}
    return frozenset(codes - {"0000"})


@cache
def _codes_by_name() -> dict[str, str]:
    known = {row["name_sv"].casefold(): row["code"] for name in ("municipalities", "counties") for row in rows(name)}
    return {**known, "riket": WHOLE_COUNTRY}


def _age(text: str | None) -> int | None:
    words = (text or "").strip().casefold()
    if words in ALL_AGES:
        return None
    found = _AGE.fullmatch(words)
    if found is None or int(found[1]) > OLDEST + 20:
        raise UnreadableCellError("population_age_unreadable")
    age = int(found[1])
    if (found[2] or found[3]) and age != OLDEST:
        raise UnreadableCellError("population_age_unreadable")
    return min(age, OLDEST)


def _number(text: str) -> int:
    """A whole number, with or without separators of thousands (blank, point, comma) and with decimals of zero."""
    digits = "".join(text.split())
    if _GROUPED.fullmatch(digits):
        return int(re.sub(r"[.,]", "", digits))
    found = _WHOLE.fullmatch(digits)
    if found is None or len(found[1]) > 9:
        raise UnreadableCellError("population_number_unreadable")
    return int(found[1])
