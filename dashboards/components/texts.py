"""The text catalogues of the pages: every word that a reader meets, in Swedish and English.

What belongs to the results of reports is told alike on pages, in files and on the command line, and stands in the
catalogue of the warehouse; the pages add their own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType

from warehouse.texts import DEFAULT_LANGUAGE, LANGUAGES, Texts, read_entries, result_texts

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "Texts", "texts"]

FOLDER = Path(__file__).parent.parent / "texts"
PARTS = ("information", "files", "layout", "table_builder", "reports", "serving")
"""Folders of texts beside those of all pages."""


@cache
def texts(language: str) -> Texts:
    """The whole catalogue of `language` (`sv` or `en`): the results' texts, the pages' and the information pages'."""
    of_pages = read_entries(FOLDER, language)
    for part in PARTS:
        of_pages |= read_entries(FOLDER / part, language)
    return Texts(language, MappingProxyType({**result_texts(language).entries, **of_pages}))
