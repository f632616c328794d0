"""The answers and bodies of the API, named as PxWebApi 2 names them; the description is made from them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Language = Literal["sv", "en"]
TimeSelection = Literal["fixed", "rolling"]
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
    """The values of one variable, as codes or value expressions. A code list alone means all its values.

    The code list may be called `codeList` too, as some clients of PxWebApi 2 do.
    """

    variable_code: ShortText
    codelist: ShortText | None = Field(
        None, validation_alias=AliasChoices("codelist", "codeList"), serialization_alias="codelist"
    )
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


class VersionEntry(Model):
    """A version of a table. `available` is whether its data can still be fetched by the parameter `version`."""

    version: str
    published: str = Field(json_schema_extra={"format": "date-time"})
    releases: list[str] = Field(description="The data versions of the whole service that have this version.")
    current: bool
    available: bool
    links: list[Link]


class Versions(Model):
    """The versions of a table, the newest first."""

    table_id: str
    language: Language
    versions: list[VersionEntry]
    links: list[Link]


class ChangedValue(Model):
    """A value that came or went; without code it is the whole variable."""

    variable: str
    code: str | None
    label: str


class RenamedValue(Model):
    """A value, or without code a variable, that is called something else."""

    variable: str
    code: str | None
    before: str
    after: str


class ChangedCell(Model):
    """A cell whose value is another one."""

    codes: dict[str, str]
    before: float | None
    after: float | None


class CellChanges(Model):
    """How many cells are in both versions, how many of them tell something else, and the largest difference."""

    compared: int
    changed: int
    largest: ChangedCell | None


class ChangeReason(Model):
    """Why a version differs from the one before, in both languages."""

    sv: str
    en: str


class TableChanges(Model):
    """What a version of a table changed from the version before it."""

    table_id: str
    language: Language
    version: str
    previous_version: str | None
    release: str
    kind: Literal["first", "major", "minor", "patch"]
    added: list[ChangedValue]
    removed: list[ChangedValue]
    renamed: list[RenamedValue]
    changed_cells: CellChanges
    reason: ChangeReason
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
    """A query to save, all of whose values exist. Nothing of who saves it is kept.

    A fixed query tells of the months that it was saved with, a rolling one of the latest; without a word about it, it
    is what its time selection says. `form`, `chart` and `hidden` are what the page that shows it is to look like.
    """

    id: str | None = Field(None, description="Given by the service; what a caller sends is passed by.")
    table_id: ShortText
    language: Language = "sv"
    selection: VariablesSelection
    output_format: OutputFormat = OutputFormat.JSON_STAT2
    output_format_params: Annotated[list[OutputFormatParam], Field(max_length=10)] = []
    time_selection: TimeSelection | None = None
    form: ShortText | None = None
    chart: ShortText | None = None
    hidden: Annotated[list[ShortText], Field(max_length=100)] = []
    data_version: str | None = Field(
        None, description="The data version that it was saved in; what a caller sends is passed by."
    )


class SavedQueryAnswer(SavedQuery):
    """A saved query. `page` is where it is shown to people."""

    id: str
    page: str
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
