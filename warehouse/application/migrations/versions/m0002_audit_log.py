"""The audit log, whose rows the database itself refuses to change or delete."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TABLES = ("audit_event", "audit_resource")

_SQLITE_TRIGGER = """
CREATE TRIGGER {table}_is_append_only_{action} BEFORE {action} ON {table}
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_change_of_audit_log() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$
"""
_POSTGRESQL_TRIGGER = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_log()
"""


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("event_no", _NUMBER, nullable=False),
        sa.Column("log_id", sa.String(36), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("system_id", sa.String(64), nullable=False),
        sa.Column("system_name", sa.String(255), nullable=False),
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("user_id", sa.String(64), nullable=False),
        sa.Column("user_title", sa.String(255), nullable=False),
        sa.Column("user_assignment", sa.String(255), nullable=False),
        sa.Column("unit_id", sa.String(64), nullable=False),
        sa.Column("unit_name", sa.String(255), nullable=False),
        sa.Column("provider_id", sa.String(64), nullable=False),
        sa.Column("provider_name", sa.String(255), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("activity", sa.String(32), nullable=False),
        sa.Column("level", sa.String(16), nullable=True),
        sa.Column("resource_kind", sa.String(64), nullable=False),
        sa.Column("person_count", sa.Integer, nullable=False),
        sa.Column("report_id", sa.String(64), nullable=True),
        sa.Column("filter_text", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("event_no", name="pk_audit_event"),
        sa.UniqueConstraint("log_id", name="uq_audit_event_log_id"),
    )
    op.create_index(
        "ix_audit_event_session_id_unit_id_activity_resource_kind",
        "audit_event",
        ["session_id", "unit_id", "activity", "resource_kind"],
    )
    op.create_index("ix_audit_event_occurred_at", "audit_event", ["occurred_at"])
    op.create_table(
        "audit_resource",
        sa.Column("resource_no", _NUMBER, nullable=False),
        sa.Column("event_no", _NUMBER, nullable=False),
        sa.Column("patient_id", sa.String(64), nullable=False),
        sa.Column("unit_id", sa.String(64), nullable=False),
        sa.Column("unit_name", sa.String(255), nullable=False),
        sa.Column("provider_id", sa.String(64), nullable=False),
        sa.Column("provider_name", sa.String(255), nullable=False),
        sa.Column("first_in_session", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("resource_no", name="pk_audit_resource"),
        sa.ForeignKeyConstraint(["event_no"], ["audit_event.event_no"], name="fk_audit_resource_event_no"),
    )
    op.create_index("ix_audit_resource_patient_id", "audit_resource", ["patient_id"])
    op.create_index("ix_audit_resource_event_no", "audit_resource", ["event_no"])
    _refuse_changes()


def _refuse_changes() -> None:
    if op.get_context().dialect.name == "sqlite":
        for table in _TABLES:
            for action in ("UPDATE", "DELETE"):
                op.execute(_SQLITE_TRIGGER.format(table=table, action=action))
        return
    op.execute(_POSTGRESQL_FUNCTION)
    for table in _TABLES:
        op.execute(_POSTGRESQL_TRIGGER.format(table=table))
