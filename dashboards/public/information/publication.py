"""The releases that the public zone keeps, and what changed from each to the next (dashboards 19.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import zip_longest

from dash.development.base_component import Component

from dashboards.components.texts import Texts
from dashboards.public.information.article import simple_table
from warehouse import formats
from warehouse.releases import Release, as_of
from warehouse.reports.interval import latest_month
from warehouse.reports.period import Month
from warehouse.reports.result import Level


class Change(StrEnum):
    """What a release brought."""

    FIRST = "first"
    MONTH = "month"
    PROGRAM = "program"
    FIGURES = "figures"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Published:
    """One release: when it was made, the last month it tells of, and what changed since the release before."""

    version: str
    made: datetime
    day: date
    last_month: Month
    changes: tuple[Change, ...]


def history(releases: Sequence[Release]) -> tuple[Published, ...]:
    """The releases, newest first as they are given, each compared with the one before it."""
    pairs = zip_longest(releases, releases[1:])
    return tuple(_published(release, earlier) for release, earlier in pairs)


def _published(release: Release, earlier: Release | None) -> Published:
    made = datetime.fromisoformat(release.manifest["created"])
    return Published(release.version, made, as_of(release), _last_month(release), _changes(release, earlier))


def _last_month(release: Release) -> Month:
    return latest_month(Level.NATIONAL, as_of(release))


def _changes(release: Release, earlier: Release | None) -> tuple[Change, ...]:
    """The file of a release differs whenever a figure, a name or the release's own day does."""
    if earlier is None:
        return (Change.FIRST,)
    found = []
    if _last_month(release) > _last_month(earlier):
        found.append(Change.MONTH)
    if release.manifest.get("code_revision") != earlier.manifest.get("code_revision"):
        found.append(Change.PROGRAM)
    if release.manifest["files"] != earlier.manifest["files"] and Change.MONTH not in found:
        found.append(Change.FIGURES)
    return tuple(found) or (Change.NOTHING,)


def history_table(releases: Sequence[Release], current: str | None, texts: Texts) -> Component:
    """The history as a table; the release in force is marked in words."""
    rows = [_row(one, one.version == current, texts) for one in history(releases)]
    heads = [texts(f"information.publication.{name}") for name in ("made", "version", "last_month", "changes")]
    return simple_table(texts("information.publication.caption"), heads, rows, texts)


def _row(one: Published, in_force: bool, texts: Texts) -> tuple[str, str, str, str]:
    marked = texts("information.publication.in_force", version=one.version) if in_force else one.version
    month = formats.month_name(one.last_month, texts.language)
    changes = " ".join(texts(f"information.publication.change.{change}", month=month) for change in one.changes)
    return formats.moment(one.made), marked, month, changes
