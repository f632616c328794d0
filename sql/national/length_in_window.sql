-- grain: one row per length of the cases that touch the window from $first_day to $last_day
-- keys: days
-- inputs: case_in_window
-- rule: statistics 3.6 and 6.2: a provider with fewer cases in the window than $threshold, women and men apart, is left
--   out; a sex is marked protected where some provider was
WITH provider_total AS (
    SELECT
        provider_no,
        count(*) FILTER (WHERE sex = 2) AS women,
        count(*) FILTER (WHERE sex = 1) AS men
    FROM case_in_window
    GROUP BY provider_no
)

SELECT
    CAST($first_day AS DATE) AS window_first,
    CAST($last_day AS DATE) AS window_last,
    case_in_window.days,
    count(*) FILTER (WHERE case_in_window.sex = 2 AND provider_total.women >= $threshold) AS women,
    count(*) FILTER (WHERE case_in_window.sex = 1 AND provider_total.men >= $threshold) AS men,
    max(case_in_window.sex = 2 AND provider_total.women < $threshold) AS women_protected,
    max(case_in_window.sex = 1 AND provider_total.men < $threshold) AS men_protected
FROM case_in_window
INNER JOIN provider_total ON provider_total.provider_no = case_in_window.provider_no
GROUP BY case_in_window.days
