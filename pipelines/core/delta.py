"""The core of a delta build: the facts of what events since the base have touched, by the same models as the base's.

The models run over the staged rows of the touched certificates alone. What is touched is closed: no fact outside it
depends on anything inside it (`touched_wider`). The numbers that the models give are then exchanged for numbers of the
release, so that the result can stand beside what the base holds of everybody else.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.core.steps import CoreContext, in_order, outside, run
from pipelines.core.workspace import make, new_views, stage_views
from warehouse import sql_models
from warehouse.releases import Release
from warehouse.storage import attach

LAYER = "delta"
STAGED = ("certificate_document", "period", "document_relation", "certificate_event", "message")
"""Staged tables that hold a certificate id: a delta build reads their rows of the touched certificates."""

REGISTERS = ("provider", "unit", "doctor")
"""Tables that are made from all certificates; their ids keep the base's numbers."""

PSEUDONYMISED = ("person", "header", "message_to_care")
PLACED = (*REGISTERS, "person", "sick_leave_row", "sick_leave_case", "header", "message_to_care")
"""Tables of the care release, in the schema `placed` under the numbers of the release."""


@dataclass(frozen=True, slots=True)
class Touched:
    """How much a delta build has made anew."""

    certificates: int
    persons: int


def build_delta(context: CoreContext, restricted: Release, care: Release) -> Touched:
    """Make the core tables of what was touched since the base of two releases, and place them beside that base."""
    connection = context.connection
    touched = _find_touched(context, restricted.manifest["inputs"]["base"]["last_segment"])
    for name in STAGED:
        make(connection, LAYER, name)
    outside(context)
    for name in in_order():
        if name not in {"inputs", "staging"}:
            run(name, context)
    connection.read_parquet(str(restricted.base_file("core/certificate.parquet"))).create_view("base_certificate")
    connection.read_parquet(str(restricted.base_file("core/person.parquet"))).create_view("base_person")
    connection.read_parquet(str(restricted.base_file("core/document_conflict.parquet"))).create_view(
        "base_document_conflict"
    )
    attach(connection, care.base_file("care.duckdb"), "base_care")
    attach(connection, restricted.base_file("rehab.duckdb"), "base_rehab")
    _make_registers(context)
    _place(context)
    connection.execute("DETACH base_care")
    connection.execute("DETACH base_rehab")
    return touched


def _find_touched(context: CoreContext, last_segment: int) -> Touched:
    """`touched_certificate` and `touched_person`: what the new events name, widened until nothing depends on it."""
    connection = context.connection
    segments = [segment.number for segment in context.landing.ledger.segments() if segment.number > last_segment]
    stage_views(connection, context.staging, "staged_")
    new_views(connection, context.staging, segments, "new_")
    for name in ("replacing", "shared_message"):
        make(connection, LAYER, name)
    certificates = make(connection, LAYER, "touched_first", "touched_certificate")
    while True:
        persons = make(connection, LAYER, "touched_person")
        wider = make(connection, LAYER, "touched_wider", "touched_certificate")
        if wider == certificates:
            return Touched(certificates, persons)
        certificates = wider


def _make_registers(context: CoreContext) -> None:
    """The registers of all certificates, in the schema `whole`, by the core models."""
    connection = context.connection
    connection.execute("CREATE SCHEMA whole")
    connection.execute("SET search_path = 'whole,main'")
    connection.execute(sql_models.load(LAYER, "certificate").as_view())
    for name in ("mention", *REGISTERS):
        run(name, context)
    connection.execute("SET search_path = 'main'")


def _place(context: CoreContext) -> None:
    connection = context.connection
    connection.execute("CREATE SCHEMA placed")
    make(connection, LAYER, "numbering")
    for name in REGISTERS:
        make(connection, LAYER, f"{name}_number")
    for name in PSEUDONYMISED:
        make(connection, "care", name, f"care_{name}")
    for name in PLACED:
        make(connection, LAYER, name, f"placed.{name}")
    for name in ("hidden_person", "hidden_certificate"):
        make(connection, LAYER, name)
    make(connection, LAYER, "document_conflict", "placed.document_conflict")
