"""Erasing in the application database: what users have written about a person or a care provider.

The log of accesses stays, as the law asks: of an access to a person of whom nothing remains it keeps who, when and
where, and in place of the person the number of the order. The erasure itself is entered by order number and count (rule
X-2).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from pipelines.erasure.orders import Order
from warehouse.application.audit import Activity, Purpose, ResourceKind
from warehouse.application.models import AuditEventRow, AuditResourceRow, UserSetting
from warehouse.application.opening import open_application_database
from warehouse.identity import normalise_hsa_id, read_person_id
from warehouse.settings import Settings
from warehouse.storage import DataDirectory

ROWS_PER_STATEMENT = 500


def erase_in_application(settings: Settings, order: Order) -> None:
    """Erase what users have written about the order's persons and providers, and log the erasure; repeatable."""
    database = open_application_database(DataDirectory(settings.data.resolve()), settings)
    try:
        with database.writing() as session:
            _take_persons_out_of_log(session, order)
            _remove_settings(session, order.providers)
            what = f"{len(order.certificates)} certificates, {len(order.providers)} care providers"
            text = f"order {order.number}, confirmed by {order.confirmed_by}: {what}"
            session.add(_event(settings, order.ordered_by, text, persons=len(order.people)))
        database.compact()
    finally:
        database.close()


def log_administration(settings: Settings, by: str, text: str) -> None:
    """Enter in the log of accesses what an operator has done; `text` names no person, certificate or message."""
    database = open_application_database(DataDirectory(settings.data.resolve()), settings)
    try:
        with database.writing() as session:
            session.add(_event(settings, by, text))
    finally:
        database.close()


def _take_persons_out_of_log(session: Session, order: Order) -> None:
    for patient_ids in _parts({form for person in order.people for form in _as_logged(person)}):
        resources = sa.update(AuditResourceRow).where(AuditResourceRow.patient_id.in_(patient_ids))
        session.execute(resources.values(patient_id=f"order {order.number}"[:64]))


def _as_logged(person: str) -> set[str]:
    return {person, read_person_id(person).hyphenated}


def _remove_settings(session: Session, providers: Collection[str]) -> None:
    """Remove saved selections and views that name an erased provider (rule X-6)."""
    for row in session.scalars(sa.select(UserSetting)) if providers else ():
        if any(provider in normalise_hsa_id(row.value) for provider in providers):
            session.delete(row)


def _event(settings: Settings, by: str, text: str, persons: int = 0) -> AuditEventRow:
    nowhere = dict.fromkeys(
        ("session_id", "user_title", "user_assignment", "unit_id", "unit_name", "provider_id", "provider_name"), ""
    )
    return AuditEventRow(
        **nowhere,
        log_id=str(uuid4()),
        occurred_at=datetime.now(UTC),
        system_id=settings.product_name[:64],
        system_name=settings.product_name,
        user_id=by[:64],
        purpose=Purpose.ADMINISTRATION,
        activity=Activity.DELETE,
        resource_kind=ResourceKind.CERTIFICATE,
        person_count=persons,
        filter_text=text,
    )


def _parts(values: Collection[str]) -> list[list[str]]:
    ordered = sorted(values)
    return [ordered[start : start + ROWS_PER_STATEMENT] for start in range(0, len(ordered), ROWS_PER_STATEMENT)]
