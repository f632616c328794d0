"""Why something is in quarantine: one table of reasons, for pages, commands and `docs/quarantine-reasons.md`."""

from __future__ import annotations

from typing import Final, NamedTuple


class Text(NamedTuple):
    """One text in Swedish and English."""

    sv: str
    en: str


class Reason(NamedTuple):
    """One reason: its code, a title, what it means, and what to do about it."""

    code: str
    title: Text
    meaning: Text
    remedy: Text


_ASK_SENDER = Text(
    "Be den som äger källan att leverera dokumentet på nytt, och läs sedan in det igen.",
    "Ask whoever owns the source to deliver the document again, then replay it.",
)
_ASK_ABOUT_PART = Text(
    "Ta reda på i källan varför uppgiften saknas. Ett dokument utan den kan inte räknas, så ge annars upp posten.",
    "Find out in the source why the part is missing. A document without it cannot count; else give the item up.",
)
_LOOK_FOR_ATTACK = Text(
    "Intyg ser aldrig ut så. Kontrollera källan innan något mer hämtas därifrån, och läs inte in dokumentet igen.",
    "Certificates never look like this. Check the source before more is fetched from it, and do not replay it.",
)
_RAISE_LIMIT = Text(
    "Kontrollera att det är ett intyg. Är det äkta, höj gränsen och läs in det igen.",
    "Check that it is a certificate. If it is genuine, raise the limit and replay it.",
)

_TABLE: Final = (
    Reason(
        "empty_document",
        Text("Tomt dokument", "Empty document"),
        Text("Dokumentet innehåller ingenting.", "The document holds nothing."),
        _ASK_SENDER,
    ),
    Reason(
        "not_xml",
        Text("Inte läsbar XML", "Not readable XML"),
        Text(
            "Dokumentet är varken JSON eller giltig XML. Platsen för första felet visas.",
            "The document is neither JSON nor well-formed XML. The place of the first fault is shown.",
        ),
        _ASK_SENDER,
    ),
    Reason(
        "not_json",
        Text("Inte läsbar JSON", "Not readable JSON"),
        Text(
            "Dokumentet börjar som ett äldre intyg i JSON men går inte att tolka.",
            "The document begins like an older certificate in JSON but cannot be parsed.",
        ),
        _ASK_SENDER,
    ),
    Reason(
        "wrong_encoding",
        Text("Fel teckenkodning", "Wrong encoding"),
        Text(
            "Dokumentet är inte skrivet i UTF-8, som är den enda tillåtna teckenkodningen.",
            "The document is not written in UTF-8, the only encoding that is accepted.",
        ),
        _ASK_SENDER,
    ),
    Reason(
        "unknown_root",
        Text("Okänd sorts dokument", "Unknown kind of document"),
        Text(
            "Dokumentets rotelement hör inte till någon av de dokumentformer som plattformen läser.",
            "The document's root element belongs to none of the forms that the platform reads.",
        ),
        Text(
            "Är det ett utkast eller något annat än ett intyg, ge upp posten. Är det en ny form behöver den en läsare.",
            "If it is a draft or no certificate, give the item up. If it is a new form, it needs a reader.",
        ),
    ),
    Reason(
        "unsafe_xml",
        Text("Otillåten XML", "XML that is not allowed"),
        Text(
            "Dokumentet har en dokumenttypsdeklaration, som kan användas för att angripa den som läser det.",
            "The document has a document type declaration, which can be used to attack whoever reads it.",
        ),
        _LOOK_FOR_ATTACK,
    ),
    Reason(
        "too_large",
        Text("För stort dokument", "Document too large"),
        Text("Dokumentet är större än gränsen, 16 MiB.", "The document is larger than the limit, 16 MiB."),
        _RAISE_LIMIT,
    ),
    Reason(
        "too_deep",
        Text("För djupt dokument", "Document too deep"),
        Text(
            "Dokumentets element ligger i fler nivåer än gränsen, 64.",
            "The elements of the document are nested deeper than the limit, 64 levels.",
        ),
        _LOOK_FOR_ATTACK,
    ),
    Reason(
        "too_slow",
        Text("Läsningen tog för lång tid", "Reading took too long"),
        Text(
            "Dokumentet hann inte läsas inom tidsgränsen.",
            "The document could not be read within the time limit.",
        ),
        Text(
            "Läs in det igen när maskinen är mindre belastad. Händer det på nytt, kontrollera dokumentet.",
            "Replay it when the machine is less busy. If it happens again, look at the document.",
        ),
    ),
    Reason(
        "missing_certificate_id",
        Text("Intygets id saknas", "Certificate id missing"),
        Text(
            "Utan id går det inte att veta vilket intyg dokumentet är eller gäller.",
            "Without an id there is no telling which certificate the document is or concerns.",
        ),
        _ASK_ABOUT_PART,
    ),
    Reason(
        "missing_type",
        Text("Intygstyp saknas", "Certificate type missing"),
        Text("Dokumentet säger inte vilken sorts intyg det är.", "The document does not say what certificate it is."),
        _ASK_ABOUT_PART,
    ),
    Reason(
        "missing_unit",
        Text("Enhet saknas", "Unit missing"),
        Text("Dokumentet har inget id för den utfärdande enheten.", "The document has no id of the issuing unit."),
        _ASK_ABOUT_PART,
    ),
    Reason(
        "missing_provider",
        Text("Vårdgivare saknas", "Care provider missing"),
        Text("Dokumentet har inget id för vårdgivaren.", "The document has no id of the care provider."),
        _ASK_ABOUT_PART,
    ),
    Reason(
        "missing_patient",
        Text("Patient saknas", "Patient missing"),
        Text("Dokumentet har inget person-id för patienten.", "The document has no person id of the patient."),
        _ASK_ABOUT_PART,
    ),
    Reason(
        "missing_signing_time",
        Text("Signeringstid saknas", "Signing time missing"),
        Text(
            "Signeringstiden saknas eller går inte att läsa. Ankomsttiden används aldrig i stället.",
            "The signing time is missing or unreadable. The time of arrival is never used in its place.",
        ),
        _ASK_ABOUT_PART,
    ),
    Reason(
        "form_refused",
        Text("Blankettens regler avvisar intyget", "Refused by the form's rules"),
        Text(
            "En period har ett datum som inte skrivs år-månad-dag, eller så saknar ett läkarintyg för sjukpenning "
            "beskrivningen av funktionsnedsättning. Källan borde inte ha tagit emot intyget.",
            "A period has a date not written year-month-day, or a certificate for sickness benefit lacks the "
            "description of impairment. The source should not have accepted the certificate.",
        ),
        Text(
            "Jämför med källan. Står det likadant där ska intyget inte räknas, och posten kan ges upp.",
            "Compare with the source. If it stands so there too, the certificate shall not count: give the item up.",
        ),
    ),
    Reason(
        "missing_message_id",
        Text("Meddelandets id saknas", "Message id missing"),
        Text("Meddelandet har inget eget id.", "The message has no id of its own."),
        _ASK_ABOUT_PART,
    ),
    Reason(
        "missing_sent_time",
        Text("Tid för sändning saknas", "Time of sending missing"),
        Text(
            "Det går inte att läsa när meddelandet skickades.",
            "It cannot be read when the message was sent.",
        ),
        _ASK_ABOUT_PART,
    ),
    Reason(
        "message_cut",
        Text("Avhugget meddelande", "Message cut short"),
        Text(
            "Meddelandet slutar vid 64 KiB, som är så mycket som källans tabell rymmer.",
            "The message ends at 64 KiB, which is as much as the table of the source holds.",
        ),
        Text(
            "Hämta meddelandet från kön eller tjänsten i stället. Det räknas när det har kommit därifrån.",
            "Fetch the message from the queue or the service instead. It counts once it has come from there.",
        ),
    ),
    Reason(
        "conflict",
        Text("Samma intyg med olika innehåll", "Same certificate, different content"),
        Text(
            "Flera dokument har samma id men olika innehåll. Ett av dem räknas, detta är ett av de andra.",
            "Several documents have the same id but different content. One of them counts, this is one of the others.",
        ),
        Text(
            "Fråga den som äger källan vilket dokument som gäller. Dokument ska aldrig ändras i efterhand.",
            "Ask whoever owns the source which document is right. Documents shall never change afterwards.",
        ),
    ),
    Reason(
        "reader_failed",
        Text("Fel i läsaren", "Fault in the reader"),
        Text(
            "Läsaren klarade inte dokumentet. Felet ligger hos plattformen, inte hos avsändaren.",
            "The reader could not cope with the document. The fault is the platform's, not the sender's.",
        ),
        Text(
            "Anmäl felet. Läs in dokumentet igen när läsaren är rättad.",
            "Report the fault. Replay the document when the reader is mended.",
        ),
    ),
)

REASONS: Final[dict[str, Reason]] = {reason.code: reason for reason in _TABLE}
"""Every reason by its code, in the order in which people read them."""

_NOT_IN_TABLE = Reason(
    "",
    Text("Okänd orsak", "Unknown reason"),
    Text(
        "Orsaken kommer från en annan version av plattformen.",
        "The reason comes from another version of the platform.",
    ),
    Text("Läs in posten igen.", "Replay the item."),
)


def describe(code: str) -> Reason:
    """The reason of a code; one that says so for a code that this version does not have."""
    return REASONS.get(code) or _NOT_IN_TABLE._replace(code=code)


def as_markdown() -> str:
    """The table of reasons for `docs/quarantine-reasons.md`: a section a code, Swedish before English."""
    sections = [
        f"### `{code}` – {reason.title.en}\n\n"
        f"**{reason.title.sv}.** {reason.meaning.sv} {reason.remedy.sv}\n\n"
        f"{reason.meaning.en} {reason.remedy.en}\n"
        for code, reason in REASONS.items()
    ]
    return "\n".join(sections)
