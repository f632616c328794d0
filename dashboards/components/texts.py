"""The text catalogues: every word that a reader meets, in Swedish and English."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

LANGUAGES = ("sv", "en")
DEFAULT_LANGUAGE = "sv"
FOLDER = Path(__file__).parent.parent / "texts"


@dataclass(frozen=True, slots=True)
class Texts:
    """The catalogue of one language. Keys are dotted paths into `dashboards/texts/<language>.toml`."""

    language: str
    entries: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text with its placeholders filled in. Raises KeyError for a key that the catalogue lacks."""
        return self.entries[key].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self.entries


@cache
def texts(language: str) -> Texts:
    """The catalogue of `language` (`sv` or `en`)."""
    content = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return Texts(language, MappingProxyType(dict(_flat(content))))


def _flat(content: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", str(value).strip()
