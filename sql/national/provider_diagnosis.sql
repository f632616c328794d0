-- grain: one row per provider, period and diagnosis
-- keys: provider_no, period_no, diagnosis_no
-- inputs: case_in_period
-- rule: statistics 6.2 and 3.4: cases of one diagnosis, counted for each provider by itself; those of several stand in
--   case_diagnosis
SELECT
    provider_no,
    period_no,
    diagnosis_no,
    CAST(count(*) FILTER (WHERE sex = 2) AS INTEGER) AS women,
    CAST(count(*) FILTER (WHERE sex = 1) AS INTEGER) AS men
FROM case_in_period
WHERE has_one_diagnosis
GROUP BY provider_no, period_no, diagnosis_no
