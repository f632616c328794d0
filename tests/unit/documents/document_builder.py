"""Documents for the tests of the readers, written from the contracts: every part can be left out or replaced."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from warehouse.identity import check_digit

CERTIFICATE = "urn:riv:clinicalprocess:healthcond:certificate"
ICD10 = "1.2.752.116.1.1.1.1.3"
KSH97 = "1.2.752.116.1.3.1.4.1"

HEAD_DEFAULTS = {
    "certificate_id": "intyg-1",
    "unit_id": "SE2321000016-1A2B",
    "provider_id": "SE2321000016-VG01",
    "doctor_id": "SE2321000016-LAK1",
    "signed": "2026-03-02T10:15:00",
}


def official_test_number(born: str, *, man: bool) -> str:
    """The official test number of a birth date yyyyMMdd: birth number 239 for a man, 238 for a woman."""
    nine = born[2:] + ("239" if man else "238")
    return born[:2] + nine + str(check_digit(nine))


WOMAN = official_test_number("19800214", man=False)
MAN = official_test_number("19751130", man=True)


def _leaf(name: str, value: str | None) -> str:
    return "" if value is None else f"<tp:{name}>{escape(value)}</tp:{name}>"


def _plain(name: str, value: str | None) -> str:
    return "" if value is None else f"<{name}>{escape(value)}</{name}>"


def _ii(name: str, root: str, extension: str | None) -> str:
    return "" if extension is None else f"<{name}>{_leaf('root', root)}{_leaf('extension', extension)}</{name}>"


def cv(answer: str, code: str | None, system: str | None) -> str:
    inner = _leaf("code", code) + _leaf("codeSystem", system)
    return f'<delsvar id="{answer}"><tp:cv>{inner}<tp:displayName>visningsnamn</tp:displayName></tp:cv></delsvar>'


def text(answer: str, value: str) -> str:
    return f'<delsvar id="{answer}">{escape(value)}</delsvar>'


def period(answer: str, start: str | None, end: str | None) -> str:
    inner = _leaf("start", start) + _leaf("end", end)
    return f'<delsvar id="{answer}"><tp:datePeriod>{inner}</tp:datePeriod></delsvar>'


def quantity(answer: str, value: str, unit: str) -> str:
    return f'<delsvar id="{answer}"><tp:pq>{_leaf("value", value)}{_leaf("unit", unit)}</tp:pq></delsvar>'


def svar(question: str, *parts: str, instance: int | str | None = None) -> str:
    numbered = "" if instance is None else f"<instans>{instance}</instans>"
    return f"<svar id={quoteattr(question)}>{numbered}{''.join(parts)}</svar>"


def degree(code: str, start: str | None, end: str | None, instance: int | None = 1) -> str:
    """One answer to question 32."""
    return svar("32", cv("32.1", code, "KV_FKMU_0003"), period("32.2", start, end), instance=instance)


def diagnosis(code: str | None, system: str | None = ICD10) -> str:
    return svar("6", text("6.1", "diagnostext"), cv("6.2", code, system))


def lisjp_answers(**replaced: str) -> list[str]:
    """The minimal valid LISJP (full degree, one period, employed); `q28=""` leaves question 28 out, `q33=...` adds
    one."""
    answers = {
        "q1": svar("1", cv("1.1", "UNDERSOKNING", "KV_FKMU_0001"), text("1.2", "2026-03-01"), instance=1),
        "q28": svar("28", cv("28.1", "NUVARANDE_ARBETE", "KV_FKMU_0002"), instance=1),
        "q29": svar("29", text("29.1", "snickare")),
        "q6": diagnosis("S525"),
        "q35": svar("35", text("35.1", "nedsatt rörlighet")),
        "q17": svar("17", text("17.1", "kan inte lyfta")),
        "q32": degree("HELT_NEDSATT", "2026-03-02", "2026-03-15"),
        "q39": svar("39", cv("39.1", "STOR_SANNOLIKHET", "KV_FKMU_0006")),
        "q40": svar("40", cv("40.1", "EJ_AKTUELLT", "KV_FKMU_0004"), instance=1),
    }
    return list((answers | replaced).values())


DISEASE_CARRIER = [
    svar("27", text("27.1", "true")),
    diagnosis("B342"),
    degree("HELT_NEDSATT", "2026-03-02", "2026-03-15"),
]


def register_certificate(
    answers: Sequence[str] | None = None,
    *,
    type_code: str | None = "LISJP",
    version: str | None = "1.3",
    patient: str | None = WOMAN,
    patient_root: str = "1.2.752.129.2.1.3.1",
    model: int = 3,
    before_answers: str = "",
    answers_to: str | None = None,
    declaration: str = '<?xml version="1.0" encoding="UTF-8"?>',
    **head: str | None,
) -> bytes:
    """A RegisterCertificate document; a head value of `None` leaves its element out."""
    given = HEAD_DEFAULTS | head
    body = "".join(
        [
            _ii("intygs-id", "SE2321000016-1A2B", given["certificate_id"]),
            "" if type_code is None else f"<typ>{_leaf('code', type_code)}{_leaf('codeSystem', 'b64ea353')}</typ>",
            "" if version is None else f"<version>{version}</version>",
            _plain("signeringstidpunkt", given["signed"]),
            _plain("skickatTidpunkt", given["signed"]),
            f"<patient>{_ii('person-id', patient_root, patient)}<fornamn>Anna</fornamn></patient>",
            "<skapadAv>",
            _ii("personal-id", "1.2.752.129.2.1.4.1", given["doctor_id"]),
            "<fullstandigtNamn>Maja Läkare</fullstandigtNamn><enhet>",
            _ii("enhets-id", "1.2.752.129.2.1.4.1", given["unit_id"]),
            "<enhetsnamn>Enhet Ett</enhetsnamn><vardgivare>",
            _ii("vardgivare-id", "1.2.752.129.2.1.4.1", given["provider_id"]),
            "<vardgivarnamn>Vårdgivare Ett</vardgivarnamn></vardgivare></enhet></skapadAv>",
            before_answers,
            *(lisjp_answers() if answers is None else answers),
        ]
    )
    answered = f"<rg:svarPa><meddelande-id>{answers_to}</meddelande-id></rg:svarPa>" if answers_to else ""
    return (
        f'{declaration}<rg:RegisterCertificate xmlns:rg="{CERTIFICATE}:RegisterCertificateResponder:{model}" '
        f'xmlns="{CERTIFICATE}:{model}" xmlns:tp="{CERTIFICATE}:types:{model}">'
        f"{answered}<rg:intyg>{body}</rg:intyg></rg:RegisterCertificate>"
    ).encode()


def message(
    *,
    direction: str = "Care",
    leaves: int = 3,
    subject: str | None = "KOMPLT",
    extra: str = "",
    **replaced: str | None,
) -> bytes:
    """A SendMessageToCare or SendMessageToRecipient document."""
    values = {
        "message_id": "meddelande-1",
        "certificate_id": "intyg-1",
        "patient": WOMAN,
        "sent": "2026-03-05T08:00:00",
    } | replaced
    namespace = f"{CERTIFICATE}:SendMessageTo{direction}Responder:2"
    body = "".join(
        [
            _plain("meddelande-id", values["message_id"]),
            _plain("skickatTidpunkt", values["sent"]),
            _ii("intygs-id", "SE2321000016-1A2B", values["certificate_id"]),
            _ii("patientPerson-id", "1.2.752.129.2.1.3.1", values["patient"]),
            "<logiskAdressMottagare>SE2321000016-LOG</logiskAdressMottagare>",
            "" if subject is None else f"<amne>{_leaf('code', subject)}</amne>",
            "<meddelande>fritext som aldrig läses</meddelande>",
            extra,
        ]
    )
    root = f"SendMessageTo{direction}"
    return (
        f'<{root} xmlns="{namespace}" xmlns:tp="{CERTIFICATE}:types:{leaves}" xmlns:gn="{CERTIFICATE}:3">'
        f"{body}</{root}>"
    ).encode()


def fk7263_json(**replaced: Any) -> bytes:
    """An FK7263 in JSON; a value of `None` leaves the top-level key out."""
    document: dict[str, Any] = {
        "id": "intyg-json-1",
        "typ": "fk7263",
        "grundData": {
            "signeringsdatum": "2014-05-06T11:12:13.456",
            "skapadAv": {
                "personId": "SE2321000016-LAK1",
                "fullstandigtNamn": "Maja Läkare",
                "vardenhet": {
                    "enhetsid": "SE2321000016-1A2B",
                    "enhetsnamn": "Enhet Ett",
                    "vardgivare": {"vardgivarid": "SE2321000016-VG01", "vardgivarnamn": "Vårdgivare Ett"},
                },
            },
            "patient": {"personId": f"{WOMAN[:8]}-{WOMAN[8:]}"},
        },
        "giltighet": {"from": "2014-05-06", "tom": "2014-06-15"},
        "avstangningSmittskydd": False,
        "diagnosKod": "F432",
        "nuvarandeArbete": True,
        "arbetsloshet": False,
        "nedsattMed100": {"from": "2014-05-06", "tom": "2014-05-31"},
        "nedsattMed50": {"from": "2014-06-01", "tom": "2014-06-15"},
    } | replaced
    return json.dumps({key: value for key, value in document.items() if value is not None}).encode()


def medical_certificate(*, unit: str | None = "SE2321000016-1A2B", activities: str = "", abilities: str = "") -> bytes:
    """A RegisterMedicalCertificate document; `abilities` are the contents of its arbetsformaga elements."""
    reporting = "urn:riv:insuranceprocess:healthreporting"
    unit_id = "" if unit is None else f'<p:enhets-id root="1.2.752.129.2.1.4.1" extension="{unit}"/>'
    return f"""<ns0:RegisterMedicalCertificate
        xmlns:ns0="{reporting}:RegisterMedicalCertificateResponder:3" xmlns="{reporting}:mu7263:3"
        xmlns:p="{reporting}:2">
      <ns0:lakarutlatande>
        <lakarutlatande-id>intyg-mu-1</lakarutlatande-id>
        <typAvUtlatande>Läkarintyg enligt lag (1962:381)</typAvUtlatande>
        <signeringsdatum>2013-03-17T09:00:00</signeringsdatum>
        <patient>
          <p:person-id root="1.2.752.129.2.1.3.1" extension="{MAN[:8]}-{MAN[8:]}"/>
        </patient>
        <skapadAvHosPersonal>
          <p:personal-id root="1.2.752.129.2.1.4.1" extension="SE2321000016-LAK1"/>
          <p:fullstandigtNamn>Maja Läkare</p:fullstandigtNamn>
          <p:enhet>{unit_id}<p:enhetsnamn>Enhet Ett</p:enhetsnamn>
            <p:vardgivare>
              <p:vardgivare-id root="1.2.752.129.2.1.4.1" extension="SE2321000016-VG01"/>
              <p:vardgivarnamn>Vårdgivare Ett</p:vardgivarnamn>
            </p:vardgivare>
          </p:enhet>
        </skapadAvHosPersonal>
        {activities}
        <medicinsktTillstand><tillstandskod code="M545" codeSystem="{ICD10}"/></medicinsktTillstand>
        <funktionstillstand><typAvFunktionstillstand>Aktivitet</typAvFunktionstillstand>
          <arbetsformaga>{abilities}</arbetsformaga>
        </funktionstillstand>
      </ns0:lakarutlatande>
    </ns0:RegisterMedicalCertificate>""".encode()


def older_contract(
    root: str = "RegisterTSBas", type_name: str | None = "ts-bas", version: str = "06", unit: str = "SE2321000016-1A2B"
) -> bytes:
    """A RegisterTSBas or RegisterTSDiabetes document."""
    services = "urn:local:se:intygstjanster:services"
    named = _plain("intygsTyp", type_name)
    return f"""<a:{root} xmlns:a="{services}:{root}Responder:1" xmlns="{services}:1" xmlns:t="{services}:types:1">
      <a:intyg><intygsId>intyg-ts-1</intygsId>{named}<version>{version}</version>
        <grundData><signeringsTidstampel>2013-08-12T15:57:00</signeringsTidstampel>
          <patient><personId><t:root>1.2.752.129.2.1.3.1</t:root><t:extension>{WOMAN}</t:extension></personId></patient>
          <skapadAv><personId><t:extension>SE2321000016-LAK1</t:extension></personId>
            <fullstandigtNamn>Maja Läkare</fullstandigtNamn>
            <vardenhet><enhetsId><t:extension>{unit}</t:extension></enhetsId><enhetsnamn>Enhet Ett</enhetsnamn>
              <vardgivare><vardgivarid><t:extension>SE2321000016-VG01</t:extension></vardgivarid></vardgivare>
            </vardenhet>
          </skapadAv>
        </grundData>
      </a:intyg></a:{root}>""".encode()
