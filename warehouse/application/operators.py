"""Operators: whoever runs the program on the machine, as the audit log and notes name them."""

from __future__ import annotations

import getpass
import secrets

from warehouse.application.audit import Actor, SystemIdentity

SYSTEM_ID = "INTYGSINSIKT"
ASSIGNMENT = "Drift"


def operator_account() -> str:
    """The name of the account that runs the program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # Containers may run under a user number that has no name.
        return "unknown"


def operator() -> Actor:
    """Whoever runs the program, for the audit log; operators have no unit and no assignment."""
    return Actor(
        session_id=secrets.token_hex(16),
        user_id=operator_account(),
        title="",
        assignment=ASSIGNMENT,
        unit_id="",
        unit_name="",
        provider_id="",
        provider_name="",
    )


def this_system(product_name: str) -> SystemIdentity:
    """How the program names itself in the audit log when an operator runs it."""
    return SystemIdentity(SYSTEM_ID, product_name)
