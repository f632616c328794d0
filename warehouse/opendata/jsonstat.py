"""JSON-stat 2.0 with the extensions that PxWebApi 2 defines, and ours under a name of its own (dashboards 19.2)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from warehouse.opendata.cube import Cube, Role, Variable
from warehouse.opendata.definitions import SUBJECTS

MIME_TYPE = "application/json"
EXTENSION = "intygsinsikt"
"""The name of what is ours in the root extension, so that other clients can pass it by."""

Document = dict[str, Any]


def dataset(cube: Cube, language: str, *, with_values: bool = True, contact: str = "") -> Document:
    """The cube as a JSON-stat data set in one language; without its values it is the metadata of a table."""
    roles = {
        role.value: [one.code for one in cube.variables if one.role is role]
        for role in Role
        if any(one.role is role for one in cube.variables)
    }
    told: Document = {
        "version": "2.0",
        "class": "dataset",
        "label": cube.label.in_language(language),
        "source": cube.source.in_language(language),
        "updated": _instant(cube.updated),
        "note": [note.text.in_language(language) for note in cube.notes],
        "role": roles,
        "id": [variable.code for variable in cube.variables],
        "size": list(cube.shape),
        "dimension": {variable.code: _dimension(variable, cube, language) for variable in cube.variables},
        "extension": _extension(cube, language, contact),
    }
    if with_values:
        told["value"] = list(cube.values)
        if cube.status:
            told["status"] = {str(place): sign for place, sign in sorted(cube.status.items())}
    return told


def write_jsonstat(cube: Cube, language: str, *, contact: str = "") -> bytes:
    """The cube as a JSON-stat file, UTF-8."""
    return json.dumps(dataset(cube, language, contact=contact), ensure_ascii=False, separators=(",", ":")).encode()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _dimension(variable: Variable, cube: Cube, language: str) -> Document:
    category: Document = {
        "index": {code: at for at, code in enumerate(variable.codes)},
        "label": {one.code: one.label.in_language(language) for one in variable.categories},
    }
    noted = {one.code: [one.note.in_language(language)] for one in variable.categories if one.note}
    divided = {one.code: list(one.children) for one in variable.categories if one.children}
    units = {
        one.code: {"base": one.unit.label.in_language(language), "decimals": one.unit.decimals}
        for one in variable.categories
        if one.unit
    }
    parts = {"note": noted, "child": divided, "unit": units}
    category |= {name: part for name, part in parts.items() if part}
    told: Document = {"label": variable.label.in_language(language), "category": category}
    if variable.note:
        told["note"] = [variable.note.in_language(language)]
    told["extension"] = _of_dimension(variable, cube)
    return told


def _of_dimension(variable: Variable, cube: Cube) -> Document:
    extension: Document = {"elimination": variable.elimination is not None, "show": "value"}
    if variable.elimination is not None:
        extension["eliminationValueCode"] = variable.elimination
    if variable.role is Role.METRIC:
        measured = {one.code: one.unit.measuring for one in variable.categories if one.unit}
        extension["measuringType"] = measured
        extension["priceType"] = dict.fromkeys(measured, "NotApplicable")
        extension["adjustment"] = dict.fromkeys(measured, "None")
        latest = cube.time.codes[-1] if cube.time else None
        if latest is not None:
            extension["refperiod"] = dict.fromkeys(measured, latest)
    return extension


def _extension(cube: Cube, language: str, contact: str) -> Document:
    mandatory = {str(at): True for at, note in enumerate(cube.notes) if note.mandatory}
    codes = [variable.code for variable in cube.variables]
    told: Document = {
        "noteMandatory": mandatory,
        "contact": [{"raw": contact}] if contact else [],
        "tags": list(cube.tags),
        "discontinued": False,
        "px": {
            "tableid": cube.id,
            "matrix": cube.id,
            "subject-code": cube.subject,
            "subject-area": SUBJECTS[cube.subject].in_language(language) if cube.subject in SUBJECTS else cube.subject,
            "official-statistics": False,
            "aggregallowed": False,
            "copyright": False,
            "language": language,
            "contents": cube.label.in_language(language),
            "description": (cube.description or cube.label).in_language(language),
            "decimals": cube.decimals,
            "heading": [code for code in codes if code in cube.heading],
            "stub": [code for code in codes if code not in cube.heading],
            "nextUpdate": _instant(cube.next_update) if cube.next_update else None,
            "updateFrequency": "Monthly",
        },
        EXTENSION: {"dataVersion": cube.release, "threshold": cube.threshold},
    }
    if cube.time:
        told |= {"firstPeriod": min(cube.time.codes), "lastPeriod": max(cube.time.codes)}
    return told
