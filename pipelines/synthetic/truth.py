"""The truth file: what was put in and what must come of it, from the generator's own model (rule 19.2, output 9)."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from pipelines.synthetic.expectation import Expectation
from pipelines.synthetic.organisation import Organisation, normalised
from pipelines.synthetic.plan import COUNTED, PlannedCertificate, PlannedMessage, PlannedStatus

TRUTH_FILE = "truth.jsonl"
SUMMARY_FILE = "truth_summary.json"


class Truth:
    """Writes one JSON object a line and keeps the counts; use it as a context."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._file = (directory / TRUTH_FILE).open("w", encoding="utf-8", newline="\n")
        self._encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> Truth:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _write(self, entry: dict[str, Any]) -> None:
        self._file.write(self._encode(entry) + "\n")

    def organisation(self, organisation: Organisation) -> None:
        """Providers, units and doctors with normalised ids."""
        for provider in organisation.providers:
            self._write(
                {
                    "kind": "provider",
                    "id": normalised(provider.id),
                    "name": provider.name,
                    "county": provider.county,
                    "region": provider.is_region,
                }
            )
        for unit in organisation.units:
            self._write(
                {
                    "kind": "unit",
                    "id": normalised(unit.id),
                    "name": unit.name,
                    "provider": normalised(unit.provider.id),
                    "care_unit": normalised(unit.managing_unit.id),
                    "county": unit.county,
                    "municipality": unit.municipality,
                    "unit_kind": unit.kind,
                    "business_codes": list(unit.business_codes),
                    "care_centre": "02" in unit.unit_types or "02" in unit.managing_unit.unit_types,
                }
            )
        for doctor in organisation.doctors:
            self._write(
                {
                    "kind": "doctor",
                    "id": normalised(doctor.id),
                    "name": doctor.name,
                    "age": doctor.age,
                    "sex": doctor.sex,
                    "titles": list(doctor.titles),
                    "protected": doctor.protected,
                }
            )
        self.counts["providers"] = len(organisation.providers)
        self.counts["units"] = len(organisation.units)
        self.counts["doctors"] = len(organisation.doctors)

    def certificate(self, certificate: PlannedCertificate, expected: Expectation, version: str, marker: str) -> None:
        relation = certificate.relation
        self._write(
            {
                "kind": "certificate",
                "id": certificate.certificate_id,
                "recording_number": certificate.recording_number,
                "type": certificate.form.register_id,
                "code": certificate.form.code,
                "version": version or None,
                "signed_at": _moment(expected.signed_at),
                "received_at": _moment(certificate.registered_at),
                "person": certificate.person.no,
                "patient_id": expected.patient_written,
                "person_key": expected.person_key,
                "birth_date": None if expected.birth_date is None else expected.birth_date.isoformat(),
                "sex": expected.sex,
                "unit": expected.unit,
                "care_unit": expected.care_unit,
                "provider": expected.provider,
                "county": expected.county,
                "municipality": expected.municipality,
                "doctor": expected.doctor,
                "doctor_age": expected.doctor_age,
                "doctor_sex": expected.doctor_sex,
                "doctor_titles": list(expected.doctor_titles),
                "doctor_protected": expected.doctor_protected,
                "diagnosis": expected.diagnosis_written,
                "category": expected.category,
                "icd10_code": expected.code,
                "periods": [
                    {
                        "start": _day(period.start),
                        "end": _day(period.end),
                        "degree": period.degree,
                        "accepted": period.reason is None,
                        "reason": period.reason,
                    }
                    for period in expected.periods
                ],
                "sick_leave": certificate.form.sick_leave,
                "disease_carrier": certificate.disease_carrier,
                "occupations": list(certificate.occupations),
                "revoked": certificate.revoked_at is not None,
                "revoked_at": None if certificate.revoked_at is None else _moment(certificate.revoked_at),
                "sent_to": [recipient for recipient, _ in certificate.sent],
                "sent_at": [_moment(at) for _, at in certificate.sent],
                "relations": [] if relation is None else [{"kind": relation[0], "id": relation[1].certificate_id}],
                "answers_message": certificate.answers_message_id,
                "test": certificate.person.test,
                "marker": marker,
                "fault": certificate.fault,
                "outcome": expected.outcome,
            }
        )
        self._count_certificate(certificate, expected)

    def _count_certificate(self, certificate: PlannedCertificate, expected: Expectation) -> None:
        counts = self.counts
        counts["certificates"] += 1
        counts[f"type:{certificate.form.register_id}"] += 1
        counts[f"outcome:{expected.outcome}"] += 1
        counts[f"provider:{expected.provider}"] += 1
        counts["revoked"] += certificate.revoked_at is not None
        if certificate.fault:
            counts[f"fault:{certificate.fault}"] += 1
        if certificate.relation:
            counts[f"relation:{certificate.relation[0]}"] += 1
        for recipient, _ in certificate.sent:
            counts[f"sent:{recipient}"] += 1
        if certificate.form.sick_leave and expected.outcome == COUNTED:
            counts["periods"] += len(expected.periods)
            counts["periods_accepted"] += sum(period.reason is None for period in expected.periods)

    def message(self, message: PlannedMessage) -> None:
        """A message counts when it goes to care and its certificate does, revoked or not."""
        certificate = message.certificate
        to_care = message.direction == "to_care"
        waiting = "waiting:certificate not in statistics"
        outcome = "not counted:to recipient" if not to_care else COUNTED if certificate.outcome == COUNTED else waiting
        self._write(
            {
                "kind": "message",
                "id": message.message_id,
                "direction": message.direction,
                "certificate": certificate.certificate_id,
                "subject": message.subject,
                "sent_at": _moment(message.sent_at),
                "received_at": _moment(message.received_at),
                "patient_id": certificate.patient_id,
                "questions": list(message.questions),
                "answers": message.answers_message_id,
                "reminds": message.reminds_message_id,
                "answer_by": None if message.answer_by is None else message.answer_by.isoformat(),
                "outcome": outcome,
            }
        )
        self.counts["messages"] += 1
        self.counts[f"message:{message.direction}:{message.subject}"] += 1

    def status(self, status: PlannedStatus) -> None:
        self._write(
            {
                "kind": "coordinator_status",
                "status": status.status,
                "patient_id": status.patient_id,
                "unit": normalised(status.unit.id),
                "care_unit": normalised(status.unit.managing_unit.id),
                "case_start": status.case_start.isoformat(),
                "registered_at": _moment(status.registered_at),
            }
        )
        self.counts["coordinator_statuses"] += 1

    def write_summary(self, more: dict[str, Any]) -> dict[str, Any]:
        """Write the counts, sorted, with what else is given; returns what was written."""
        summary = {**more, "counts": dict(sorted(self.counts.items()))}
        text = json.dumps(summary, ensure_ascii=False, indent=2)
        (self._directory / SUMMARY_FILE).write_text(text + "\n", encoding="utf-8")
        return summary


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")


def _day(value: date | str) -> str:
    return value if isinstance(value, str) else value.isoformat()
