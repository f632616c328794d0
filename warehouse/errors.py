"""Errors that are shown to people as one sentence, and the exit code that each kind gives."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can mend; shown as a sentence without a traceback."""

    exit_code = 2


class NotReadyError(UserError):
    """There is nothing to work on yet: no store, no release."""

    exit_code = 3


class SourceUnavailableError(UserError):
    """A source cannot be reached or does not answer as it must; what was taken in earlier stays in force (rule C-8)."""

    exit_code = 7


class DamagedDataError(UserError):
    """Data on disk do not agree with their manifest or ledger."""

    exit_code = 4


class BusyError(UserError):
    """Another run is writing; only one writer works at a time."""

    exit_code = 5


class CheckFailedError(UserError):
    """A run finished, but one of its checks found a fault, so nothing was published."""

    exit_code = 6
