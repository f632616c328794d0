-- grain: one row per month and length of the cases that touch it
-- keys: window_first, days
-- inputs: case_in_month
-- rule: statistics 3.6 and 6.2: a provider with fewer cases in the month than $threshold, women and men apart, is left
--   out; a sex is marked protected where some provider was
WITH provider_total AS (
    SELECT
        provider_no,
        window_first,
        count(*) FILTER (WHERE sex = 2) AS women,
        count(*) FILTER (WHERE sex = 1) AS men
    FROM case_in_month
    GROUP BY provider_no, window_first
)

SELECT
    case_in_month.window_first,
    case_in_month.window_last,
    case_in_month.days,
    count(*) FILTER (WHERE case_in_month.sex = 2 AND provider_total.women >= $threshold) AS women,
    count(*) FILTER (WHERE case_in_month.sex = 1 AND provider_total.men >= $threshold) AS men,
    max(case_in_month.sex = 2 AND provider_total.women < $threshold) AS women_protected,
    max(case_in_month.sex = 1 AND provider_total.men < $threshold) AS men_protected
FROM case_in_month
INNER JOIN provider_total
    ON
        provider_total.provider_no = case_in_month.provider_no
        AND provider_total.window_first = case_in_month.window_first
GROUP BY case_in_month.window_first, case_in_month.window_last, case_in_month.days
