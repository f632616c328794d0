"""Rules F-8 and M: the parts without which nothing can be said about a certificate or message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipelines.documents.rejection import UnreadableError
from pipelines.documents.rules.rule import ASK_ABOUT_PART, Reason, Text

CERTIFICATE_ID: Final = Reason(
    "missing_certificate_id",
    Text("Intygets id saknas", "Certificate id missing"),
    Text(
        "Utan id går det inte att veta vilket intyg dokumentet är eller gäller.",
        "Without an id there is no telling which certificate the document is or concerns.",
    ),
    ASK_ABOUT_PART,
)

TYPE: Final = Reason(
    "missing_type",
    Text("Intygstyp saknas", "Certificate type missing"),
    Text("Dokumentet säger inte vilken sorts intyg det är.", "The document does not say what certificate it is."),
    ASK_ABOUT_PART,
)

UNIT: Final = Reason(
    "missing_unit",
    Text("Enhet saknas", "Unit missing"),
    Text("Dokumentet har inget id för den utfärdande enheten.", "The document has no id of the issuing unit."),
    ASK_ABOUT_PART,
)

PROVIDER: Final = Reason(
    "missing_provider",
    Text("Vårdgivare saknas", "Care provider missing"),
    Text("Dokumentet har inget id för vårdgivaren.", "The document has no id of the care provider."),
    ASK_ABOUT_PART,
)

PATIENT: Final = Reason(
    "missing_patient",
    Text("Patient saknas", "Patient missing"),
    Text("Dokumentet har inget person-id för patienten.", "The document has no person id of the patient."),
    ASK_ABOUT_PART,
)

SIGNING_TIME: Final = Reason(
    "missing_signing_time",
    Text("Signeringstid saknas", "Signing time missing"),
    Text(
        "Signeringstiden saknas eller går inte att läsa. Ankomsttiden används aldrig i stället.",
        "The signing time is missing or unreadable. The time of arrival is never used in its place.",
    ),
    ASK_ABOUT_PART,
)

MESSAGE_ID: Final = Reason(
    "missing_message_id",
    Text("Meddelandets id saknas", "Message id missing"),
    Text("Meddelandet har inget eget id.", "The message has no id of its own."),
    ASK_ABOUT_PART,
)

SENT_TIME: Final = Reason(
    "missing_sent_time",
    Text("Tid för sändning saknas", "Time of sending missing"),
    Text(
        "Det går inte att läsa när meddelandet skickades.",
        "It cannot be read when the message was sent.",
    ),
    ASK_ABOUT_PART,
)

OF_CERTIFICATE: Final = (CERTIFICATE_ID, TYPE, UNIT, PROVIDER, PATIENT, SIGNING_TIME)
"""What every certificate must have, in the order in which the first missing part is told."""

OF_MESSAGE: Final = (MESSAGE_ID, CERTIFICATE_ID, PATIENT, SENT_TIME)
"""What every message must have, likewise."""


def refusal(reasons: Sequence[Reason], names: Sequence[str], parts: Sequence[object | None]) -> UnreadableError:
    """The refusal of a document with missing parts: the reason is that of the first, the detail names all of them.

    `names` are what the parts are called in the document's contract, `parts` their values, `None` where missing.
    """
    missing = [index for index, part in enumerate(parts) if part is None]
    return reasons[missing[0]].refusal(", ".join(names[index] for index in missing))
