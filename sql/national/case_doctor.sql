-- grain: one row per sick-leave case of several doctors from $first_month to $last_month, and doctor
-- keys: case_no, doctor_no
-- inputs: case_row, case_in_period
-- rule: statistics 3.4 and 4.3.10: each distinct doctor counts, by what is latest known in the window
SELECT
    case_row.case_no,
    case_row.doctor_no,
    min(case_in_period.provider_no) AS provider_no,
    min(case_in_period.period_no) AS period_no,
    max(case_in_period.sex) AS sex,
    CAST(arg_max(case_row.told, case_row.row_no) >> 43 AS INTEGER) AS kind_no
FROM case_row
INNER JOIN case_in_period ON case_in_period.case_no = case_row.case_no
WHERE
    NOT case_in_period.has_one_doctor
    AND case_row.first_month <= $last_month
    AND case_row.last_month >= $first_month
GROUP BY case_row.case_no, case_row.doctor_no
