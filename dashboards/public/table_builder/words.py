"""How variables and numbers are called on the pages of the table builder."""

from __future__ import annotations

from dashboards.components.texts import Texts
from warehouse.opendata.cube import Variable
from warehouse.reports.result import Label


def variable_name(variable: Variable, texts: Texts) -> str:
    """The name of a variable with a capital letter first, as heads have it."""
    name = variable.label.in_language(texts.language)
    return name[:1].upper() + name[1:]


def described(label: Label, description: Label, texts: Texts) -> str:
    """The description of a table without its name, where it starts with that."""
    name = label.in_language(texts.language)
    return description.in_language(texts.language).removeprefix(f"{name}. ")
