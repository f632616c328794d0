"""Typed rows of what the certificate store keeps beside documents, states, relations and messages.

None of them counts in statistics: coordinator statuses belong to ongoing cases, extra receivers to the history of a
certificate, and sick-leave copies are compared with the periods of the documents (ingestion 3.2).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pipelines.landing.events import EventType
from warehouse.identity import normalise_hsa_id, read_person_id

TableRow = tuple[str, dict[str, Any]]


def coordinator_status(event: dict[str, Any]) -> TableRow:
    """A row of `coordinator_status`; of a patient, unit and case start the largest `recording_number` is in force."""
    said = json.loads(event["payload"])
    return "coordinator_status", {
        "document_key": event["event_key"].hex(),
        "recording_number": event["recording_number"],
        "status_id": said["STATUS"],
        "patient_id": said["PATIENT_ID"],
        "person_key": read_person_id(said["PATIENT_ID"], None).person_key,
        "coordinator_id": _hsa_id(said["STAFF_ID"]),
        "coordinator_name": said["STAFF_NAME"],
        "provider_id": _hsa_id(said["CARE_PROVIDER_ID"]),
        "care_unit_id": _hsa_id(said["CARE_UNIT_ID"]),
        "unit_id": _hsa_id(said["UNIT_ID"]),
        "case_start": _time(said["SICK_LEAVE_TIMESTAMP"]),
        "registered_at": _time(event["source_time"]),
    }


def extra_receiver(event: dict[str, Any]) -> TableRow:
    """A row of `extra_receiver`."""
    approved = json.loads(event["payload"])["APPROVED"]
    return "extra_receiver", {
        "document_key": event["event_key"].hex(),
        "recording_number": event["recording_number"],
        "certificate_id": event["certificate_id"],
        "recipient": event["recipient"],
        "approved": None if approved is None else bool(approved),
    }


def sick_leave_copy(event: dict[str, Any]) -> TableRow:
    """A row of `sick_leave_copy`; dates as the store writes them, `degree` in per cent."""
    said = json.loads(event["payload"])
    person = said["CIVIC_REGISTRATION_NUMBER"]
    codes = (said["DIAGNOSE_CODE"], said["BI_DIAGNOSE_CODE_1"], said["BI_DIAGNOSE_CODE_2"])
    return "sick_leave_copy", {
        "document_key": event["event_key"].hex(),
        "certificate_id": event["certificate_id"],
        "type_id": said["CERTIFICATE_TYPE"],
        "person_key": read_person_id(person, None).person_key if person else None,
        "provider_id": _hsa_id(said["CARE_GIVER_ID"]),
        "care_unit_id": _hsa_id(said["CARE_UNIT_ID"]),
        "doctor_id": _hsa_id(said["SIGNING_DOCTOR_ID"]),
        "signed_at": _time(said["SIGNING_DATETIME"]),
        "diagnosis_codes": [code for code in codes if code],
        "start_date": said["FROM_DATE"],
        "end_date": said["TO_DATE"],
        "degree": said["CAPACITY_PERCENTAGE"],
    }


def _hsa_id(written: str | None) -> str | None:
    return normalise_hsa_id(written) if written else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


STORE_ROWS: Mapping[EventType, Callable[[dict[str, Any]], TableRow]] = {
    EventType.COORDINATOR: coordinator_status,
    EventType.RECEIVER: extra_receiver,
    EventType.SICK_LEAVE_COPY: sick_leave_copy,
}
"""How an event of these kinds becomes a row, and of which table."""
