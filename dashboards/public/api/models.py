"""The answers and bodies of the API, named as PxWebApi 2 names them; the description is made from them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Language = Literal["sv", "en"]
MOST_VALUES = 20_000
ShortText = Annotated[str, Field(max_length=200)]


class OutputFormat(StrEnum):
    """The forms that data are given in."""

    JSON_STAT2 = "json-stat2"
    CSV = "csv"
    XLSX = "xlsx"
    PX = "px"
    HTML = "html"
    JSON_PX = "json-px"
    PARQUET = "parquet"


class OutputFormatParam(StrEnum):
    """How codes and labels, the title and the separator are given in csv, html and xlsx."""

    USE_CODES = "UseCodes"
    USE_TEXTS = "UseTexts"
    USE_CODES_AND_TEXTS = "UseCodesAndTexts"
    INCLUDE_TITLE = "IncludeTitle"
    SEPARATOR_TAB = "SeparatorTab"
    SEPARATOR_SPACE = "SeparatorSpace"
    SEPARATOR_SEMICOLON = "SeparatorSemicolon"


class Model(BaseModel):
    """What all answers have in common: names in camel case; what is not set is left out."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Body(Model):
    """A body that a caller sends; unknown fields are passed by, as PxWebApi does."""


class Link(Model):
    """A link to something related."""

    rel: str
    hreflang: str
    href: str


class LanguageEntry(Model):
    """A language of the service."""

    id: str
    label: str


class SourceReference(Model):
    """How the figures are cited."""

    language: str
    text: str


class KeyValue(Model):
    """A named value."""

    key: str
    value: str


class Feature(Model):
    """Something that the service can do."""

    id: str
    params: list[KeyValue] = []


class Config(Model):
    """What the service is and where its limits are."""

    api_version: str
    app_version: str
    languages: list[LanguageEntry]
    default_language: str
    max_data_cells: int = Field(ge=0)
    max_calls_per_time_window: int = Field(ge=1)
    time_window: int = Field(ge=1, description="Seconds.")
    license: str
    source_references: list[SourceReference]
    default_data_format: str
    data_formats: list[str]
    features: list[Feature]


class PathElement(Model):
    """A step of the way to a table."""

    id: str
    label: str


class Table(Model):
    """A table of the catalogue."""

    type: Literal["Table"] = "Table"
    id: str
    label: str
    description: str | None = None
    sort_code: str
    tags: list[str]
    updated: str = Field(
        description="When the figures were last updated, in UTC.", json_schema_extra={"format": "date-time"}
    )
    first_period: str | None
    last_period: str | None
    category: Literal["internal", "public", "private", "section"] = "public"
    variable_names: list[str]
    discontinued: bool = False
    source: str
    subject_code: str
    time_unit: Literal["Annual", "Quarterly", "Monthly", "Weekly", "Other"]
    paths: list[list[PathElement]]
    links: list[Link]


class TableAnswer(Table):
    """One table, with the language of the answer."""

    language: Language


class PageInfo(Model):
    """Which page of a list this is."""

    page_number: int = Field(ge=1)
    page_size: int = Field(ge=1)
    total_elements: int = Field(ge=0)
    total_pages: int = Field(ge=1)
    links: list[Link]


class Tables(Model):
    """A page of the list of tables."""

    language: Language
    tables: list[Table]
    page: PageInfo
    links: list[Link]


class VariableSelection(Body):
    """The values of one variable, as codes or value expressions. A code list alone means all its values."""

    variable_code: ShortText
    codelist: ShortText | None = None
    value_codes: Annotated[list[ShortText], Field(max_length=MOST_VALUES)] = []


class Placement(Body):
    """Which variables stand in the heading and in the stub."""

    heading: Annotated[list[ShortText], Field(max_length=20)] = []
    stub: Annotated[list[ShortText], Field(max_length=20)] = []


class VariablesSelection(Body):
    """A selection of values of several variables; without any, the default selection of the table."""

    selection: Annotated[list[VariableSelection], Field(max_length=20)] = []
    placement: Placement | None = None


class SelectionAnswer(VariablesSelection):
    """A selection, with the language of the answer."""

    language: Language
    links: list[Link]


class CodeListEntry(Model):
    """A code list that can be applied to a variable."""

    id: str
    label: str
    type: Literal["Aggregation", "Valueset"]
    links: list[Link]


class ValueMap(Model):
    """A value of a code list, and the values of the variable that it stands for."""

    code: str
    label: str
    value_map: list[str]
    notes: list[dict[str, Any]] = []


class CodeList(Model):
    """A code list with its values."""

    id: str
    label: str
    language: Language
    languages: list[str]
    type: Literal["Aggregation", "Valueset"]
    elimination: bool
    elimination_value_code: str | None = None
    values: list[ValueMap]
    links: list[Link]


class SavedQuery(Body):
    """A query to save. Nothing of who saves it is kept."""

    id: str | None = Field(None, description="Given by the service; what a caller sends is passed by.")
    table_id: ShortText
    language: Language = "sv"
    selection: VariablesSelection
    output_format: OutputFormat = OutputFormat.JSON_STAT2
    output_format_params: Annotated[list[OutputFormatParam], Field(max_length=10)] = []


class SavedQueryAnswer(SavedQuery):
    """A saved query."""

    id: str
    links: list[Link]


class Problem(Model):
    """Why a call was not answered, what is allowed, and what to do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    path: str | None = None
    allowed: int | None = None
    requested: int | None = None
    hint: str


class Category(BaseModel):
    """The values of a dimension: order, labels, notes, children and units by code."""

    index: dict[str, int]
    label: dict[str, str]
    note: dict[str, list[str]] = {}
    child: dict[str, list[str]] = {}
    unit: dict[str, dict[str, Any]] = {}


class Dimension(BaseModel):
    """One dimension of a data set."""

    label: str
    category: Category
    note: list[str] = []
    extension: dict[str, Any] = {}


class Dataset(BaseModel):
    """A data set as JSON-stat 2.0. The metadata of a table are one without values."""

    version: Literal["2.0"]
    class_: Literal["dataset"] = Field(alias="class")
    label: str
    source: str
    updated: str
    id: list[str]
    size: list[int]
    dimension: dict[str, Dimension]
    role: dict[str, list[str]] = {}
    note: list[str] = []
    value: list[float | None] | None = None
    status: dict[str, str] = {}
    extension: dict[str, Any] = {}
    href: str | None = None
