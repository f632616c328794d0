"""Erasure by order, so that nothing remains: certificates, persons, care providers (ingestion section 12).

Landing and staging are written anew without what is to go, the releases are built anew, and the older restricted and
care releases are deleted. A tombstone, a keyed hash of the id, refuses a late redelivery. Public releases hold no facts
and stay.
"""

from pipelines.erasure.redelivery import remove_redelivered
from pipelines.erasure.removal import remove_certificates
from pipelines.erasure.tombstones import Tombstones

__all__ = ["Tombstones", "remove_certificates", "remove_redelivered"]
