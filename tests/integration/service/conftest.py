"""A certificate service on a free port, and a source that reads it with short pauses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pipelines.sources.service import ServiceSource
from pipelines.sources.service_client import CallLimits
from pipelines.synthetic.documents import (
    CertificateDocument,
    DocumentDiagnosis,
    DocumentDoctor,
    DocumentPeriod,
    DocumentUnit,
    write_document,
)
from tests.servers.certificate_service import CertificateService

PROVIDER = "TSTNMT-VARDGIVARE-1"
HASTY = CallLimits(pause_seconds=0.001, silent_seconds=5)


def document(certificate_id: str, provider: str = PROVIDER) -> bytes:
    """An FK7804 document of the newer model."""
    return write_document(
        CertificateDocument(
            certificate_id=certificate_id,
            type_id="fk7804",
            patient_id="198001012386",
            signed_at="2026-09-01T10:00:00",
            unit=DocumentUnit("TSTNMT-ENHET-1", provider, "Enhet", "Vårdgivare"),
            doctor=DocumentDoctor("TSTNMT-LAKARE-1"),
            diagnoses=(DocumentDiagnosis("F40"),),
            periods=(DocumentPeriod("2026-09-01", "2026-09-14", 100),),
        )
    )


@pytest.fixture
def service() -> Iterator[CertificateService]:
    with CertificateService().running() as running:
        yield running


@pytest.fixture
def open_source(service: CertificateService) -> Iterator[Callable[..., ServiceSource]]:
    """Opens a source over the service; whatever is not given is that nothing is known but `PROVIDER`."""
    opened: list[ServiceSource] = []

    def source(providers: tuple[str, ...] = (PROVIDER,), limits: CallLimits = HASTY, **more: Any) -> ServiceSource:
        opened.append(ServiceSource(service.url, lambda: providers, limits=limits, **more))
        return opened[-1]

    yield source
    for one in opened:
        one.close()
