"""Rules D1 to D4 and D7: how a diagnosis code is written. What is no code counts without diagnosis."""

from __future__ import annotations

import re
from typing import Final

from pipelines.documents.rules.rule import Flag, Text

DOT: Final = Flag(
    "diagnosis_form:D1", Text("Diagnoskoden skrivs med punkt.", "The diagnosis code is written with a dot.")
)
LENGTH: Final = Flag(
    "diagnosis_form:D2",
    Text("Diagnoskoden har inte 3–5 tecken.", "The diagnosis code does not have 3–5 characters."),
)
SHAPE: Final = Flag(
    "diagnosis_form:D3",
    Text(
        "Diagnoskoden är inte en bokstav, två siffror och därefter bokstäver, siffror eller bindestreck.",
        "The diagnosis code is not a letter, two digits and then letters, digits or hyphens.",
    ),
)
PRECISION: Final = Flag(
    "diagnosis_form:D4",
    Text(
        "En kod som börjar med F, eller Z73, har färre än fyra tecken.",
        "A code that begins with F, or Z73, has fewer than four characters.",
    ),
)
CODE_SYSTEM: Final = Flag(
    "diagnosis_form:D7",
    Text(
        "Diagnosens kodsystem är varken ICD-10-SE eller KSH97-P.",
        "The code system of the diagnosis is neither ICD-10-SE nor KSH97-P.",
    ),
)
UNKNOWN: Final = Flag(
    "diagnosis_unknown",
    Text(
        "Diagnosen finns inte i ICD-10-SE; intyget räknas utan diagnos.",
        "The diagnosis is not in ICD-10-SE; the certificate counts without a diagnosis.",
    ),
)
FLAGS: Final = (DOT, LENGTH, SHAPE, PRECISION, CODE_SYSTEM, UNKNOWN)
_SHAPE = re.compile(r"[A-Z][0-9]{2}[A-Z0-9-]*")
_NEEDS_FOUR_CHARACTERS = re.compile(r"F..|Z73")


def broken_by(code: str) -> list[str]:
    """The flags D1 to D4 of an upper-cased code; after D1 it is judged without its dot."""
    broken = [DOT.code] if "." in code else []
    code = code.replace(".", "")
    if not 3 <= len(code) <= 5:
        broken.append(LENGTH.code)
    if not _SHAPE.fullmatch(code):
        broken.append(SHAPE.code)
    if _NEEDS_FOUR_CHARACTERS.fullmatch(code):
        broken.append(PRECISION.code)
    return broken
