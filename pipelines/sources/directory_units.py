"""The directory's units file: one XML document, as it is or in a zip archive (rules H-14 to H-16)."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import IO, Any, Final

from lxml import etree

from pipelines.landing.file_readings import RejectedRow
from warehouse.errors import UserError
from warehouse.identity import hsa_id_has_usual_shape, normalise_hsa_id
from warehouse.swedish_time import swedish_day

NAMESPACE: Final = "{urn:riv:hsa:HsaWsResponder:3}"
ROOT: Final = f"{NAMESPACE}FileGetHsaUnitsResponse"
UNIT: Final = f"{NAMESPACE}hsaUnit"
MADE: Final = f"{NAMESPACE}endDate"
MOST_BYTES: Final = 2 * 1024**3
LARGEST_LOSS_PERCENT: Final = 5
MEMBER_LIST: Final = "hsaHealthCareUnitMembers"
MEMBERS: Final = f"{NAMESPACE}{MEMBER_LIST}"
TRUE: Final = {"true", "1"}
ARCHIVED: Final = ("unitIsArchived", "healthCareUnitIsArchived", "healthCareProviderIsArchived")

Attributes = dict[str, Any]
"""What the directory says of one unit, provider or doctor, under the stored names of rule 6.2."""


class RefusedFileError(UserError):
    """A file is refused as a whole; what was read before stays in force (rule H-15)."""


@dataclass(slots=True)
class UnitsFile:
    """What one units file says. `made_on` is the day of its own time of generation, None when it has none.

    `units` and `providers` are by normalised HSA id; an entry may be both. `repeated` counts entries that lost to one
    with a later start date, `unusual` ids of another shape than in practice (rule H-2, a warning alone).
    """

    made_on: date | None = None
    units: dict[str, Attributes] = field(default_factory=dict)
    providers: dict[str, Attributes] = field(default_factory=dict)
    entries: int = 0
    repeated: int = 0
    unusual: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)


def read_units_file(content: bytes) -> UnitsFile:
    """Read the whole file. Raises RefusedFileError when it is cut, unreadable or no units file (rule H-15)."""
    found = UnitsFile()
    chosen: dict[str, Attributes] = {}
    with _document(content) as document:
        for number, element in enumerate(_elements(document, found), start=1):
            found.entries = number
            _take(_entry(element), number, chosen, found)
    managing = {member: entry["id"] for entry in chosen.values() for member in entry["members"]}
    for key, entry in chosen.items():
        found.unusual += not hsa_id_has_usual_shape(key)
        if entry["is_provider"]:
            found.providers[key] = _kept(entry, ("id", "namn", "orgnr"))
        if entry["is_unit"]:
            unit = _kept(entry, ("id", "namn", "startdatum", "slutdatum", "arkiverad", "vgid"))
            found.units[key] = unit | ({"vardenhet": managing[key]} if key in managing else {})
    return found


def refuse_worse(new: UnitsFile, in_force: UnitsFile) -> None:
    """Raises RefusedFileError when `new` is older than the file in force or has lost too many units (rule H-15)."""
    if new.made_on and in_force.made_on and new.made_on < in_force.made_on:
        raise RefusedFileError(
            f"The units file of {new.made_on} is older than the one in force, of {in_force.made_on}."
        )
    lost = len(in_force.units.keys() - new.units.keys())
    if lost * 100 > len(in_force.units) * LARGEST_LOSS_PERCENT:
        raise RefusedFileError(
            f"The units file lacks {lost} of the {len(in_force.units)} units in force, more than "
            f"{LARGEST_LOSS_PERCENT} percent; the earlier file stays in force."
        )


def _document(content: bytes) -> IO[bytes]:
    if not content.startswith(b"PK"):
        return BytesIO(content)
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        documents = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".xml")]
        if len(documents) != 1:
            raise RefusedFileError("The archive of the units file must hold exactly one XML file.")
        if documents[0].file_size > MOST_BYTES:
            raise RefusedFileError("The units file is larger than 2 GiB.")
        return archive.open(documents[0])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise RefusedFileError("The archive of the units file cannot be read.") from None


def _elements(document: IO[bytes], found: UnitsFile) -> Iterator[etree._Element]:
    """The unit entries one by one, each thrown away after use."""
    events = etree.iterparse(
        document,
        events=("start", "end"),
        tag=(ROOT, MADE, UNIT),
        resolve_entities=False,
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
    )
    try:
        for number, (event, element) in enumerate(events):
            if number == 0 and (element.tag != ROOT or element.getroottree().docinfo.doctype):
                raise RefusedFileError("The file is no units file of the directory.")
            if event == "end" and element.tag == MADE and element.getparent().tag == ROOT:
                found.made_on = _day_of(element.text)
            if event == "end" and element.tag == UNIT:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, OSError):
        raise RefusedFileError("The units file is cut off or cannot be read.") from None
    if not found.entries:
        raise RefusedFileError("The units file holds no units.")


def _day_of(text: str | None) -> date | None:
    try:
        made = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return swedish_day(made) if made.tzinfo else made.date()


def _entry(element: etree._Element) -> Attributes:
    said = {child.tag.removeprefix(NAMESPACE): (child.text or "").strip() or None for child in element}
    members = element.iterfind(f"{MEMBERS}/{NAMESPACE}hsaHealthCareUnitMember") if MEMBER_LIST in said else ()
    is_provider = said.get("isHsaHealthCareProvider") in TRUE
    return {
        "id": said.get("hsaIdentity"),
        "namn": said.get("name") or said.get("publicName"),
        "orgnr": said.get("orgNo"),
        "startdatum": said.get("startDate"),
        "slutdatum": said.get("endDate"),
        "arkiverad": True if any(said.get(name) in TRUE for name in ARCHIVED) else None,
        "vgid": said.get("hsaResponsibleHealthCareProvider"),
        "is_provider": is_provider,
        "is_unit": not is_provider or said.get("isHsaHealthCareUnit") in TRUE,
        "members": sorted({normalise_hsa_id(member.text) for member in members if member.text}),
    }


def _take(entry: Attributes, number: int, chosen: dict[str, Attributes], found: UnitsFile) -> None:
    """Keep an entry unless it has no id, or one of the same id with a later start date is there (rule H-16)."""
    key = normalise_hsa_id(entry["id"] or "")
    if not key:
        found.rejected.append(RejectedRow(number, "directory_id_missing"))
        return
    other = chosen.get(key)
    found.repeated += other is not None
    if other is None or (entry["startdatum"] or "") > (other["startdatum"] or ""):
        chosen[key] = entry


def _kept(entry: Attributes, names: tuple[str, ...]) -> Attributes:
    return {name: entry[name] for name in names if entry[name] is not None}
