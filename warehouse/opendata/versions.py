"""The versions of public tables, numbered MAJOR.MINOR.PATCH from release to release (dashboards 19.5).

A release in which a table tells the same is the same version. What was found is kept in one small file a table, so that
numbers stay when old releases are deleted; without a folder it is kept in memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from pydantic import BaseModel

from warehouse.opendata.changes import ChangedValue, CubeChanges, RenamedValue, Step, compare
from warehouse.opendata.cube import Cube
from warehouse.releases import Release
from warehouse.storage import write_durably

CubeReader = Callable[[Release, str], Cube | None]
"""Reads one table of a release; None when it cannot be read any more."""

PATTERN = re.compile(r"(\d+|\*)(\.(\d+|\*)){0,2}", re.ASCII)
"""A version, or the beginning of one, or one with `*` for any number."""


class NamedValue(BaseModel):
    """A category that came or went, or without code a whole variable."""

    variable: str
    code: str | None
    sv: str
    en: str


class Renaming(BaseModel):
    """A category or variable that is called something else."""

    variable: str
    code: str | None
    before_sv: str
    before_en: str
    after_sv: str
    after_en: str


class Largest(BaseModel):
    """The cell that changed most."""

    codes: dict[str, str]
    before: float | int | None
    after: float | int | None


class TableVersion(BaseModel):
    """One version of a table: its number, the releases that have it, and how it came from the version before.

    `published` is the time of the first of the releases, as ISO 8601. `with_months` and `with_program` tell whether
    that release had further months, or was made by another revision of the program, than the release before it.
    """

    version: str
    step: Step
    published: str
    releases: list[str]
    with_months: bool = False
    with_program: bool = False
    added: list[NamedValue] = []
    removed: list[NamedValue] = []
    renamed: list[Renaming] = []
    compared: int = 0
    changed: int = 0
    largest: Largest | None = None

    @property
    def number(self) -> tuple[int, ...]:
        """The three parts."""
        return tuple(int(part) for part in self.version.split("."))


@dataclass(frozen=True)
class TableVersions:
    """The versions of every table of the releases that a reader reads. Safe to share between threads and processes."""

    folder: Path | None
    read: CubeReader
    _remembered: dict[str, list[TableVersion]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, table_id: str, releases: Sequence[Release]) -> list[TableVersion]:
        """The versions of a table until the last of `releases`, oldest first.

        `releases` are those that are kept, oldest first; those not met before are compared, each with the one before.
        """
        with self._lock:
            known = self._known(table_id)
            met = {release for one in known for release in one.releases}
            newest = max(met, default="")
            fresh = [release for release in releases if release.version > newest]
            for release in fresh:
                self._add(known, table_id, release, self._before(release, releases))
            if fresh:
                self._keep(table_id, known)
        last = releases[-1].version if releases else ""
        return [one for one in known if one.releases[0] <= last]

    def _before(self, release: Release, releases: Sequence[Release]) -> Release | None:
        earlier = [one for one in releases if one.version < release.version]
        return earlier[-1] if earlier else None

    def _add(self, known: list[TableVersion], table_id: str, release: Release, before: Release | None) -> None:
        published = str(release.manifest["created"])
        changes = self._changes(before, release, table_id) if known and before else None
        if changes is None or before is None:
            number = _next(known[-1].number, Step.MAJOR) if known else "1.0.0"
            known.append(TableVersion(version=number, step=Step.MAJOR, published=published, releases=[release.version]))
            return
        if changes.step is Step.NONE:
            known[-1].releases.append(release.version)
            return
        number = _next(known[-1].number, changes.step)
        known.append(
            TableVersion(
                version=number, published=published, releases=[release.version], **_told(changes, before, release)
            )
        )

    def _changes(self, before: Release, release: Release, table_id: str) -> CubeChanges | None:
        """What changed; None when one of the releases cannot be read any more."""
        if release.manifest["files"] == before.manifest["files"]:
            return CubeChanges()
        old, new = self.read(before, table_id), self.read(release, table_id)
        return compare(old, new) if old and new else None

    def _known(self, table_id: str) -> list[TableVersion]:
        place = self._place(table_id)
        if place is None:
            return list(self._remembered.get(table_id, ()))
        if not place.is_file():
            return []
        return [TableVersion.model_validate(one) for one in json.loads(place.read_bytes())]

    def _keep(self, table_id: str, known: list[TableVersion]) -> None:
        place = self._place(table_id)
        if place is None:
            self._remembered[table_id] = known
            return
        content = json.dumps([one.model_dump(mode="json") for one in known], ensure_ascii=False)
        write_durably(place, content.encode())

    def _place(self, table_id: str) -> Path | None:
        return self.folder / f"{table_id}.json" if self.folder else None


def matching(versions: Sequence[TableVersion], pattern: str) -> TableVersion | None:
    """The newest version that a pattern such as `2.1.0`, `2.*` or `*` names. Raises ValueError for no pattern."""
    if not PATTERN.fullmatch(pattern):
        raise ValueError(f"a version is three numbers with points between, where * stands for any: {pattern}")
    parts = pattern.split(".")
    for one in reversed(versions):
        if all(part in {"*", own} for part, own in zip(parts, one.version.split("."), strict=False)):
            return one
    return None


def _next(number: tuple[int, ...], step: Step) -> str:
    major, minor, patch = number
    if step is Step.MAJOR:
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if step is Step.MINOR else f"{major}.{minor}.{patch + 1}"


def _told(changes: CubeChanges, before: Release, release: Release) -> dict[str, Any]:
    largest = changes.largest
    return {
        "step": changes.step,
        "with_months": release.manifest.get("as_of", "")[:7] > before.manifest.get("as_of", "")[:7],
        "with_program": release.manifest.get("code_revision") != before.manifest.get("code_revision"),
        "added": [_named(one) for one in changes.added],
        "removed": [_named(one) for one in changes.removed],
        "renamed": [_renamed(one) for one in changes.renamed],
        "compared": changes.compared,
        "changed": changes.changed,
        "largest": Largest(codes=dict(largest.codes), before=largest.before, after=largest.after) if largest else None,
    }


def _named(one: ChangedValue) -> NamedValue:
    return NamedValue(variable=one.variable, code=one.code, sv=one.label.sv, en=one.label.en)


def _renamed(one: RenamedValue) -> Renaming:
    names = {"before_sv": one.before.sv, "before_en": one.before.en, "after_sv": one.after.sv, "after_en": one.after.en}
    return Renaming(variable=one.variable, code=one.code, **names)
