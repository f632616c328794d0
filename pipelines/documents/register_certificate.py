"""RegisterCertificate version 3, and version 2 of the history, which is read alike."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipelines.documents.answers import Answers, read_answer
from pipelines.documents.certificate_forms import CertificateForm, form_of
from pipelines.documents.diagnosis import read_diagnoses
from pipelines.documents.form_rules import form_rule_flags
from pipelines.documents.form_rules.condition import Filled
from pipelines.documents.head import PartNames, complete_head
from pipelines.documents.leaves import Vocabulary, read_local_time, text_of
from pipelines.documents.periods import read_periods
from pipelines.documents.quality import (
    UNKNOWN_CODE,
    UNKNOWN_QUESTION,
    VERSION_UNKNOWN,
    has_unknown_code,
    shared_flags,
    unique,
    unknown_ids,
)
from pipelines.documents.record import CertificateRecord, Relation
from pipelines.documents.rules import form_refused
from pipelines.documents.rules.too_slow import Deadline

_CERTIFICATE = "urn:riv:clinicalprocess:healthcond:certificate"
_NAMESPACES = [
    f"{_CERTIFICATE}:{part}{version}" for version in (3, 2) for part in ("RegisterCertificateResponder:", "", "types:")
]
VOCABULARY: Final = Vocabulary(
    _NAMESPACES,
    # Down to the answers, then the leaves.
    "intyg svarPa meddelande-id intygs-id typ version signeringstidpunkt patient person-id skapadAv personal-id "
    "fullstandigtNamn enhet enhets-id enhetsnamn vardgivare vardgivare-id vardgivarnamn relation svar instans delsvar "
    "root extension code codeSystem cv datePeriod timePeriod pq pqInterval partialDate timestamp date ii "
    "start end value unit format",
)

_PART_NAMES = PartNames(
    "intygs-id/extension",
    "typ/code",
    "enhets-id/extension",
    "vardgivare-id/extension",
    "person-id/extension",
    "signeringstidpunkt",
)
_RELATION_KINDS = frozenset({"ERSATT", "KOMPLT", "FRLANG", "KOPIA"})
OCCUPATIONS: Final = frozenset({"NUVARANDE_ARBETE", "ARBETSSOKANDE", "FORALDRALEDIG", "STUDIER"})


def read_register_certificate(contract: str, root: etree._Element, deadline: Deadline) -> CertificateRecord:
    """The certificate of a RegisterCertificate document.

    `contract` becomes the record's `form`. Raises `UnreadableError` when a part of rule F-8 is missing, when the form
    is refused, or when the time is up.
    """
    text = VOCABULARY.text
    top = VOCABULARY.children(root)
    content = _Content(top.get("intyg"), deadline)
    patient, maker = content.first.get("patient"), content.first.get("skapadAv")
    unit = VOCABULARY.path(maker, "enhet")
    provider = VOCABULARY.path(unit, "vardgivare")
    head = complete_head(
        _PART_NAMES,
        certificate_id=text(content.first.get("intygs-id"), "extension"),
        type_code=text(content.first.get("typ"), "code"),
        unit_id=text(unit, "enhets-id", "extension"),
        provider_id=text(provider, "vardgivare-id", "extension"),
        patient_id=text(patient, "person-id", "extension"),
        signed=read_local_time(text_of(content.first.get("signeringstidpunkt"))),
    )
    version = text_of(content.first.get("version"))
    patient_root = text(patient, "person-id", "root")
    answers = content.answers
    form = form_of(head.type_code, version)
    _refuse_missing_text(form, answers)
    periods = read_periods(form, answers)
    main, others = read_diagnoses(form, answers)
    unknown = unknown_ids(form, answers)
    flags = [
        *head.signed.flags,
        *shared_flags(
            head.patient_id, patient_root, [main, *others] if main else others, periods, system_required=True
        ),
        *_table_flags(form, version, answers, unknown),
        *form_rule_flags(Filled(form, answers, periods)),
    ]
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
        provider_name=text(provider, "vardgivarnamn"),
        doctor_id=text(maker, "personal-id", "extension"),
        doctor_name=text(maker, "fullstandigtNamn"),
        diagnosis_code=main.code if main else None,
        diagnosis_code_system=main.system if main else None,
        secondary_diagnosis_codes=tuple(diagnosis.code for diagnosis in others),
        periods=periods,
        occupations=tuple(code for code in answers.codes(form.occupation) if code in OCCUPATIONS),
        relations=content.relations(),
        answers_message_id=text(top.get("svarPa"), "meddelande-id"),
        disease_carrier=answers.truth(form.disease_carrier),
        longer_than_decision_support=answers.says_something(form.longer_than_decision_support),
        flags=unique(flags),
        unknown_questions=unknown,
        signed_at_text=head.signed.text,
        signed_at_utc=head.signed.utc,
    )


class _Content:
    """The children of `intyg`: the first of each name, all answers, all relations."""

    def __init__(self, intyg: etree._Element | None, deadline: Deadline) -> None:
        self.first: dict[str, etree._Element] = {}
        self.answers = Answers()
        self._relations: list[etree._Element] = []
        known = VOCABULARY.local_names
        for child in intyg if intyg is not None else ():
            name = known.get(child.tag)
            if name == "svar":
                self.answers.add(read_answer(child, VOCABULARY, deadline))
            elif name == "relation":
                self._relations.append(child)
            elif name is not None:
                self.first.setdefault(name, child)

    def relations(self) -> tuple[Relation, ...]:
        """The relations that name an older certificate; codes of other letter case are the known ones."""
        found = []
        for relation in self._relations:
            kind = VOCABULARY.text(relation, "typ", "code")
            certificate_id = VOCABULARY.text(relation, "intygs-id", "extension")
            if kind and certificate_id:
                known = kind.upper() in _RELATION_KINDS
                found.append(Relation(kind.upper() if known else kind, certificate_id))
        return tuple(found)


def _refuse_missing_text(form: CertificateForm, answers: Answers) -> None:
    """The second exception of rule F-8: no text in 35.1 of LISJP 1.x, unless a disease-carrier certificate."""
    if form.required_text and answers.truth(form.disease_carrier) is not True:
        form_refused.check_text(answers.says_something(form.required_text), form.required_text)


def _table_flags(form: CertificateForm, version: str | None, answers: Answers, unknown: tuple[str, ...]) -> list[str]:
    flags = []
    if not form.knows_version(version):
        flags.append(VERSION_UNKNOWN)
    if unknown:
        flags.append(UNKNOWN_QUESTION)
    if has_unknown_code(form, answers):
        flags.append(UNKNOWN_CODE)
    return flags
