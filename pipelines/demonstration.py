"""The demonstration: a synthetic source, the ordinary pipelines over it, and what a visitor needs to know."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines import operations
from pipelines.progress import Step, step
from pipelines.sources.configured import DEMO_STORE
from pipelines.synthetic.append import append_certificates
from pipelines.synthetic.store import StoreSummary, create_store
from warehouse.errors import NotReadyError
from warehouse.releases import ReleaseStore
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, Zone, remove_tree, write_json

PUBLISHED = "published.json"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A demonstration that is ready to be served; `lines` tell a visitor where to go and whom to log in as."""

    lines: tuple[str, ...]


def prepare_demonstration(settings: Settings, size: str, seed: int) -> Prepared:
    """Make the source and publish it, or reuse what is there of the same size and seed."""
    data = DataDirectory(settings.data)
    today = settings.day()
    if not _source_is(data, size, seed):
        remove_tree(data.source)
        create_source(settings, size, seed, today, None)
    if not _is_published(data, size, seed):
        version = operations.run(settings)
        write_json(data.source / PUBLISHED, {"size": size, "seed": seed, "version": version})
    return Prepared(tuple(_invitation(settings, data)))


def create_source(settings: Settings, size: str, seed: int, today: date, url: str | None) -> StoreSummary:
    """Make a synthetic store and its files in `<data>/source`."""
    data = DataDirectory(settings.data)
    data.source.mkdir(parents=True, exist_ok=True)
    address = url or f"sqlite:///{(data.source / DEMO_STORE).resolve()}"
    with step("Making the synthetic store") as running:
        return create_store(address, data.source, size, seed, today, _telling(running))


def append_to_source(settings: Settings, count: int, seed: int) -> int:
    """Sign new certificates in the synthetic store. Raises NotReadyError when there is none."""
    data = DataDirectory(settings.data)
    if not (data.source / DEMO_STORE).is_file():
        raise NotReadyError("There is no synthetic store to add to; make one with `intyg store create`.")
    today = settings.day()
    return append_certificates(f"sqlite:///{(data.source / DEMO_STORE).resolve()}", count, seed, today)


def _telling(running: Step) -> Callable[[str, int, int], None]:
    done: dict[str, int] = {}

    def tell(part: str, so_far: int, total: int) -> None:
        del total
        running.advance(so_far - done.get(part, 0))
        done[part] = so_far

    return tell


def _source_is(data: DataDirectory, size: str, seed: int) -> bool:
    made = _read(data.source / "store.json")
    return made.get("size") == size and made.get("seed") == seed


def _is_published(data: DataDirectory, size: str, seed: int) -> bool:
    published = _read(data.source / PUBLISHED)
    zones = {ReleaseStore(data.zone(zone)).current_version() for zone in Zone}
    return published.get("size") == size and published.get("seed") == seed and None not in zones


def _read(path: Path) -> dict[str, object]:
    try:
        content: dict[str, object] = json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return content


def _invitation(settings: Settings, data: DataDirectory) -> list[str]:
    users = json.loads((data.source / "demo_users.json").read_text())
    lines = [
        "",
        f"Public site:     http://{settings.host}:{settings.public_port}/",
        f"Logged-in site:  http://{settings.host}:{settings.care_port}/",
        "Demo users (invented; choose one on the log-in page):",
    ]
    return [*lines, *(f"  {user['given_name']} {user['surname']}: {user['description_en']}" for user in users), ""]
