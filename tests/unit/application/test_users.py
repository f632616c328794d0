"""Acknowledgements and settings on a real database (rehab rules 2.7 and 11.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from warehouse.application.acknowledgements import acknowledge, acknowledged_at
from warehouse.application.database import ApplicationDatabase, ApplicationDatabaseError, sqlite_url, upgrade
from warehouse.application.user_settings import SettingTooLongError, change_settings, read_settings


@pytest.fixture
def database(tmp_path: Path) -> Iterator[ApplicationDatabase]:
    url = sqlite_url(tmp_path / "application.db")
    upgrade(url)
    database = ApplicationDatabase(url)
    yield database
    database.close()


def test_nobody_has_acknowledged_anything_at_first(database: ApplicationDatabase) -> None:
    assert acknowledged_at(database, "SE-USER", "1") is None


def test_an_acknowledgement_is_of_one_user_and_one_text(database: ApplicationDatabase) -> None:
    before = datetime.now(UTC)
    acknowledge(database, " se-user", "1")
    moment = acknowledged_at(database, "SE-USER", "1")
    assert moment is not None
    assert before <= moment <= datetime.now(UTC)
    assert acknowledged_at(database, "SE-USER", "2") is None
    assert acknowledged_at(database, "SE-OTHER", "1") is None


def test_the_first_time_stays(database: ApplicationDatabase) -> None:
    acknowledge(database, "SE-USER", "1")
    first = acknowledged_at(database, "SE-USER", "1")
    acknowledge(database, "SE-USER", "1")
    assert acknowledged_at(database, "SE-USER", "1") == first


def test_only_the_settings_that_are_sent_change(database: ApplicationDatabase) -> None:
    change_settings(database, "SE-USER", {"maxAntalDagarMellanIntyg": "7", "standardenhet": "SE-UNIT"})
    change_settings(database, "se-user", {"maxAntalDagarMellanIntyg": "9"})
    change_settings(database, "SE-OTHER", {"standardenhet": ""})
    assert read_settings(database, "SE-USER") == {"maxAntalDagarMellanIntyg": "9", "standardenhet": "SE-UNIT"}
    assert read_settings(database, "SE-OTHER") == {"standardenhet": ""}


@pytest.mark.parametrize("changes", [{"columns": "x" * 4097}, {"k" * 65: ""}, {"": "1"}])
def test_what_does_not_fit_is_refused_and_nothing_is_saved(
    database: ApplicationDatabase, changes: dict[str, str]
) -> None:
    with pytest.raises(SettingTooLongError):
        change_settings(database, "SE-USER", {"fits": "1", **changes})
    assert read_settings(database, "SE-USER") == {}


def test_the_longest_value_fits(database: ApplicationDatabase) -> None:
    change_settings(database, "SE-USER", {"columns": "x" * 4096})
    assert len(read_settings(database, "SE-USER")["columns"]) == 4096


def test_a_database_without_tables_is_a_sentence(tmp_path: Path) -> None:
    database = ApplicationDatabase(sqlite_url(tmp_path / "empty.db"))
    with pytest.raises(ApplicationDatabaseError):
        read_settings(database, "SE-USER")
    database.close()
