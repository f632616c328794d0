-- grain: one row per provider and diagnosis for the window from $first_day to $last_day
-- keys: provider_no, diagnosis_no
-- inputs: case_in_window
-- rule: statistics 6.2 and 3.4: cases of one diagnosis; those of several stand in provider_value_in_window
SELECT
    provider_no,
    CAST($first_day AS DATE) AS window_first,
    CAST($last_day AS DATE) AS window_last,
    first_diagnosis_no AS diagnosis_no,
    count(*) FILTER (WHERE sex = 2) AS women,
    count(*) FILTER (WHERE sex = 1) AS men
FROM case_in_window
WHERE first_diagnosis_no = last_diagnosis_no
GROUP BY provider_no, first_diagnosis_no
