"""Watching the configured sources: what is new is taken in as soon as a source holds more than it did."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from threading import Event

from pipelines.running import run_groups
from pipelines.sources.configured import configured_sources
from pipelines.sources.source import OpenSource
from warehouse.errors import BusyError, NotReadyError, SourceUnavailableError
from warehouse.settings import Settings

LOOK_EVERY_SECONDS = 5.0
AWAY = "away"


def watch(settings: Settings, stop: Event, tell: Callable[[str], None], pause: float = LOOK_EVERY_SECONDS) -> None:
    """Land and stage what is new whenever a source has more than before, until `stop` is set.

    The first look always takes in. When another run is writing, or a source is away, it is tried again at the next look
    (rule C-8). `tell` is given a sentence for each taking in and each trouble that begins. Raises NotReadyError when no
    source is configured.
    """
    sources = configured_sources(settings)
    if not sources:
        raise NotReadyError(
            "There is no source to watch: set INTYG_DOCUMENTS or another source (see `intyg settings`)."
        )
    taken: dict[str, str] | None = None
    trouble = ""
    while not stop.is_set():
        present = {name: _mark(opened) for name, opened in sources.items()}
        if present != taken:
            try:
                run_groups(settings.data, ("landing", "staging"))
            except (BusyError, SourceUnavailableError) as error:
                if str(error) != trouble:
                    trouble = str(error)
                    tell(trouble)
            else:
                taken, trouble = present, ""
                tell("What was new has been taken in.")
        stop.wait(pause)


def _mark(open_source: OpenSource) -> str:
    try:
        with closing(open_source()) as source:
            return source.mark()
    except SourceUnavailableError:
        return AWAY
