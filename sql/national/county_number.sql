-- grain: one row per county that a sick-leave row has
-- keys: county
-- inputs: sick_leave_row
-- rule: statistics 5.6; one number stands for the county while cases are counted
SELECT
    CAST(row_number() OVER (ORDER BY found.county) AS INTEGER) AS county_no,
    found.county
FROM (SELECT DISTINCT county FROM sick_leave_row) AS found
