-- grain: one row per full case: all rows of a person at a provider with gaps of at most five days
-- keys: case_no
-- inputs: sick_leave_row
-- rule: statistics 3.2 (the full case), 3.6 and 3.7 over the whole case
SELECT
    case_no,
    min(provider_no) AS provider_no,
    min(person_no) AS person_no,
    min(row_no) AS first_row_no,
    max(row_no) AS last_row_no,
    min(start_date) AS start_date,
    max(end_date) AS end_date,
    max(case_days) AS days,
    max(case_certificates) AS certificates
FROM sick_leave_row
GROUP BY case_no
ORDER BY case_no
