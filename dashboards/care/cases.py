"""The page of ongoing cases at the chosen unit: recorded before it is shown, and only after acknowledgement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component
from werkzeug.exceptions import Forbidden

from dashboards.care.acknowledgement import TEXT_VERSION, acknowledgement_page
from dashboards.care.case_table import COLUMNS, case_table
from dashboards.care.frame import care_frame
from dashboards.care.recording import Recorder
from dashboards.care.users import CareUser, Role, UserUnit
from dashboards.components.address import SORT, UNIT, Address
from dashboards.components.frame import framed
from dashboards.components.messages import message_box
from dashboards.components.native import Native, node
from dashboards.components.page import Page, SiteIdentity
from dashboards.components.texts import Texts, texts
from dashboards.serving.readers import CurrentReader
from rehab.ongoing import CaseList, OngoingCases
from rehab.parameters import EngineParameters
from rehab.scope import RehabScope
from rehab.scope import Role as RehabRole
from warehouse import formats
from warehouse.application.acknowledgements import acknowledged_at
from warehouse.application.database import ApplicationDatabase


@dataclass(frozen=True, slots=True)
class ChosenUnit:
    """The unit whose cases are shown, its care unit, and the units the user can choose among."""

    unit: UserUnit
    care_unit: UserUnit
    choices: tuple[UserUnit, ...]


@dataclass(frozen=True, slots=True)
class CasesPages:
    """Makes the case list for one user at a time. `today` tells the day on which cases are ongoing."""

    readers: CurrentReader[OngoingCases]
    identity: SiteIdentity
    recorder: Recorder
    database: ApplicationDatabase
    today: Callable[[], date]

    def page(self, address: Address, user: CareUser) -> Page:
        """The list, or the question for acknowledgement where it is missing.

        Raises Forbidden for a unit that is not the user's, AuditUnavailableError when the access cannot be recorded
        and PersonRegisterUnavailableError when nothing is known of persons.
        """
        if acknowledged_at(self.database, user.hsa_id, TEXT_VERSION) is None:
            return acknowledgement_page(address, self.identity, user)
        with self.readers.reading() as (_, reader):
            chosen = choose_unit(user, address.get(UNIT), reader)
            scope = _scope(user, chosen, reader)
            found = reader.case_list(scope, self.today(), EngineParameters())
        self.recorder.cases(user, chosen.unit, chosen.care_unit, found.cases)
        return self._list(address, user, chosen, found)

    def _list(self, address: Address, user: CareUser, chosen: ChosenUnit, found: CaseList) -> Page:
        catalogue = texts(address.language)
        whose = _whose(user)
        title = catalogue(f"care.cases.title_{whose}")
        main: list[Component] = [html.H1(title, tabIndex="-1"), html.P(chosen.unit.name, className="sub-heading")]
        if len(chosen.choices) > 1:
            main.append(_unit_form(address, chosen, catalogue))
        main.append(html.P(catalogue("care.cases.note"), className="help"))
        if found.unreadable:
            main.append(message_box("warning", catalogue("care.cases.unreadable", count=found.unreadable), catalogue))
        if found.cases:
            main += _shown(address, user, chosen, found, catalogue)
        else:
            empty = catalogue(f"care.cases.empty_{whose}", unit=chosen.unit.name)
            main.append(html.Div(message_box("info", empty, catalogue), role="status"))
        if found.data_time:
            main.append(html.P(catalogue("care.cases.read", moment=formats.moment(found.data_time)), className="quiet"))
        return framed(address, care_frame(address, self.identity, user), title, main)


def choose_unit(user: CareUser, wanted: str | None, reader: OngoingCases) -> ChosenUnit:
    """The wanted unit, or the user's first. Raises Forbidden when it is none of the user's (rehab 2.1)."""
    choices: list[tuple[UserUnit, UserUnit]] = []
    for care_unit in user.units:
        choices.append((care_unit, care_unit))
        sub_units = reader.sub_units(care_unit.id)
        choices += [(UserUnit(key, sub_units[key]), care_unit) for key in sorted(sub_units, key=sub_units.__getitem__)]
    found = next((pair for pair in choices if wanted is None or pair[0].id == wanted), None)
    if found is None:
        raise Forbidden
    return ChosenUnit(*found, tuple(unit for unit, _ in choices))


def _scope(user: CareUser, chosen: ChosenUnit, reader: OngoingCases) -> RehabScope:
    """What the user reaches at the chosen unit; called only after the acknowledgement has been found."""
    doctor = user.role is Role.DOCTOR
    role = RehabRole.DOCTOR if doctor else RehabRole.COORDINATOR
    if chosen.unit == chosen.care_unit:
        sub_units = frozenset(reader.sub_units(chosen.care_unit.id))
        return RehabScope.of_care_unit(
            user.hsa_id,
            role,
            user.provider_id,
            chosen.care_unit.id,
            sub_units,
            is_doctor=doctor,
            logging_acknowledged=True,
        )
    return RehabScope.of_sub_unit(
        user.hsa_id,
        role,
        user.provider_id,
        chosen.care_unit.id,
        chosen.unit.id,
        is_doctor=doctor,
        logging_acknowledged=True,
    )


def _whose(user: CareUser) -> str:
    return "mine" if user.role is Role.DOCTOR else "all"


def _unit_form(address: Address, chosen: ChosenUnit, catalogue: Texts) -> Native:
    options = [node("option", unit.name, value=unit.id, selected=unit.id == chosen.unit.id) for unit in chosen.choices]
    label = node("label", catalogue("care.choose_unit"), for_=UNIT)
    field = node("div", label, node("select", *options, id=UNIT, name=UNIT), class_="field")
    sort = address.get(SORT)
    hidden = [node("input", type="hidden", name=SORT, value=sort)] if sort else []
    button = node("button", catalogue("period.show"), type="submit", class_="primary")
    action = Address(address.path, address.language).url
    return Native(node("form", *hidden, field, button, action=action, method="get", class_="selection"))


def _shown(address: Address, user: CareUser, chosen: ChosenUnit, found: CaseList, catalogue: Texts) -> list[Component]:
    parameters = found.parameters
    count = catalogue("care.cases.count", count=len(found.cases), gap=parameters.gap, recent=parameters.recent)
    columns = [column for column in COLUMNS if column.key != "doctor" or user.role is not Role.DOCTOR]
    caption = (
        f"{catalogue(f'care.cases.title_{_whose(user)}')} {catalogue('care.cases.title_unit', unit=chosen.unit.name)}"
    )
    meanings = [
        html.Div([html.Dt(catalogue(f"care.cases.column.{column.key}")), html.Dd(catalogue(key))])
        for column in columns
        for key in (f"care.cases.column_meaning.{column.key}",)
        if key in catalogue
    ]
    return [
        html.P(count, className="case-count"),
        case_table(found.cases, columns, address, caption, catalogue),
        html.Details(
            [html.Summary(catalogue("care.cases.columns")), html.Dl(meanings, className="facts")], className="read"
        ),
    ]
