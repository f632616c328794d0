"""The certificate service's totals against what is landed from it (rule N-3)."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.landing.landing import Landing
from pipelines.sources.service import TOTALS, provider_digest
from pipelines.sources.service_known import Known


@dataclass(frozen=True, slots=True)
class ServiceTotals:
    """Sums over the care providers that the service has something of.

    `providers` of them, `differing` of these not as the service said when it was last asked; `missing` certificates and
    `revocations_missing` that it has and landing lacks, and `vanished` certificates that landing has and it lacks.
    """

    providers: int = 0
    differing: int = 0
    missing: int = 0
    revocations_missing: int = 0
    vanished: int = 0


def compare_totals(landing: Landing, known: Known) -> ServiceTotals:
    """Compare what the service last said of each care provider with what landing holds now; asks it nothing."""
    said = landing.ledger.position(TOTALS).get("said", {})
    held = {provider_digest(name): (one.certificates, one.revoked) for name, one in known.held().items()}
    providers = said.keys() | held.keys()
    differences = [
        (have[0] - here[0], have[1] - here[1])
        for name in providers
        for have, here in [(tuple(said.get(name, (0, 0))), held.get(name, (0, 0)))]
    ]
    return ServiceTotals(
        providers=len(providers),
        differing=sum(difference != (0, 0) for difference in differences),
        missing=sum(max(certificates, 0) for certificates, _ in differences),
        revocations_missing=sum(max(revoked, 0) for _, revoked in differences),
        vanished=sum(max(-certificates, 0) for certificates, _ in differences),
    )
