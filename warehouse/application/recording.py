"""Recording what operators see of figures before it is shown (statistics 11.2)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from warehouse.application.audit import Activity, AuditLog
from warehouse.application.opening import open_application_database
from warehouse.application.operators import operator, this_system
from warehouse.settings import Settings
from warehouse.storage import DataDirectory


def record_figures(settings: Settings, provider: tuple[str, str], report_id: str, filter_text: str) -> None:
    """Record that an operator sees figures of a provider, given as (id, name), or of its region.

    `filter_text` holds nothing about persons. Raises AuditUnavailableError when it cannot be recorded; then nothing
    may be shown.
    """
    actor = replace(operator(), provider_id=provider[0], provider_name=provider[1])
    with closing(open_application_database(DataDirectory(settings.data), settings)) as database:
        log = AuditLog(database, this_system(settings.product_name))
        log.record_report(actor, Activity.READ, report_id, filter_text)
