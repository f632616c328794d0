-- grain: one row per sick-leave case in the window from $first_day to $last_day, and doctor
-- keys: case_no, doctor_no
-- inputs: case_row, case_in_window
-- rule: statistics 3.4 and 4.3.10: each distinct doctor counts, by what is latest known in the window
SELECT
    case_no,
    first_doctor_no AS doctor_no,
    provider_no,
    sex,
    kind_no
FROM case_in_window
WHERE first_doctor_no = last_doctor_no
UNION ALL
SELECT
    case_row.case_no,
    case_row.doctor_no,
    min(case_in_window.provider_no),
    max(case_in_window.sex),
    arg_max(case_row.kind_no, case_row.row_no)
FROM case_row
INNER JOIN case_in_window ON case_in_window.case_no = case_row.case_no
WHERE
    case_in_window.first_doctor_no < case_in_window.last_doctor_no
    AND case_row.start_date <= CAST($last_day AS DATE)
    AND case_row.end_date >= CAST($first_day AS DATE)
GROUP BY case_row.case_no, case_row.doctor_no
