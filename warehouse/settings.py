"""Typed settings of the whole product, from the environment and an optional file.

Every setting can be given as an environment variable `INTYG_<NAME>` or as a line of `intyg.toml` in the working
directory (or the file named by `INTYG_SETTINGS`); the environment wins. Secrets belong in the environment.
"""

from __future__ import annotations

import os
import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from warehouse.errors import UserError
from warehouse.swedish_time import swedish_day

SETTINGS_FILE_VARIABLE = "INTYG_SETTINGS"
_SITE_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?")


class UnknownUnits(StrEnum):
    """What becomes of a certificate whose unit the directory does not know (rules H-11, H-12)."""

    COUNT = "count"
    LEAVE_OUT = "leave_out"


class StoreStream(StrEnum):
    """The streams of the certificate store (rule C1-3), each of which can be switched off."""

    DOCUMENTS = "documents"
    STATES = "states"
    RELATIONS = "relations"
    MESSAGES = "messages"
    SICK_LEAVE_COPIES = "sick-leave-copies"
    COORDINATORS = "coordinators"
    RECEIVERS = "receivers"


class Mode(StrEnum):
    """`demo` allows the demonstration log-in over invented people; `production` refuses it."""

    DEMO = "demo"
    PRODUCTION = "production"


def _store_streams(text: str | None) -> str | None:
    known = {stream.value for stream in StoreStream}
    unknown = sorted(set(_listed(text)) - known)
    if unknown:
        raise ValueError(f"there is no stream {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    return text


def _listed(text: str | None) -> list[str]:
    return [name.strip() for name in (text or "").split(",") if name.strip()]


def _site_address(text: str | None) -> str | None:
    if text is not None and not _SITE_ADDRESS.fullmatch(text):
        raise ValueError("an address of a site is https:// or http:// and a host, without a path")
    return text


def _at_least_the_floor(threshold: int) -> int:
    return max(threshold, 3)


class Settings(BaseSettings):
    """The product's settings; field descriptions are shown by `intyg settings`."""

    model_config = SettingsConfigDict(env_prefix="INTYG_", extra="forbid", frozen=True)

    data: Path = Field(Path("data"), description="Directory that holds the zones and the demonstration source.")
    mode: Mode = Field(Mode.PRODUCTION, description="`demo` or `production`.")
    store_url: SecretStr | None = Field(
        None, description="SQLAlchemy address of the certificate store; default: the store under the data directory."
    )
    store_streams_off: Annotated[str | None, AfterValidator(_store_streams)] = Field(
        None, description="Streams of the certificate store that are not read, with commas between."
    )
    store_transaction_hours: float = Field(
        24.0, description="Hours that a transaction of the store can last; a key missing for longer is settled.", gt=0
    )
    store_statement_seconds: int = Field(
        900, description="Seconds after which a statement to the store is given up.", ge=1
    )
    store_statements: int = Field(
        100_000, description="Statements that one run may send to the store; the next run goes on from there.", ge=1
    )
    application_url: SecretStr | None = Field(
        None, description="SQLAlchemy address of the application database; default: SQLite under the data directory."
    )
    documents: Path | None = Field(
        None, description="Folder of documents and event files that is read as a source; never changed."
    )
    quiet_seconds: float = Field(
        5, description="Seconds that a file of the folder must have been left alone to be read.", ge=0
    )
    queue_url: SecretStr | None = Field(
        None, description="Broker of the event queue: stomp://user:password@host:61613 (stomp+ssl:// with TLS)."
    )
    queue_name: str = Field("certificate.queue", description="Name of the event queue at the broker.")
    queue_dead_letters: str = Field(
        "ActiveMQ.DLQ", description="Name of the broker's queue of messages that it gave up delivering."
    )
    trigger_queue_name: str | None = Field(
        None, description="Name of the queue that tells what to fetch from the certificate service; default: not read."
    )
    queue_authority: Path | None = Field(
        None, description="PEM file of the authority behind the broker's certificate; default: the system's."
    )
    queue_certificate: Path | None = Field(
        None, description="PEM file with the client certificate and key for the broker."
    )
    service_url: str | None = Field(None, description="Base address of the new-model certificate service.")
    service_certificate: Path | None = Field(
        None, description="PEM file with the client certificate and key for the certificate service."
    )
    service_compare_minutes: float = Field(
        15.0, description="Minutes after which the service is asked about every care provider again.", gt=0
    )
    service_providers: str | None = Field(
        None, description="HSA ids, with commas between, of care providers that the service is asked about besides."
    )
    units_file: Path | None = Field(None, description="The directory's units file, XML or zip; read at every run.")
    answers_file: Path | None = Field(
        None, description="Answers of the directory, one JSON object a line, or a table of employees."
    )
    mapping_file: Path | None = Field(None, description="Mapping of care providers, a JSON list of entries.")
    population_file: Path | None = Field(None, description="Population of Statistics Sweden: CSV, JSON or JSON-stat 2.")
    diagnoses_file: Path | None = Field(None, description="Code file of ICD-10-SE, newer than the shipped edition.")
    person_key: SecretStr | None = Field(
        None, description="Key of the care zone's pseudonyms; default: made once and kept outside the releases."
    )
    session_key: SecretStr | None = Field(None, description="Key that signs log-in sessions; default: made at start.")
    unknown_units: UnknownUnits = Field(
        UnknownUnits.COUNT, description="`count` or `leave_out` certificates of units unknown to the directory."
    )
    threshold: Annotated[int, AfterValidator(_at_least_the_floor)] = Field(
        5, description="National threshold per provider, cell and sex; values below 3 are raised to 3.", ge=0
    )
    plain_zero: bool = Field(False, description="Let `intyg report` give protected counts as 0 in place of `..`.")
    region_providers: str | None = Field(
        None, description="HSA ids, with commas between, of care providers that are regions besides the known ones."
    )
    kept_releases: int = Field(3, description="Releases kept per zone, the one in force included.", ge=1)
    public_port: int = Field(8050, description="Port of the public site.", ge=1, le=65535)
    api_cells: int = Field(100_000, description="Cells that one call to the open API may ask for.", ge=100_000)
    api_calls: int = Field(30, description="Calls that a client of the open API may make in ten seconds.", ge=30)
    saved_queries: Path | None = Field(
        None, description="Folder of the open API's saved queries; default: under the data directory."
    )
    public_proxies: int = Field(
        0,
        description="Reverse proxies before the public site that may say who calls; without any nobody is believed.",
        ge=0,
    )
    public_address: Annotated[str | None, AfterValidator(_site_address)] = Field(
        None, description="Address that visitors reach the public site by, such as https://statistik.example."
    )
    public_hosts: str | None = Field(
        None, description="Further host names that the public site answers under, with commas between."
    )
    care_port: int = Field(8051, description="Port of the logged-in site.", ge=1, le=65535)
    erasure_port: int = Field(8052, description="Port of the service that takes orders of erasure.", ge=1, le=65535)
    erasure_prefix: str = Field("/api", description="Path before the operations of the erasure service.")
    erasure_token: SecretStr | None = Field(
        None, description="Secret of at least 32 characters that a caller of the erasure service sends as bearer token."
    )
    erasure_caller_header: str | None = Field(
        None, description="Header in which a reverse proxy names the client certificate of a caller of that service."
    )
    erasure_callers: str | None = Field(
        None, description="Names in that header that may order erasures, with | between."
    )
    erasure_wait_seconds: float = Field(
        300, description="Seconds that an order of erasure waits for another run to end.", ge=0
    )
    absence_erases: bool = Field(
        False, description="Erase without a person's confirmation what its source has lost for two nights (rule X-15)."
    )
    host: str = Field("127.0.0.1", description="Address that the sites listen on.")
    product_name: str = Field("Intygsinsikt", description="Name shown on the pages.")
    operator: str = Field("Demonstrationsmiljö", description="Who runs the service, shown in the footer.")
    contact: str | None = Field(
        None,
        description="E-mail address for questions and comments: on the contact page and behind `Lämna synpunkter` on "
        "every public page.",
    )
    today: date | None = Field(
        None, description="The day that counts as today in a build; default: that of the run in Sweden."
    )
    memory_limit: str = Field("4GB", description="Memory that one build may use, as DuckDB writes it.")

    def day(self) -> date:
        """The day that counts as today."""
        return self.today or swedish_day()

    def further_regions(self) -> tuple[str, ...]:
        """HSA ids of the care providers that are regions besides those of the reference table."""
        return tuple(_listed(self.region_providers))

    def public_names(self) -> tuple[str, ...]:
        """The further host names of the public site."""
        return tuple(_listed(self.public_hosts))

    def streams_off(self) -> frozenset[StoreStream]:
        """The streams of the certificate store that are switched off."""
        return frozenset(StoreStream(name) for name in _listed(self.store_streams_off))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del dotenv_settings, file_secret_settings
        file = Path(os.environ.get(SETTINGS_FILE_VARIABLE, "intyg.toml"))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=file)


def load_settings(**given: object) -> Settings:
    """Read the settings; `given` values (from the command line) win. Raises UserError naming what is wrong."""
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**chosen)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(_sentence(detail["loc"], detail["msg"]) for detail in error.errors(include_input=False))
        raise UserError(f"The settings cannot be used: {wrong}.") from None
    except ValueError as error:
        raise UserError(f"The settings file cannot be read: {error}.") from None


def _sentence(location: tuple[int | str, ...], message: str) -> str:
    name = ".".join(str(part) for part in location) or "settings"
    return f"{name} (INTYG_{name.upper()}): {message[:1].lower()}{message[1:]}"
