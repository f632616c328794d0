-- grain: one row per provider, patient, window and diagnosis asked for
-- keys: window_no, label, provider_no, person_no
-- inputs: case_row, period_window
-- rule: statistics 14.4: once per provider and window; attributes are those of the last row touching
WITH present AS (
    SELECT
        period_window.window_no,
        case_row.label,
        case_row.provider_no,
        case_row.person_no,
        max(case_row.row_no) AS last_row_no,
        min(case_row.start_date) AS start_date,
        list(DISTINCT case_row.shown_unit_no) AS units
    FROM case_row
    INNER JOIN period_window
        ON
            case_row.start_date <= period_window.touched_to
            AND case_row.end_date >= period_window.touched_from
    WHERE case_row.shown_unit_no IS NOT NULL
    GROUP BY period_window.window_no, case_row.label, case_row.provider_no, case_row.person_no
)

SELECT
    present.window_no,
    present.label,
    present.provider_no,
    present.person_no,
    last_row.case_no,
    present.units,
    present.start_date,
    CAST(NULL AS INTEGER) AS days,
    last_row.degree,
    last_row.sex,
    last_row.county,
    last_row.birth_date,
    last_row.chapter,
    last_row.block,
    last_row.category,
    last_row.code,
    last_row.category AS last_category
FROM present
INNER JOIN case_row AS last_row
    ON present.label = last_row.label AND present.last_row_no = last_row.row_no
