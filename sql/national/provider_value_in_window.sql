-- grain: one row per provider, attribute and value for one window of the view $view
-- keys: provider_no, attribute, value
-- inputs: case_in_window, case_value_in_window
-- rule: statistics 6.2: cells are counted for each provider by itself
WITH by_value AS (
    SELECT provider_no, sex, 'none' AS attribute, '' AS value FROM case_in_window
    UNION ALL
    SELECT provider_no, sex, 'age', CAST(age AS VARCHAR) FROM case_in_window
    UNION ALL
    SELECT provider_no, sex, 'days', CAST(days AS VARCHAR) FROM case_in_window
    UNION ALL
    SELECT provider_no, sex, 'county', county FROM case_in_window
    UNION ALL
    SELECT provider_no, sex, 'certificates', CAST(certificates AS VARCHAR) FROM case_in_window
    UNION ALL
    SELECT provider_no, sex, attribute, value FROM case_value_in_window
)

SELECT
    $view AS view,
    provider_no,
    CAST($first_day AS DATE) AS window_first,
    CAST($last_day AS DATE) AS window_last,
    attribute,
    value,
    count(*) FILTER (WHERE sex = 2) AS women,
    count(*) FILTER (WHERE sex = 1) AS men
FROM by_value
GROUP BY provider_no, attribute, value
