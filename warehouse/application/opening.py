"""Opening the application database that the settings name, brought up to date."""

from __future__ import annotations

from typing import Final

from warehouse.application.database import ApplicationDatabase, sqlite_url, upgrade
from warehouse.settings import Settings
from warehouse.storage import DataDirectory

APPLICATION_DATABASE: Final = "application.sqlite"


def open_application_database(data: DataDirectory, settings: Settings) -> ApplicationDatabase:
    """The database at the configured address, else SQLite below the data directory.

    Raises DamagedDataError when it was made by a newer version, and ApplicationDatabaseError when it cannot be opened.
    """
    given = settings.application_url
    url = given.get_secret_value() if given else sqlite_url(data.application / APPLICATION_DATABASE)
    upgrade(url)
    return ApplicationDatabase(url)
