"""The format of a scenario file: what a step may say, and in what words.

The same as the format that the acceptance scenarios are delivered in, as types: a key that is not `NotRequired` must be
there, and no other key may be. Rows are described where they are used (`documents`, `world`, `cells`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, NotRequired

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from typing_extensions import TypedDict

from tests.scenarios.expectation_format import Expectation, Provider, User

Date = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
County = Annotated[str, Field(pattern=r"^\d\d$")]
MOST_TOLD = 3
"""So many faults of a file are told; more are seldom faults of their own."""


class BadScenarioError(ValueError):
    """A file that is no scenario; the text names the file and what is wrong where."""


class Today(TypedDict):
    op: Literal["set_today"]
    date: Date


class Cutoff(TypedDict):
    op: Literal["set_cutoff"]
    value: int
    applies_to: NotRequired[tuple[Literal["national"], Literal["region"]]]


class Clearing(TypedDict):
    op: Literal["clear_certificates", "clear_region_files"]


class Block(TypedDict):
    op: Literal["block_calculation"]
    value: bool


class Processing(TypedDict):
    op: Literal["process_messages"]
    times: int


class Inhabitants(TypedDict):
    county: County
    women: int
    men: int
    date: Date


class Population(TypedDict):
    op: Literal["set_population"]
    replace_all: Literal[True]
    rows: list[Inhabitants]


class Doctor(TypedDict):
    id: str
    first_name: str
    last_name: str
    sex: Literal["MALE", "FEMALE", "UNKNOWN"]
    age: int
    title_codes: list[str]
    protected: bool


class Doctors(TypedDict):
    op: Literal["doctors"]
    rows: list[Doctor]


class Setting(TypedDict):
    user: User
    show_messages_per_doctor: bool


class Settings(TypedDict):
    op: Literal["user_settings"]
    rows: list[Setting]


class SheetRow(TypedDict):
    sheet_row: int
    unit_name: str | None
    unit_id: str | None
    listed_patients: int | float | str | None


class Sheet(TypedDict):
    name: str
    format: Literal["xlsx", "pdf"]
    rows: list[SheetRow] | None


class UploadOutcome(TypedDict):
    ok: bool
    error: NotRequired[
        Literal[
            "file_format",
            "listed_patients_not_integer",
            "listed_patients_negative",
            "unit_id_illegal_characters",
            "unit_id_duplicated",
        ]
    ]
    row: NotRequired[int]


class RegionUpload(TypedDict):
    op: Literal["region_upload"]
    user: User
    provider: Provider
    process_leader: Literal[True]
    file: Sheet
    expected: NotRequired[UploadOutcome]


class SickLeavePeriod(TypedDict):
    start: str | None
    end: str | None
    degree: float
    work_capacity: NotRequired[int]
    from_template: NotRequired[Literal[True]]
    from_document: NotRequired[Literal[True]]
    invalid_date: NotRequired[Literal[True]]
    end_before_start: NotRequired[Literal[True]]


class FreeText(TypedDict):
    present: NotRequired[bool]
    length: NotRequired[int | None]
    default: NotRequired[bool]


class Certificate(TypedDict):
    certificate_id: str
    certificate_id_generated: bool
    event: Literal["CREATED", "REVOKED"]
    type: (
        Literal[
            "FK7263",
            "LISJP",
            "LUSE",
            "LUAE_NA",
            "LUAE_FS",
            "AG1-14",
            "AG7804",
            "DB",
            "DOI",
            "AF00213",
            "AF00251",
            "TSTRK1007",
            "TSTRK1009",
            "TSTRK1031",
            "TSTRK1062",
            "UNKNOWN",
        ]
        | None
    )
    type_code_in_document: NotRequired[str]
    document: Literal[
        "fk7263_json",
        "register_certificate",
        "inline_register_certificate",
        "transport_agency_legacy",
        "unparsable_text",
    ]
    patient_id: str | None
    diagnosis: str | None
    diagnosis_omitted: NotRequired[Literal[True]]
    diagnosis_null_code: NotRequired[Literal[True]]
    periods: list[SickLeavePeriod]
    sick_leave: NotRequired[bool]
    schematron_invalid: NotRequired[Literal[True]]
    invalid_document: bool
    unit_id: str | None
    main_unit_id: str | None
    main_unit_given: NotRequired[bool]
    unit_name: NotRequired[str | None]
    provider_id: str
    doctor_id: str | None
    county: str
    municipality: str
    signed_at: str | None
    signed_at_default: NotRequired[bool]
    functional_text: NotRequired[FreeText]
    activity_text: NotRequired[FreeText]
    document_unit_id: NotRequired[str | None]
    document_provider_id: NotRequired[str | None]
    document_certificate_id: NotRequired[str | None]


class Certificates(TypedDict):
    op: Literal["certificates"]
    replace_all: bool
    rows: list[Certificate]


class Message(TypedDict):
    message_id: str
    message_id_generated: NotRequired[bool]
    event: Literal["SENT"]
    patient_id: str
    certificate_id: str
    subject: str
    sent_at: str | None
    sent_at_default: NotRequired[bool]
    question_ids: list[str] | None


class Messages(TypedDict):
    op: Literal["messages"]
    replace_all: Literal[False]
    rows: list[Message]


class SentEvent(TypedDict):
    certificate_id: str
    recipient: Literal["FKASSA", "ANNAT"]


class Sent(TypedDict):
    op: Literal["sent"]
    rows: list[SentEvent]


AnyStep = Annotated[
    Today
    | Cutoff
    | Clearing
    | Block
    | Processing
    | Population
    | Doctors
    | Settings
    | RegionUpload
    | Certificates
    | Messages
    | Sent
    | Expectation,
    Field(discriminator="op"),
]


class PriorState(TypedDict):
    """What a scenario takes over from the one before; the runner starts each from an empty system."""

    cutoff: NotRequired[int | None]
    today: NotRequired[str | None]
    certificates: NotRequired[Literal["leftover"]]
    doctors: NotRequired[Literal["leftover"]]
    population: NotRequired[Literal["leftover"]]
    region_files: NotRequired[list[Any]]


class Scenario(BaseModel):
    """A whole file. Nothing is converted: a number in quotation marks is no number."""

    model_config = ConfigDict(extra="forbid", strict=True)

    scenario: str
    assumes_prior_state: PriorState
    steps: list[AnyStep]


def check(path: Path) -> None:
    """Raise BadScenarioError when a file is no scenario."""
    try:
        Scenario.model_validate_json(path.read_bytes())
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        told = [f"{'.'.join(map(str, one['loc'])) or 'the file'}: {one['msg']}" for one in found[:MOST_TOLD]]
        more = f" (and {len(found) - MOST_TOLD} more)" if len(found) > MOST_TOLD else ""
        raise BadScenarioError(f"{path.name} is no scenario: {'; '.join(told)}{more}.") from None
