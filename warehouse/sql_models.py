"""SQL models: one statement a file, `sql/<layer>/<name>.sql`, with a header that says what it makes.

A header is the comment block at the top of the file::

    -- grain: one row per sick-leave case
    -- keys: case_no
    -- inputs: sick_leave_row
    -- rule: statistics 3.2, the gap rule

A line without a field name continues the one before. All four fields are required.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SQL = Path(__file__).resolve().parent.parent / "sql"

_FIELDS = ("grain", "keys", "inputs", "rule")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FIELD_LINE = re.compile(r"--\s*(grain|keys|inputs|rule):\s*(.*)")


class SqlModelError(LookupError):
    """The model does not exist, or its header is incomplete."""


@dataclass(frozen=True, slots=True)
class SqlModel:
    """One SQL model: its statement (without header) and what the header says of it.

    `keys` are the columns that identify a row, `inputs` the relations the statement reads.
    """

    layer: str
    name: str
    sql: str
    grain: str
    keys: tuple[str, ...]
    inputs: tuple[str, ...]
    rule: str

    def as_table(self, table: str | None = None) -> str:
        """The statement that makes a new table of the model, named as the model unless `table` is given."""
        return f"CREATE OR REPLACE TABLE {table or self.name} AS\n{self.sql}"

    def as_view(self) -> str:
        """The statement that makes a view of the model, named as the model."""
        return f"CREATE OR REPLACE VIEW {self.name} AS\n{self.sql}"


def _split(text: str) -> tuple[dict[str, str], str]:
    fields: dict[str, str] = {}
    current = ""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if not line.startswith("--"):
            return fields, "\n".join(lines[number:]).strip()
        if match := _FIELD_LINE.match(line):
            current = match[1]
            fields[current] = match[2].strip()
        elif current:
            fields[current] += " " + line.lstrip("- ").strip()
    return fields, ""


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


@cache
def load(layer: str, name: str) -> SqlModel:
    """The model `sql/<layer>/<name>.sql`; raises SqlModelError when it is missing or its header incomplete."""
    path = SQL / layer / f"{name}.sql"
    if not (_NAME.fullmatch(layer) and _NAME.fullmatch(name) and path.is_file()):
        raise SqlModelError(f"there is no SQL model {layer}/{name}")
    fields, sql = _split(path.read_text(encoding="utf-8"))
    missing = [field for field in _FIELDS if not fields.get(field)]
    if missing or not sql:
        raise SqlModelError(f"the SQL model {layer}/{name} lacks {', '.join(missing) or 'its statement'}")
    return SqlModel(
        layer=layer,
        name=name,
        sql=sql.rstrip(";"),
        grain=fields["grain"],
        keys=_names(fields["keys"]),
        inputs=_names(fields["inputs"]),
        rule=fields["rule"],
    )


def names(layer: str) -> tuple[str, ...]:
    """The names of all models of a layer, sorted."""
    return tuple(sorted(path.stem for path in (SQL / layer).glob("*.sql")))
