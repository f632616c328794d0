"""Run by Alembic: applies the migrations through the connection that `upgrade` has opened.

In Alembic's offline mode it writes the statements for the configured `dialect` instead, for those who apply changes of
a production database by hand.
"""

from __future__ import annotations

from alembic import context

from warehouse.application.models import Base

if context.is_offline_mode():
    context.configure(dialect_name=context.config.attributes["dialect"], target_metadata=Base.metadata)
else:
    context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
