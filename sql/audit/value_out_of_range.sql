-- grain: one row per row of a case with a value that the rules do not allow
-- keys: row_no
-- inputs: sick_leave_row, build_setting
-- rule: statistics 2.7: degree, dates, age and sex of accepted periods
SELECT sick_leave_row.row_no
FROM sick_leave_row
CROSS JOIN build_setting
WHERE
    sick_leave_row.degree NOT IN (25, 50, 75, 100)
    OR sick_leave_row.sex NOT IN (1, 2)
    OR sick_leave_row.age < 0
    OR sick_leave_row.start_date > sick_leave_row.end_date
    OR sick_leave_row.start_date < DATE '2010-01-01'
    OR sick_leave_row.end_date > build_setting.latest_day
    OR sick_leave_row.case_days < 1
    OR sick_leave_row.case_certificates < 1
