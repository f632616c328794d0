-- grain: one row per sick-leave case of several diagnoses in the window from $first_day to $last_day, level and node
-- keys: case_no, attribute, value
-- inputs: case_row, case_in_window, diagnosis_number
-- rule: statistics 3.4, cross-section: a case counts once in each distinct block, category and code
WITH found AS (
    SELECT DISTINCT
        case_in_window.case_no,
        case_in_window.provider_no,
        case_in_window.sex,
        case_row.diagnosis_no
    FROM case_row
    INNER JOIN case_in_window ON case_in_window.case_no = case_row.case_no
    WHERE
        case_in_window.first_diagnosis_no < case_in_window.last_diagnosis_no
        AND case_row.start_date <= CAST($last_day AS DATE)
        AND case_row.end_date >= CAST($first_day AS DATE)
),

placed AS (
    SELECT
        found.case_no,
        found.provider_no,
        found.sex,
        found.diagnosis_no,
        diagnosis_number.block,
        diagnosis_number.category
    FROM found
    INNER JOIN diagnosis_number ON diagnosis_number.diagnosis_no = found.diagnosis_no
)

SELECT DISTINCT
    case_no,
    provider_no,
    sex,
    'block' AS attribute,
    block AS value
FROM placed
UNION ALL
SELECT DISTINCT
    case_no,
    provider_no,
    sex,
    'category',
    category
FROM placed
UNION ALL
SELECT
    case_no,
    provider_no,
    sex,
    'code',
    CAST(diagnosis_no AS VARCHAR)
FROM placed
