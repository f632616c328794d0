-- grain: one row per case that begins at most five free days after the case before of the same person and provider
-- keys: case_no
-- inputs: sick_leave_case
-- rule: the gap rule (statistics 3.2)
SELECT case_no
FROM (
    SELECT
        case_no,
        start_date,
        max(end_date) OVER (
            PARTITION BY provider_no, person_no
            ORDER BY start_date, case_no
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS end_before
    FROM sick_leave_case
) AS neighbour
WHERE start_date <= end_before + INTERVAL 6 DAY
