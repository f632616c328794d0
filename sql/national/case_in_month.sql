-- grain: one row per sick-leave case and month it touches, for the months from $first_day to $last_day
-- keys: case_no, window_first
-- inputs: sick_leave_row
-- rule: statistics 3.3 and 3.4 with every row visible: attributes of the last row, the largest age; the length needs no
--   correction, because no hidden row reaches beyond the visible ones
WITH touching AS (
    SELECT
        row_no,
        case_no,
        provider_no,
        sex,
        coalesce(chapter, '') AS chapter,
        coalesce(block, '') AS block,
        degree,
        age,
        county,
        case_days,
        unnest(range(
            date_diff('month', CAST($first_day AS DATE), greatest(start_date, CAST($first_day AS DATE))),
            date_diff('month', CAST($first_day AS DATE), least(end_date, CAST($last_day AS DATE))) + 1
        )) AS month_index
    FROM sick_leave_row
    WHERE start_date <= CAST($last_day AS DATE) AND end_date >= CAST($first_day AS DATE)
),

last_of AS (
    SELECT
        case_no,
        month_index,
        min(provider_no) AS provider_no,
        max(sex) AS sex,
        arg_max(chapter, row_no) AS chapter,
        arg_max(block, row_no) AS block,
        arg_max(degree, row_no) AS degree,
        max(age) AS age,
        arg_max(case_days, row_no) AS days,
        arg_max(county, row_no) AS county
    FROM touching
    GROUP BY case_no, month_index
)

SELECT
    case_no,
    provider_no,
    CAST(CAST($first_day AS DATE) + to_months(CAST(month_index AS INTEGER)) AS DATE) AS window_first,
    last_day(CAST(CAST($first_day AS DATE) + to_months(CAST(month_index AS INTEGER)) AS DATE)) AS window_last,
    sex,
    chapter,
    block,
    degree,
    age,
    days,
    county
FROM last_of
