"""Releases: complete, immutable, versioned; built aside, verified, put in force by moving one pointer.

A zone holds `releases/<version>/` and the pointer file `CURRENT`, which names the version in force. Readers resolve
the pointer anew for each request; a crash at any instant leaves the former release in force.

A *base* release holds everything itself. A *delta* release holds what has changed since a base, and in its folder
`base/` hard links to that base's files: it is complete and immutable like any other, but small and quickly made.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from warehouse.errors import DamagedDataError, NotReadyError, UserError
from warehouse.storage import remove_tree, sync_directory, sync_files, write_durably, write_json

MANIFEST = "manifest.json"
POINTER = "CURRENT"
BASE, DELTA = "base", "delta"
BASE_FOLDER = "base"
"""Where a delta release keeps the files of its base."""


@dataclass(frozen=True, slots=True)
class Release:
    """One version of one zone. `manifest` holds what was built from what (see `finish`)."""

    version: str
    path: Path
    manifest: dict[str, Any]

    def file(self, name: str) -> Path:
        return self.path / name

    @property
    def kind(self) -> str:
        """`base` or `delta`."""
        return str(self.manifest.get("kind", BASE))

    @property
    def base_version(self) -> str:
        """The version of the base that this release stands on; its own for a base."""
        return str(self.manifest.get("base", self.version))

    def base_file(self, name: str) -> Path:
        """A file of the base that this release stands on."""
        return self.file(name) if self.kind == BASE else self.path / BASE_FOLDER / name

    @property
    def base_checksums(self) -> dict[str, str]:
        """The checksums of the base's files, by their names in the base."""
        if self.kind == BASE:
            return dict(self.manifest["files"])
        return {name.removeprefix(f"{BASE_FOLDER}/"): known for name, known in self.manifest["linked"].items()}


def new_version(moment: datetime | None = None) -> str:
    """A version name that sorts by time: `20261123T020000Z-3f9a`."""
    moment = moment or datetime.now(UTC)
    return f"{moment:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


@dataclass(frozen=True, slots=True)
class ReleaseStore:
    """The releases of one zone. `zone` is the zone's directory; reading needs no other path."""

    zone: Path

    @property
    def folder(self) -> Path:
        return self.zone / "releases"

    @property
    def pointer(self) -> Path:
        return self.zone / POINTER

    def current_version(self) -> str | None:
        """The version in force, or None before the first publication."""
        try:
            return self.pointer.read_text().strip() or None
        except FileNotFoundError:
            return None

    def current(self) -> Release:
        """The release in force. Raises NotReadyError before the first publication."""
        version = self.current_version()
        if version is None:
            raise NotReadyError("Nothing has been published yet; run the pipelines first.")
        return self.get(version)

    def get(self, version: str) -> Release:
        """One release by version. Raises DamagedDataError when it is not there."""
        path = self.folder / version
        try:
            manifest = json.loads((path / MANIFEST).read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            raise DamagedDataError(f"Release {version} is missing or damaged.") from None
        return Release(version, path, manifest)

    def versions(self) -> list[str]:
        """All complete versions, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(path.parent.name for path in self.folder.glob(f"[!.]*/{MANIFEST}"))

    @contextmanager
    def building(self, version: str) -> Iterator[Path]:
        """A directory to build a release in; it becomes a release only through `finish`."""
        aside = self.folder / f".building-{version}"
        remove_tree(aside)
        aside.mkdir(parents=True)
        try:
            yield aside
        finally:
            remove_tree(aside)

    def finish(self, built: Path, version: str, facts: dict[str, Any], base: Release | None = None) -> Release:
        """Seal what was built: checksum every file, write the manifest, move the directory into place.

        `facts` go into the manifest beside version, time and checksums: inputs, row counts, as_of, code revision.
        With `base` it becomes a delta release: the files of the release's base are linked into it, and their
        checksums taken over.
        """
        manifest: dict[str, Any] = {
            "version": version,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "kind": BASE,
            "files": {str(path.relative_to(built)): checksum(path) for path in _files(built)},
            **facts,
        }
        if base:
            manifest |= {"kind": DELTA, "base": base.base_version, "linked": _link_base(base, built)}
        write_json(built / MANIFEST, manifest)
        sync_files(built)
        final = self.folder / version
        built.rename(final)
        sync_directory(self.folder)
        return Release(version, final, manifest)

    def verify(self, version: str) -> None:
        """Compare every file with its checksum. Raises DamagedDataError naming the first that differs."""
        release = self.get(version)
        _compare(release, release.manifest["files"])
        _compare(release, release.manifest.get("linked", {}))

    def put_in_force(self, version: str) -> None:
        """Move the pointer, after verifying; the one step by which readers see a release.

        The files that a delta shares with its base were verified when the base was put in force; that they are there
        is enough, so that a delta costs no reading of the whole base.
        """
        release = self.get(version)
        _compare(release, release.manifest["files"])
        for name in release.manifest.get("linked", {}):
            if not release.file(name).is_file():
                raise DamagedDataError(f"Release {version}: {name} is missing.")
        write_durably(self.pointer, f"{version}\n".encode())

    def roll_back(self, version: str | None = None) -> str:
        """Put an earlier release in force: the given one, or the one before the current. Returns the version."""
        versions = self.versions()
        current = self.current_version()
        earlier = [known for known in versions if current is not None and known < current]
        target = version or (earlier[-1] if earlier else None)
        if target is None:
            raise UserError("There is no earlier release to go back to.")
        if target not in versions:
            raise UserError(f"There is no release {target}; known: {', '.join(versions) or 'none'}.")
        self.put_in_force(target)
        return target

    def retain(self, kept: int) -> list[str]:
        """Delete all but the newest `kept` bases, the newest `kept` deltas since the newest base, and the one in force.

        Deltas are many a day and do not push out bases; a new base makes the deltas before it superfluous. Returns the
        deleted versions.
        """
        current = self.current_version()
        versions = self.versions()
        bases = [version for version in versions if self.get(version).kind == BASE]
        deltas = [version for version in versions if version not in bases and (not bases or version > bases[-1])]
        staying = {*bases[-kept:], *deltas[-kept:], current}
        return self._delete([version for version in versions if version not in staying])

    def retain_only_current(self) -> list[str]:
        """Delete every release but the one in force, newer ones included; returns the deleted versions."""
        current = self.current_version()
        return self._delete([version for version in self.versions() if version != current])

    def sweep(self) -> None:
        """Remove what an interrupted build or deletion left behind. Only the writer may call this."""
        if self.folder.is_dir():
            for leftover in self.folder.glob(".*"):
                remove_tree(leftover)

    def _delete(self, doomed: list[str]) -> list[str]:
        for version in doomed:
            hidden = self.folder / f".deleting-{version}"
            (self.folder / version).rename(hidden)
            remove_tree(hidden)
        return doomed


def roll_back_zones(stores: Sequence[ReleaseStore], version: str | None) -> list[str]:
    """Put an earlier release in force in several zones; returns the version now in force of each.

    `version` is one that some zone has; None means the newest that is older than all that is in force. Zones differ
    in their releases, because national figures have no deltas: each goes to its newest that is no newer than the
    wanted one. Raises UserError when there is no such release.
    """
    known = sorted({known for store in stores for known in store.versions()})
    newest = max((store.current_version() or "" for store in stores), default="")
    earlier = [one for one in known if one < newest]
    wanted = version or (earlier[-1] if earlier else None)
    if wanted is None:
        raise UserError("There is no earlier release to go back to.")
    if wanted not in known:
        raise UserError(f"There is no release {wanted}; known: {', '.join(known) or 'none'}.")
    targets = [_newest_until(store, wanted) for store in stores]
    return [store.roll_back(target) for store, target in zip(stores, targets, strict=True)]


def _newest_until(store: ReleaseStore, wanted: str) -> str:
    reachable = [known for known in store.versions() if known <= wanted]
    if not reachable:
        raise UserError(f"Not every zone has a release as old as {wanted}; nothing older can be put in force.")
    return reachable[-1]


def checksum(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _compare(release: Release, checksums: dict[str, str]) -> None:
    for name, expected in checksums.items():
        path = release.file(name)
        if not path.is_file() or checksum(path) != expected:
            raise DamagedDataError(f"Release {release.version}: {name} differs from its manifest.")


def _link_base(base: Release, built: Path) -> dict[str, str]:
    """Link the base's files into `built`; returns their checksums by name."""
    linked = {}
    for name, known in base.base_checksums.items():
        place = built / BASE_FOLDER / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.hardlink_to(base.base_file(name))
        linked[f"{BASE_FOLDER}/{name}"] = known
    return linked


def _files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file() and path.name != MANIFEST)


def as_of(release: Release) -> date:
    """The day that counted as today when the release was built (rule V-14)."""
    return date.fromisoformat(release.manifest["as_of"])
