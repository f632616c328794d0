-- grain: one row per provider, month, attribute and value
-- keys: provider_no, window_first, attribute, value
-- inputs: case_in_month
-- rule: statistics 6.2: cells are counted for each provider by itself; 3.4 time series: one value per case and month
WITH counted AS (
    SELECT
        provider_no,
        window_first,
        'none' AS attribute,
        '' AS value,
        count(*) FILTER (WHERE sex = 2) AS women,
        count(*) FILTER (WHERE sex = 1) AS men
    FROM case_in_month
    GROUP BY provider_no, window_first
    UNION ALL
    SELECT
        provider_no,
        window_first,
        'age',
        CAST(age AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_month
    GROUP BY provider_no, window_first, age
    UNION ALL
    SELECT
        provider_no,
        window_first,
        'days',
        CAST(days AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_month
    GROUP BY provider_no, window_first, days
    UNION ALL
    SELECT
        provider_no,
        window_first,
        'certificates',
        CAST(certificates AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_month
    GROUP BY provider_no, window_first, certificates
    UNION ALL
    SELECT
        provider_no,
        window_first,
        'degree',
        CAST(degree AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_month
    GROUP BY provider_no, window_first, degree
    UNION ALL
    SELECT
        provider_no,
        window_first,
        'county',
        county,
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_month
    GROUP BY provider_no, window_first, county
    UNION ALL
    SELECT
        provider_no,
        window_first,
        'diagnosis',
        CAST(diagnosis_no AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_month
    GROUP BY provider_no, window_first, diagnosis_no
    UNION ALL
    SELECT
        provider_no,
        window_first,
        'doctor',
        CAST(kind_no AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_month
    GROUP BY provider_no, window_first, kind_no
)

SELECT
    'time_series' AS view,
    provider_no,
    window_first,
    last_day(window_first) AS window_last,
    attribute,
    value,
    women,
    men,
    0 AS unknown_sex
FROM counted
