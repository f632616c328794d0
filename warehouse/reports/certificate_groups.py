"""Certificate types as groups of reports: which count, and which two stand for one (statistics 2.3)."""

from __future__ import annotations

from warehouse import reference_tables as reference

SICK_LEAVE_TYPES = ("FK7263", "LISJP")
SICK_LEAVE_KEY = "SJUKPENNING"


def group_of_type(type_id: str) -> str:
    """The group of a certificate type; both sick-leave types stand for one."""
    return SICK_LEAVE_KEY if type_id in SICK_LEAVE_TYPES else type_id


def undivided_types() -> tuple[str, ...]:
    """The types of the undivided number of certificates."""
    return tuple(kind.type_id for kind in reference.certificate_types() if kind.undivided_total)


def undivided_groups() -> frozenset[str]:
    """The same types as groups."""
    return frozenset(map(group_of_type, undivided_types()))
