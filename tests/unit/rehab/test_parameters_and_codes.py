"""The engine's parameters and their preferences (rehab rules 3.1 and 11.1; worked example J19)."""

from __future__ import annotations

import pytest

from rehab.diagnoses import DiagnosisBlankError, read_code, shown_diagnosis
from rehab.parameters import EngineParameters, ParameterError


def test_defaults() -> None:
    assert EngineParameters() == EngineParameters(gap=5, recent=0)
    assert EngineParameters.from_preferences({}) == EngineParameters()


def test_preferences_of_other_kinds_are_ignored() -> None:
    preferences = {"maxAntalDagarMellanIntyg": "90", "maxAntalDagarSedanSjukfallAvslut": "14", "standardenhet": "SE"}
    assert EngineParameters.from_preferences(preferences) == EngineParameters(90, 14)


@pytest.mark.parametrize(("gap", "recent"), [(91, 0), (-1, 0), (5, 15), (5, -1)])
def test_j19_out_of_range(gap: int, recent: int) -> None:
    with pytest.raises(ParameterError):
        EngineParameters(gap, recent)


@pytest.mark.parametrize("text", ["", "5.0", "-1", "fem", "²", "91"])
def test_j19_preferences_that_are_no_number_of_days(text: str) -> None:
    with pytest.raises(ParameterError):
        EngineParameters.from_preferences({"maxAntalDagarMellanIntyg": text})


@pytest.mark.parametrize(
    ("written", "code", "text"),
    [
        pytest.param("M123   Palindrom reumatism", "M123", "Palindrom reumatism", id="J21 code and text"),
        pytest.param("M123", "M123", "", id="J21 code only"),
        ("M80.1   ", "M801", ""),
        ("M80-P  ", "M80-P", ""),
        ("f32.9", "F329", ""),
    ],
)
def test_codes_are_read(written: str, code: str, text: str) -> None:
    assert read_code(written) == (code, text)


@pytest.mark.parametrize("written", ["", "   ", "-", "       Lumbago"])
def test_j21_a_blank_code_is_an_error(written: str) -> None:
    with pytest.raises(DiagnosisBlankError):
        read_code(written)


@pytest.mark.parametrize(
    ("written", "known"), [("M54.5", True), ("M54", True), ("F32-", True), ("M80-P", False), ("XYZ", False)]
)
def test_descriptions_come_from_both_classifications(written: str, known: bool) -> None:
    assert (shown_diagnosis(written).description is not None) is known
