"""Taking an erased care provider out of the landed files of the directory and of the mapping (rule X-6).

Its own entry, the units that answer to it and the mapping entries that name it go, in every version that is landed,
and in every one that comes later. Employees of whom no certificate remains go once: what the directory says of them
later is not the provider's any more.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import sqlalchemy as sa
from lxml import etree

from pipelines.erasure.tombstones import PROVIDER, Tombstones
from pipelines.landing.file_readings import file_reading_table, rejected_row_table
from pipelines.landing.landing import Landing
from pipelines.landing.ledger import LandedFile, erasure_receipt_table, file_table, position_table
from warehouse.identity import normalise_hsa_id
from warehouse.storage import remove_tree, write_durably

UNITS, ANSWERS, MAPPING = "hsa_units", "hsa_lookups", "provider_mapping"
READ_FILES = "directory"
NAMESPACE = "{urn:riv:hsa:HsaWsResponder:3}"
PROVIDER_OF_UNIT = f"{NAMESPACE}hsaResponsibleHealthCareProvider"
IDENTITY = f"{NAMESPACE}hsaIdentity"

Erased = Callable[[set[str]], set[str]]


@dataclass(frozen=True, slots=True)
class Gone:
    """What of the organisation goes: care providers, by asking about a set of ids, and doctors by their ids."""

    providers: Erased
    doctors: Collection[str] = ()


def remove_organisation(landing: Landing, gone: Gone) -> bool:
    """Write every landed file anew that names something gone; true when there was one."""
    changed = False
    for file in landing.ledger.files():
        if file.kind in _FILTERS:
            path = landing.file_path(file)
            content = path.read_bytes()
            kept = without(file.kind, content, gone)
            if kept != content:
                # What is kept of files that were read is made anew from them.
                remove_tree(landing.directory.parent / READ_FILES)
                _replace(landing, file, kept)
                path.unlink()
                changed = True
    return changed


def forget_in_positions(landing: Landing, providers: Collection[str]) -> None:
    """Take care providers out of what is remembered of sources, such as their totals; they are asked again."""
    columns = position_table.c
    with landing.ledger.transaction() as connection:
        for source, value in connection.execute(sa.select(columns.source, columns.value)).all() if providers else ():
            known = json.loads(value)
            kept = _pruned(known, providers)
            if kept != known:
                changed = sa.update(position_table).where(columns.source == source)
                connection.execute(changed.values(value=json.dumps(kept, sort_keys=True)))


def _pruned(value: Any, providers: Collection[str]) -> Any:
    """A JSON value without members and entries that name one of the providers."""
    if isinstance(value, dict):
        kept = {name: inner for name, inner in value.items() if normalise_hsa_id(str(name)) not in providers}
        return {name: _pruned(inner, providers) for name, inner in kept.items() if not _is_one(inner, providers)}
    if isinstance(value, list):
        return [_pruned(inner, providers) for inner in value if not _is_one(inner, providers)]
    return value


def _is_one(value: Any, providers: Collection[str]) -> bool:
    return isinstance(value, str) and normalise_hsa_id(value) in providers


def without_erased(kind: str, content: bytes, landing: Landing, tombstones: Tombstones) -> bytes:
    """A file of the directory or mapping as it may be landed: without erased care providers (rule E-7)."""
    columns = erasure_receipt_table.c
    with landing.ledger.transaction() as connection:
        ever = connection.scalar(sa.select(sa.func.max(columns.providers)))
    return without(kind, content, Gone(lambda ids: tombstones.erased(ids, PROVIDER))) if ever else content


def without(kind: str, content: bytes, gone: Gone) -> bytes:
    """The content of a file without what is gone; the same bytes when nothing of it is in the file."""
    remove = _FILTERS.get(kind)
    return remove(content, gone) if remove else content


def _without_units(content: bytes, gone: Gone) -> bytes:
    document = _unpacked(content)
    try:
        tree = etree.parse(BytesIO(document), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError:
        return content
    named = {element: _names(element) for element in tree.iter(f"{NAMESPACE}hsaUnit")}
    erased = gone.providers({one for names in named.values() for one in names})
    doomed = [element for element, names in named.items() if erased.intersection(names)]
    for element in doomed:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8") if doomed else content


def _names(element: etree._Element) -> list[str]:
    found = (element.findtext(IDENTITY), element.findtext(PROVIDER_OF_UNIT))
    return [normalise_hsa_id(one) for one in found if one]


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(archive.namelist()[0])


def _without_answers(content: bytes, gone: Gone) -> bytes:
    lines = content.splitlines(keepends=True)
    answers = [_answer(line) for line in lines]
    erased = gone.providers({one for answer in answers for one in _providers_of(answer)})
    doctors = {normalise_hsa_id(one) for one in gone.doctors}
    kept = [
        line
        for line, answer in zip(lines, answers, strict=True)
        if not erased.intersection(_providers_of(answer)) and _doctor_of(answer) not in doctors
    ]
    return b"".join(kept)


def _answer(line: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(line)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _providers_of(answer: dict[str, Any]) -> list[str]:
    own = answer.get("id") if answer.get("kind") == "provider" else answer.get("vgid")
    return [normalise_hsa_id(str(own))] if own else []


def _doctor_of(answer: dict[str, Any]) -> str | None:
    return normalise_hsa_id(str(answer.get("id"))) if answer.get("kind") == "staff" else None


def _without_mappings(content: bytes, gone: Gone) -> bytes:
    try:
        entries = json.loads(content)
    except ValueError:
        return content
    if not isinstance(entries, list):
        return content
    texts = [{normalise_hsa_id(text) for text in _texts(entry)} for entry in entries]
    erased = gone.providers(set().union(*texts))
    kept = [entry for entry, own in zip(entries, texts, strict=True) if not erased.intersection(own)]
    return content if len(kept) == len(entries) else json.dumps(kept, ensure_ascii=False).encode()


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, names of members included: old ids stand there."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _replace(landing: Landing, file: LandedFile, content: bytes) -> None:
    """Let new content stand for a landed file, with the days that it holds from."""
    new = LandedFile(file.kind, hashlib.sha256(content).hexdigest(), len(content))
    write_durably(landing.file_path(new), content)
    known = new in landing.ledger.files()
    with landing.ledger.transaction() as connection:
        for table in (file_table, file_reading_table, rejected_row_table):
            same = sa.and_(table.c.kind == file.kind, table.c.sha256 == file.sha256)
            if known:
                connection.execute(sa.delete(table).where(same))
            else:
                connection.execute(sa.update(table).where(same).values(sha256=new.sha256))
        size = sa.and_(file_table.c.kind == new.kind, file_table.c.sha256 == new.sha256)
        connection.execute(sa.update(file_table).where(size).values(bytes=new.bytes))


_FILTERS: dict[str, Callable[[bytes, Gone], bytes]] = {
    UNITS: _without_units,
    ANSWERS: _without_answers,
    MAPPING: _without_mappings,
}
