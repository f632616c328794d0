"""The one change that the audit log allows: an erasure puts the number of its order in place of the person.

Who has accessed, when, where and how stays as it was, and rows are still never deleted (ingestion X-5, X-7).
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_UNCHANGED = " AND ".join(
    f"NEW.{column} = OLD.{column}"
    for column in (
        "resource_no",
        "event_no",
        "unit_id",
        "unit_name",
        "provider_id",
        "provider_name",
        "first_in_session",
    )
)
_ERASES = f"(NEW.patient_id LIKE 'order %' AND {_UNCHANGED})"
_SQLITE = f"""
CREATE TRIGGER audit_resource_is_append_only_UPDATE BEFORE UPDATE ON audit_resource WHEN NOT {_ERASES}
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
"""
_POSTGRESQL = (
    "DROP TRIGGER audit_resource_is_append_only ON audit_resource",
    "CREATE TRIGGER audit_resource_is_append_only BEFORE DELETE OR TRUNCATE ON audit_resource "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_log()",
    "CREATE TRIGGER audit_resource_only_erases BEFORE UPDATE ON audit_resource "
    f"FOR EACH ROW WHEN (NOT {_ERASES}) EXECUTE FUNCTION refuse_change_of_audit_log()",
)


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_resource_is_append_only_UPDATE")
        op.execute(_SQLITE)
        return
    for statement in _POSTGRESQL:
        op.execute(statement)
