"""What a scenario has put into the platform, and the releases that the ordinary pipeline makes of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

import duckdb

from pipelines.landing import landing as landing_module
from pipelines.landing.landing import Landing
from tests.integration.small_store import Pipeline, SmallStore
from tests.oracle.facts import write_national_database
from tests.scenarios.documents import Row, certificate_document, message_document, unit_key
from warehouse.extracts.result import ExtractResult
from warehouse.settings import load_settings

FIRST_DELIVERY = date(2001, 1, 1)
"""Deliveries are landed on days of their own, so that the directory can change between two of them."""

UNKNOWN_TO_THE_DIRECTORY = "EJHSA"
SEXES = {"MALE": "1", "FEMALE": "2", "UNKNOWN": "0"}
PROVIDERS = {"fvg1": "Fitnessetestvårdgivare1", "fvg3": "Fitnessetestvårdgivare3"}
DEFAULT_THRESHOLD = 5


class _Clock(datetime):
    """A clock that stands still, for the time at which something is landed."""

    moment: ClassVar[datetime] = datetime(2001, 1, 1, tzinfo=UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return cls.moment.astimezone(tz)


@contextmanager
def _landing_on(day: date) -> Iterator[None]:
    _Clock.moment = datetime.combine(day, time(12), UTC)
    with mock.patch.object(landing_module, "datetime", _Clock):
        yield


@dataclass
class _Store(SmallStore):
    """A store beside a directory that changes from one delivery to the next."""

    directory: bytes = "\n".join(
        json.dumps({"kind": "provider", "id": provider, "namn": name}) for provider, name in PROVIDERS.items()
    ).encode()

    def lookups(self) -> bytes:
        return self.directory


@dataclass
class Delivery:
    """What arrives at one time, with the directory as it was then."""

    certificates: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    sent: list[Row] = field(default_factory=list)
    doctors: dict[str, Row] = field(default_factory=dict)


@dataclass(frozen=True)
class Releases:
    """The databases that readers open, and the folder of core tables that extracts are made from."""

    care: Path
    national: Path
    core: Path


@dataclass
class World:
    """The state of a scenario; `releases` gives the platform as it stands.

    `extracts` keeps those made since the last change, by what was asked: one has hundreds of expected cells.
    """

    folder: Path
    today: date = date(2013, 10, 1)
    threshold: int = DEFAULT_THRESHOLD
    doctors: dict[str, Row] = field(default_factory=dict)
    population: list[Row] = field(default_factory=list)
    doctor_messages_wanted: set[str] = field(default_factory=set)
    region_lists: dict[str, dict[str, int | None]] = field(default_factory=dict)
    region_dates: dict[str, date] = field(default_factory=dict)
    blocked: bool = False
    deliveries: list[Delivery] = field(default_factory=list)
    extracts: dict[str, ExtractResult] = field(default_factory=dict)
    _built: Releases | None = None
    _builds: int = 0

    def change(self) -> None:
        """Forget the releases: something that they are made of has changed."""
        self._built = None
        self.extracts = {}

    def clear(self) -> None:
        """Remove all certificates, messages and sendings."""
        self.deliveries = []
        self.change()

    def deliver(self, **rows: list[Row]) -> None:
        """Take in rows of one kind, with the directory as it is now."""
        self.deliveries.append(Delivery(doctors=dict(self.doctors), **rows))
        self.change()

    def deliver_certificates(self, rows: list[Row]) -> None:
        """Take in certificates; one that changes its unit in the directory comes in a later delivery."""
        registered: dict[str, dict[str, Any]] = {}
        together: list[Row] = []
        for row in rows:
            unit = _unit(row) if row["unit_id"] else None
            if unit and registered.get(unit["id"], unit) != unit:
                self.deliver(certificates=together)
                together, registered = [], {}
            if unit:
                registered[unit["id"]] = unit
            together.append(row)
        self.deliver(certificates=together)

    def releases(self) -> Releases:
        """The care and the national release of everything delivered so far."""
        if self._built is None:
            shutil.rmtree(self.folder / f"build{self._builds}", ignore_errors=True)
            self._builds += 1
            self._built = self._build(self.folder / f"build{self._builds}")
        return self._built

    def _build(self, folder: Path) -> Releases:
        pipeline = Pipeline(folder / "data", self.today)
        pipeline.settings = load_settings(data=folder / "data", today=self.today, unknown_units="leave_out")
        small = _Store(folder / "store")
        for number, delivery in enumerate(self.deliveries):
            small.directory = "\n".join(json.dumps(answer) for answer in self._directory(number)).encode()
            self._ingest(small, pipeline, delivery, FIRST_DELIVERY + timedelta(days=number))
        if not self.deliveries:
            pipeline.ingest(small)
        self._land_population(pipeline)
        care = pipeline.build()
        national = folder / "national.duckdb"
        with duckdb.connect(str(care), read_only=True) as connection:
            people = connection.execute("SELECT county, year, sex, inhabitants FROM population").fetchall()
        write_national_database(national, care, self.today, self.threshold, population=people)
        return Releases(care, national, pipeline.core)

    def _ingest(self, small: _Store, pipeline: Pipeline, delivery: Delivery, day: date) -> None:
        for row in delivery.certificates:
            if row["event"] == "REVOKED":
                small.revoke(row["certificate_id"])
            else:
                small.certificate(*certificate_document(row))
        for row in delivery.messages:
            small.message(message_document(row, self.today))
        for row in delivery.sent:
            small.state(row["certificate_id"], "SENT", row["recipient"])
        with _landing_on(day):
            _land(pipeline, "hsa_lookups", small.directory, day)
            pipeline.ingest(small)

    def _directory(self, number: int) -> Iterator[dict[str, Any]]:
        """What the directory answers at the time of a delivery."""
        delivery = self.deliveries[number]
        for provider, name in PROVIDERS.items():
            yield {"kind": "provider", "id": provider, "namn": name}
        rows = [row for one in self.deliveries[: number + 1] for row in one.certificates]
        for row in rows:
            if row["unit_id"] and not row["unit_id"].upper().startswith(UNKNOWN_TO_THE_DIRECTORY):
                yield _unit(row)
        for doctor_id in dict.fromkeys(row["doctor_id"] for row in rows if row["doctor_id"]):
            if not doctor_id.upper().startswith(UNKNOWN_TO_THE_DIRECTORY):
                yield _doctor(doctor_id, delivery.doctors.get(doctor_id))

    def _land_population(self, pipeline: Pipeline) -> None:
        if not self.population:
            return
        lines = ["county;municipality;sex;age;year;inhabitants"]
        for row in self.population:
            year = row["date"][:4]
            lines += [f"{row['county']};;{sex};;{year};{row[name]}" for sex, name in ((1, "men"), (2, "women"))]
        _land(pipeline, "population", "\n".join(lines).encode())


def _land(pipeline: Pipeline, kind: str, content: bytes, valid_from: date | None = None) -> None:
    landing = Landing(pipeline.data.landing)
    try:
        landing.land_file(kind, content, valid_from=valid_from)
    finally:
        landing.close()


def _unit(row: Row) -> dict[str, Any]:
    return {
        "kind": "unit",
        "id": unit_key(row["unit_id"]),
        "namn": row["unit_name"] or f"Enhet {unit_key(row['unit_id'])}",
        "vgid": row["provider_id"],
        "vardenhet": unit_key(row["main_unit_id"] or row["unit_id"]),
        "geografi": {"lan": row["county"], "kommun": row["municipality"]},
    }


def _doctor(doctor_id: str, known: Row | None) -> dict[str, Any]:
    row = known or {
        "first_name": "Läkarförnamn",
        "last_name": "Läkarefternamn",
        "sex": "UNKNOWN",
        "age": 0,
        "title_codes": [],
        "protected": False,
    }
    return {
        "kind": "staff",
        "id": doctor_id,
        "tilltalsnamn": row["first_name"],
        "efternamn": row["last_name"],
        "kon": SEXES[row["sex"]],
        "alder": str(row["age"]),
        "befattning": row["title_codes"],
        "skyddad": row["protected"],
    }
