-- grain: one row per sick-leave case of several diagnoses from $first_month to $last_month, and diagnosis
-- keys: case_no, diagnosis_no
-- inputs: case_row, case_in_period
-- rule: statistics 3.4, cross-section: a case counts once in each distinct diagnosis
SELECT DISTINCT
    case_in_period.case_no,
    case_in_period.provider_no,
    case_in_period.period_no,
    case_in_period.sex,
    CAST((case_row.told >> 17) & 1048575 AS INTEGER) AS diagnosis_no
FROM case_row
INNER JOIN case_in_period ON case_in_period.case_no = case_row.case_no
WHERE
    NOT case_in_period.has_one_diagnosis
    AND case_row.first_month <= $last_month
    AND case_row.last_month >= $first_month
