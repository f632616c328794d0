"""Releases: complete, immutable, versioned; built aside, verified, put in force by moving one pointer.

A zone holds `releases/<version>/` and the pointer file `CURRENT`, which names the version in force. Readers resolve
the pointer anew for each request; a crash at any instant leaves the former release in force.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from warehouse.errors import DamagedDataError, NotReadyError, UserError
from warehouse.storage import remove_tree, sync_directory, sync_files, write_durably, write_json

MANIFEST = "manifest.json"
POINTER = "CURRENT"


@dataclass(frozen=True, slots=True)
class Release:
    """One version of one zone. `manifest` holds what was built from what (see `finish`)."""

    version: str
    path: Path
    manifest: dict[str, Any]

    def file(self, name: str) -> Path:
        return self.path / name


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

    def finish(self, built: Path, version: str, facts: dict[str, Any]) -> Release:
        """Seal what was built: checksum every file, write the manifest, move the directory into place.

        `facts` go into the manifest beside version, time and checksums: inputs, row counts, as_of, code revision.
        """
        manifest = {
            "version": version,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": {str(path.relative_to(built)): checksum(path) for path in _files(built)},
            **facts,
        }
        write_json(built / MANIFEST, manifest)
        sync_files(built)
        final = self.folder / version
        built.rename(final)
        sync_directory(self.folder)
        return Release(version, final, manifest)

    def verify(self, version: str) -> None:
        """Compare every file with its checksum. Raises DamagedDataError naming the first that differs."""
        release = self.get(version)
        for name, expected in release.manifest["files"].items():
            path = release.file(name)
            if not path.is_file() or checksum(path) != expected:
                raise DamagedDataError(f"Release {version}: {name} differs from its manifest.")

    def put_in_force(self, version: str) -> None:
        """Move the pointer, after verifying; the one step by which readers see a release."""
        self.verify(version)
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
        """Delete all but the newest `kept` releases and the one in force; returns the deleted versions."""
        current = self.current_version()
        doomed = [version for version in self.versions()[:-kept] if version != current]
        for version in doomed:
            hidden = self.folder / f".deleting-{version}"
            (self.folder / version).rename(hidden)
            remove_tree(hidden)
        return doomed

    def sweep(self) -> None:
        """Remove what an interrupted build or deletion left behind. Only the writer may call this."""
        if self.folder.is_dir():
            for leftover in self.folder.glob(".*"):
                remove_tree(leftover)


def checksum(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file() and path.name != MANIFEST)


def as_of(release: Release) -> date:
    """The day that counted as today when the release was built (rule V-14)."""
    return date.fromisoformat(release.manifest["as_of"])
