"""The releases that are kept until the one in force: for older versions, and for what changed between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from dashboards.serving.readers import CurrentReader, ReleaseGoneError
from warehouse.releases import Release

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class KeptReleases(Generic[R]):
    """Releases and their readers, for readers that need no closing."""

    readers: CurrentReader[R]

    def releases(self) -> tuple[Release, ...]:
        """The releases that are kept up to the one in force, oldest first; none before the first publication."""
        last = self.readers.version() or ""
        return tuple(one for one in reversed(self.readers.releases()) if one.version <= last)

    def reader(self, version: str) -> R | None:
        """A reader of a release; None when it is not kept, or when this program is too new to read it."""
        try:
            with self.readers.reading(version) as (_, reader):
                return reader
        except ReleaseGoneError:
            return None
