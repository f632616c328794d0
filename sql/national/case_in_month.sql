-- grain: one row per sick-leave case and month it touches, for the months from $first_day to $last_day
-- keys: case_no, window_first
-- inputs: case_row
-- rule: statistics 3.3 and 3.4 with every row visible: attributes of the last row, the largest age; length and number
--   of certificates need no correction, because no hidden row reaches beyond the visible ones, and never fall from one
--   row to the next
WITH touching AS (
    SELECT
        row_no,
        case_no,
        provider_no,
        sex,
        age,
        degree,
        county,
        diagnosis_no,
        kind_no,
        case_days,
        case_certificates,
        unnest(range(
            date_diff('month', CAST($first_day AS DATE), greatest(start_date, CAST($first_day AS DATE))),
            date_diff('month', CAST($first_day AS DATE), least(end_date, CAST($last_day AS DATE))) + 1
        )) AS month_index
    FROM case_row
    WHERE start_date <= CAST($last_day AS DATE) AND end_date >= CAST($first_day AS DATE)
),

last_of AS (
    SELECT
        case_no,
        month_index,
        min(provider_no) AS provider_no,
        max(sex) AS sex,
        max(age) AS age,
        max(case_days) AS days,
        max(case_certificates) AS certificates,
        arg_max(degree, row_no) AS degree,
        arg_max(county, row_no) AS county,
        arg_max(diagnosis_no, row_no) AS diagnosis_no,
        arg_max(kind_no, row_no) AS kind_no
    FROM touching
    GROUP BY case_no, month_index
)

SELECT
    case_no,
    provider_no,
    CAST(CAST($first_day AS DATE) + to_months(CAST(month_index AS INTEGER)) AS DATE) AS window_first,
    last_day(CAST(CAST($first_day AS DATE) + to_months(CAST(month_index AS INTEGER)) AS DATE)) AS window_last,
    sex,
    age,
    days,
    certificates,
    degree,
    county,
    diagnosis_no,
    kind_no
FROM last_of
