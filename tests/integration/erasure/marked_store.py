"""A small store in which one certificate carries a unique marker in every field, among others that stay."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from pipelines.landing.landing import Landing
from pipelines.running import run_groups
from pipelines.sources import store_tables as store
from pipelines.synthetic.documents import DocumentDoctor, MessageDocument
from tests.integration.small_store import SmallStore, sick_leave
from warehouse.settings import Settings
from warehouse.storage import DataDirectory

DOOMED = "doomed-certificate-7f3a"
PERSON = "198001012386"
ANOTHER_PERSON = "198001022393"
TEXT = "marker-free-text-91be"
MESSAGE_TEXT = "marker-message-text-2c44"
MESSAGE = "doomed-message-55d0"
UNIT, PROVIDER = "U1", "P1"
ENDING_UNIT, ENDING_PROVIDER, ENDING_DOCTOR = "TSTNMT-UPPHOR-E1", "TSTNMT-UPPHOR-P1", "TSTNMT-UPPHOR-L1"
ENDING = ("ending-certificate-0", "ending-certificate-1")
TRACES = (DOOMED, PERSON, "19800101-2386", TEXT, MESSAGE_TEXT, MESSAGE)
NEWER, OLDER = "other-that-replaces", "other-that-was-replaced"
STAYING = 8
BROKEN_OWN = f"<broken>{DOOMED}".encode()
BROKEN_OF_ANOTHER = f"<broken><id>other-broken</id> replaces {DOOMED}".encode()
SIGNED = datetime(2026, 9, 1)  # noqa: DTZ001 - stores hold Swedish local time without offset


@dataclass
class MarkedStore:
    """The store below `folder`, made unless it is `filled`.

    `NEWER` replaces the marked certificate, in its document and in the store's table of relations, and answers its
    message; the marked one replaces `OLDER`. Without `holds_doomed` it is the store that never held any of it. The
    certificates `ENDING` are all that a second care provider has.
    """

    folder: Path
    holds_doomed: bool = True
    filled: bool = False

    def __post_init__(self) -> None:
        self.small = SmallStore(self.folder)
        self.small.unit(UNIT, PROVIDER)
        self.small.unit(ENDING_UNIT, ENDING_PROVIDER)
        if not self.filled:
            self._fill()

    def _fill(self) -> None:
        for number in range(STAYING - 2):
            start, end = f"2026-0{number + 2}-01", f"2026-0{number + 2}-20"
            self.small.certificate(sick_leave(f"other-certificate-{number}", ANOTHER_PERSON, (start, end)))
        self.small.certificate(sick_leave(OLDER, ANOTHER_PERSON, ("2026-08-01", "2026-08-14")))
        replaced = (("ERSATT", DOOMED),) if self.holds_doomed else ()
        answered = MESSAGE if self.holds_doomed else None
        newer = sick_leave(NEWER, ANOTHER_PERSON, ("2026-09-21", "2026-10-04"), type_id="lisjp")
        self.small.certificate(replace(newer, relations=replaced, answers_message_id=answered))
        for number, identity in enumerate(ENDING):
            period = (f"2026-0{number + 5}-01", f"2026-0{number + 5}-10")
            ending = sick_leave(identity, ANOTHER_PERSON, period, unit=ENDING_UNIT, provider=ENDING_PROVIDER)
            self.small.certificate(replace(ending, doctor=DocumentDoctor(ENDING_DOCTOR)))
        if self.holds_doomed:
            self._add_doomed()

    def _add_doomed(self) -> None:
        doomed = sick_leave(DOOMED, PERSON, ("2026-09-01", "2026-09-20"), type_id="lisjp", signed_at=SIGNED, text=TEXT)
        self.small.certificate(replace(doomed, relations=(("ERSATT", OLDER),)))
        self.small.certificate(doomed, payload=BROKEN_OWN)
        another = sick_leave("other-broken", ANOTHER_PERSON, ("2026-09-01", "2026-09-20"))
        self.small.certificate(another, payload=BROKEN_OF_ANOTHER)
        self.small.state(DOOMED, "SENT", "FKASSA")
        self.small.message(
            MessageDocument(MESSAGE, "to_care", DOOMED, PERSON, "KOMPLT", datetime(2026, 10, 1), text=MESSAGE_TEXT)  # noqa: DTZ001
        )
        with self.small.engine.begin() as connection:
            for newer, older in ((NEWER, DOOMED), (DOOMED, OLDER)):
                row = {"FROM_INTYG_ID": newer, "TO_INTYG_ID": older, "RELATION_KOD": "ERSATT"}
                connection.execute(sa.insert(store.relation).values(**row, CREATED_DATE=SIGNED))

    def lookups(self) -> bytes:
        """What the directory answers about units, the ending provider and its doctor."""
        more = [
            {"kind": "provider", "id": ENDING_PROVIDER, "namn": "Vårdgivare som upphör"},
            {"kind": "staff", "id": ENDING_DOCTOR, "tilltalsnamn": "Vera", "efternamn": "Fiktivsson"},
        ]
        return b"\n".join([self.small.lookups(), *(json.dumps(one).encode() for one in more)])

    def run(self, settings: Settings) -> None:
        """Land the directory and run everything from the store to releases."""
        landing = Landing(DataDirectory(settings.data).landing)
        landing.land_file("hsa_lookups", self.lookups())
        landing.close()
        run_groups(settings.data)
