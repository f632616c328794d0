"""Document readers: the bytes of one certificate or message to a typed record, or a rejection with a reason."""

from pipelines.documents.reader import read_document
from pipelines.documents.record import (
    PARSER_VERSION,
    CertificateRecord,
    DocumentOutcome,
    MessageRecord,
    Period,
    ReadingLimits,
    Rejection,
    Relation,
)

__all__ = [
    "PARSER_VERSION",
    "CertificateRecord",
    "DocumentOutcome",
    "MessageRecord",
    "Period",
    "ReadingLimits",
    "Rejection",
    "Relation",
    "read_document",
]
