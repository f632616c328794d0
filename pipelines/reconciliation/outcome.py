"""What the newest comparison with the certificate store found, in sentences of numbers."""

from __future__ import annotations

import json
from typing import Any

from pipelines.reconciliation.store import RECORD
from warehouse.errors import CheckFailedError
from warehouse.storage import DataDirectory, Zone


def outcome(data: DataDirectory) -> list[str]:
    """The sentences of the newest comparison. Raises CheckFailedError when too much has vanished at once (X-15)."""
    path = data.zone(Zone.RESTRICTED) / RECORD
    if not path.exists():
        return ["There is no certificate store to compare with."]
    found: dict[str, Any] = json.loads(path.read_text())
    if found["alarm"]:
        raise CheckFailedError(
            f"{found['alarm']} certificates have vanished from the certificate store at once; nothing was done about "
            "it. Ask the store's operator before anything else."
        )
    lines = [
        f"Certificates in the store: {found['in_store']}, of them here: {found['here']}",
        f"Fetched because they were lacking: {found['fetched']} of {found['lacking']}",
        f"Revocations found that were not known: {found['revocations_found']} of {found['revoked_in_store']}",
        f"Here and no longer in the store: {found['missing_in_store']}, waiting for a decision: {found['candidates']}",
        f"Certificates without a document in the store: {found['without_document']}",
        f"Sick leaves of the newer model that have not come from any source: {found['copies_not_here']}",
    ]
    if not found["complete"]:
        lines.append("The comparison contradicts the store's own totals, so nothing was noted as absent.")
    return lines
