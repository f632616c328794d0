"""The certificate types that can be written, with the facts of each that its document carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CERTIFICATE_TYPE_SYSTEM = "b64ea353-e8f6-4832-b563-fc7d46f29548"
STATEMENT_TYPE_SYSTEM = "f6fb361a-e31d-48b8-8657-99b63912dd9b"

ICD10_STORE = "1.2.752.116.1.1.1.1.3"
ICD10_NEW_MODEL = "1.2.752.116.1.1.1"
ICD10_NEW_MODEL_OLDER = "1.2.752.116.1.1.1.1.8"
KSH97P = "1.2.752.116.1.3.1.4.1"


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One form. `recipient` is whom it can be sent to, `completion` whether it counts in the completion share."""

    type_id: str
    code: str
    name: str
    version: str
    recipient: str | None
    diagnosis_system: str = ICD10_STORE
    new_model: bool = False
    sick_leave: bool = False
    completion: bool = False
    code_system: str = CERTIFICATE_TYPE_SYSTEM

    @property
    def register_id(self) -> str:
        """The internal id of the certificate-type register; both versions of an employer's form share one."""
        return self.type_id.removesuffix("_v2")


def _new(
    type_id: str,
    code: str,
    name: str,
    version: str = "1.0",
    *,
    recipient: str | None = "FKASSA",
    diagnosis_system: str = ICD10_NEW_MODEL,
    sick_leave: bool = False,
    completion: bool = False,
) -> DocumentType:
    return DocumentType(
        type_id, code, name, version, recipient, diagnosis_system, True, sick_leave, completion, CERTIFICATE_TYPE_SYSTEM
    )


_TYPES = (
    DocumentType("lisjp", "LISJP", "Läkarintyg för sjukpenning", "1.3", "FKASSA", sick_leave=True, completion=True),
    _new("fk7804", "LISJP", "Läkarintyg för sjukpenning", "2.0", sick_leave=True, completion=True),
    DocumentType(
        "fk7263", "FK7263", "Läkarintyg FK 7263", "", "FKASSA", sick_leave=True, code_system=STATEMENT_TYPE_SYSTEM
    ),
    DocumentType("luse", "LUSE", "Läkarutlåtande för sjukersättning", "1.3", "FKASSA", completion=True),
    DocumentType(
        "luae_na",
        "LUAE_NA",
        "Läkarutlåtande för aktivitetsersättning vid nedsatt arbetsförmåga",
        "1.2",
        "FKASSA",
        completion=True,
    ),
    DocumentType(
        "luae_fs",
        "LUAE_FS",
        "Läkarutlåtande för aktivitetsersättning vid förlängd skolgång",
        "1.1",
        "FKASSA",
        completion=True,
    ),
    DocumentType("ag7804", "AG7804", "Läkarintyg om arbetsförmåga – arbetsgivaren", "1.2", None),
    _new("ag7804_v2", "AG7804", "Läkarintyg om arbetsförmåga – arbetsgivaren", "2.0", recipient=None),
    DocumentType("ag114", "AG1-14", "Läkarintyg om arbetsförmåga – sjuklöneperioden", "1.0", None),
    _new("ag114_v2", "AG1-14", "Läkarintyg om arbetsförmåga – sjuklöneperioden", "2.0", recipient=None),
    _new(
        "fk3221",
        "LU_OMV_MEK",
        "Läkarutlåtande för omvårdnadsbidrag eller merkostnadsersättning",
        completion=True,
    ),
    _new(
        "fk3226",
        "LUNSP",
        "Läkarutlåtande för närståendepenning",
        completion=True,
        diagnosis_system=ICD10_NEW_MODEL_OLDER,
    ),
    _new("fk7210", "IGRAV", "Intyg om graviditet"),
    _new(
        "fk7426",
        "LU_TFP_ASB18",
        "Läkarutlåtande tillfällig föräldrapenning för ett allvarligt sjukt barn som inte har fyllt 18 år",
        completion=True,
    ),
    _new("fk7427", "LU_TFP_B12_16", "Läkarutlåtande tillfällig föräldrapenning barn 12–16 år", completion=True),
    _new("fk7472", "ITFP", "Intyg om tillfällig föräldrapenning", completion=True),
    _new(
        "fk7809",
        "LUMEK",
        "Läkarutlåtande för merkostnadsersättning",
        completion=True,
        diagnosis_system=ICD10_NEW_MODEL_OLDER,
    ),
    _new("fk7810", "LUAS", "Läkarutlåtande för assistansersättning"),
    DocumentType(
        "ts-bas", "TSTRK1007", "Transportstyrelsens läkarintyg", "7.0", "TRANSP", code_system=STATEMENT_TYPE_SYSTEM
    ),
    DocumentType("ts-diabetes", "TSTRK1031", "Transportstyrelsens läkarintyg, diabetes", "4.2", "TRANSP"),
    DocumentType("tstrk1009", "TSTRK1009", "Läkares anmälan om olämplighet", "1.0", "TRANSP"),
    DocumentType(
        "tstrk1062",
        "TSTRK1062",
        "Transportstyrelsens läkarintyg, ADHD, autism m.m.",
        "1.0",
        "TRANSP",
        code_system=STATEMENT_TYPE_SYSTEM,
    ),
    _new(
        "ts8071",
        "TS8071",
        "Läkarintyg för högre körkortsbehörigheter, taxiförarlegitimation och på begäran av Transportstyrelsen",
        "2.0",
        recipient="TRANSP",
    ),
    DocumentType("db", "DB", "Dödsbevis", "1.0", "SKV"),
    DocumentType("doi", "DOI", "Dödsorsaksintyg", "1.0", "SOS"),
    DocumentType("af00213", "AF00213", "Arbetsförmedlingens medicinska utlåtande", "1.0", "AF"),
    DocumentType("af00251", "AF00251", "Läkarintyg för deltagare i arbetsmarknadspolitiska program", "1.0", "AF"),
)

DOCUMENT_TYPES = {one.type_id: one for one in _TYPES}

_VERSIONS: dict[str, tuple[tuple[date, str], ...]] = {
    "lisjp": (
        (date(2022, 2, 1), "1.3"),
        (date(2021, 3, 22), "1.2"),
        (date(2020, 2, 17), "1.1"),
        (date.min, "1.0"),
    ),
    "luse": ((date(2022, 9, 27), "1.3"), (date(2021, 2, 11), "1.2"), (date.min, "1.1")),
    "luae_na": ((date(2022, 9, 27), "1.2"), (date(2021, 2, 11), "1.1"), (date.min, "1.0")),
    "luae_fs": ((date(2021, 2, 11), "1.1"), (date.min, "1.0")),
    "ag7804": ((date(2022, 2, 1), "1.2"), (date(2021, 3, 22), "1.1"), (date.min, "1.0")),
    "ts-diabetes": ((date(2023, 12, 5), "4.2"), (date(2023, 4, 12), "4.1"), (date.min, "4.0")),
}


def version_at(type_id: str, day: date) -> str:
    """The version of the form in force on that day."""
    for first, version in _VERSIONS.get(type_id, ()):
        if day >= first:
            return version
    return DOCUMENT_TYPES[type_id].version
