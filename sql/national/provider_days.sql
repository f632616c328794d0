-- grain: one row per provider, period and length
-- keys: provider_no, period_no, days
-- inputs: case_in_period
-- rule: statistics 3.6 and 6.2: cases of each length, counted for each provider by itself
SELECT
    provider_no,
    period_no,
    days,
    count(*) FILTER (WHERE sex = 2) AS women,
    count(*) FILTER (WHERE sex = 1) AS men
FROM case_in_period
GROUP BY provider_no, period_no, days
