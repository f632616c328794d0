"""How many certificates were read, and how many do not count, or count in part, by reason (dashboards 19.1, KV01)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from warehouse import reference_tables as reference
from warehouse import sql_models
from warehouse.disclosure import effective_threshold
from warehouse.reports.period import Month, Window
from warehouse.reports.published import published_months

READ = "read"
"""The reason that every certificate has that was read, counted or not."""

DROPPED = "dropped_certificate"
_SCHEMA = pa.schema(
    [("month", pa.date32()), ("reason", pa.string()), ("certificates", pa.int64()), ("is_protected", pa.bool_())]
)


@dataclass(frozen=True, slots=True)
class DroppedCount:
    """Certificates of one month and reason; a number below the threshold is 0 and protected."""

    certificates: int = 0
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class DroppedCertificates:
    """What one release says of the certificates read; `is_told` is False when nobody has counted them."""

    by_month: Mapping[tuple[Month, str], DroppedCount]

    @property
    def is_told(self) -> bool:
        """Whether the release has any such number."""
        return bool(self.by_month)

    def of(self, window: Window, reason: str) -> DroppedCount:
        """The certificates signed in a window; protected when those of one of its months are."""
        months = [self.by_month.get((month, reason), DroppedCount()) for month in window]
        if any(one.is_protected for one in months):
            return DroppedCount(is_protected=True)
        return DroppedCount(sum(one.certificates for one in months))

    def share(self, window: Window, reason: str) -> float | None:
        """The certificates of a reason in per cent of all that were read; None when either number is protected."""
        counted, read = self.of(window, reason), self.of(window, READ)
        if counted.is_protected or read.is_protected:
            return None
        return 100 * counted.certificates / read.certificates if read.certificates else 0.0


def reasons() -> tuple[str, ...]:
    """Every reason, `READ` first."""
    return tuple(row.key for row in reference.code_rows("drop_reasons"))


def no_dropped() -> pa.Table:
    """The table of a release of which nobody has counted what was read."""
    return _SCHEMA.empty_table()


def count_dropped(core: duckdb.DuckDBPyConnection, as_of: date, threshold: int) -> pa.Table:
    """The rows of `dropped_certificate` for the months published, from the core tables of a build."""
    months = published_months(as_of)
    values = {
        "first_day": months.first_day,
        "last_day": months.last_day,
        "reasons": list(reasons()),
        "threshold": effective_threshold(threshold),
    }
    counted = core.execute(sql_models.load("national", DROPPED).sql, values).to_arrow_table()
    return counted.cast(_SCHEMA).sort_by([("month", "ascending"), ("reason", "ascending")])


def read_dropped(connection: duckdb.DuckDBPyConnection) -> DroppedCertificates:
    """Read the table `dropped_certificate` of a release."""
    rows = connection.execute("SELECT month, reason, certificates, is_protected FROM dropped_certificate").fetchall()
    return DroppedCertificates(
        {(Month.of(month), reason): DroppedCount(number, protected) for month, reason, number, protected in rows}
    )
