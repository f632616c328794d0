"""What an order can be given when an extract is made, in place of what its description says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import Field, ValidationError

from warehouse.errors import UserError
from warehouse.extracts.description import Description, Section
from warehouse.extracts.parts import Condition, Match, Part, Period, Shown


class Parameters(Part):
    """Given values; None and empty leave the description as it is.

    `starts_with_diagnosis`: the first certificate of the case decides, and the case is shown under the category of its
    last diagnosis (statistics 14.2, form "start"). `sections` are the ids of the only sections wanted.
    """

    from_year: int | None = Field(default=None, ge=2010, le=2100)
    to_year: int | None = Field(default=None, ge=2010, le=2100)
    diagnoses: tuple[str, ...] = ()
    starts_with_diagnosis: bool = False
    providers: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    @property
    def given(self) -> dict[str, Any]:
        """The names and values that differ from nothing."""
        return {name: value for name, value in self.model_dump().items() if value}

    def written(self) -> str:
        """The values as one line, for the audit log and the result; empty when nothing is given."""
        return "; ".join(f"{name}={_text(value)}" for name, value in self.given.items())


def _text(value: Any) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value).lower()


def read_parameters(given: Iterable[str]) -> Parameters:
    """Read `name=value` texts; lists have commas between. Raises UserError naming what cannot be used."""
    values: dict[str, Any] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name not in Parameters.model_fields:
            raise UserError(f"A parameter is written name=value; names are {', '.join(Parameters.model_fields)}.")
        is_list = Parameters.model_fields[name].annotation == tuple[str, ...]
        values[name] = [part.strip() for part in value.split(",") if part.strip()] if is_list else value
    try:
        return Parameters(**values)
    except ValidationError as error:
        names = ", ".join(str(detail["loc"][0]) for detail in error.errors(include_input=False))
        raise UserError(f"The parameter {names} cannot have that value.") from None


def apply(description: Description, parameters: Parameters) -> Description:
    """The description with the given values in it.

    Raises UserError for a parameter that it does not take, a section that it does not have, and years in wrong order.
    """
    unused = sorted(set(parameters.given) - {*description.parameters, "sections"})
    if unused:
        raise UserError(
            f"{description.id} does not take {', '.join(unused)}; "
            f"it takes {', '.join([*description.parameters, 'sections'])}."
        )
    sections = tuple(_section(section, parameters) for section in _wanted(description, parameters.sections))
    return description.model_copy(
        update={
            "sections": sections,
            "providers": parameters.providers or description.providers,
            "units": parameters.units or description.units,
        }
    )


def _wanted(description: Description, ids: tuple[str, ...]) -> tuple[Section, ...]:
    known = {section.id: section for section in description.sections}
    unknown = [name for name in ids if name not in known]
    if unknown:
        raise UserError(f"{description.id} has no section {', '.join(unknown)}; it has {', '.join(known)}.")
    return tuple(known[name] for name in ids) if ids else description.sections


def _section(section: Section, parameters: Parameters) -> Section:
    changes: dict[str, Any] = {"condition": _in_years(section.condition, parameters)}
    if section.diagnosis:
        diagnosis: dict[str, Any] = {}
        if parameters.diagnoses:
            diagnosis["nodes"] = parameters.diagnoses
        if parameters.starts_with_diagnosis:
            diagnosis |= {"match": Match.FIRST, "shown": Shown.LAST_CATEGORY}
        changes["diagnosis"] = section.diagnosis.model_copy(update=diagnosis)
    return section.model_copy(update=changes)


def _in_years(condition: Condition, parameters: Parameters) -> Condition:
    first, last = parameters.from_year or parameters.to_year, parameters.to_year or parameters.from_year
    if first is None or last is None:
        return condition
    if first > last:
        raise UserError("from_year is after to_year.")
    period = Period(first=date(first, 1, 1), last=date(last, 12, 31), each=condition.periods[0].each)
    return condition.model_copy(update={"periods": (period,)})
