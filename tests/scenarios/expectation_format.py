"""The format of an expectation: which cell of which answer, for whom, and what stands there."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

User = Literal["user1", "user2", "user3", "user4", "user5_vg1", "user5_vg3", "user6", "user8"]
Provider = Literal["fvg1", "fvg3"]


class Diagnoses(TypedDict):
    chapters: NotRequired[list[str]]
    blocks: NotRequired[list[str]]
    categories: NotRequired[list[str]]
    codes: NotRequired[list[str]]


Filters = TypedDict(
    "Filters",
    {
        "diagnoses": NotRequired[Diagnoses],
        "units": NotRequired[list[str]],
        "case_lengths": NotRequired[list[str]],
        "case_lengths_unrecognised": NotRequired[list[str]],
        "age_groups": NotRequired[list[str]],
        "age_groups_unrecognised": NotRequired[list[str]],
        "certificate_types": NotRequired[list[str]],
        "from": NotRequired[str | None],
        "to": NotRequired[str | None],
        "interval_blank": NotRequired[Literal[True]],
        "interval_malformed": NotRequired[Literal[True]],
        "interval_reversed": NotRequired[Literal[True]],
    },
)
"""The filters of an expectation; written as a mapping because `from` is a word of the language."""


class Compared(Diagnoses):
    unknown_code_within: NotRequired[list[str]]


class Params(TypedDict):
    main_unit_depth: NotRequired[bool]
    diagnosis: NotRequired[str]
    compare: NotRequired[Compared]
    from_year: NotRequired[int]
    to_year: NotRequired[int]
    diagnoses: NotRequired[list[str]]
    first_certificate_diagnosis_decides: NotRequired[bool]


class Row(TypedDict):
    year: NotRequired[int]
    month: NotRequired[Annotated[int, Field(ge=1, le=12)]]
    group: NotRequired[str | int | dict[str, Any]]
    group_label: NotRequired[str]
    unit: NotRequired[str]
    doctor: NotRequired[str]
    doctor_protected: NotRequired[Literal[True]]
    county: NotRequired[str]
    county_label: NotRequired[str]
    column_group: NotRequired[Literal["cases", "population", "cases_per_1000_population"]]
    sex: NotRequired[Literal["MALE", "FEMALE", "BOTH"] | None]
    age: NotRequired[str]
    diagnosis: NotRequired[str]
    field: NotRequired[Literal["men_percent", "women_percent", "long_cases_total", "total_cases"]]


class Approximately(TypedDict):
    approx: float


class ExpectedMessage(TypedDict):
    id: str
    limit: NotRequired[str]
    months: NotRequired[list[Any]]


Value = int | float | bool | str | Approximately | list[str | ExpectedMessage] | None


class Expectation(TypedDict):
    op: Literal["expect"]
    report: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    chart: bool
    view: Literal["time_series", "cross_section", "overview", "extract", "none"]
    level: Literal["national", "provider", "region", "extract"]
    user: User | None
    provider: Provider | None
    provider_chosen_explicitly: NotRequired[Literal[True]]
    process_leader: bool | None
    row_absent: NotRequired[Literal[True]]
    filters: Filters
    params: Params
    row: Row
    expected: Annotated[dict[str, Value], Field(min_length=1)]
