"""Telling a person how long work goes on. Pipelines report; whoever started them may show it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Reporter(Protocol):
    """Shows the progress of named steps."""

    def start(self, step: str, total: int | None) -> None:
        """A step begins; `total` is how many units it has, None when unknown."""
        ...

    def advance(self, step: str, units: int) -> None:
        """`units` more of the step are done."""
        ...

    def finish(self, step: str) -> None:
        """The step is done."""
        ...


class Silent:
    """Shows nothing."""

    def start(self, step: str, total: int | None) -> None: ...

    def advance(self, step: str, units: int) -> None: ...

    def finish(self, step: str) -> None: ...


class _Current:
    reporter: Reporter = Silent()


@contextmanager
def shown_by(reporter: Reporter) -> Iterator[None]:
    """Let `reporter` show the progress of everything inside."""
    former = _Current.reporter
    _Current.reporter = reporter
    try:
        yield
    finally:
        _Current.reporter = former


class Step:
    """One running step."""

    def __init__(self, name: str) -> None:
        self._name = name

    def advance(self, units: int) -> None:
        _Current.reporter.advance(self._name, units)


@contextmanager
def step(name: str, total: int | None = None) -> Iterator[Step]:
    """Report a step for as long as the block lasts."""
    _Current.reporter.start(name, total)
    try:
        yield Step(name)
    finally:
        _Current.reporter.finish(name)
