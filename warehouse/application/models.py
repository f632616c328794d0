"""Tables of the application database. Every change of them is a migration in `migrations/versions`."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Number = BigInteger().with_variant(Integer, "sqlite")
HSA_ID = String(64)
NAME = String(255)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with a time zone; stored, and given back, in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Names of constraints follow one pattern, so that migrations can refer to them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UserSetting(Base):
    """One row per user and setting."""

    __tablename__ = "user_setting"

    user_id: Mapped[str] = mapped_column(HSA_ID, primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(4096))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LoginAcknowledgement(Base):
    """One row per user and version of the text that says that access is logged; never changed."""

    __tablename__ = "login_acknowledgement"
    __table_args__ = (UniqueConstraint("user_id", "text_version"),)

    acknowledgement_no: Mapped[int] = mapped_column(Number, primary_key=True)
    user_id: Mapped[str] = mapped_column(HSA_ID)
    text_version: Mapped[str] = mapped_column(String(32))
    acknowledged_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditEventRow(Base):
    """One row per access: who, when, in which role and where, what was done to what. Append-only.

    The user's name is blank by regulation and has no column. `level` is null and `report_id` set for figures.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "session_id", "unit_id", "activity", "resource_kind"), Index(None, "occurred_at"))

    event_no: Mapped[int] = mapped_column(Number, primary_key=True)
    log_id: Mapped[str] = mapped_column(String(36), unique=True)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    system_id: Mapped[str] = mapped_column(HSA_ID)
    system_name: Mapped[str] = mapped_column(NAME)
    session_id: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[str] = mapped_column(HSA_ID)
    user_title: Mapped[str] = mapped_column(NAME)
    user_assignment: Mapped[str] = mapped_column(NAME)
    unit_id: Mapped[str] = mapped_column(HSA_ID)
    unit_name: Mapped[str] = mapped_column(NAME)
    provider_id: Mapped[str] = mapped_column(HSA_ID)
    provider_name: Mapped[str] = mapped_column(NAME)
    purpose: Mapped[str] = mapped_column(String(32))
    activity: Mapped[str] = mapped_column(String(32))
    level: Mapped[str | None] = mapped_column(String(16))
    resource_kind: Mapped[str] = mapped_column(String(64))
    person_count: Mapped[int] = mapped_column(Integer)
    report_id: Mapped[str | None] = mapped_column(String(64))
    filter_text: Mapped[str | None] = mapped_column(Text)


class AuditResourceRow(Base):
    """One row per person of an event. Append-only. `patient_id` has 12 digits, or is a reserve number as given.

    The owner is the care unit and provider of the case or certificate. The patient's name is blank by regulation and
    has no column.
    """

    __tablename__ = "audit_resource"
    __table_args__ = (Index(None, "patient_id"), Index(None, "event_no"))

    resource_no: Mapped[int] = mapped_column(Number, primary_key=True)
    event_no: Mapped[int] = mapped_column(ForeignKey("audit_event.event_no"))
    patient_id: Mapped[str] = mapped_column(String(64))
    unit_id: Mapped[str] = mapped_column(HSA_ID)
    unit_name: Mapped[str] = mapped_column(NAME)
    provider_id: Mapped[str] = mapped_column(HSA_ID)
    provider_name: Mapped[str] = mapped_column(NAME)
    first_in_session: Mapped[bool]
