"""Chosen diagnoses as addresses: one chapter, block or category as a path, several as a parameter (dashboards 3.4, 10).

The forms that choose them send plain parameters; `canonical` makes the readable address of what they sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from dashboards.components import address as parameters
from dashboards.components.address import Address
from warehouse import diagnoses
from warehouse.diagnoses import UNKNOWN_KEY, DiagnosisLevel, DiagnosisNode

WITHIN_SLUG = "diagnoskapitel"
COMPARE_SLUG = "jamfor-diagnoser"
CHAPTER_FIELD, BLOCK_FIELD, CATEGORY_FIELD = "kapitel", "avsnitt", "kategori"
BROWSE = "bladdra"
"""The chapter whose diagnoses stand in the form that compares; it changes nothing of what is shown."""

LEVEL_NAMES: Mapping[DiagnosisLevel, str] = MappingProxyType(
    {
        DiagnosisLevel.CHAPTER: "kapitel",
        DiagnosisLevel.BLOCK: "avsnitt",
        DiagnosisLevel.CATEGORY: "kategori",
        DiagnosisLevel.CODE: "kod",
    }
)
"""Values of the address parameter `niva-diagnos`."""

_FIELDS = (CHAPTER_FIELD, BLOCK_FIELD, CATEGORY_FIELD)
_LEVELS = (DiagnosisLevel.CHAPTER, DiagnosisLevel.BLOCK, DiagnosisLevel.CATEGORY)


@dataclass(frozen=True, slots=True)
class Compared:
    """The level and the diagnoses that are compared, and what of the address could not be used."""

    level: DiagnosisLevel
    chosen: tuple[DiagnosisNode, ...]
    unusable: tuple[str, ...] = ()


def canonical(address: Address) -> Address:
    """The readable address of what a form sent; any other address as it is."""
    report = address.path.split("/")[2:3]
    if report == [WITHIN_SLUG] and any(name in address.query for name in _FIELDS):
        return _within(address)
    if report == [COMPARE_SLUG] and len(address.query.get(parameters.DIAGNOSES, ())) > 1:
        return address.having(diagnos=",".join(_codes(address)))
    return address


def _within(address: Address) -> Address:
    """Chapter, block and category as a path; a field that does not lie below the one before is left out."""
    base = "/".join(address.path.split("/")[:3])
    given = [address.get(field) or "" for field in _FIELDS]
    path = path_to(base, _below_each_other(given))
    query = {name: values for name, values in address.query.items() if name not in _FIELDS}
    return replace(address, path=path, query=MappingProxyType(query))


def path_to(base: str, node_ids: Sequence[str]) -> str:
    """The path of a diagnosis below others."""
    return "/".join((base, *node_ids))


def chosen_within(segments: Sequence[str]) -> tuple[str, ...]:
    """The chapter, block and category that the end of a path names. Empty when they do not lie below each other."""
    found = _below_each_other(segments)
    return found if len(found) == len(segments) else ()


def _below_each_other(given: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for level, node_id in zip(_LEVELS, given, strict=False):
        node = diagnoses.find(node_id)
        above = found[-1] if found else None
        if node is None or node.level is not level or node.id == UNKNOWN_KEY or node.parent != above:
            break
        found.append(node.id)
    return tuple(found)


def compared(address: Address) -> Compared:
    """The diagnoses that the parameter `diagnos` names, all of one level: that of `niva-diagnos`, else of the first."""
    codes = _codes(address)
    nodes = {code: diagnoses.find(code) for code in codes}
    named = address.get(parameters.DIAGNOSIS_LEVEL)
    levels = [level for level, name in LEVEL_NAMES.items() if name == named]
    levels += [node.level for node in nodes.values() if node is not None]
    level = next(iter(levels), DiagnosisLevel.CATEGORY)
    fitting = {code: node for code, node in nodes.items() if node is not None and node.level is level}
    return Compared(level, tuple(fitting.values()), tuple(code for code in codes if code not in fitting))


def _codes(address: Address) -> tuple[str, ...]:
    """The codes as written, in upper case and without dots, each once."""
    given = ",".join(address.query.get(parameters.DIAGNOSES, ())).replace(" ", ",")
    return tuple(dict.fromkeys(filter(None, (code.strip().upper().replace(".", "") for code in given.split(",")))))
