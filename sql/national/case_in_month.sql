-- grain: one row per sick-leave case and month it touches, for the months from $first_month to $last_month
-- keys: case_no, period_no
-- inputs: case_row
-- rule: statistics 3.3 and 3.4 with every row visible: attributes of the last row, the largest age; length and number
--   of certificates need no correction, because no hidden row reaches beyond the visible ones, and never fall from one
--   row to the next. Degree and chapter are sets of one, and there is one diagnosis and one doctor
WITH touching AS (
    SELECT
        row_no,
        case_no,
        provider_no,
        sex,
        age,
        case_days,
        case_certificates,
        told,
        unnest(range(
            greatest(first_month, CAST($first_month AS INTEGER)), least(last_month, CAST($last_month AS INTEGER)) + 1
        )) AS period_no
    FROM case_row
    WHERE first_month <= $last_month AND last_month >= $first_month
),

last_of AS (
    SELECT
        case_no,
        period_no,
        min(provider_no) AS provider_no,
        max(sex) AS sex,
        max(age) AS age,
        max(case_days) AS days,
        max(case_certificates) AS certificates,
        arg_max(told, row_no) AS told
    FROM touching
    GROUP BY case_no, period_no
)

SELECT
    case_no,
    provider_no,
    CAST(period_no AS INTEGER) AS period_no,
    sex,
    age,
    days,
    certificates,
    CAST((told >> 5) & 4095 AS SMALLINT) AS county_no,
    CAST(told & 31 AS UTINYINT) AS degree_bits,
    CAST(1 AS BIGINT) << ((told >> 37) & 63) AS chapter_bits,
    CAST((told >> 17) & 1048575 AS INTEGER) AS diagnosis_no,
    TRUE AS has_one_diagnosis,
    CAST(told >> 43 AS INTEGER) AS kind_no,
    TRUE AS has_one_doctor
FROM last_of
