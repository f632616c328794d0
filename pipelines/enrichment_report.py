"""Loading a file that somebody names, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from pipelines.enrichment import TITLES, kind_of, load_file
from pipelines.erasure.organisation import without_erased
from pipelines.erasure.tombstones import Tombstones
from pipelines.landing.file_readings import rejected_rows
from pipelines.landing.landing import Landing
from pipelines.quarantine.file_reasons import FILE_REASONS
from warehouse.errors import UserError
from warehouse.settings import Settings
from warehouse.storage import DataDirectory


def load_directory(settings: Settings, path: Path, valid_from: date | None, history: bool) -> list[str]:
    """Load a file of the directory, whichever it is; returns sentences. Raises UserError when it cannot be used."""
    content = _content(path)
    return list(_load(settings, kind_of(content), content, valid_from, history))


def load_kind(settings: Settings, kind: str, path: Path, valid_from: date | None = None) -> list[str]:
    """Load a file of a kind; returns sentences. Raises UserError when it cannot be used."""
    return list(_load(settings, kind, _content(path), valid_from))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise UserError("The file cannot be read; check that it exists and that it may be read.") from None


def _load(
    settings: Settings, kind: str, content: bytes, valid_from: date | None, history: bool = False
) -> Iterator[str]:
    data = DataDirectory(settings.data)
    with data.writer(), closing(Landing(data.landing)) as landing:
        allowed = without_erased(kind, content, landing, Tombstones(landing, data))
        loaded = load_file(landing, kind, allowed, valid_from, history)
    rejected = loaded.checked.rejected
    yield f"{TITLES[kind]}: {', '.join(f'{number} {name}' for name, number in loaded.checked.counts.items())}."
    for reason, number in sorted(Counter(row.reason for row in rejected).items()):
        first = next(row.number for row in rejected if row.reason == reason)
        yield f"{number} set aside as {reason}, the first at row {first}: {FILE_REASONS[reason].en}"
    if loaded.new:
        yield f"It holds from {loaded.valid_from}; the next build uses it."
    else:
        yield "It is the file that was loaded last, so nothing changes."


def file_rows(landing: Landing) -> Iterator[tuple[str, str, str]]:
    """One row per kind of file for the status page: what it is, from when the last one holds, rows set aside."""
    for kind, title in TITLES.items():
        readings = landing.readings(kind)
        if readings:
            aside = len(rejected_rows(landing.ledger, kind, readings[-1].sha256))
            yield title, readings[-1].valid_from.isoformat(), str(aside)
        else:
            yield title, "none loaded", ""
