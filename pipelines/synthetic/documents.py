"""Writes certificate and message documents from a simple model.

Used by the synthetic store and by everybody who needs a document of a certain content, such as tests that go from a
document to a record and the runner of acceptance cases.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

from pipelines.synthetic import answers, forms_counted, forms_medical, forms_sick_leave
from pipelines.synthetic.document_model import (
    CertificateDocument,
    DocumentDiagnosis,
    DocumentDoctor,
    DocumentPeriod,
    DocumentUnit,
    MessageDocument,
    moment,
    patient_root,
)
from pipelines.synthetic.document_types import DOCUMENT_TYPES, DocumentType, version_at
from pipelines.synthetic.older_forms import write_fk7263_json, write_fk7263_older, write_transport_older

__all__ = [
    "DOCUMENT_TYPES",
    "CertificateDocument",
    "DocumentDiagnosis",
    "DocumentDoctor",
    "DocumentPeriod",
    "DocumentType",
    "DocumentUnit",
    "MessageDocument",
    "version_at",
    "write_document",
    "write_fk7263_json",
    "write_fk7263_older",
    "write_message",
    "write_transport_older",
]

_FORMS: dict[str, Callable[[CertificateDocument], str]] = {
    "lisjp": forms_sick_leave.lisjp,
    "fk7804": forms_sick_leave.fk7804,
    "fk7263": forms_sick_leave.fk7263,
    "ag7804": forms_sick_leave.ag7804,
    "ag7804_v2": forms_sick_leave.ag7804_v2,
    "ag114": forms_sick_leave.ag114,
    "ag114_v2": forms_sick_leave.ag114_v2,
    "luse": forms_medical.luse,
    "luae_na": forms_medical.luae_na,
    "luae_fs": forms_medical.luae_fs,
    "fk3221": forms_medical.fk3221,
    "fk3226": forms_medical.fk3226,
    "fk7210": forms_medical.fk7210,
    "fk7426": forms_medical.fk7426,
    "fk7427": forms_medical.fk7427,
    "fk7472": forms_medical.fk7472,
    "fk7809": forms_medical.fk7809,
    "fk7810": forms_medical.fk7810,
    "af00213": forms_counted.af00213,
    "af00251": forms_counted.af00251,
    "db": forms_counted.db,
    "doi": forms_counted.doi,
    "ts-bas": forms_counted.ts_bas,
    "ts-diabetes": forms_counted.ts_diabetes,
    "tstrk1009": forms_counted.tstrk1009,
    "tstrk1062": forms_counted.tstrk1062,
    "ts8071": forms_counted.ts8071,
}

_MESSAGE_NAMESPACE = "urn:riv:clinicalprocess:healthcond:certificate:{root}Responder:2"
_SUBJECT_SYSTEM = "ffa59d8f-8d7e-46ae-ac9e-31804e8e8499"
_PART_SYSTEM = "769bb12b-bd9f-4203-a5cd-fd14f2eb3b80"


def write_document(document: CertificateDocument) -> bytes:
    """The certificate as a RegisterCertificate v3 document, UTF-8.

    Raises KeyError when `type_id` is none of `DOCUMENT_TYPES`.
    """
    return write_text(document).encode()


def write_text(document: CertificateDocument) -> str:
    """As `write_document`, before encoding."""
    extra = "".join(answers.text_answer(question, text) for question, text in document.extra_questions)
    signed = answers.signature(document.certificate_id) if document.signed_electronically else ""
    answered = ""
    if document.answers_message_id is not None:
        answered = f"<rg:svarPa><meddelande-id>{escape(document.answers_message_id)}</meddelande-id></rg:svarPa>"
    return "".join(
        (
            answers.ROOT_START,
            answered,
            "<rg:intyg>",
            answers.certificate_head(document),
            _FORMS[document.type_id](document),
            extra,
            signed,
            "</rg:intyg>",
            answers.ROOT_END,
        )
    )


def write_message(message: MessageDocument) -> bytes:
    """The message as SendMessageToCare v2 or SendMessageToRecipient v2, UTF-8, on one line."""
    to_care = message.direction == "to_care"
    root = "SendMessageToCare" if to_care else "SendMessageToRecipient"
    namespace = _MESSAGE_NAMESPACE.format(root=root)
    text = "".join(
        (
            f'<?xml version="1.0" encoding="UTF-8"?><m:{root} xmlns:m="{namespace}"',
            ' xmlns="urn:riv:clinicalprocess:healthcond:certificate:3"',
            ' xmlns:tp="urn:riv:clinicalprocess:healthcond:certificate:types:3">',
            _leaf("meddelande-id", message.message_id),
            _leaf("referens-id", message.reference_id),
            _leaf("skickatTidpunkt", moment(message.sent_at)),
            _message_id("intygs-id", answers.HSA_ROOT, message.certificate_id),
            _message_id(
                "patientPerson-id", patient_root(message.patient_id, message.patient_id_root), message.patient_id
            ),
            _leaf("logiskAdressMottagare", message.logical_address),
            f"<m:amne><tp:code>{escape(message.subject)}</tp:code>",
            f"<tp:codeSystem>{_SUBJECT_SYSTEM}</tp:codeSystem></m:amne>",
            _leaf("rubrik", message.heading),
            _leaf("meddelande", message.text),
            _leaf("paminnelseMeddelande-id", message.reminds_message_id),
            _answered(message),
            f"<m:skickatAv>{_sender(message, to_care=to_care)}</m:skickatAv>",
            *(
                f"<m:komplettering>{_leaf('frage-id', one)}{_leaf('text', message.text)}</m:komplettering>"
                for one in message.questions
            ),
            _leaf("sistaDatumForSvar", message.answer_by.isoformat() if message.answer_by else None),
            f"</m:{root}>",
        )
    )
    return text.encode()


def _leaf(name: str, value: str | None) -> str:
    return "" if value is None else f"<m:{name}>{escape(value)}</m:{name}>"


def _message_id(name: str, root: str, extension: str) -> str:
    return f"<m:{name}><tp:root>{root}</tp:root><tp:extension>{escape(extension)}</tp:extension></m:{name}>"


def _answered(message: MessageDocument) -> str:
    if message.answers_message_id is None:
        return ""
    return f"<m:svarPa><meddelande-id>{escape(message.answers_message_id)}</meddelande-id></m:svarPa>"


def _sender(message: MessageDocument, *, to_care: bool) -> str:
    if not to_care:
        return answers.staff(message.doctor, message.unit, masked=False)
    return f"<m:part><tp:code>{message.sender}</tp:code><tp:codeSystem>{_PART_SYSTEM}</tp:codeSystem></m:part>"
