"""The nightly comparison with the certificate service: what is here and no longer there (rules L-9 and X-14 to X-16).

Taking in has fetched what the service has and we lack. A certificate that the service no longer shows among those of
its care provider is asked for by its id: only what does not exist there any more is noted as absent.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.erasure import absence
from pipelines.sources.service import ServiceSource
from pipelines.sources.service_answers import DOCUMENTS
from pipelines.sources.service_client import BusyServiceError, UnusableAnswerError
from pipelines.sources.service_known import Known
from warehouse.errors import SourceUnavailableError
from warehouse.settings import Settings


@dataclass(frozen=True, slots=True)
class ServiceComparison:
    """The outcome in numbers: certificates here from the service, care providers whose totals differ, certificates that
    are `gone` from the service, and `candidates` that wait for a decision on their erasure."""

    here: int
    differing: int
    gone: int
    candidates: int


def compare_with_service(settings: Settings, source: ServiceSource) -> ServiceComparison:
    """Compare and note what the service lacks. Only the writer may call.

    Care providers whose totals agree with ours are taken to hold what we hold. Raises SourceUnavailableError when the
    service does not answer everything that is asked; nothing is noted as absent then (rule X-16).
    """
    ours = Known(settings).held_certificates()
    gone: set[str] = set()
    differing = 0
    for provider, certificates in ours.items():
        try:
            if source.totals(provider).certificates == len(certificates):
                continue
            differing += 1
            unseen = certificates - _shown(source, provider)
            gone.update(one for one in sorted(unseen) if not source.exists(one))
        except (BusyServiceError, UnusableAnswerError):
            raise SourceUnavailableError(
                "The certificate service could not answer everything that the comparison asks for."
            ) from None
    here = set().union(*ours.values())
    candidates = absence.compare(settings, source.name, here, here - gone)
    return ServiceComparison(len(here), differing, len(gone), candidates)


def _shown(source: ServiceSource, provider: str) -> set[str]:
    """The certificates that the export of a care provider shows. What is new among them is left to the taking in."""
    return {
        event.certificate_id
        for batch in source.export(provider)
        for event in batch.events
        if event.certificate_id and event.source == DOCUMENTS
    }
