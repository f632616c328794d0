"""What the document readers hand on: typed records, or a rejection with a reason.

A reader turns the bytes of one document into exactly one of `CertificateRecord`, `MessageRecord` or
`Rejection`. Nothing else of a document leaves the restricted zone: free text is never copied (rule F-10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

PARSER_VERSION = "3"
"""Kept with every record (rule F-12); staging of another version is rebuilt from landing."""


@dataclass(frozen=True, slots=True)
class Period:
    """One occurrence of the period answer (question 32, or 7.1/7.2 of AG1-14), in document order.

    `ordinal` counts from 1. `start` and `end` are inclusive days, `None` where the document has a value of the right
    form that is no calendar day, or no value; such a period is flagged `period_unreadable` and takes no part in
    anything. `degree` is the reduction of work capacity in per cent (25, 50, 75 or 100 for
    sick-leave forms, any whole number for AG1-14), `None` where the code is unknown.
    """

    ordinal: int
    start: date | None
    end: date | None
    degree: int | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation from this certificate to an older one; `kind` is ERSATT, KOMPLT, FRLANG, KOPIA or as written."""

    kind: str
    certificate_id: str


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """The values of one readable certificate document (rules F-4 to F-18 of the ingestion rules).

    Ids are trimmed and otherwise as written. `type_code` is `typ/code` as written; `type_id` the internal id of
    the certificate-type register, or `UNKNOWN`. `signed_at` is Swedish local time without offset.
    `form` is the contract the document follows (`register_certificate_v3`, `register_certificate_v2`,
    `medical_certificate_v3`, `fk7263_json`, `ts_bas_v1`, `ts_diabetes_v1`). The diagnoses are those of the document;
    which types have a diagnosis in the statistics is decided there. `occupations` holds known codes of KV_FKMU_0002.
    `flags` are quality flags that exclude nothing by themselves, e.g. `form_rule:LISJP-5`; every flag is described
    in `pipelines.documents.flags`. Those of the person id are not among them (`warehouse.identity`).
    `unknown_questions` lists question and answer ids that the form does not have. `signed_at_text` is the signing
    time as received and `signed_at_utc` its instant (rule T-1).
    """

    certificate_id: str
    form: str
    type_code: str
    type_id: str
    version: str | None
    signed_at: datetime
    patient_id: str
    patient_id_root: str | None
    unit_id: str
    unit_name: str | None
    provider_id: str
    provider_name: str | None
    doctor_id: str | None
    doctor_name: str | None
    diagnosis_code: str | None
    diagnosis_code_system: str | None
    secondary_diagnosis_codes: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    occupations: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    answers_message_id: str | None = None
    disease_carrier: bool | None = None
    longer_than_decision_support: bool = False
    flags: tuple[str, ...] = ()
    unknown_questions: tuple[str, ...] = ()
    signed_at_text: str = ""
    signed_at_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """One message about a certificate (section 5 of the ingestion rules).

    `direction` is `to_care` or `to_recipient`. `subject` is as written; `questions` holds the question id of every
    supplement item in document order and may repeat. `sent_at` is Swedish local time without offset, `sent_at_text`
    the same as received and `sent_at_utc` its instant (rule T-1).
    """

    message_id: str
    direction: str
    certificate_id: str
    patient_id: str
    subject: str
    sent_at: datetime
    reference_id: str | None = None
    answers_message_id: str | None = None
    reminds_message_id: str | None = None
    answer_by: date | None = None
    questions: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    patient_id_root: str | None = None
    sent_at_text: str = ""
    sent_at_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a document could not be read: a reason code of `pipelines.documents.rules` and what was missing.

    `detail` names the part (`intygs-id`, `answer 32.2`), never a value of the document.
    """

    reason: str
    detail: str = ""


DocumentOutcome = CertificateRecord | MessageRecord | Rejection


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Safety limits of the readers (rule F-7)."""

    max_bytes: int = 16 * 1024 * 1024
    max_depth: int = 64
    max_seconds: float = 10.0
