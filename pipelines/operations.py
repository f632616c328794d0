"""The operations of the command line, each on top of the assets, landing and releases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from pipelines import build as builds
from pipelines.assets.landing import land_all
from pipelines.control.record import FAULTS, read_verdict
from pipelines.enrichment_report import file_rows
from pipelines.erasure import Tombstones, remove_redelivered
from pipelines.freshness import freshness_rows
from pipelines.landing.landing import LEDGER, Landing
from pipelines.progress import step
from pipelines.quarantine.reasons import describe
from pipelines.reconciliation.outcome import outcome
from pipelines.running import ALL_GROUPS, run_groups, run_reconcile, run_refresh
from pipelines.sources.configured import what_is_lacking
from pipelines.sources.folder import LEFT_OUT, FolderSource
from pipelines.staging.stage import Staging
from warehouse.errors import UserError
from warehouse.releases import ReleaseStore, roll_back_zones
from warehouse.settings import Settings
from warehouse.storage import DataDirectory, Zone

RED_DAYS_SHOWN = 10
DAGSTER_SETTINGS = "telemetry:\n  enabled: false\nconcurrency:\n  pools:\n    default_limit: 1\n    granularity: op\n"


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the status page."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def ingest(settings: Settings, folder: Path | None) -> list[str]:
    """Land and stage the certificate store, or the documents below `folder`; returns sentences about the outcome."""
    if folder is None:
        run_groups(settings.data, ("landing", "staging"))
    else:
        left_out = _ingest_folder(settings, folder)
        return [*_outcomes(settings), *(f"Left out, {reason}: {count}" for reason, count in left_out.items())]
    lacking = what_is_lacking(settings)
    return [*([lacking] if lacking else []), *_outcomes(settings)]


def reconcile(settings: Settings) -> list[str]:
    """Compare with the certificate store, both ways; returns sentences about the outcome.

    Raises CheckFailedError when so much has vanished at once that nothing is done about it (rule X-15).
    """
    run_reconcile(settings.data)
    return outcome(DataDirectory(settings.data))


def build(settings: Settings) -> str:
    """Build and check core and statistics; returns the version that was built."""
    run_groups(settings.data, ("core", "control", "statistics"))
    return builds.current(DataDirectory(settings.data)).version


def publish(settings: Settings) -> str:
    """Release what was built; returns its version."""
    run_groups(settings.data, ("release",))
    return builds.current(DataDirectory(settings.data)).version


def run(settings: Settings) -> str:
    """Everything from the store to releases in force; returns the version."""
    run_groups(settings.data, ALL_GROUPS)
    return builds.current(DataDirectory(settings.data)).version


def refresh(settings: Settings) -> str:
    """Bring the releases up to date with what is new, by a delta where one can; returns a sentence about it."""
    data = DataDirectory(settings.data)
    with _landing(data) as landing:
        whole = builds.base_for_delta(data, settings, landing) is None
    if whole:
        return f"A whole build was needed: release {run(settings)} is in force."
    before = ReleaseStore(data.zone(Zone.CARE)).current_version()
    run_refresh(settings.data)
    after = ReleaseStore(data.zone(Zone.CARE)).current_version()
    return "Nothing new." if before == after else f"Release {after} is in force."


def status(settings: Settings) -> list[Section]:
    """What has been taken in, what is quarantined, and which releases are in force."""
    data = DataDirectory(settings.data)
    return [
        Section("Taken in", ("", "Number"), tuple(_taken_in(data))),
        Section("Freshness", ("", "Time"), tuple(_freshness(data))),
        Section("Sources", ("Source", "Read to its end", "Failure since then"), tuple(_sources(data))),
        Section("Reference files", ("File", "Holds from", "Rows set aside"), tuple(_files(data))),
        Section("Completeness", ("", ""), tuple(_completeness(data))),
        Section("Quarantine", ("Reason", "Number"), tuple((row[0], row[1]) for row in quarantine(settings))),
        Section("Releases in force", ("Zone", "Version", "Day", "Made"), tuple(_in_force(data))),
    ]


def quarantine(settings: Settings) -> list[tuple[str, str, str, str]]:
    """One row per reason: title, number, meaning, what to do."""
    counts = _quarantine_counts(DataDirectory(settings.data))
    rows = []
    for code, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        reason = describe(code)
        rows.append((f"{code}: {reason.title.en}", str(number), reason.meaning.en, reason.remedy.en))
    return rows


def releases(settings: Settings) -> list[tuple[str, str, str, str, str]]:
    """One row per zone and release, newest first."""
    data = DataDirectory(settings.data)
    rows = []
    for zone in Zone:
        store = ReleaseStore(data.zone(zone))
        current = store.current_version()
        for version in reversed(store.versions()):
            manifest = store.get(version).manifest
            marked = "yes" if version == current else ""
            rows.append((zone.value, version, marked, manifest["as_of"], manifest["created"]))
    return rows


def roll_back(settings: Settings, version: str | None) -> list[str]:
    """Put an earlier release in force in every zone; returns a sentence per zone."""
    data = DataDirectory(settings.data)
    zones = (Zone.RESTRICTED, Zone.CARE, Zone.PUBLIC)
    with data.writer():
        put_back = roll_back_zones([ReleaseStore(data.zone(zone)) for zone in zones], version)
    return [f"{zone.value}: {put} is in force." for zone, put in zip(zones, put_back, strict=True)]


def verify(settings: Settings) -> str:
    """Compare landing and every release with their checksums. Raises DamagedDataError at the first difference."""
    data = DataDirectory(settings.data)
    with _landing(data) as landing:
        landing.verify()
        segments = len(landing.ledger.segments())
    checked = 0
    for zone in Zone:
        store = ReleaseStore(data.zone(zone))
        for version in store.versions():
            store.verify(version)
            checked += 1
    return f"{segments} segments and {checked} releases are whole."


def dagster_home(settings: Settings) -> Path:
    """The directory where Dagster keeps its runs for this data directory, with its settings."""
    home = settings.data.resolve() / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    (home / "dagster.yaml").write_text(DAGSTER_SETTINGS)
    return home


def _ingest_folder(settings: Settings, folder: Path) -> dict[str, int]:
    """Land and stage a folder; returns how much was left out, by reason in words."""
    data = DataDirectory(settings.data)
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}.")
    with data.writer(), _landing(data) as landing:
        source = FolderSource(folder, settings.quiet_seconds, landing.directory / LEDGER)
        with closing(source):
            counts = land_all(source, landing, Tombstones(landing, data))
        staging = Staging(data.staging)
        with step("Reading the documents") as running:
            staging.stage_missing(landing, progress=running.advance)
        remove_redelivered(landing, staging, Tombstones(landing, data))
    return {LEFT_OUT.get(reason, reason): number for reason, number in counts.left_out.items() if number}


def _outcomes(settings: Settings) -> list[str]:
    return [f"{name}: {number}" for name, number in _taken_in(DataDirectory(settings.data))]


def _taken_in(data: DataDirectory) -> Iterator[tuple[str, str]]:
    if not data.landing.exists():
        return
    staging = Staging(data.staging)
    rows: Counter[str] = Counter()
    with _landing(data) as landing:
        segments = landing.ledger.segments()
    for segment in segments:
        if staging.is_staged(segment.number):
            rows.update(staging.summary(segment.number)["rows"])
    yield "Events landed", str(sum(segment.events for segment in segments))
    yield "Certificate documents", str(rows["certificate_document"])
    yield "Messages", str(rows["message"])
    yield "Revocations, sendings and other states", str(rows["certificate_event"])
    yield "Quarantined", str(rows["quarantine"])
    yield "Segments waiting to be read", str(sum(not staging.is_staged(s.number) for s in segments))


def _freshness(data: DataDirectory) -> list[tuple[str, str]]:
    if not data.landing.exists():
        return []
    with _landing(data) as landing:
        return freshness_rows(data, landing)


def _sources(data: DataDirectory) -> Iterator[tuple[str, str, str]]:
    if not data.landing.exists():
        return
    with _landing(data) as landing:
        for state in landing.ledger.source_states():
            failure = f"{state.failed_at}: {state.failure}" if state.failure else ""
            yield state.source, state.reached_at or "never", failure


def _files(data: DataDirectory) -> list[tuple[str, str, str]]:
    if not data.landing.exists():
        return []
    with _landing(data) as landing:
        return list(file_rows(landing))


def _completeness(data: DataDirectory) -> Iterator[tuple[str, str]]:
    try:
        verdict = read_verdict(data)
    except FileNotFoundError:
        yield "Control record", "none made yet"
        return
    yield "Green up to", str(verdict.green_until or "no day")
    for row in verdict.red[:RED_DAYS_SHOWN]:
        faults = ", ".join(f"{row[fault]} {fault.replace('_', ' ')}" for fault in FAULTS if row[fault])
        yield f"Red: {row['day']} {row['stream']} {row['event_type']}", faults
    if len(verdict.red) > RED_DAYS_SHOWN:
        yield "Further red rows", str(len(verdict.red) - RED_DAYS_SHOWN)


def _quarantine_counts(data: DataDirectory) -> Counter[str]:
    counts: Counter[str] = Counter()
    for reason in Staging(data.staging).quarantine_reasons():
        counts[reason] += 1
    current = ReleaseStore(data.zone(Zone.RESTRICTED)).current_version()
    if current:
        conflicts = ReleaseStore(data.zone(Zone.RESTRICTED)).get(current).file("core/document_conflict.parquet")
        counts["conflict"] += pq.read_metadata(conflicts).num_rows
    return +counts


def _in_force(data: DataDirectory) -> Iterator[tuple[str, str, str, str]]:
    for zone in Zone:
        store = ReleaseStore(data.zone(zone))
        version = store.current_version()
        if version is None:
            yield zone.value, "nothing published yet", "", ""
        else:
            manifest = store.get(version).manifest
            yield zone.value, version, manifest["as_of"], manifest["created"]


@contextmanager
def _landing(data: DataDirectory) -> Iterator[Landing]:
    landing = Landing(data.landing)
    try:
        yield landing
    finally:
        landing.close()
