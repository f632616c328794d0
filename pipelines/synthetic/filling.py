"""Fills in what a certificate's document says beyond the plan: bases, prognosis, measures, texts."""

from __future__ import annotations

from datetime import date, timedelta

from pipelines.synthetic.document_model import (
    CertificateDocument,
    DocumentDiagnosis,
    DocumentDoctor,
    DocumentPeriod,
    DocumentUnit,
)
from pipelines.synthetic.document_types import version_at
from pipelines.synthetic.plan import PlannedCertificate
from pipelines.synthetic.settings import Parameters
from pipelines.synthetic.streams import Stream

_LONG_CASE_DAYS = 180
_NO_TELEPHONE = {"luse", "luae_na", "luae_fs", "fk3221", "fk3226", "fk7426", "fk7427", "fk7809", "fk7810"}
_OWN_EXAMINATION = {"fk3226", "fk7809"}
_RETIRED_OCCUPATIONS = {"NUVARANDE_ARBETE", "ARBETSSOKANDE", "FORALDRALEDIG"}

_FUNCTION_TEXTS = (
    "Nedsatt uthållighet och ökad trötthet vid undersökningen.",
    "Nedsatt koncentration och minne enligt skattning vid besöket.",
    "Nedsatt rörlighet och smärta vid belastning.",
    "Påverkat allmäntillstånd med nedsatt ork.",
    "Stelhet och nedsatt kraft vid test.",
)
_ACTIVITY_TEXTS = (
    "Klarar inte att arbeta i sin vanliga takt.",
    "Kan inte lyfta eller bära i arbetet.",
    "Har svårt att utföra uppgifter som kräver uppmärksamhet.",
    "Kan inte sitta eller stå längre stunder.",
    "Behöver vila efter kort ansträngning.",
)
_TEXTS = (
    "Uppföljning planeras på mottagningen.",
    "Egenvård enligt råd, ny kontakt vid behov.",
    "Behandling pågår enligt plan.",
    "Gradvis återgång diskuteras vid nästa besök.",
)


class Filling:
    """Draws the answers of documents from the stream `documents`, in the order in which documents are written."""

    def __init__(self, stream: Stream, parameters: Parameters) -> None:
        self._stream = stream
        self._prognosis = parameters.weighted("documents.prognosis_percent")
        self._prognosis_long = parameters.weighted("documents.prognosis_percent_long")
        self._days = parameters.weighted("documents.prognosis_days_percent")
        self._no_measure = parameters.number("documents.no_measure_percent")
        self._measures = parameters.weighted("documents.measure_percent")
        self._longer = parameters.table("documents.longer_than_support_percent")
        self._contact = parameters.number("documents.contact_percent")
        self._bases = parameters.table("documents.basis_percent")
        self._digital = parameters.number("documents.digital_examination_percent")
        self._signature = parameters.number("documents.signature_percent")
        self._odd_unit = parameters.number("documents.odd_unit_writing_percent")

    def document(self, certificate: PlannedCertificate, marker: str) -> CertificateDocument:
        """The document of a certificate; `marker` stands in every free text of it."""
        stream = self._stream
        long = certificate.days_into_case >= _LONG_CASE_DAYS
        signed = certificate.signed_at
        relation = certificate.relation
        return CertificateDocument(
            certificate_id=certificate.certificate_id,
            type_id=certificate.type_id,
            patient_id=certificate.patient_id,
            signed_at=signed,
            unit=self._unit(certificate),
            doctor=DocumentDoctor(certificate.doctor.id, certificate.doctor.name, certificate.doctor.titles),
            version=version_at(certificate.type_id, signed.date()),
            diagnoses=tuple(DocumentDiagnosis(one.code, one.text) for one in certificate.written_diagnoses),
            periods=tuple(DocumentPeriod(*period) for period in certificate.periods),
            relations=() if relation is None else ((relation[0], relation[1].certificate_id),),
            answers_message_id=certificate.answers_message_id,
            occupations=_occupations(certificate),
            bases=self._basis(certificate.type_id, signed.date()),
            prognosis=stream.draw(self._prognosis_long if long else self._prognosis),
            prognosis_days=stream.draw(self._days),
            measures=self._chosen_measures(),
            disease_carrier=certificate.disease_carrier,
            longer_than_support=stream.chance(self._longer["after_180_days" if long else "all"]),
            contact_wished=stream.chance(self._contact),
            diagnosis_passed_on=certificate.diagnosis_passed_on,
            functional_text=f"{stream.pick(_FUNCTION_TEXTS)} {marker}",
            activity_text=f"{stream.pick(_ACTIVITY_TEXTS)} {marker}",
            text=f"{stream.pick(_TEXTS)} {marker}",
            event_date=certificate.event_date,
            signed_electronically=stream.chance(self._signature),
        )

    def _unit(self, certificate: PlannedCertificate) -> DocumentUnit:
        unit = certificate.unit
        written = unit.id
        if self._stream.chance(self._odd_unit):
            written = f" {written.lower()}" if self._stream.chance(50) else f"{written[:6]} {written[6:]}"
        return DocumentUnit(written, unit.provider.id, unit.name, unit.provider.name)

    def _basis(self, type_id: str, signed: date) -> tuple[tuple[str, date], ...]:
        """At least one basis; each kind at most once, within the week before the signing."""
        stream = self._stream
        allowed = dict(self._bases)
        if type_id in _NO_TELEPHONE:
            del allowed["TELEFONKONTAKT"]
        if type_id == "fk7263":
            del allowed["ANNAT"]
        chosen = [kind for kind, percent in allowed.items() if stream.chance(percent)] or ["UNDERSOKNING"]
        return tuple((self._kind(kind, type_id), signed - timedelta(days=stream.whole(0, 7))) for kind in chosen)

    def _kind(self, kind: str, type_id: str) -> str:
        """The newer model tells examinations on the spot from those by video."""
        newer = type_id.endswith("_v2") or (type_id.startswith("fk") and type_id != "fk7263")
        if kind != "UNDERSOKNING" or not newer or type_id in _OWN_EXAMINATION:
            return kind
        return "DIGITALUNDERSOKNING" if self._stream.chance(self._digital) else "FYSISKUNDERSOKNING"

    def _chosen_measures(self) -> tuple[str, ...]:
        stream = self._stream
        if stream.chance(self._no_measure):
            return ("EJ_AKTUELLT",)
        wanted = stream.whole(1, 3)
        return tuple(dict.fromkeys(str(stream.draw(self._measures)) for _ in range(wanted)))


def _occupations(certificate: PlannedCertificate) -> tuple[str, ...]:
    """FK7263 knows no students."""
    if certificate.type_id != "fk7263":
        return certificate.occupations
    known = tuple(code for code in certificate.occupations if code in _RETIRED_OCCUPATIONS)
    return known or ("NUVARANDE_ARBETE",)
