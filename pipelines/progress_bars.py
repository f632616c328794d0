"""Progress as bars in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from pipelines.progress import Silent, shown_by


class _Bars:
    """One bar per step; a step that starts again goes on in its bar."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def start(self, step: str, total: int | None) -> None:
        if step not in self._tasks:
            self._tasks[step] = self._progress.add_task(step, total=total)

    def advance(self, step: str, units: int) -> None:
        self._progress.advance(self._tasks[step], units)

    def finish(self, step: str) -> None:
        task = self._progress.tasks[self._tasks[step]]
        self._progress.update(self._tasks[step], total=task.completed or 1, completed=task.completed or 1)


@contextmanager
def progress_bars(console: Console, quiet: bool) -> Iterator[None]:
    """Show the progress of everything inside on `console`, or nothing when `quiet`."""
    if quiet:
        with shown_by(Silent()):
            yield
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress, shown_by(_Bars(progress)):
        yield
