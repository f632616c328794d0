"""PX files: the format of PxWeb and its desktop programs, in both languages (PX file format, AXIS-VERSION 2013)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from math import prod

from warehouse.opendata.cube import PRELIMINARY, Cube, Role, Variable
from warehouse.opendata.definitions import SUBJECTS
from warehouse.reports.result import Label
from warehouse.texts import LANGUAGES

MIME_TYPE = "application/octet-stream"
LONGEST_LINE = 240
"""The format allows 256 characters in a line; a longer text is a run of quoted pieces."""

_SIGNS = {".": "DATASYMBOL1", "..": "DATASYMBOL2", "...": "DATASYMBOL3"}
_UNITS = Label("se tabellinnehåll", "see contents")


def write_px(cube: Cube, language: str = "sv", *, contact: str = "", created: datetime | None = None) -> bytes:
    """The cube as a PX file in UTF-8, `language` first and the other beside it.

    Stub are the variables before those of the cube's heading. A sign stands quoted in place of a value; a preliminary
    value has a note of its own. The format has no quotation marks within texts: `'` takes their place.
    """
    heading = [variable.code for variable in cube.variables if variable.code in cube.heading]
    stub = [variable.code for variable in cube.variables if variable.code not in cube.heading]
    placed = cube.pivoted([*stub, *heading])
    writer = _Writer(placed, stub, heading, (language, *(other for other in LANGUAGES if other != language)))
    lines = [*writer.head(created or cube.updated), *writer.variables(), *writer.contents(contact), *writer.notes()]
    return ("\r\n".join([*lines, *writer.data()]) + "\r\n").encode()


class _Writer:
    """The keywords of one cube; each stands in the first language, then in the other."""

    def __init__(self, cube: Cube, stub: Sequence[str], heading: Sequence[str], languages: Sequence[str]) -> None:
        self._cube = cube
        self._stub, self._heading = stub, heading
        self._languages = languages

    def head(self, created: datetime) -> Iterator[str]:
        """What comes before the variables."""
        cube = self._cube
        yield _line("CHARSET", "ANSI")
        yield _line("AXIS-VERSION", "2013")
        yield _line("CODEPAGE", "utf-8")
        yield _line("LANGUAGE", self._languages[0])
        yield f"LANGUAGES={_listed(self._languages)};"
        yield _line("CREATION-DATE", _moment(created))
        if cube.next_update:
            yield _line("NEXT-UPDATE", _moment(cube.next_update))
        yield f"DECIMALS={cube.decimals};"
        yield f"SHOWDECIMALS={cube.decimals};"
        yield _line("MATRIX", cube.id)
        yield "AGGREGALLOWED=NO;"
        yield "COPYRIGHT=NO;"
        yield _line("SUBJECT-CODE", cube.subject)
        yield from self._both("SUBJECT-AREA", SUBJECTS.get(cube.subject, Label(cube.subject, cube.subject)))
        yield from self._both("DESCRIPTION", cube.label)
        yield from self._both("TITLE", cube.label)
        yield from self._both("CONTENTS", cube.label)
        yield from self._both("UNITS", _UNITS)

    def variables(self) -> Iterator[str]:
        """Where each variable stands, its values and codes, and what stands for all of them."""
        for keyword, codes in (("STUB", self._stub), ("HEADING", self._heading)):
            if codes:
                for language in self._languages:
                    names = [self._cube.variable(code).label.in_language(language) for code in codes]
                    yield f"{keyword}{self._mark(language)}={_listed(names)};"
        metric = self._cube.metric
        if metric:
            yield from self._both("CONTVARIABLE", metric.label)
        for variable in self._cube.variables:
            yield from self._values(variable)

    def _values(self, variable: Variable) -> Iterator[str]:
        for language in self._languages:
            labels = [category.label.in_language(language) for category in variable.categories]
            yield f"{self._of('VALUES', language, variable.label)}={_listed(labels)};"
        if variable.role is Role.TIME:
            for language in self._languages:
                listed = _listed(variable.codes)
                scale = "M1" if "M" in variable.codes[0] else "A1"
                yield f"{self._of('TIMEVAL', language, variable.label)}=TLIST({scale}),{listed};"
        for language in self._languages:
            yield f"{self._of('CODES', language, variable.label)}={_listed(variable.codes)};"
        if variable.elimination is not None:
            stands_for_all = variable.category(variable.elimination).label
            for language in self._languages:
                text = _quoted(stands_for_all.in_language(language))
                yield _statement(self._of("ELIMINATION", language, variable.label), text)

    def contents(self, contact: str) -> Iterator[str]:
        """Units, decimals, contact and time of each measure."""
        metric = self._cube.metric
        for category in metric.categories if metric else ():
            if metric and category.unit:
                for language in self._languages:
                    key = self._of("PRECISION", language, metric.label, category.label)
                    yield f"{key}={category.unit.decimals};"
                for language in self._languages:
                    unit = _quoted(category.unit.label.in_language(language))
                    yield _statement(self._of("UNITS", language, category.label), unit)
            for language in self._languages:
                updated = _quoted(_moment(self._cube.updated))
                yield _statement(self._of("LAST-UPDATED", language, category.label), updated)
            for language in self._languages if contact else ():
                yield _statement(self._of("CONTACT", language, category.label), _quoted(contact))

    def notes(self) -> Iterator[str]:
        """Notes of table and values, source, and what the signs mean."""
        cube = self._cube
        for keyword, mandatory in (("NOTEX", True), ("NOTE", False)):
            texts = [note.text for note in cube.notes if note.mandatory is mandatory]
            if texts:
                together = Label("#".join(text.sv for text in texts), "#".join(text.en for text in texts))
                yield from self._both(keyword, together)
        for variable in cube.variables:
            yield from self._notes_of(variable)
        yield from self._both("SOURCE", cube.source)
        for sign, keyword in _SIGNS.items():
            yield _line(keyword, sign)
        for codes, _, status in cube.cells():
            if status == PRELIMINARY:
                yield f"DATANOTECELL({','.join(map(_quoted, codes))})={_quoted(PRELIMINARY)};"

    def _notes_of(self, variable: Variable) -> Iterator[str]:
        if variable.note:
            for language in self._languages:
                text = _quoted(variable.note.in_language(language))
                yield _statement(self._of("NOTE", language, variable.label), text)
        for category in variable.categories:
            for language in self._languages if category.note else ():
                text = category.note.in_language(language) if category.note else ""
                yield _statement(self._of("VALUENOTE", language, variable.label, category.label), _quoted(text))

    def data(self) -> Iterator[str]:
        """The values: a row for each combination of the stub."""
        yield "DATA="
        shown = [
            f'"{self._cube.status[place]}"' if value is None else f"{value:.{decimals}f}"
            for place, (value, decimals) in enumerate(zip(self._cube.values, self._decimals(), strict=True))
        ]
        width = prod(len(self._cube.variable(code).codes) for code in self._heading)
        for start in range(0, len(shown), width):
            yield " ".join(shown[start : start + width])
        yield ";"

    def _decimals(self) -> Iterator[int]:
        """The decimals of each value, which are those of its measure."""
        cube, metric = self._cube, self._cube.metric
        if metric is None:
            whole = all(value is None or isinstance(value, int) for value in cube.values)
            yield from (0 if whole else 2 for _ in cube.values)
            return
        stride = cube.strides[cube.variables.index(metric)]
        of = [category.unit.decimals if category.unit else 0 for category in metric.categories]
        for place in range(cube.size):
            yield of[place // stride % len(of)]

    def _both(self, keyword: str, text: Label) -> Iterator[str]:
        for language in self._languages:
            yield _statement(keyword + self._mark(language), _quoted(text.in_language(language)))

    def _of(self, keyword: str, language: str, *of: Label) -> str:
        """A keyword that belongs to a variable, or to a value of one."""
        names = ",".join(f'"{_plain(label.in_language(language))}"' for label in of)
        return f"{keyword}{self._mark(language)}({names})"

    def _mark(self, language: str) -> str:
        return "" if language == self._languages[0] else f"[{language}]"


def _line(keyword: str, text: str) -> str:
    return _statement(keyword, _quoted(text))


def _statement(keyword: str, quoted: str) -> str:
    """A keyword and its text, on a line of its own where both together are long."""
    apart = "\r\n" if len(keyword) + len(quoted) > LONGEST_LINE else ""
    return f"{keyword}={apart}{quoted};"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%d %H:%M")


def _plain(text: str) -> str:
    return " ".join(text.replace('"', "'").split())


def _quoted(text: str) -> str:
    """A text between quotation marks, a long one in several pieces; no piece begins or ends with a blank."""
    left, pieces = _plain(text), []
    while len(left) > LONGEST_LINE:
        end = LONGEST_LINE
        while end > 1 and " " in left[end - 1 : end + 1]:
            end -= 1
        pieces.append(left[:end])
        left = left[end:]
    return "\r\n".join(f'"{piece}"' for piece in (*pieces, left))


def _listed(texts: Sequence[str]) -> str:
    return ",\r\n".join(_quoted(text) for text in texts)
