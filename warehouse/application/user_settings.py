"""Settings that users keep for themselves (rehab rule 11.1, statistics 11.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import select

from warehouse.application.database import ApplicationDatabase
from warehouse.application.models import UserSetting
from warehouse.errors import UserError
from warehouse.identity import normalise_hsa_id

LONGEST_KEY = 64
LONGEST_VALUE = 4096


class SettingTooLongError(UserError):
    """A setting's key or value does not fit."""


def read_settings(database: ApplicationDatabase, user_id: str) -> dict[str, str]:
    """Everything the user has saved, by key. Raises ApplicationDatabaseError."""
    with database.reading() as session:
        own = session.scalars(select(UserSetting).where(UserSetting.user_id == normalise_hsa_id(user_id)))
        return {setting.key: setting.value for setting in own}


def change_settings(database: ApplicationDatabase, user_id: str, changes: Mapping[str, str]) -> None:
    """Save the given keys, all or none; other keys keep their values.

    The meaning of a key, and which values it can have, is for the caller to check. Raises SettingTooLongError for a
    key over 64 or a value over 4096 characters, and ApplicationDatabaseError.
    """
    for key, value in changes.items():
        if not 0 < len(key) <= LONGEST_KEY or len(value) > LONGEST_VALUE:
            raise SettingTooLongError(f"A setting has at most {LONGEST_VALUE} characters.")
    now = datetime.now(UTC)
    with database.writing() as session:
        for key, value in changes.items():
            session.merge(UserSetting(user_id=normalise_hsa_id(user_id), key=key, value=value, changed_at=now))
