"""Rules V-8, V-9 and V-13: nothing before 2010-01-01 or more than five years ahead counts.

The day that counts as today is an input of a build, so the dates are judged in `sql/core`, not by the readers.
"""

from __future__ import annotations

from typing import Final

from pipelines.documents.rules.rule import Flag, Text

START: Final = Flag(
    "start_out_of_range",
    Text(
        "Perioden börjar före 2010-01-01 eller mer än fem år framåt; den räknas inte.",
        "The period starts before 2010-01-01 or more than five years ahead; it does not count.",
    ),
)
END: Final = Flag(
    "end_out_of_range",
    Text(
        "Perioden slutar mer än fem år framåt; den räknas inte förrän slutet ligger inom fem år.",
        "The period ends more than five years ahead; it does not count until its end is within five years.",
    ),
)
SIGNED: Final = Flag(
    "signed_out_of_range",
    Text(
        "Intyget är signerat före 2010-01-01 eller mer än fem år framåt; det räknas inte.",
        "The certificate was signed before 2010-01-01 or more than five years ahead; it is not counted.",
    ),
)
FLAGS: Final = (START, END, SIGNED)
