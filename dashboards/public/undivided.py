"""Reports without their division: a choice on the page of the divided report, under a title that tells what they hold.

`Intyg, totalt` and `Meddelanden, totalt` can be shown with or without their division (dashboards 8.2, I01 and M01).
"""

from __future__ import annotations

from dashboards.components.address import DIVIDE, Address
from dashboards.components.report_controls import UNDIVIDED as WITHOUT_DIVISION
from dashboards.components.report_page import LEVEL_PATHS
from dashboards.components.texts import LANGUAGES, texts
from warehouse.reports import registry
from warehouse.reports.definitions import ReportDefinition
from warehouse.reports.menu import UNDIVIDED
from warehouse.reports.result import Label, Level

_BASE = LEVEL_PATHS[Level.NATIONAL]
_DIVIDED_SLUGS = {
    registry.report(undivided).slug: registry.report(divided).slug for divided, undivided in UNDIVIDED.items()
}


def undivided(definition: ReportDefinition, address: Address) -> ReportDefinition:
    """The report that answers an address: without its division where that is asked for."""
    if definition.id in UNDIVIDED and address.get(DIVIDE) == WITHOUT_DIVISION:
        return registry.report(UNDIVIDED[definition.id])
    return definition


def title_of(definition: ReportDefinition) -> Label:
    """The title of a report's national page; without a division it tells which types are counted together."""
    key = f"title.{definition.id}"
    swedish, english = (texts(language) for language in LANGUAGES)
    return Label(swedish(key), english(key)) if key in swedish else definition.title


def page_of(definition: ReportDefinition, address: Address) -> Address:
    """The national page of a report, without what the address `address` asks for."""
    return as_choice(address.to(f"{_BASE}/{definition.slug}", ()))


def as_choice(address: Address) -> Address:
    """The page of the divided report, which has the way back, for one that names the report without its division."""
    slug = _DIVIDED_SLUGS.get(address.path.removeprefix(f"{_BASE}/"))
    if slug is None:
        return address
    return address.to(f"{_BASE}/{slug}", address.query).having(**{DIVIDE: WITHOUT_DIVISION})
