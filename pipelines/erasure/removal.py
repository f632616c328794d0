"""Taking out of landing and staging what was found. Staging is only dropped: what is landed is staged anew."""

from __future__ import annotations

from pipelines.erasure.search import Findings, find, sought
from pipelines.landing.landing import Landing
from pipelines.quarantine.decisions import forget_erased
from pipelines.staging.stage import Staging
from warehouse.storage import remove_tree


def remove(landing: Landing, staging: Staging, findings: Findings) -> None:
    """Write anew every segment that holds something of the findings, and drop what was staged from it.

    A crash leaves each segment either as it was or done; finding and removing again does the rest (rule X-10).
    """
    landing.sweep()
    _drop_other_versions(staging)
    for number in sorted(findings.removed.keys() | findings.rewritten.keys()):
        remove_tree(staging.path(number))
        landing.without(number, findings.removed.get(number, set()), findings.rewritten.get(number, {}))
    forget_erased(landing.ledger)


def remove_certificates(landing: Landing, staging: Staging, certificate_ids: set[str]) -> int:
    """Remove everything landed of the certificates, and what was staged from it; returns how many events went."""
    staging.stage_missing(landing)
    findings = find(landing, staging, sought(certificates=certificate_ids))
    remove(landing, staging, findings)
    return findings.events


def _drop_other_versions(staging: Staging) -> None:
    """Remove what earlier versions of the readers have staged: it would hold what goes now."""
    if staging.directory.parent.is_dir():
        for path in staging.directory.parent.iterdir():
            if path != staging.directory:
                remove_tree(path)
