"""Where a segment was staged last: by the readers of now, else by earlier ones."""

from __future__ import annotations

from pathlib import Path

from pipelines.staging.stage import SUMMARY, Staging


def staged_segment(staging_directory: Path, segment: int) -> Path | None:
    """The staged directory of a segment by the newest readers that have staged it, or None.

    After a change of the readers everything waits to be staged anew; until then the earlier outcome is what is known.
    """
    newest = Staging(staging_directory)
    if newest.is_staged(segment):
        return newest.path(segment)
    for directory in sorted(staging_directory.glob("parser-*"), key=_version, reverse=True):
        path = directory / f"{segment:08d}"
        if (path / SUMMARY).is_file():
            return path
    return None


def _version(directory: Path) -> tuple[int, str]:
    name = directory.name.removeprefix("parser-")
    return (int(name) if name.isdigit() else -1, name)
