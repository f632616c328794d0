"""Rule V-7: a degree is one of the four of the code list, or whole per cent from 0 to 100 in AG1-14."""

from __future__ import annotations

import re
from typing import Final

from pipelines.documents.rules.rule import Flag, Text

FLAG: Final = Flag("degree_unknown", Text("Graden står inte i kodlistan.", "The degree is not in the code list."))
PERCENT_BY_CODE: Final = {"HELT_NEDSATT": 100, "TRE_FJARDEDEL": 75, "HALFTEN": 50, "EN_FJARDEDEL": 25}
_CODE_SYSTEMS = frozenset({"KV_FKMU_0003", "FKMU_0003"})
_WHOLE_PERCENT = re.compile(r"(100|[0-9]{1,2})(?:[.,]0*)?")


def percent_of_code(code: str | None, code_system: str | None) -> int | None:
    """Per cent of a degree code. A code of another list with the same word is no degree."""
    if code_system is not None and code_system not in _CODE_SYSTEMS:
        return None
    return PERCENT_BY_CODE.get(code or "")


def whole_percent(text: str) -> int | None:
    """A whole number of per cent from 0 to 100."""
    match = _WHOLE_PERCENT.fullmatch(text)
    return int(match[1]) if match else None
