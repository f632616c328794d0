"""The certificates of the store that the tests of this folder publish."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pipelines.synthetic.documents import CertificateDocument
from tests.integration.small_store import sick_leave

TODAY = date(2026, 11, 23)
SIGNED = datetime(2026, 11, 2, 10)  # noqa: DTZ001 - stores hold Swedish local time without offset
PERSON, OTHER, THIRD = "198001012386", "198102022383", "198203032381"


def certificate(certificate_id: str, person: str, end: str = "2026-11-30", **more: Any) -> CertificateDocument:
    return sick_leave(certificate_id, person, ("2026-11-02", end), signed_at=SIGNED, **more)
