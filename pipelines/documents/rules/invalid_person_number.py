"""Rules P-2 to P-4: what is odd about a person id. The certificate counts.

The id is read in `warehouse.identity`, the age judged in `sql/core`.
"""

from __future__ import annotations

from typing import Final

from pipelines.documents.rules.rule import Flag, Text
from warehouse.identity import BIRTH_IMPROBABLE, CHECK_DIGIT, PERSON_ID_UNREADABLE

UNREADABLE: Final = Flag(
    PERSON_ID_UNREADABLE,
    Text(
        "Person-id:t är varken personnummer eller samordningsnummer; kön och ålder är okända.",
        "The person id is neither a personal nor a coordination number; sex and age are unknown.",
    ),
)
WRONG_CHECK_DIGIT: Final = Flag(
    CHECK_DIGIT,
    Text("Personnumrets kontrollsiffra stämmer inte.", "The check digit of the person id is wrong."),
)
IMPROBABLE_BIRTH: Final = Flag(
    BIRTH_IMPROBABLE,
    Text(
        "Födelsedatumet ligger före 1840-05-06 eller i framtiden.",
        "The birth date lies before 1840-05-06 or in the future.",
    ),
)
IMPROBABLE_AGE: Final = Flag(
    "age_improbable",
    Text(
        "Åldern vid signeringen är under 0 eller över 120 år.",
        "The age on the day of signing is below 0 or above 120 years.",
    ),
)
FLAGS: Final = (UNREADABLE, WRONG_CHECK_DIGIT, IMPROBABLE_BIRTH, IMPROBABLE_AGE)
