"""A certificate store made by hand, and the way from it to core tables and reports, for tests of a few certificates."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pipelines import build as builds
from pipelines.assets.landing import land_all
from pipelines.core.steps import ALL_STEPS, CoreContext, run, upstream
from pipelines.core.workspace import Workspace
from pipelines.erasure import Tombstones
from pipelines.landing.landing import Landing
from pipelines.publication.databases import export_core, make_care
from pipelines.sources import store_tables as store
from pipelines.sources.store import StoreSource
from pipelines.staging.stage import Staging
from pipelines.synthetic.documents import (
    CertificateDocument,
    DocumentDiagnosis,
    DocumentDoctor,
    DocumentPeriod,
    DocumentUnit,
    MessageDocument,
    write_document,
    write_message,
)
from warehouse.settings import Settings, load_settings
from warehouse.storage import DataDirectory

PERSON_KEY = b"k" * 32
SIGNED = datetime(2013, 11, 6)  # noqa: DTZ001 - stores hold Swedish local time without offset


@dataclass
class SmallStore:
    """A store in SQLite below `folder`, and beside it a directory that knows the units that were used."""

    folder: Path
    units: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.url = f"sqlite:///{self.folder / 'store.sqlite'}"
        self.engine = sa.create_engine(self.url)
        store.metadata.create_all(self.engine)

    def unit(self, unit_id: str, provider_id: str, care_unit_id: str | None = None, county: str = "23") -> None:
        self.units[unit_id] = {
            "kind": "unit",
            "id": unit_id,
            "namn": f"Enhet {unit_id}",
            "vgid": provider_id,
            "vardenhet": care_unit_id or unit_id,
            "geografi": {"lan": county, "kommun": "80"},
        }

    def certificate(self, document: CertificateDocument, payload: bytes | None = None) -> str:
        """Register a certificate; `payload` replaces the bytes of its document."""
        identity = document.certificate_id
        with self.engine.begin() as connection:
            if connection.scalar(sa.select(store.certificate.c.ID).filter_by(ID=identity)) is None:
                connection.execute(sa.insert(store.certificate).values(certificate_row(document)))
                connection.execute(
                    sa.insert(store.certificate_metadata).values(
                        CERTIFICATE_ID=identity, DOCTOR_ID="D", DOCTOR_NAME="D", IS_REVOKED=False
                    )
                )
            connection.execute(
                sa.insert(store.original_certificate).values(
                    RECEIVED=SIGNED, DOCUMENT=payload or write_document(document), CERTIFICATE_ID=identity
                )
            )
        return identity

    def state(self, certificate_id: str, state: str, target: str = "HSVARD", time: datetime = SIGNED) -> None:
        row = {"CERTIFICATE_ID": certificate_id, "TARGET": target, "STATE": state, "TIMESTAMP": time}
        with self.engine.begin() as connection:
            connection.execute(sa.insert(store.certificate_state).values(row))

    def revoke(self, certificate_id: str) -> None:
        self.state(certificate_id, "CANCELLED")

    def message(self, message: MessageDocument) -> None:
        with self.engine.begin() as connection:
            connection.execute(
                sa.insert(store.arende).values(
                    INTYGS_ID=message.certificate_id,
                    MEDDELANDE_ID=message.message_id,
                    AMNE=message.subject,
                    LOGISK_ADRESSMOTTAGARE="X",
                    MEDDELANDE_DATA=write_message(message).decode(),
                    TIMESTAMP=SIGNED,
                )
            )

    def lookups(self) -> bytes:
        return "\n".join(json.dumps(unit) for unit in self.units.values()).encode()


def certificate_row(document: CertificateDocument) -> dict[str, Any]:
    unit = document.unit
    return {
        "ID": document.certificate_id,
        "CERTIFICATE_TYPE": document.type_id,
        "CERTIFICATE_TYPE_VERSION": "1.3",
        "CIVIC_REGISTRATION_NUMBER": document.patient_id or "",
        "CARE_UNIT_ID": (unit.id if unit else None) or "x",
        "CARE_UNIT_NAME": "",
        "CARE_GIVER_ID": (unit.provider_id if unit else None) or "x",
        "SIGNING_DOCTOR_NAME": "",
        "SIGNED_DATE": document.signed_at if isinstance(document.signed_at, datetime) else SIGNED,
    }


def sick_leave(
    certificate_id: str,
    patient_id: str,
    *periods: tuple[str, str] | tuple[str, str, int | str],
    unit: str = "U1",
    provider: str = "P1",
    diagnosis: str | None = "F40",
    type_id: str = "fk7263",
    signed_at: datetime = SIGNED,
    **more: Any,
) -> CertificateDocument:
    """A sick-leave certificate document; FK7263 unless said, whose form has no rules that a short test would break."""
    return CertificateDocument(
        certificate_id=certificate_id,
        type_id=type_id,
        patient_id=patient_id,
        signed_at=signed_at,
        unit=DocumentUnit(unit, provider, f"Enhet {unit}", f"Vårdgivare {provider}"),
        doctor=DocumentDoctor("TSTNMT-LAKARE-1"),
        diagnoses=() if diagnosis is None else (DocumentDiagnosis(diagnosis),),
        periods=tuple(DocumentPeriod(*period) for period in periods),
        **more,
    )


@dataclass
class Pipeline:
    """Landing, staging and core below one data directory, step by step and without an orchestrator."""

    root: Path
    today: date
    settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        self.settings = load_settings(data=self.root, today=self.today)
        self.data = DataDirectory(self.root)

    def ingest(self, small: SmallStore) -> int:
        """Land and stage what is new; returns how many events were new."""
        landing, source = Landing(self.data.landing), StoreSource(small.url)
        try:
            landing.land_file("hsa_lookups", small.lookups())
            counts = land_all(source, landing, Tombstones(landing, self.data))
            Staging(self.data.staging).stage_missing(landing)
            return counts.landed
        finally:
            source.close()
            landing.close()

    def build(self) -> Path:
        """Build core and care; returns the care database. Core tables are Parquet files in `core`."""
        landing = Landing(self.data.landing)
        try:
            build = builds.begin(self.data, self.settings, landing)
            with Workspace(self.data, self.settings).open() as connection:
                staging = Staging(self.data.staging)
                context = CoreContext(connection, landing, staging, self.settings, build, PERSON_KEY)
                for name in TopologicalSorter({step: upstream(step) for step in ALL_STEPS}).static_order():
                    run(name, context)
                export_core(connection, self.data)
                make_care(connection, self.data, self.settings, build)
        finally:
            landing.close()
        return self.data.work / "care.duckdb"

    @property
    def core(self) -> Path:
        return self.data.work / "core"
