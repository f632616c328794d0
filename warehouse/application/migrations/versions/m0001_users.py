"""User settings and acknowledgements that access is logged."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "user_setting",
        sa.Column("user_id", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.String(4096), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "key", name="pk_user_setting"),
    )
    op.create_table(
        "login_acknowledgement",
        sa.Column("acknowledgement_no", _NUMBER, nullable=False),
        sa.Column("user_id", sa.String(64), nullable=False),
        sa.Column("text_version", sa.String(32), nullable=False),
        sa.Column("acknowledged_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("acknowledgement_no", name="pk_login_acknowledgement"),
        sa.UniqueConstraint("user_id", "text_version", name="uq_login_acknowledgement_user_id_text_version"),
    )
