-- grain: one row per row of a case and diagnosis that was asked for
-- keys: label, row_no
-- inputs: scope_row, diagnosis_label
-- rule: statistics 14.2, normal form: per provider and diagnosis only rows with the diagnosis build the cases, by the
--   gap rule of 3.2; other rows never extend them
WITH matched AS (
    SELECT
        diagnosis_label.label,
        scope_row.*
    FROM scope_row
    INNER JOIN diagnosis_label
        ON
            coalesce(scope_row.category, '') = diagnosis_label.category
            AND coalesce(scope_row.code, '') = diagnosis_label.code
),

linked AS (
    SELECT
        *,
        max(end_date) OVER (
            PARTITION BY label, provider_no, person_no
            ORDER BY row_no
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS latest_end_before
    FROM matched
),

measured AS (
    SELECT
        *,
        CASE
            WHEN latest_end_before IS NULL OR start_date > latest_end_before + INTERVAL 6 DAY THEN 1
            ELSE 0
        END AS begins_case,
        CASE
            WHEN latest_end_before IS NULL OR start_date > latest_end_before
                THEN date_diff('day', start_date, end_date) + 1
            WHEN end_date > latest_end_before THEN date_diff('day', latest_end_before, end_date)
            ELSE 0
        END AS added_days
    FROM linked
),

numbered AS (
    SELECT
        * EXCLUDE (case_no),
        sum(begins_case) OVER (
            ORDER BY label, row_no
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS case_no
    FROM measured
)

SELECT
    row_no,
    case_no,
    label,
    provider_no,
    person_no,
    certificate_no,
    shown_unit_no,
    start_date,
    end_date,
    degree,
    sex,
    county,
    chapter,
    block,
    category,
    code,
    birth_date,
    sum(added_days) OVER so_far AS days_so_far,
    max(end_date) OVER so_far AS end_so_far
FROM numbered
WINDOW so_far AS (
    PARTITION BY case_no
    ORDER BY row_no
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
)
