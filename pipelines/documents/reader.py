"""Recognition of a document by its root, and the one entry to all readers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from lxml import etree

from pipelines.documents.fk7263_json import read_fk7263_json
from pipelines.documents.medical_certificate import read_medical_certificate
from pipelines.documents.messages import TO_CARE, TO_RECIPIENT, read_message
from pipelines.documents.record import CertificateRecord, DocumentOutcome, MessageRecord, ReadingLimits, Rejection
from pipelines.documents.register_certificate import read_register_certificate
from pipelines.documents.rejection import UnreadableError
from pipelines.documents.rules import reader_failed, unknown_root, wrong_namespace
from pipelines.documents.rules.too_slow import Deadline
from pipelines.documents.safe_xml import parse_xml, unwrap_text
from pipelines.documents.transport_agency import read_older_contract

_RootReader = Callable[[etree._Element, Deadline], CertificateRecord | MessageRecord]

_CERTIFICATE = "urn:riv:clinicalprocess:healthcond:certificate"
_OLDER_CERTIFICATE = "urn:riv:insuranceprocess:healthreporting"
_TRANSPORT_AGENCY = "urn:local:se:intygstjanster:services"

_READERS: dict[str, _RootReader] = {
    f"{{{_CERTIFICATE}:RegisterCertificateResponder:3}}RegisterCertificate": partial(
        read_register_certificate, "register_certificate_v3"
    ),
    f"{{{_CERTIFICATE}:RegisterCertificateResponder:2}}RegisterCertificate": partial(
        read_register_certificate, "register_certificate_v2"
    ),
    f"{{{_OLDER_CERTIFICATE}:RegisterMedicalCertificateResponder:3}}RegisterMedicalCertificate": (
        read_medical_certificate
    ),
    f"{{{_TRANSPORT_AGENCY}:RegisterTSBasResponder:1}}RegisterTSBas": partial(read_older_contract, "ts_bas_v1"),
    f"{{{_TRANSPORT_AGENCY}:RegisterTSDiabetesResponder:1}}RegisterTSDiabetes": partial(
        read_older_contract, "ts_diabetes_v1"
    ),
    f"{{{_CERTIFICATE}:SendMessageToCareResponder:2}}SendMessageToCare": partial(read_message, TO_CARE),
    f"{{{_CERTIFICATE}:SendMessageToRecipientResponder:2}}SendMessageToRecipient": partial(read_message, TO_RECIPIENT),
}


def read_document(payload: bytes, limits: ReadingLimits | None = None) -> DocumentOutcome:
    """What one document says, or why it cannot be read. Never raises.

    A document is recognised by the namespace and local name of its root, or as JSON when it begins with a brace;
    never by a file name or anything that came beside it (rule F-3).
    """
    try:
        return _read(payload, limits or ReadingLimits())
    except UnreadableError as refusal:
        return Rejection(refusal.reason, refusal.detail)
    except Exception as error:
        # One bad document never stops the good ones: a fault of a reader sets the document aside for replay.
        return Rejection(reader_failed.REASON.code, type(error).__name__)


def _read(payload: bytes, limits: ReadingLimits) -> CertificateRecord | MessageRecord:
    deadline = Deadline(limits.max_seconds)
    text = unwrap_text(payload, limits)
    if text.startswith(b"{"):
        return read_fk7263_json(text, limits)
    root = parse_xml(text, limits, deadline)
    reader = _READERS.get(root.tag)
    if reader is None:
        rule = wrong_namespace if wrong_namespace.is_broken(root.tag, _READERS) else unknown_root
        raise rule.REASON.refusal(unknown_root.shown(root.tag))
    return reader(root, deadline)
