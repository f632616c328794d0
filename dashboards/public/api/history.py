"""The versions of a table, and what each changed, as the API and the feeds tell them (dashboards 19.5)."""

from __future__ import annotations

from typing import Literal

from dashboards.components.texts import LANGUAGES, texts
from dashboards.public.api.call import Call, link, table
from dashboards.public.api.models import (
    CellChanges,
    ChangedCell,
    ChangedValue,
    ChangeReason,
    RenamedValue,
    TableChanges,
    VersionEntry,
    Versions,
)
from dashboards.public.api.parameters import LanguageQuery
from dashboards.public.api.problems import ProblemError
from warehouse.opendata.changes import Step
from warehouse.opendata.versions import NamedValue, Renaming, TableVersion


def versions(call: Call[LanguageQuery, None]) -> Versions:
    """The versions of a table, the newest first. Raises ProblemError."""
    language, table_id = call.query.lang, table(call.id).id
    kept = {release.version for release in call.service.kept.releases()}
    known = call.service.versions_of(table_id)
    return Versions(
        table_id=table_id,
        language=language,
        versions=[_entry(table_id, one, one is known[-1], kept, language) for one in reversed(known)],
        links=[link("self", language, f"/tables/{table_id}/versions")],
    )


def changes(call: Call[LanguageQuery, None]) -> TableChanges:
    """What a version changed from the one before it. Raises ProblemError."""
    language, table_id = call.query.lang, table(call.id).id
    known = call.service.versions_of(table_id)
    at = next((at for at, one in enumerate(known) if one.version == call.part), None)
    if at is None:
        raise ProblemError("unknown_version", call.part, values={"table": table_id})
    one = known[at]
    return TableChanges(
        table_id=table_id,
        language=language,
        version=one.version,
        previous_version=known[at - 1].version if at else None,
        release=one.releases[0],
        kind=_kind(one) if at else "first",
        added=[_named(value, language) for value in one.added],
        removed=[_named(value, language) for value in one.removed],
        renamed=[_renaming(value, language) for value in one.renamed],
        changed_cells=CellChanges(
            compared=one.compared,
            changed=one.changed,
            largest=ChangedCell(**one.largest.model_dump()) if one.largest else None,
        ),
        reason=ChangeReason(**{language: reason(one, is_first=not at, language=language) for language in LANGUAGES}),
        links=[link("self", language, f"/tables/{table_id}/versions/{one.version}/changes")],
    )


def reason(one: TableVersion, *, is_first: bool, language: str) -> str:
    """Why a version differs from the one before, in words."""
    text = texts(language)
    if is_first:
        return text("api.change.first")
    said = []
    if one.with_months:
        said.append(text("api.change.months"))
    if one.step is Step.MAJOR and (one.removed or one.renamed):
        said.append(text("api.change.redefined"))
    if one.with_program:
        said.append(text("api.change.program"))
    if one.changed and not one.with_program:
        said.append(text("api.change.figures"))
    if one.added and not one.with_months:
        said.append(text("api.change.added"))
    return " ".join(said) or text("api.change.unknown")


def _entry(table_id: str, one: TableVersion, is_current: bool, kept: set[str], language: str) -> VersionEntry:
    is_kept = bool(kept.intersection(one.releases))
    place = f"/tables/{table_id}"
    links = [link("changes", language, f"{place}/versions/{one.version}/changes")]
    if is_kept:
        links += [
            link("metadata", language, f"{place}/metadata", version=one.version),
            link("data", language, f"{place}/data", version=one.version),
        ]
    return VersionEntry(
        version=one.version,
        published=one.published,
        releases=one.releases,
        current=is_current,
        available=is_kept,
        links=links,
    )


def _kind(one: TableVersion) -> Literal["major", "minor", "patch"]:
    kinds: dict[Step, Literal["major", "minor", "patch"]] = {Step.MAJOR: "major", Step.MINOR: "minor"}
    return kinds.get(one.step, "patch")


def _named(value: NamedValue, language: str) -> ChangedValue:
    return ChangedValue(variable=value.variable, code=value.code, label=value.en if language == "en" else value.sv)


def _renaming(value: Renaming, language: str) -> RenamedValue:
    before, after = (value.before_en, value.after_en) if language == "en" else (value.before_sv, value.after_sv)
    return RenamedValue(variable=value.variable, code=value.code, before=before, after=after)
