-- grain: one row when the accepted periods and the rows of cases differ in number
-- keys: accepted_periods
-- inputs: sick_leave_period, sick_leave_row
-- rule: every accepted period of a certificate that is not revoked is one row of one case (statistics 3.1)
SELECT
    accepted.number AS accepted_periods,
    placed.number AS rows_of_cases
FROM (
    SELECT count(*) AS number
    FROM sick_leave_period
    WHERE accepted AND NOT revoked
) AS accepted
CROSS JOIN (
    SELECT count(*) AS number
    FROM sick_leave_row
) AS placed
WHERE accepted.number <> placed.number
