"""The pages of the logged-in site by address: first the policy, then the page (dashboards 18.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import redirect
from werkzeug.exceptions import Forbidden, NotFound, Unauthorized, abort

from dashboards.care.cases import CasesPages
from dashboards.care.frame import CASES, STATISTICS, care_frame
from dashboards.care.login_session import current_user
from dashboards.care.policy import Area, may_see
from dashboards.care.statistics import StatisticsPages
from dashboards.care.users import CareUser
from dashboards.components.about_page import ABOUT, about_page
from dashboards.components.address import Address
from dashboards.components.error_page import error_page
from dashboards.components.frame import framed, stamp
from dashboards.components.page import Page, SiteIdentity
from dashboards.components.texts import texts
from rehab.person_register import PersonRegisterUnavailableError
from warehouse import formats
from warehouse.application.audit import AuditUnavailableError
from warehouse.application.database import ApplicationDatabaseError

OVERVIEW = f"{STATISTICS}/oversikt"


@dataclass(frozen=True, slots=True)
class CarePages:
    """Makes pages for the logged-in user; an address without a rule of its own does not exist."""

    users: Mapping[str, CareUser]
    identity: SiteIdentity
    statistics: StatisticsPages
    cases: CasesPages

    def page(self, address: Address) -> Page:
        """The page of an address for the user of the session. Raises HTTP errors and those of the pages."""
        user = self.user()
        if address.path == "/":
            start = OVERVIEW if may_see(user, Area.STATISTICS) else CASES
            abort(redirect(replace(address, path=start).url))
        if address.path == ABOUT:
            return self._about(address, user)
        if address.path == CASES:
            self.require(user, Area.ONGOING_CASES)
            return self._cases(address, user)
        if not address.path.startswith(f"{STATISTICS}/"):
            raise NotFound
        self.require(user, Area.STATISTICS)
        return self._statistics(address, user)

    def user(self) -> CareUser:
        """The user of the session. Raises Unauthorized without one, whatever came before."""
        user = current_user(self.users)
        if user is None:
            raise Unauthorized
        return user

    def require(self, user: CareUser, area: Area) -> None:
        """Raises Forbidden unless the policy lets the user see the area."""
        if not may_see(user, area):
            raise Forbidden

    def error(self, address: Address, status: int, reference: str | None = None) -> Page:
        """The page of an error status."""
        text = texts(address.language)("care.error.no_care_data") if status == 503 else None
        frame = care_frame(address, self.identity, current_user(self.users))
        return error_page(address, frame, status, reference=reference, text=text)

    def _statistics(self, address: Address, user: CareUser) -> Page:
        try:
            if address.path == OVERVIEW:
                return self.statistics.overview(address, user)
            return self.statistics.report(address, address.path.removeprefix(f"{STATISTICS}/"), user)
        except AuditUnavailableError:
            return self._refusal(address, user, "care.error.not_logged")

    def _cases(self, address: Address, user: CareUser) -> Page:
        try:
            return self.cases.page(address, user)
        except (AuditUnavailableError, ApplicationDatabaseError):
            return self._refusal(address, user, "care.cases.not_logged")
        except PersonRegisterUnavailableError:
            return self._refusal(address, user, "care.cases.unavailable")

    def _refusal(self, address: Address, user: CareUser, key: str) -> Page:
        """Nothing is shown when it cannot be recorded or when nothing is known of the persons."""
        frame = care_frame(address, self.identity, user)
        return error_page(address, frame, 503, text=texts(address.language)(key))

    def _about(self, address: Address, user: CareUser) -> Page:
        self.require(user, Area.ABOUT)
        catalogue = texts(address.language)
        release = self.statistics.about_release()
        moment = formats.moment(release.data_time)
        frame = care_frame(address, self.identity, user, stamp(release.version, release.data_time))
        main = about_page(self.identity, moment, release.version, catalogue)
        return framed(address, frame, catalogue("about_page.title"), main)
