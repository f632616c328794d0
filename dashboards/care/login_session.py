"""The log-in session: a signed cookie that holds the user's key and a random name, and nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta

from flask import session

from dashboards.care.users import CareUser

COOKIE = "intygsinsikt_session"
IDLE_LIMIT = timedelta(minutes=30)
_USER, _NAME = "user", "name"


def log_in(user: CareUser) -> None:
    """Start a new session; whatever was in an earlier one is gone."""
    session.clear()
    session.permanent = True
    session[_USER] = user.key
    session[_NAME] = secrets.token_urlsafe(16)


def log_out() -> None:
    """End the session."""
    session.clear()


def current_user(users: Mapping[str, CareUser]) -> CareUser | None:
    """The logged-in user; None without a session, or when the user is no longer there."""
    return users.get(session.get(_USER, ""))


def session_name() -> str:
    """A random name of the session for the audit log; it opens nothing."""
    return str(session[_NAME])
