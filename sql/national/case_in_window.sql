-- grain: one row per sick-leave case that touches the window from $first_day to $last_day
-- keys: case_no
-- inputs: sick_leave_row
-- rule: statistics 3.3 and 3.4 with every row visible: what a case counts once for in a cross-section
SELECT
    case_no,
    min(provider_no) AS provider_no,
    max(sex) AS sex,
    max(age) AS age,
    arg_max(case_days, row_no) AS days,
    arg_max(county, row_no) AS county,
    arg_max(case_certificates, row_no) AS certificates
FROM sick_leave_row
WHERE start_date <= CAST($last_day AS DATE) AND end_date >= CAST($first_day AS DATE)
GROUP BY case_no
