"""What the two legacy forms of FK7263 (RegisterMedicalCertificate and JSON) have in common."""

from __future__ import annotations

from typing import Final

TYPE_ID: Final = "FK7263"
UNIT_WITHOUT_ID: Final = "UTANENHETSID"
"""The unit id of a legacy certificate that has none (rule F-18)."""
