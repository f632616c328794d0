"""Diagnoses: the ICD-10-SE tree and how a written code finds its place in it (statistics 2.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from warehouse import reference_tables as reference

UNKNOWN_KEY = "NO_VALID_ICD10"
"""The one leaf for facts whose diagnosis is missing or unreadable; its name is `Utan giltig ICD-10 kod`."""

UNKNOWN_BRANCH = ("Ö00-Ö00", "Ö00-Ö00", "Ö00", "Ö000")
"""Ids under which older selections know that leaf, from chapter to code (rule 2.8.3)."""

UNKNOWN_CODE_PREFIX = "UNKNOWN_CODE_WITHIN:"
"""Start of the id of a category's node `Okänd kod inom <category>`."""

LONGEST_NEW_CODE = 6
"""Characters of the longest code that a newer edition may add."""

_NOT_IN_CODE = re.compile(r"[^A-Z0-9]")


class DiagnosisLevel(StrEnum):
    """Levels of the tree from the top; also the names of the columns that hold them."""

    CHAPTER = "chapter"
    BLOCK = "block"
    CATEGORY = "category"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Where a written code stands in the tree; every level is None for an unknown diagnosis.

    A diagnosis known to its category but no longer code has `code` None.
    """

    chapter: str | None = None
    block: str | None = None
    category: str | None = None
    code: str | None = None


UNKNOWN = Diagnosis()


@dataclass(frozen=True, slots=True)
class DiagnosisNode:
    """One node of the tree. `parent` is None for chapters and for the unknown leaf.

    ICD-10-SE names categories and codes in Swedish alone, so `name_en` is None for them.
    """

    id: str
    level: DiagnosisLevel
    name: str
    parent: str | None
    name_en: str | None = None

    @property
    def label(self) -> str:
        """Id and Swedish name as shown; the nodes for what is missing show their name alone."""
        return self._labelled(self.name)

    @property
    def label_en(self) -> str:
        """As `label` with the English name, where there is one."""
        return self._labelled(self.name_en or self.name)

    def label_in(self, language: str) -> str:
        """Id and name in `language` (`sv` or `en`); a name that is Swedish alone is told in Swedish."""
        return self.label_en if language == "en" else self.label

    def _labelled(self, name: str) -> str:
        return name if self.id == UNKNOWN_KEY or self.id.startswith(UNKNOWN_CODE_PREFIX) else f"{self.id} {name}"


@dataclass(frozen=True, slots=True)
class CodeName:
    """A category (three characters) or code of ICD-10-SE, without dot, and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Additions:
    """Categories and codes of newer editions, beside those that are shipped: places in the tree and names by code.

    A code that an edition has dropped is still a code, with the name that it had.
    """

    places: Mapping[str, Diagnosis]
    names: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(self.names)


NO_ADDITIONS = Additions({}, {})


class UnknownNodeError(LookupError):
    """There is no node with the id asked for."""


@cache
def _categories() -> Mapping[str, Diagnosis]:
    return {
        row["code"]: Diagnosis(row["chapter"], row["block"], row["code"]) for row in reference.rows("icd10_categories")
    }


@cache
def _codes() -> Mapping[str, Diagnosis]:
    categories = _categories()
    found = {}
    for row in reference.rows("icd10_codes"):
        parent = categories[row["category"]]
        found[row["code"]] = Diagnosis(parent.chapter, parent.block, parent.category, row["code"])
    return found


def additions(editions: Iterable[Iterable[CodeName]]) -> Additions:
    """What editions, oldest first, add to the shipped lists: new codes, and newer names of known ones.

    A category belongs to the block whose range holds it.
    """
    names: dict[str, str] = {}
    for edition in editions:
        names |= {entry.code: entry.name for entry in edition}
    shipped = _tree()
    places = {code: _new_place(code) for code in names if code not in shipped}
    newer = {code: name for code, name in names.items() if code not in shipped or shipped[code].name != name}
    return Additions(places, newer)


def _new_place(code: str) -> Diagnosis:
    block = block_of(code[:3])
    if block is None:
        return UNKNOWN
    return Diagnosis(block["chapter"], block["code"], code[:3], code if len(code) > 3 else None)


@cache
def block_of(category: str) -> Mapping[str, str] | None:
    """The block whose first and last category enclose a category (compared as text), None when there is none."""
    holding = [row for row in reference.rows("icd10_blocks") if row["first"] <= category <= row["last"]]
    return holding[0] if holding else None


def match(written: str | None, added: Additions = NO_ADDITIONS) -> Diagnosis:
    """Place a code as written in the tree (rule 2.8.2), of newer editions too when they are given.

    Upper-cased and cleaned, the longest beginning that is a code decides; otherwise the first three characters as a
    category; otherwise the diagnosis is unknown. Nothing written is ever an error.
    """
    if written is None or written.strip().lower() == "unknown":
        return UNKNOWN
    cleaned = _NOT_IN_CODE.sub("", written.upper())
    codes = _codes()
    longest = min(len(cleaned), max(_longest_code(), LONGEST_NEW_CODE if added else 0))
    for length in range(longest, 3, -1):
        if found := codes.get(cleaned[:length]) or added.places.get(cleaned[:length]):
            return found
    return _categories().get(cleaned[:3]) or added.places.get(cleaned[:3], UNKNOWN)


@cache
def _longest_code() -> int:
    return max(map(len, _codes()))


def match_all(written: Iterable[str | None], added: Additions = NO_ADDITIONS) -> dict[str | None, Diagnosis]:
    """Place every distinct code of `written`; the table to join back to facts."""
    return {code: match(code, added) for code in set(written)}


@cache
def _tree() -> Mapping[str, DiagnosisNode]:
    nodes = [
        DiagnosisNode(row["code"], DiagnosisLevel.CHAPTER, row["name_sv"], None, row["name_en"])
        for row in reference.rows("icd10_chapters")
    ]
    nodes += [
        DiagnosisNode(row["code"], DiagnosisLevel.BLOCK, row["name_sv"], row["chapter"], row["name_en"])
        for row in reference.rows("icd10_blocks")
    ]
    nodes += [
        DiagnosisNode(row["code"], DiagnosisLevel.CATEGORY, row["name_sv"], row["block"])
        for row in reference.rows("icd10_categories")
    ]
    nodes += [
        DiagnosisNode(row["code"], DiagnosisLevel.CODE, row["name_sv"], row["category"])
        for row in reference.rows("icd10_codes")
    ]
    nodes += [_unknown_code(category) for category in _categories()]
    unknown = ("Utan giltig ICD-10 kod", None, "Without a valid ICD-10 code")
    nodes.append(DiagnosisNode(UNKNOWN_KEY, DiagnosisLevel.CHAPTER, *unknown))
    return {node.id: node for node in nodes}


def _unknown_code(category: str) -> DiagnosisNode:
    names = f"Okänd kod inom {category}", category, f"Unknown code within {category}"
    return DiagnosisNode(UNKNOWN_CODE_PREFIX + category, DiagnosisLevel.CODE, *names)


_published: dict[str, DiagnosisNode] = {}


def publish_names(entries: Iterable[CodeName]) -> None:
    """Take in the names and codes of newer editions that a release was built with, for `find`, `node` and `children`.

    Names only ever come to or change: a code that a later release does not hold keeps its node.
    """
    for entry in entries:
        place = _new_place(entry.code)
        is_code = place.code is not None
        level = DiagnosisLevel.CODE if is_code else DiagnosisLevel.CATEGORY
        parent = place.category if is_code else place.block
        _published[entry.code] = DiagnosisNode(entry.code, level, entry.name, parent)
        if not is_code and entry.code not in _tree():
            _published[UNKNOWN_CODE_PREFIX + entry.code] = _unknown_code(entry.code)


def newer_name(code: str) -> str | None:
    """The name that a newer edition gives a category or code, None when it is as shipped or unknown."""
    node = _published.get(code)
    return node.name if node else None


@cache
def _children() -> Mapping[str | None, tuple[DiagnosisNode, ...]]:
    found: dict[str | None, list[DiagnosisNode]] = {}
    for node in _tree().values():
        found.setdefault(node.parent, []).append(node)
    return {parent: tuple(nodes) for parent, nodes in found.items()}


def find(node_id: str) -> DiagnosisNode | None:
    """The node with `node_id` (the ids of the unknown branch are accepted), or None."""
    wanted = UNKNOWN_KEY if node_id in UNKNOWN_BRANCH else node_id
    return _published.get(wanted) or _tree().get(wanted)


def node(node_id: str) -> DiagnosisNode:
    """The node with `node_id` (the ids of the unknown branch are accepted); raises UnknownNodeError."""
    found = find(node_id)
    if found is None:
        raise UnknownNodeError(f"there is no diagnosis {node_id!r}")
    return found


def children(node_id: str | None = None) -> tuple[DiagnosisNode, ...]:
    """The direct children of a node in code order, or the top level: the chapters and the unknown leaf.

    The node for an unknown code stands last below its category. Raises UnknownNodeError.
    """
    parent = None if node_id is None else node(node_id).id
    below = {one.id: one for one in _children().get(parent, ())}
    newer = {one.id: one for one in _published.values() if one.parent == parent}
    if not newer:
        return tuple(below.values())
    return tuple(sorted((below | newer).values(), key=lambda one: (one.id.startswith(UNKNOWN_CODE_PREFIX), one.id)))
