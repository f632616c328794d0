"""Users' acknowledgements that access is logged (rehab rule 2.7)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Select, select

from warehouse.application.database import ApplicationDatabase
from warehouse.application.models import LoginAcknowledgement
from warehouse.identity import normalise_hsa_id


def acknowledge(database: ApplicationDatabase, user_id: str, text_version: str) -> None:
    """Store that the user has acknowledged a version of the text; the first time stays. Only the user calls for this.

    Raises ApplicationDatabaseError.
    """
    with database.writing() as session:
        if session.scalar(_of(user_id, text_version)) is None:
            session.add(
                LoginAcknowledgement(
                    user_id=normalise_hsa_id(user_id), text_version=text_version, acknowledged_at=datetime.now(UTC)
                )
            )


def acknowledged_at(database: ApplicationDatabase, user_id: str, text_version: str) -> datetime | None:
    """When the user acknowledged this version of the text, in UTC; None when it must be asked for.

    Raises ApplicationDatabaseError.
    """
    with database.reading() as session:
        found = session.scalar(_of(user_id, text_version))
        return found.acknowledged_at if found else None


def _of(user_id: str, text_version: str) -> Select[LoginAcknowledgement]:
    return select(LoginAcknowledgement).where(
        LoginAcknowledgement.user_id == normalise_hsa_id(user_id), LoginAcknowledgement.text_version == text_version
    )
