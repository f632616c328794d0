"""The simple model of a certificate or message document that the writers turn into bytes.

Odd values are allowed on purpose: dates and times may be given as text and are then written as they stand, ids may be
empty, and what is None is left out of the document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

PERSONAL_NUMBER = "1.2.752.129.2.1.3.1"
COORDINATION_NUMBER = "1.2.752.129.2.1.3.3"

DEGREE_CODES = {100: "HELT_NEDSATT", 75: "TRE_FJARDEDEL", 50: "HALFTEN", 25: "EN_FJARDEDEL"}


@dataclass(slots=True)
class DocumentUnit:
    """The issuing unit and its care provider as the document states them; an id of None leaves the element out."""

    id: str | None
    provider_id: str | None
    name: str = "Enhet"
    provider_name: str = "Vårdgivare"


@dataclass(slots=True)
class DocumentDoctor:
    """The signer; an id of None leaves the element out."""

    id: str | None
    name: str = "Läkare Exempel"
    titles: tuple[str, ...] = ()


@dataclass(slots=True)
class DocumentDiagnosis:
    """A diagnosis answer. A code of None writes the answer without a code, "" with an empty one. `system` None takes
    the form's own."""

    code: str | None
    text: str = "Diagnos"
    system: str | None = None


@dataclass(slots=True)
class DocumentPeriod:
    """A period; `degree` is the reduction in per cent, or a code as it shall be written."""

    start: date | str | None
    end: date | str | None
    degree: int | str = 100


@dataclass(slots=True)
class CertificateDocument:
    """What a certificate document says. `type_id` is the internal id of the form, see `document_types`.

    The defaults give a document that obeys its form's rules for somebody who works, has one full period and no
    further needs. `diagnoses` empty leaves the answer out, `functional_text` and `activity_text` None likewise.
    `prognosis` `ATER_X` is written in days or months as the form's version has it. `text` is the free text of all
    other text answers.
    """

    certificate_id: str
    type_id: str
    patient_id: str | None
    signed_at: datetime | str | None
    unit: DocumentUnit | None
    doctor: DocumentDoctor | None = None
    version: str | None = None
    type_code: str | None = None
    sent_at: datetime | str | None = None
    patient_id_root: str | None = None
    diagnoses: tuple[DocumentDiagnosis, ...] = ()
    periods: tuple[DocumentPeriod, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    answers_message_id: str | None = None
    occupations: tuple[str, ...] = ("NUVARANDE_ARBETE",)
    bases: tuple[tuple[str, date], ...] = ()
    prognosis: str = "STOR_SANNOLIKHET"
    prognosis_days: str | None = None
    measures: tuple[str, ...] = ("EJ_AKTUELLT",)
    disease_carrier: bool = False
    longer_than_support: bool = False
    contact_wished: bool = False
    diagnosis_passed_on: bool = True
    functional_text: str | None = "Nedsatt funktion."
    activity_text: str | None = "Klarar inte sina arbetsuppgifter."
    text: str = "Uppgift."
    known_since: date | None = None
    event_date: date | None = None
    signed_electronically: bool = False
    extra_questions: tuple[tuple[str, str], ...] = field(default=())


@dataclass(slots=True)
class MessageDocument:
    """What a message says; `direction` is `to_care` or `to_recipient`.

    `questions` are the ids of the questions to complete, in order, with repetitions allowed. `sender` is the part
    code of a message to care; a message to the recipient names the doctor and unit instead.
    """

    message_id: str
    direction: str
    certificate_id: str
    patient_id: str
    subject: str
    sent_at: datetime | str
    text: str = "Meddelande."
    heading: str | None = None
    reference_id: str | None = None
    answers_message_id: str | None = None
    reminds_message_id: str | None = None
    answer_by: date | None = None
    questions: tuple[str, ...] = ()
    patient_id_root: str | None = None
    logical_address: str = "TSTNMT-JOURNAL"
    sender: str = "FKASSA"
    unit: DocumentUnit | None = None
    doctor: DocumentDoctor | None = None


def patient_root(patient_id: str | None, given: str | None) -> str:
    """The root of a person id: as given, else by the day of the number (day plus 60 is a coordination number)."""
    if given is not None:
        return given
    digits = "".join(character for character in patient_id or "" if character.isdigit())
    return COORDINATION_NUMBER if len(digits) == 12 and digits[6] in "6789" else PERSONAL_NUMBER


def moment(value: datetime | str) -> str:
    """A time as documents write it: yyyy-MM-ddTHH:mm:ss, text as it stands."""
    return value if isinstance(value, str) else value.replace(microsecond=0).isoformat()


def day(value: date | str) -> str:
    return value if isinstance(value, str) else value.isoformat()
