"""RegisterTSBas and RegisterTSDiabetes version 1, the older contracts of Transportstyrelsen: the head only."""

from __future__ import annotations

from lxml import etree

from pipelines.documents.certificate_forms import form_of_older_contract
from pipelines.documents.head import PartNames, complete_head
from pipelines.documents.leaves import Vocabulary, read_local_time
from pipelines.documents.quality import VERSION_UNKNOWN
from pipelines.documents.record import CertificateRecord
from pipelines.documents.rules.too_slow import Deadline

_SERVICES = "urn:local:se:intygstjanster:services"
_VOCABULARY = Vocabulary(
    (
        f"{_SERVICES}:1",
        f"{_SERVICES}:types:1",
        f"{_SERVICES}:RegisterTSBasResponder:1",
        f"{_SERVICES}:RegisterTSDiabetesResponder:1",
    ),
    "intyg intygsId intygsTyp version grundData signeringsTidstampel patient personId skapadAv fullstandigtNamn "
    "vardenhet enhetsId enhetsnamn vardgivare vardgivarid vardgivarnamn root extension",
)
_PART_NAMES = PartNames(
    "intygsId",
    "intygsTyp",
    "enhetsId/extension",
    "vardgivarid/extension",
    "patient/personId/extension",
    "signeringsTidstampel",
)


def read_older_contract(contract: str, root: etree._Element, _deadline: Deadline) -> CertificateRecord:
    """The head of a certificate in an older contract. Raises `UnreadableError` when a part of rule F-8 is missing."""
    text = _VOCABULARY.text
    certificate = _VOCABULARY.path(root, "intyg")
    basis = _VOCABULARY.path(certificate, "grundData")
    maker = _VOCABULARY.path(basis, "skapadAv")
    unit = _VOCABULARY.path(maker, "vardenhet")
    head = complete_head(
        _PART_NAMES,
        certificate_id=text(certificate, "intygsId"),
        type_code=text(certificate, "intygsTyp"),
        unit_id=text(unit, "enhetsId", "extension"),
        provider_id=text(unit, "vardgivare", "vardgivarid", "extension"),
        patient_id=text(basis, "patient", "personId", "extension"),
        signed=read_local_time(text(basis, "signeringsTidstampel")),
    )
    version = text(certificate, "version")
    patient_root = text(basis, "patient", "personId", "root")
    form = form_of_older_contract(head.type_code)
    version_flags = () if form.knows_version(version) else (VERSION_UNKNOWN,)
    return CertificateRecord(
        certificate_id=head.certificate_id,
        form=contract,
        type_code=head.type_code,
        type_id=form.type_id,
        version=version,
        signed_at=head.signed.local,
        patient_id=head.patient_id,
        patient_id_root=patient_root,
        unit_id=head.unit_id,
        unit_name=text(unit, "enhetsnamn"),
        provider_id=head.provider_id,
        provider_name=text(unit, "vardgivare", "vardgivarnamn"),
        doctor_id=text(maker, "personId", "extension"),
        doctor_name=text(maker, "fullstandigtNamn"),
        diagnosis_code=None,
        diagnosis_code_system=None,
        flags=head.signed.flags + version_flags,
        signed_at_text=head.signed.text,
        signed_at_utc=head.signed.utc,
    )
