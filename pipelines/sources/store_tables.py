"""The certificate store's own tables (ingestion rules 3.1), portable over SQLite, PostgreSQL and MySQL/MariaDB.

Table and column names are the store's, in upper case. Booleans are small integers, `DateTime` has second precision
and holds Swedish local time without offset. The connector reads these tables and never writes them; only the
synthetic store creates and fills them.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import mysql

metadata = sa.MetaData()

_ID = sa.String(255)
_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_DOCUMENT = sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb")


def _flag(name: str, *, index: bool = False) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, default=False, server_default=sa.false(), index=index)


certificate = sa.Table(
    "CERTIFICATE",
    metadata,
    sa.Column("ID", _ID, primary_key=True),
    sa.Column("CERTIFICATE_TYPE", _ID, nullable=False),
    sa.Column("CERTIFICATE_TYPE_VERSION", sa.String(32), nullable=False),
    sa.Column("CIVIC_REGISTRATION_NUMBER", _ID, nullable=False, index=True),
    sa.Column("CARE_UNIT_ID", _ID, nullable=False, default="x", server_default="x", index=True),
    sa.Column("CARE_UNIT_NAME", _ID, nullable=False),
    sa.Column("CARE_GIVER_ID", _ID, nullable=False, default="x", server_default="x", index=True),
    sa.Column("SIGNING_DOCTOR_NAME", _ID, nullable=False),
    sa.Column("SIGNED_DATE", sa.DateTime, nullable=False),
    sa.Column("VALID_FROM_DATE", sa.String(10)),
    sa.Column("VALID_TO_DATE", sa.String(10)),
    sa.Column("ADDITIONAL_INFO", _ID),
    _flag("WIRETAPPED"),
    _flag("DELETED_BY_CARE_GIVER"),
    _flag("TEST_CERTIFICATE", index=True),
    sa.Index("IX_CERTIFICATE_UNIT_TYPE_SIGNED", "CARE_UNIT_ID", "CERTIFICATE_TYPE", "SIGNED_DATE"),
)
"""One row per certificate. There is no insert or update time and no row version."""

original_certificate = sa.Table(
    "ORIGINAL_CERTIFICATE",
    metadata,
    sa.Column("ID", _KEY, primary_key=True, autoincrement=True),
    sa.Column("RECEIVED", sa.DateTime, nullable=False),
    sa.Column("DOCUMENT", _DOCUMENT, nullable=False),
    sa.Column("CERTIFICATE_ID", _ID, sa.ForeignKey("CERTIFICATE.ID"), index=True),
)
"""The document of each certificate, UTF-8, at most 16 MiB; `ID` is the only key that rises with registration."""

certificate_state = sa.Table(
    "CERTIFICATE_STATE",
    metadata,
    sa.Column("CERTIFICATE_ID", _ID, sa.ForeignKey("CERTIFICATE.ID"), nullable=False, index=True),
    sa.Column("TARGET", _ID, nullable=False),
    sa.Column("STATE", _ID, nullable=False, index=True),
    sa.Column("TIMESTAMP", sa.DateTime, nullable=False),
)
"""Append-only status history without primary key; equal rows can occur."""

certificate_metadata = sa.Table(
    "CERTIFICATE_METADATA",
    metadata,
    sa.Column("CERTIFICATE_ID", _ID, primary_key=True),
    sa.Column("DOCTOR_ID", _ID, nullable=False, index=True),
    sa.Column("DOCTOR_NAME", _ID, nullable=False),
    _flag("IS_REVOKED", index=True),
    sa.Column("DIAGNOSES", _ID),
)
"""Doctor and revocation mark of each certificate; the mark is updated in place, without a time."""

sjukfall_cert = sa.Table(
    "SJUKFALL_CERT",
    metadata,
    sa.Column("ID", _ID, primary_key=True),
    sa.Column("CERTIFICATE_TYPE", _ID, nullable=False),
    sa.Column("CIVIC_REGISTRATION_NUMBER", _ID, nullable=False, index=True),
    sa.Column("PATIENT_NAME", _ID),
    sa.Column("CARE_UNIT_ID", _ID, nullable=False, index=True),
    sa.Column("CARE_UNIT_NAME", _ID, nullable=False),
    sa.Column("CARE_GIVER_ID", _ID, nullable=False),
    sa.Column("SIGNING_DOCTOR_ID", _ID, nullable=False),
    sa.Column("SIGNING_DOCTOR_NAME", _ID, nullable=False),
    sa.Column("SIGNING_DATETIME", sa.DateTime, nullable=False),
    sa.Column("DIAGNOSE_CODE", sa.String(64), nullable=False),
    sa.Column("BI_DIAGNOSE_CODE_1", sa.String(64)),
    sa.Column("BI_DIAGNOSE_CODE_2", sa.String(64)),
    sa.Column("EMPLOYMENT", sa.String(64)),
    sa.Column("DELETED", sa.Boolean),
    _flag("TEST_CERTIFICATE", index=True),
    sa.Index("IX_SJUKFALL_CERT_PROVIDER_UNIT_DOCTOR", "CARE_GIVER_ID", "CARE_UNIT_ID", "SIGNING_DOCTOR_ID"),
)
"""Flattened sick-leave certificates; narrower than the population of the statistics, never its source."""

sjukfall_cert_work_capacity = sa.Table(
    "SJUKFALL_CERT_WORK_CAPACITY",
    metadata,
    sa.Column("ID", _KEY, primary_key=True, autoincrement=True),
    sa.Column("CERTIFICATE_ID", _ID, sa.ForeignKey("SJUKFALL_CERT.ID"), index=True),
    sa.Column("CAPACITY_PERCENTAGE", sa.Integer, nullable=False),
    sa.Column("FROM_DATE", sa.String(10), nullable=False),
    sa.Column("TO_DATE", sa.String(10), nullable=False),
)
"""The periods of `SJUKFALL_CERT`; `CAPACITY_PERCENTAGE` is the reduction in per cent, despite its name."""

relation = sa.Table(
    "RELATION",
    metadata,
    sa.Column("ID", _KEY, primary_key=True, autoincrement=True),
    sa.Column("FROM_INTYG_ID", _ID, index=True),
    sa.Column("TO_INTYG_ID", _ID, index=True),
    sa.Column("RELATION_KOD", sa.String(32)),
    sa.Column("CREATED_DATE", sa.DateTime),
)
"""The first relation of each document, from the newer to the older certificate, which may be unknown."""

arende = sa.Table(
    "ARENDE",
    metadata,
    sa.Column("internReferens", _KEY, primary_key=True, autoincrement=True),
    sa.Column("INTYGS_ID", _ID, nullable=False, index=True),
    sa.Column("REFERENS_ID", _ID),
    sa.Column("MEDDELANDE_ID", _ID, nullable=False, unique=True),
    sa.Column("AMNE", _ID, nullable=False),
    sa.Column("LOGISK_ADRESSMOTTAGARE", _ID, nullable=False),
    sa.Column("MEDDELANDE_DATA", sa.Text),
    sa.Column("TIMESTAMP", sa.DateTime),
)
"""Messages both ways; the direction is told by the root element of the message."""

approved_receiver = sa.Table(
    "APPROVED_RECEIVER",
    metadata,
    sa.Column("ID", _KEY, primary_key=True, autoincrement=True),
    sa.Column("CERTIFICATE_ID", _ID, index=True),
    sa.Column("RECEIVER_ID", sa.String(16)),
    sa.Column("APPROVED", sa.Boolean),
)
"""The patient's decision on extra receivers."""

reko = sa.Table(
    "REKO",
    metadata,
    sa.Column("ID", _KEY, primary_key=True, autoincrement=True),
    sa.Column("STATUS", _ID, nullable=False),
    sa.Column("PATIENT_ID", _ID, nullable=False),
    sa.Column("STAFF_ID", _ID, nullable=False),
    sa.Column("STAFF_NAME", _ID, nullable=False),
    sa.Column("CARE_PROVIDER_ID", _ID, nullable=False),
    sa.Column("CARE_UNIT_ID", _ID, nullable=False),
    sa.Column("UNIT_ID", _ID),
    sa.Column("SICK_LEAVE_TIMESTAMP", sa.DateTime),
    sa.Column("REGISTRATION_TIMESTAMP", sa.DateTime),
    sa.Index("IX_REKO_PATIENT_UNIT_CASE", "PATIENT_ID", "CARE_UNIT_ID", "SICK_LEAVE_TIMESTAMP"),
)
"""Coordinator status per patient, unit and case start; append-only, the newest row is in force."""

ref_certificate_type = sa.Table(
    "REF_CERTIFICATE_TYPE",
    metadata,
    sa.Column("ID", _ID),
    sa.Column("CODE", _ID),
    sa.Column("NAME", _ID),
)
"""Type register of the store."""
