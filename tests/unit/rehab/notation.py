"""The notation of the worked examples: `[a..b] s:day`, one certificate a bracket, periods parted by `+`.

`02-01..02-10` is one period of 100 per cent, `02-01..02-10@50` one of 50 per cent. Days without a year get the
example's year. Without `s:` the certificate is signed on its first day. Ids are `1`, `2` … in the order written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time

from rehab.certificates import SickLeaveCertificate, WorkCapacityPeriod

PERSON = "19121212-2384"
_CERTIFICATE = re.compile(r"\[(?P<periods>[^]]+)\](?:\s+s:(?P<signed>[\d-]+))?")


def day(text: str, year: int = 2016) -> date:
    return date.fromisoformat(text if len(text) > 5 else f"{year}-{text}")


def period(text: str, year: int = 2016) -> WorkCapacityPeriod:
    span, _, degree = text.strip().partition("@")
    start, end = span.split("..")
    return WorkCapacityPeriod(day(start, year), day(end, year), int(degree or 100))


def certificates(text: str, year: int = 2016, person: str = PERSON) -> list[SickLeaveCertificate]:
    """All certificates written in `text`, in that order."""
    found = []
    for number, match in enumerate(_CERTIFICATE.finditer(text), start=1):
        periods = tuple(period(part, year) for part in match["periods"].split("+"))
        signed = day(match["signed"], year) if match["signed"] else min(part.start for part in periods)
        found.append(SickLeaveCertificate(str(number), person, datetime.combine(signed, time(9)), periods))
    return found


def ids(found: Iterable[SickLeaveCertificate]) -> str:
    """The ids of certificates in their order, parted by blanks."""
    return " ".join(certificate.certificate_id for certificate in found)
