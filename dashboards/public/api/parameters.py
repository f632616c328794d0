"""The parameters of calls: read without regard to the case of their names, refused when they cannot be understood."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError
from werkzeug.datastructures import MultiDict

from dashboards.public.api.expressions import list_items
from dashboards.public.api.models import Language, Model, OutputFormat, OutputFormatParam
from dashboards.public.api.problems import ProblemError

PAGE_SIZE = 100
MOST_PER_PAGE = 1_000

_BY_VARIABLE = re.compile(r"(?P<name>\w+)\[(?P<variable>[^\[\]]+)\]")
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_TRUTH = {"true": True, "false": False}

M = TypeVar("M", bound=BaseModel)


def _whole_number(text: object) -> object:
    if isinstance(text, str) and not _WHOLE.fullmatch(text):
        raise ValueError("a whole number is expected")
    return text


def _truth(text: object) -> object:
    if isinstance(text, str):
        if text.casefold() not in _TRUTH:
            raise ValueError("true or false is expected")
        return _TRUTH[text.casefold()]
    return text


Whole = Annotated[int, BeforeValidator(_whole_number)]
Truth = Annotated[bool, BeforeValidator(_truth)]


VersionPattern = Annotated[str, Field(max_length=40, pattern=r"^(\d+|\*)(\.(\d+|\*)){0,2}$")]
_VERSION: Any = Field(
    None, description="A version of the table that is kept, `*` for any number: `1.2.0`, `2.*`. Without: the newest."
)


class LanguageQuery(Model):
    """A call that answers in a language."""

    lang: Language = Field("sv", description="The language of labels and texts.")


class TablesQuery(LanguageQuery):
    """The list of tables."""

    query: str | None = Field(None, max_length=200, description="Words that must be found in the table.")
    past_days: Whole | None = Field(None, ge=1, le=36_500, description="Tables updated during so many days.")
    include_discontinued: Truth = Field(False, description="Also tables that are no longer updated.")
    page_number: Whole = Field(1, ge=1, le=1_000_000)
    page_size: Whole = Field(PAGE_SIZE, ge=1, le=MOST_PER_PAGE)


class MetadataQuery(LanguageQuery):
    """The metadata of a table."""

    default_selection: Truth = Field(False, description="Only what the default selection holds.")
    saved_query: str | None = Field(None, max_length=100, description="Only what a saved query holds.")
    version: VersionPattern | None = _VERSION
    codelist: dict[str, str] = Field({}, description="Code list by variable: `codelist[Region]=vs_…`.")


class FormatQuery(LanguageQuery):
    """A call that answers with data."""

    output_format: OutputFormat = OutputFormat.JSON_STAT2
    output_format_params: list[OutputFormatParam] = Field([], max_length=10)
    version: VersionPattern | None = _VERSION


class DataQuery(FormatQuery):
    """Data by GET: the selection stands in the address."""

    value_codes: dict[str, str] = Field(
        {}, description="Values by variable, with commas between: `valueCodes[Tid]=top(12)`. See the value expressions."
    )
    codelist: dict[str, str] = Field({}, description="Code list by variable: `codelist[Region]=vs_…`.")
    heading: list[str] = Field([], max_length=20, description="Variables that stand in the heading.")
    stub: list[str] = Field([], max_length=20, description="Variables that stand in the stub.")


class SavedDataQuery(Model):
    """The data of a saved query; what is given here wins over what was saved."""

    lang: Language | None = None
    output_format: OutputFormat | None = None
    output_format_params: list[OutputFormatParam] | None = Field(None, max_length=10)


class NoQuery(Model):
    """A call without parameters."""


def read_query(model: type[M], arguments: MultiDict[str, str]) -> M:
    """The parameters as `model`. Names that it does not have are passed by. Raises ProblemError."""
    fields = {(field.alias or name).casefold(): field.alias or name for name, field in model.model_fields.items()}
    shapes = _shapes(model)
    given: dict[str, Any] = {}
    for written, texts in arguments.lists():
        by_variable = _BY_VARIABLE.fullmatch(written)
        name = fields.get((by_variable["name"] if by_variable else written).casefold())
        if by_variable and shapes.get(name or "") != "object":
            raise ProblemError("bad_parameter", written, values={"reason": "unknown"})
        if name is None:
            continue
        if by_variable:
            _add_to_table(given.setdefault(name, {}), by_variable["variable"], texts)
        elif shapes.get(name) == "array":
            given[name] = [item for text in texts for item in list_items(text) if item]
        elif len(texts) == 1:
            given[name] = texts[0]
        else:
            raise ProblemError("bad_parameter", written, values={"reason": "given more than once"})
    return validated(model, given, "bad_parameter")


def _add_to_table(table: dict[str, str], variable: str, texts: list[str]) -> None:
    before = [table[variable]] if table.get(variable) else []
    table[variable] = ",".join([*before, *texts])


@cache
def _shapes(model: type[BaseModel]) -> dict[str, str]:
    """The names of the parameters that are lists or tables, with their JSON type."""
    found = {}
    for name, described in TypeAdapter(model).json_schema(by_alias=True).get("properties", {}).items():
        for kind in (described, *described.get("anyOf", [])):
            if kind.get("type") in {"array", "object"}:
                found[name] = str(kind["type"])
    return found


def validated(model: type[M], given: object, code: str) -> M:
    """`given` as `model`. Raises ProblemError with `code` that names the first thing that is wrong."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ProblemError(code, place or None, values={"reason": first["msg"].removeprefix("Value error, ")}) from None
