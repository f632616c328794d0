-- grain: one row per row of a case whose case, unit or doctor is not in its table
-- keys: row_no
-- inputs: sick_leave_row, sick_leave_case, unit, doctor
-- rule: no orphans: every surrogate of a fact leads to a row
SELECT sick_leave_row.row_no
FROM sick_leave_row
LEFT JOIN sick_leave_case
    ON sick_leave_row.case_no = sick_leave_case.case_no
LEFT JOIN unit
    ON sick_leave_row.care_unit_no = unit.unit_no
LEFT JOIN doctor
    ON sick_leave_row.doctor_no = doctor.doctor_no
WHERE
    sick_leave_case.case_no IS NULL
    OR unit.unit_no IS NULL
    OR doctor.doctor_no IS NULL
