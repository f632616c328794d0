"""The staged tables: one Parquet file per table and landed segment.

`document_key` is the landing key of the event that a row came from, in hex; with the segment it is the source
reference of every row. `source_rank` orders sources by trust (rule 9.3): 0 the store and the new-model service,
1 the queue, 2 a folder.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

ERASED_ID = "erased"
"""What stands in a document where the id of an erased certificate stood: no certificate, so no relation to one."""

CERTIFICATE_DOCUMENT = pa.schema(
    [
        ("document_key", pa.string()),
        ("segment", pa.int32()),
        ("source_rank", pa.int8()),
        ("payload_sha256", pa.string()),
        ("recording_number", pa.int64()),
        ("certificate_id", pa.string()),
        ("form", pa.string()),
        ("type_code", pa.string()),
        ("type_id", pa.string()),
        ("version", pa.string()),
        ("signed_at", pa.timestamp("s")),
        ("signed_at_text", pa.string()),
        ("signed_at_utc", pa.timestamp("s")),
        ("patient_id", pa.string()),
        ("person_key", pa.string()),
        ("sex", pa.int8()),
        ("birth_date", pa.date32()),
        ("unit_id", pa.string()),
        ("unit_name", pa.string()),
        ("provider_id", pa.string()),
        ("provider_name", pa.string()),
        ("doctor_id", pa.string()),
        ("doctor_name", pa.string()),
        ("diagnosis_code", pa.string()),
        ("diagnosis_code_system", pa.string()),
        ("secondary_diagnosis_codes", pa.list_(pa.string())),
        ("occupations", pa.list_(pa.string())),
        ("answers_message_id", pa.string()),
        ("disease_carrier", pa.bool_()),
        ("longer_than_decision_support", pa.bool_()),
        ("flags", pa.list_(pa.string())),
        ("unknown_questions", pa.list_(pa.string())),
    ]
)

PERIOD = pa.schema(
    [
        ("document_key", pa.string()),
        ("certificate_id", pa.string()),
        ("ordinal", pa.int32()),
        ("start_date", pa.date32()),
        ("end_date", pa.date32()),
        ("degree", pa.int16()),
        ("flags", pa.list_(pa.string())),
    ]
)

DOCUMENT_RELATION = pa.schema(
    [
        ("document_key", pa.string()),
        ("certificate_id", pa.string()),
        ("kind", pa.string()),
        ("target_certificate_id", pa.string()),
    ]
)

CERTIFICATE_EVENT = pa.schema(
    [
        ("document_key", pa.string()),
        ("certificate_id", pa.string()),
        ("event_type", pa.string()),
        ("recipient", pa.string()),
        ("event_time", pa.timestamp("s")),
    ]
)

MESSAGE = pa.schema(
    [
        ("document_key", pa.string()),
        ("segment", pa.int32()),
        ("source_rank", pa.int8()),
        ("payload_sha256", pa.string()),
        ("message_id", pa.string()),
        ("direction", pa.string()),
        ("certificate_id", pa.string()),
        ("patient_id", pa.string()),
        ("person_key", pa.string()),
        ("sex", pa.int8()),
        ("birth_date", pa.date32()),
        ("subject", pa.string()),
        ("sent_at", pa.timestamp("s")),
        ("sent_at_text", pa.string()),
        ("sent_at_utc", pa.timestamp("s")),
        ("reference_id", pa.string()),
        ("answers_message_id", pa.string()),
        ("reminds_message_id", pa.string()),
        ("answer_by", pa.date32()),
        ("questions", pa.list_(pa.string())),
        ("flags", pa.list_(pa.string())),
    ]
)

COORDINATOR_STATUS = pa.schema(
    [
        ("document_key", pa.string()),
        ("recording_number", pa.int64()),
        ("status_id", pa.string()),
        ("patient_id", pa.string()),
        ("person_key", pa.string()),
        ("coordinator_id", pa.string()),
        ("coordinator_name", pa.string()),
        ("provider_id", pa.string()),
        ("care_unit_id", pa.string()),
        ("unit_id", pa.string()),
        ("case_start", pa.timestamp("s")),
        ("registered_at", pa.timestamp("s")),
    ]
)

EXTRA_RECEIVER = pa.schema(
    [
        ("document_key", pa.string()),
        ("recording_number", pa.int64()),
        ("certificate_id", pa.string()),
        ("recipient", pa.string()),
        ("approved", pa.bool_()),
    ]
)

SICK_LEAVE_COPY = pa.schema(
    [
        ("document_key", pa.string()),
        ("certificate_id", pa.string()),
        ("type_id", pa.string()),
        ("person_key", pa.string()),
        ("provider_id", pa.string()),
        ("care_unit_id", pa.string()),
        ("doctor_id", pa.string()),
        ("signed_at", pa.timestamp("s")),
        ("diagnosis_codes", pa.list_(pa.string())),
        ("start_date", pa.string()),
        ("end_date", pa.string()),
        ("degree", pa.int32()),
    ]
)

QUARANTINE = pa.schema(
    [
        ("document_key", pa.string()),
        ("segment", pa.int32()),
        ("source", pa.string()),
        ("event_type", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
    ]
)

TABLES = {
    "certificate_document": CERTIFICATE_DOCUMENT,
    "period": PERIOD,
    "document_relation": DOCUMENT_RELATION,
    "certificate_event": CERTIFICATE_EVENT,
    "message": MESSAGE,
    "coordinator_status": COORDINATOR_STATUS,
    "extra_receiver": EXTRA_RECEIVER,
    "sick_leave_copy": SICK_LEAVE_COPY,
    "quarantine": QUARANTINE,
}

Rows = dict[str, list[dict[str, Any]]]
"""Rows of each staged table, by table name."""


def no_rows() -> Rows:
    return {name: [] for name in TABLES}
