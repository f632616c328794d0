"""The licence that the project names is the licence that the project carries."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]

# SHA-256 of the words of the licence from its title to "END OF TERMS AND CONDITIONS", one blank between words.
APACHE_2_0 = "59d8f0ba87ad9a2f1a431123c8d16646e5b89ba53653e818f16d136d77263c99"


def test_the_licence_text_is_apache_2_0_word_for_word() -> None:
    terms, ending, _ = (CHECKOUT / "LICENSE").read_text().partition("END OF TERMS AND CONDITIONS")
    words = " ".join((terms + ending).split())
    assert hashlib.sha256(words.encode()).hexdigest() == APACHE_2_0


def test_the_package_names_the_same_licence() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "Apache-2.0"
    assert project["license-files"] == ["LICENSE"]
