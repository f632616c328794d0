"""What the further measures look at of each case in a period: length, start, end and days (docs/measures.md).

They are parts of the one query about cases (`warehouse.reports.case_query`): the same visible rows, the same cases,
the same groups.
"""

from __future__ import annotations

from warehouse.reports.case_query import Amount

LENGTH = Amount("SELECT case_no, period, days AS amount FROM case_in_period", needs_days=True)
"""Length of the case, the days of hidden rows included (statistics 3.6)."""


def _within_period(column: str) -> str:
    return f"""SELECT case_no, period, CAST(full_case.{column} BETWEEN first_day AND last_day AS INTEGER) AS amount
        FROM case_in_period
        INNER JOIN period_bounds USING (period)
        INNER JOIN sick_leave_case AS full_case USING (case_no)"""  # noqa: S608 – the column is ours


STARTED = Amount(_within_period("start_date"))
ENDED = Amount(_within_period("end_date"))
"""1 for a case of which the first (last) day of the *full* case lies in the period, else 0: each once in all months."""

_DEGREES = (25, 50, 75, 100)


def _covered_days(*least_degrees: int) -> str:
    """Days of the period that visible rows of a case cover, summed over rows of at least each of the degrees.

    Rows of a case stand in order of start, so a row adds the days after the latest end before it. The largest degree of
    a day is 25 for each of 25, 50, 75 and 100 that some row of the day reaches; so days of the largest degree, in
    quarters, are these sums over all four.
    """
    latest_ends = ",\n            ".join(
        f"max(to_day) FILTER (WHERE degree >= {least}) OVER before_row AS until_{least}" for least in least_degrees
    )
    added = " + ".join(
        f"CASE WHEN degree >= {least} THEN greatest(0, date_diff('day', "
        f"greatest(from_day - 1, coalesce(until_{least}, from_day - 1)), to_day)) ELSE 0 END"
        for least in least_degrees
    )
    return f"""SELECT case_no, period, CAST(sum({added}) AS BIGINT) AS amount
        FROM (SELECT case_no, period, degree, from_day, to_day,
            {latest_ends}
            FROM (SELECT touching.case_no, touching.period, touching.row_no, touching.degree,
                greatest(touching.start_date, first_day) AS from_day, least(touching.end_date, last_day) AS to_day
                FROM touching INNER JOIN period_bounds USING (period))
            WINDOW before_row AS (PARTITION BY case_no, period ORDER BY row_no
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
        GROUP BY case_no, period"""  # noqa: S608 – the degrees are ours


_DAY_COLUMNS = ("start_date", "end_date", "degree")
SICK_LEAVE_DAYS = Amount(_covered_days(_DEGREES[0]), _DAY_COLUMNS)
"""Days of the period that visible rows of the case certify, each once."""
QUARTERS_OF_DAYS = Amount(_covered_days(*_DEGREES), _DAY_COLUMNS)
"""The same days by the largest degree of the day, in quarters of a day."""
