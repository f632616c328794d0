"""The parameters of the case engine (rehab rule 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from warehouse.errors import UserError

LARGEST_GAP = 90
LARGEST_RECENT = 14
GAP_KEY = "maxAntalDagarMellanIntyg"
RECENT_KEY = "maxAntalDagarSedanSjukfallAvslut"


class ParameterError(UserError):
    """A parameter is not a whole number within its range."""


@dataclass(frozen=True, slots=True)
class EngineParameters:
    """How cases are built and listed.

    `gap`: largest number of free days between two certificates of the same case, 0-90.
    `recent`: days that a case is still listed after its last day, 0-14.
    Raises ParameterError outside these ranges.
    """

    gap: int = 5
    recent: int = 0

    def __post_init__(self) -> None:
        _check("gap", self.gap, LARGEST_GAP)
        _check("recent", self.recent, LARGEST_RECENT)

    @classmethod
    def from_preferences(cls, preferences: Mapping[str, str]) -> Self:
        """Read the two stored preferences; a missing key gives its default. Raises ParameterError."""
        defaults = cls()
        return cls(
            gap=_whole_number(preferences.get(GAP_KEY, str(defaults.gap)), GAP_KEY),
            recent=_whole_number(preferences.get(RECENT_KEY, str(defaults.recent)), RECENT_KEY),
        )


def _check(name: str, value: int, largest: int) -> None:
    if not 0 <= value <= largest:
        raise ParameterError(f"{name} is a whole number of days from 0 to {largest}.")


def _whole_number(text: str, key: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ParameterError(f"{key} is a whole number of days.")
    return int(text)
