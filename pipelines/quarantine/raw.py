"""Taking a document out of quarantine as it was received: it holds personal data, so the audit log comes first."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from pipelines.documents import CertificateRecord, MessageRecord, read_document
from pipelines.quarantine.items import Item
from warehouse.application.audit import Activity, AuditLog, PersonResource
from warehouse.application.opening import open_application_database
from warehouse.application.operators import operator, this_system
from warehouse.errors import UserError
from warehouse.settings import Settings
from warehouse.storage import DataDirectory


def write_raw(settings: Settings, item: Item, payload: bytes, file: Path) -> None:
    """Record the access, then write the bytes to a new file that only its owner can read.

    Raises UserError when the file exists or cannot be made, AuditUnavailableError when the access cannot be recorded;
    then nothing is written.
    """
    if file.exists():
        raise UserError("There is a file of that name already; nothing is overwritten.")
    with closing(open_application_database(DataDirectory(settings.data), settings)) as database:
        log = AuditLog(database, this_system(settings.product_name))
        log.record_document(operator(), Activity.READ, f"quarantine item {item.number}", _persons(payload))
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        raise UserError("The file cannot be made there.") from None
    with os.fdopen(handle, "wb") as opened:
        opened.write(payload)


def _persons(payload: bytes) -> list[PersonResource]:
    """Whom the document is about, when it can be read at all, as documents in conflict can."""
    record = read_document(payload)
    if isinstance(record, CertificateRecord):
        return [
            PersonResource(
                record.patient_id,
                record.unit_id,
                record.unit_name or "",
                record.provider_id,
                record.provider_name or "",
            )
        ]
    return [PersonResource(record.patient_id, "", "", "", "")] if isinstance(record, MessageRecord) else []
