-- grain: one row per provider, sex and month from $first_day to $last_day in which a case starts, ends or has days
-- keys: provider_no, sex, window_first
-- inputs: sick_leave_row
-- rule: statistics 3.2 and 6.1: how many full cases have their first day in the month, how many their last, and how many
--   days of the month are certified, each day once for a case; all three add up over months
WITH placed AS (
    SELECT
        provider_no,
        sex,
        start_date,
        end_before,
        case_end,
        greatest(start_date, coalesce(end_before + 1, start_date)) AS run_first,
        lead(start_date) OVER (PARTITION BY case_no ORDER BY row_no) AS start_after
    FROM sick_leave_row
),

-- Rows of a case that start on one day add one run of days together, up to the largest end so far, or none. They all
-- say the same of it, and the last of them stands for all. Runs are counted together by the months they lie in.
run AS MATERIALIZED (
    SELECT
        provider_no,
        sex,
        year(run_first) * 12 + month(run_first) AS first_month,
        year(case_end) * 12 + month(case_end) AS last_month,
        run_first <= case_end AS adds_days,
        count(*) AS runs,
        count(*) FILTER (WHERE end_before IS NULL) AS started,
        count(*) FILTER (WHERE start_after IS NULL) AS ended,
        sum(day(run_first) - 1) AS days_before,
        sum(day(case_end)) AS days_of_last
    FROM placed
    WHERE start_after IS DISTINCT FROM start_date
    GROUP BY provider_no, sex, first_month, last_month, adds_days
),

calendar AS (
    SELECT
        CAST(month_start AS DATE) AS window_first,
        year(month_start) * 12 + month(month_start) AS month_no,
        day(last_day(month_start)) AS length
    FROM generate_series(
        date_trunc('month', CAST($first_day AS DATE)),
        CAST(CAST($last_day AS DATE) AS TIMESTAMP),
        INTERVAL 1 MONTH
    ) AS months (month_start)
),

amount AS (
    SELECT
        run.provider_no,
        run.sex,
        calendar.window_first,
        -- A run takes its last month up to its last day, every other whole, less what of the first is before it.
        CASE WHEN run.last_month = calendar.month_no THEN run.days_of_last ELSE run.runs * calendar.length END
        - CASE WHEN run.first_month = calendar.month_no THEN run.days_before ELSE 0 END AS days,
        0 AS started,
        0 AS ended
    FROM run
    INNER JOIN calendar ON calendar.month_no BETWEEN run.first_month AND run.last_month
    WHERE run.adds_days
    UNION ALL
    SELECT
        run.provider_no,
        run.sex,
        calendar.window_first,
        0 AS days,
        run.started,
        0 AS ended
    FROM run
    INNER JOIN calendar ON run.first_month = calendar.month_no
    UNION ALL
    SELECT
        run.provider_no,
        run.sex,
        calendar.window_first,
        0 AS days,
        0 AS started,
        run.ended
    FROM run
    INNER JOIN calendar ON run.last_month = calendar.month_no
)

SELECT
    provider_no,
    sex,
    window_first,
    CAST(sum(started) AS BIGINT) AS started,
    CAST(sum(ended) AS BIGINT) AS ended,
    CAST(sum(days) AS BIGINT) AS days
FROM amount
GROUP BY provider_no, sex, window_first
