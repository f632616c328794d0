-- grain: one row per provider, month, attribute and value
-- keys: provider_no, window_first, attribute, value
-- inputs: case_in_month
-- rule: statistics 6.2: cells are counted for each provider by itself; 3.4 time series: one value per case and month
WITH by_value AS (
    SELECT provider_no, window_first, window_last, sex, 'none' AS attribute, '' AS value FROM case_in_month
    UNION ALL
    SELECT provider_no, window_first, window_last, sex, 'chapter', chapter FROM case_in_month
    UNION ALL
    SELECT provider_no, window_first, window_last, sex, 'within', block FROM case_in_month
    UNION ALL
    SELECT provider_no, window_first, window_last, sex, 'degree', CAST(degree AS VARCHAR) FROM case_in_month
    UNION ALL
    SELECT provider_no, window_first, window_last, sex, 'age', CAST(age AS VARCHAR) FROM case_in_month
    UNION ALL
    SELECT provider_no, window_first, window_last, sex, 'days', CAST(days AS VARCHAR) FROM case_in_month
    UNION ALL
    SELECT provider_no, window_first, window_last, sex, 'county', county FROM case_in_month
)

SELECT
    'time_series' AS view,
    provider_no,
    window_first,
    window_last,
    attribute,
    value,
    count(*) FILTER (WHERE sex = 2) AS women,
    count(*) FILTER (WHERE sex = 1) AS men
FROM by_value
GROUP BY provider_no, window_first, window_last, attribute, value
