"""Settings: typed, from the environment and a file, with clear errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.errors import UserError
from warehouse.settings import Mode, UnknownUnits, load_settings


def test_defaults_are_those_of_production() -> None:
    settings = load_settings()
    assert settings.mode is Mode.PRODUCTION
    assert settings.unknown_units is UnknownUnits.COUNT
    assert settings.threshold == 5


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "intyg.toml"
    file.write_text('public_port = 9000\ncare_port = 9001\noperator = "Region Exempel"\n')
    monkeypatch.setenv("INTYG_SETTINGS", str(file))
    monkeypatch.setenv("INTYG_CARE_PORT", "9002")
    settings = load_settings()
    assert (settings.public_port, settings.care_port, settings.operator) == (9000, 9002, "Region Exempel")


def test_what_the_command_line_gives_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTYG_DATA", "/elsewhere")
    assert load_settings(data=Path("here")).data == Path("here")
    assert load_settings(data=None).data == Path("/elsewhere")


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("INTYG_PUBLIC_PORT", "eighty", "public_port"),
        ("INTYG_MODE", "holiday", "mode"),
        ("INTYG_KEPT_RELEASES", "0", "kept_releases"),
    ],
)
def test_a_wrong_value_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UserError) as caught:
        load_settings()
    assert name in str(caught.value)
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_line_of_the_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "intyg.toml"
    file.write_text("treshold = 3\n")
    monkeypatch.setenv("INTYG_SETTINGS", str(file))
    with pytest.raises(UserError, match="treshold"):
        load_settings()


def test_a_threshold_below_three_is_raised_to_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTYG_THRESHOLD", "1")
    assert load_settings().threshold == 3


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTYG_PERSON_KEY", "x" * 32)
    assert "xxx" not in repr(load_settings())
