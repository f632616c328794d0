"""Certificate and message rows of a scenario as the documents of their types."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pipelines.synthetic.documents import (
    CertificateDocument,
    DocumentDiagnosis,
    DocumentDoctor,
    DocumentPeriod,
    DocumentUnit,
    MessageDocument,
    write_document,
    write_fk7263_json,
    write_transport_older,
)

Row = dict[str, Any]

_FORMS = {
    "FK7263": "fk7263",
    "LISJP": "lisjp",
    "LUSE": "luse",
    "LUAE_NA": "luae_na",
    "LUAE_FS": "luae_fs",
    "AG1-14": "ag114",
    "AG7804": "ag7804",
    "DB": "db",
    "DOI": "doi",
    "AF00213": "af00213",
    "AF00251": "af00251",
    "TSTRK1007": "ts-bas",
    "TSTRK1009": "tstrk1009",
    "TSTRK1031": "ts-diabetes",
    "TSTRK1062": "tstrk1062",
    "UNKNOWN": "fk7263",
}
"""Type of a row → form of the document; a row of an unknown type is a document of FK7263 that says another type."""

_WRITERS = {
    "fk7263_json": write_fk7263_json,
    "transport_agency_legacy": write_transport_older,
    "register_certificate": write_document,
    "inline_register_certificate": write_document,
}


def unit_key(unit_id: str) -> str:
    """The id under which a unit stands in the directory."""
    return "".join(unit_id.split()).lower()


def certificate_document(row: Row) -> tuple[CertificateDocument, bytes]:
    """The row as a document, and its bytes; those of an unreadable one are no document at all."""
    form = _FORMS.get(row["type"] or "UNKNOWN", "fk7263")
    document = CertificateDocument(
        certificate_id=row.get("document_certificate_id", row["certificate_id"]),
        type_id=form,
        patient_id=row["patient_id"],
        signed_at=_time(row["signed_at"]),
        unit=DocumentUnit(
            row.get("document_unit_id", row["unit_id"]),
            row.get("document_provider_id", row["provider_id"]),
            row["unit_name"] or f"Enhet {row['unit_id']}",
        ),
        doctor=DocumentDoctor(row["doctor_id"]),
        type_code=row.get("type_code_in_document"),
        diagnoses=_diagnoses(row),
        periods=tuple(
            DocumentPeriod(_day(period["start"]), _day(period["end"]), period["degree"]) for period in row["periods"]
        ),
        functional_text=_text(row.get("functional_text")),
        activity_text=_text(row.get("activity_text")),
    )
    if row["document"] == "unparsable_text":
        return document, b"this is no document"
    return document, _WRITERS[row["document"]](document)


def message_document(row: Row, today: date) -> MessageDocument:
    """The row as a message from the social insurance agency; an unknown time is the current day."""
    return MessageDocument(
        message_id=row["message_id"],
        direction="to_care",
        certificate_id=row["certificate_id"],
        patient_id=row["patient_id"],
        subject=row["subject"],
        sent_at=_time(row["sent_at"]) or datetime(today.year, today.month, today.day),  # noqa: DTZ001 - local time
        questions=tuple(row["question_ids"] or ()),
    )


def _diagnoses(row: Row) -> tuple[DocumentDiagnosis, ...]:
    return () if row.get("diagnosis_omitted") else (DocumentDiagnosis(row["diagnosis"]),)


def _time(text: str | None) -> datetime | str | None:
    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError:
        return text


def _day(text: str | None) -> date | str | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return text


def _text(said: Row | None) -> str | None:
    if said is None:
        return "Uppgift."
    if not said.get("present", True):
        return None
    return "x" * said["length"] if said.get("length") else "Uppgift."
