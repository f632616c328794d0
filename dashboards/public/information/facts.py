"""What the texts of the information pages say of the release in force and of the service."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dashboards.components.page import SiteIdentity
from dashboards.components.texts import Texts
from dashboards.public.information.letters import letter
from warehouse import formats
from warehouse.reports.interval import latest_month
from warehouse.reports.period import EARLIEST
from warehouse.reports.release import Release
from warehouse.reports.result import Level


def facts(release: Release | None, identity: SiteIdentity, texts: Texts) -> dict[str, str]:
    """The values of the texts' placeholders; before the first publication those of the release say that.

    A release is made every night, so the next one is expected the night after the day that this one counted as today.
    """
    unknown = texts("information.nothing_published")
    latest = formats.month_name(latest_month(Level.NATIONAL, release.as_of), texts.language) if release else unknown
    return {
        "product": identity.product_name,
        "operator": identity.operator,
        "version": identity.version,
        "threshold": str(release.threshold if release and release.threshold is not None else identity.threshold),
        "earliest": formats.month_name(EARLIEST, texts.language),
        "contact": _contact(identity, texts),
        "reach": _reach("intro", identity, texts),
        "feedback": _reach("feedback", identity, texts),
        "moment": moment_in_words(release.data_time, texts) if release else unknown,
        "release": release.version if release else unknown,
        "latest": latest,
        "next": _day(release.as_of + timedelta(days=1), texts) if release else unknown,
    }


def moment_in_words(instant: datetime, texts: Texts) -> str:
    """A moment as it stands in a sentence, in Swedish time."""
    local = formats.local_time(instant)
    day = formats.long_date(local.date(), texts.language)
    return texts("information.moment", day=day, hour=f"{local.hour:02}", minute=f"{local.minute:02}")


def _day(day: date, texts: Texts) -> str:
    return texts("information.day", day=formats.long_date(day, texts.language))


def _contact(identity: SiteIdentity, texts: Texts) -> str:
    """A link to write to those who run the service, or to the page that says how to reach them."""
    if identity.contact is None:
        return texts("information.contact_page")
    return texts("information.contact_link", address=identity.contact)


def _reach(part: str, identity: SiteIdentity, texts: Texts) -> str:
    """What the contact page says with an address, without any, and in a demonstration without any."""
    kind = "address" if identity.contact else "demonstration" if identity.is_demonstration else "none"
    values = {"operator": identity.operator, "product": identity.product_name, "contact": _contact(identity, texts)}
    return texts(f"information.reach.{kind}.{part}", **values, letter=letter(identity, "", texts))
