"""Makes a synthetic certificate store: database, directory and population files, truth file, demonstration users."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pipelines.sources import store_tables
from pipelines.synthetic.append import append_certificates
from pipelines.synthetic.demo_users import DEMO_USERS_FILE, write_demo_users
from pipelines.synthetic.directory_files import LOOKUPS_FILE, UNITS_FILE, write_lookups, write_units_file
from pipelines.synthetic.organisation_maker import chosen_counties, make_organisation
from pipelines.synthetic.population import POPULATION_FILE, write_population
from pipelines.synthetic.practice import Practice
from pipelines.synthetic.rows import RowBuffer, add_reference_rows
from pipelines.synthetic.settings import load_parameters, load_size
from pipelines.synthetic.streams import Streams
from pipelines.synthetic.truth import Truth
from pipelines.synthetic.work_calendar import WorkCalendar

__all__ = ["StoreSummary", "append_certificates", "create_store", "default_url", "read_summary"]

MANIFEST_FILE = "store.json"
DATABASE_FILE = "store.sqlite"
GENERATOR_VERSION = "1"

Progress = Callable[[str, int, int], None]
"""Told about a stage by name, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class StoreSummary:
    """What a complete store holds; `rows` counts the rows of each table."""

    size: str
    seed: int
    today: date
    generator_version: str
    certificates: int
    messages: int
    persons: int
    rows: dict[str, int] = field(default_factory=dict)

    def is_of(self, size: str, seed: int, today: date) -> bool:
        """True when making that store would give just this one again."""
        wanted = (size, seed, today, GENERATOR_VERSION)
        return wanted == (self.size, self.seed, self.today, self.generator_version)


def default_url(directory: Path) -> str:
    """The embedded SQLite database inside the directory."""
    return f"sqlite:///{directory / DATABASE_FILE}"


def read_summary(directory: Path) -> StoreSummary | None:
    """The summary of the complete store in the directory, None when there is none or only half of one."""
    try:
        content = json.loads((directory / MANIFEST_FILE).read_text(encoding="utf-8"))
        return StoreSummary(**(content | {"today": date.fromisoformat(content["today"])}))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def create_store(  # noqa: PLR0917 - where to, what, and whom to tell; always given in this order
    url: str, directory: Path, size: str, seed: int, today: date, progress: Progress | None = None
) -> StoreSummary:
    """Make a store of that size as of the morning of `today`, in place of whatever stood there.

    Fills the database at `url` and writes the files of `docs/synthetic-store.md` into `directory`; `store.json` comes
    last, so a store without it is half made. The same size, seed and today give the same bytes in every file and the
    same rows. Raises ParameterError for an unknown size and SQLAlchemy's errors when the database refuses.
    """
    report = progress or _silent
    parameters, chosen = load_parameters(), load_size(size)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / MANIFEST_FILE).unlink(missing_ok=True)
    engine = _fresh_database(url)
    streams = Streams(seed)
    calendar = WorkCalendar(parameters, today, chosen.months)
    organisation = make_organisation(streams, parameters, chosen, today)
    repeated = parameters.number("organisation.repeated_in_file_percent")
    write_units_file(directory / UNITS_FILE, organisation, today, repeated)
    write_lookups(directory / LOOKUPS_FILE, organisation)
    write_demo_users(directory / DEMO_USERS_FILE, organisation)
    counties = chosen_counties(parameters, chosen)
    years = range(calendar.first.year - 1, today.year + 1)
    write_population(directory / POPULATION_FILE, parameters, streams["population"], counties, years)
    buffer = RowBuffer(engine)
    add_reference_rows(buffer)
    with (
        Truth(directory) as truth,
        Practice(
            streams=streams,
            parameters=parameters,
            size=chosen,
            organisation=organisation,
            calendar=calendar,
            buffer=buffer,
            truth=truth,
            directory=directory,
        ) as practice,
    ):
        truth.organisation(organisation)
        practice.run(report)
    engine.dispose()
    summary = StoreSummary(
        size=size,
        seed=seed,
        today=today,
        generator_version=GENERATOR_VERSION,
        certificates=truth.counts["certificates"],
        messages=truth.counts["messages"],
        persons=practice.persons.count,
        rows=buffer.inserted,
    )
    truth.write_summary({"size": size, "seed": seed, "today": today.isoformat(), "rows": buffer.inserted})
    _write_manifest(directory, summary)
    return summary


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody wants to see."""


def _fresh_database(url: str) -> sa.Engine:
    """The database with empty tables. An embedded one is made anew; writing it needs no safety against a crash,
    since a half-made store is made again."""
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        for suffix in ("", "-journal", "-wal", "-shm"):
            Path(address.database + suffix).unlink(missing_ok=True)
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _write_fast)
    store_tables.metadata.drop_all(engine)
    store_tables.metadata.create_all(engine)
    return engine


def _write_fast(connection: Any, record: object) -> None:
    del record
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("PRAGMA cache_size = -65536")


def _write_manifest(directory: Path, summary: StoreSummary) -> None:
    text = json.dumps(asdict(summary) | {"today": summary.today.isoformat()}, ensure_ascii=False, indent=2)
    aside = directory / f"{MANIFEST_FILE}.part"
    aside.write_text(text + "\n", encoding="utf-8")
    aside.replace(directory / MANIFEST_FILE)
