"""Rules V-2, V-6 and V-12: ids have at most 50 characters. What is longer is kept and not counted.

Ids are judged after their mapping to the directory, so in `sql/core`, not by the readers.
"""

from __future__ import annotations

from typing import Final

from pipelines.documents.rules.rule import Flag, Text

CERTIFICATE_ID: Final = Flag(
    "id_length",
    Text(
        "Intygets id har mer än 50 tecken; intyget räknas inte.",
        "The id of the certificate has more than 50 characters; the certificate does not count.",
    ),
)
PROVIDER: Final = Flag(
    "provider_length",
    Text(
        "Vårdgivarens id har mer än 50 tecken; intyget räknas inte.",
        "The id of the care provider has more than 50 characters; the certificate does not count.",
    ),
)
FLAGS: Final = (CERTIFICATE_ID, PROVIDER)
