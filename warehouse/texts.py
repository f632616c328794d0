"""Texts in both languages of the product: catalogues of dotted keys, and the one that belongs to results of reports."""

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
FOLDER = Path(__file__).parent / "catalogue"


@dataclass(frozen=True, slots=True)
class Texts:
    """The catalogue of one language. Keys are dotted paths into a TOML file per language."""

    language: str
    entries: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text with its placeholders filled in. Raises KeyError for a key that the catalogue lacks."""
        return self.entries[key].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self.entries


@cache
def result_texts(language: str) -> Texts:
    """The texts of results in `language` (`sv` or `en`): levels, notes, messages, definitions, heads of files."""
    return Texts(language, MappingProxyType(read_entries(FOLDER, language)))


def read_entries(folder: Path, language: str) -> dict[str, str]:
    """The entries of `<folder>/<language>.toml` by dotted key."""
    content = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    return dict(_flat(content))


def _flat(content: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", str(value).strip()
