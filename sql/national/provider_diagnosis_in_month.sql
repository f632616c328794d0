-- grain: one row per provider, month and diagnosis
-- keys: provider_no, window_first, diagnosis_no
-- inputs: case_in_month
-- rule: statistics 6.2 and 3.4: as provider_value_in_month, for the last diagnosis of a case
SELECT
    provider_no,
    window_first,
    last_day(window_first) AS window_last,
    diagnosis_no,
    count(*) FILTER (WHERE sex = 2) AS women,
    count(*) FILTER (WHERE sex = 1) AS men
FROM case_in_month
GROUP BY provider_no, window_first, diagnosis_no
