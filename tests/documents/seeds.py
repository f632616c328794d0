"""Documents to damage: every type in every form that it comes in, messages, and the real samples, where they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from pipelines.synthetic.documents import (
    DOCUMENT_TYPES,
    DocumentDiagnosis,
    DocumentPeriod,
    MessageDocument,
    write_document,
    write_fk7263_json,
    write_fk7263_older,
    write_message,
    write_transport_older,
)
from tests.documents.test_round_trip import EXAMPLE

MESSAGES_AS_OFTEN = 5


def synthetic_seeds() -> list[bytes]:
    """The same documents every time."""
    full = replace(
        EXAMPLE,
        diagnoses=(DocumentDiagnosis("F438A"), DocumentDiagnosis("M545"), DocumentDiagnosis("A00-")),
        periods=tuple(DocumentPeriod(f"2026-0{month}-01", f"2026-0{month}-28", 100 - month * 25) for month in range(4)),
        bases=(("UNDERSOKNING", date(2026, 3, 2)), ("ANNAT", date(2026, 3, 2))),
        relations=(("ERSATT", "older-1"), ("KOMPLT", "older-2")),
        prognosis="ATER_X",
        prognosis_days="NITTIO_DGR",
        longer_than_support=True,
        contact_wished=True,
        signed_electronically=True,
        extra_questions=(("9001", "Fråga ett"), ("9002", "Fråga två")),
    )
    seeds = [write_document(replace(one, type_id=type_id)) for type_id in DOCUMENT_TYPES for one in (EXAMPLE, full)]
    seeds.append(write_document(replace(EXAMPLE, disease_carrier=True)))
    seeds += [write(replace(full, type_id="fk7263")) for write in (write_fk7263_json, write_fk7263_older)]
    seeds += [write_transport_older(replace(EXAMPLE, type_id=type_id)) for type_id in ("ts-bas", "ts-diabetes")]
    seeds += [write_message(_message(direction)) for direction in ("to_care", "to_recipient")] * MESSAGES_AS_OFTEN
    return seeds


def sample_seeds(shared: Path) -> list[bytes]:
    """Every real sample document, in the order of the paths."""
    files = [path for path in sorted((shared / "samples").rglob("*")) if path.suffix in {".xml", ".json"}]
    return [path.read_bytes() for path in files]


def _message(direction: str) -> MessageDocument:
    return MessageDocument(
        message_id="message-1",
        direction=direction,
        certificate_id=EXAMPLE.certificate_id,
        patient_id=EXAMPLE.patient_id or "",
        subject="KOMPLT",
        sent_at="2026-03-05T08:09:10",
        reference_id="reference-1",
        reminds_message_id="message-0",
        questions=("35", "17", "35") if direction == "to_care" else (),
        answer_by=date(2026, 3, 19),
        unit=EXAMPLE.unit,
        doctor=EXAMPLE.doctor,
    )
