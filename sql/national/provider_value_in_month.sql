-- grain: one row per provider, month, attribute and value
-- keys: provider_no, window_first, attribute, value
-- inputs: age_floor, days_floor, case_in_month, signer_kind
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
        case_in_month.provider_no,
        case_in_month.window_first,
        'age',
        CAST(age_floor.floor AS VARCHAR),
        count(*) FILTER (WHERE case_in_month.sex = 2),
        count(*) FILTER (WHERE case_in_month.sex = 1)
    FROM case_in_month
    INNER JOIN age_floor ON age_floor.number = case_in_month.age
    GROUP BY case_in_month.provider_no, case_in_month.window_first, age_floor.floor
    UNION ALL
    SELECT
        case_in_month.provider_no,
        case_in_month.window_first,
        'days',
        CAST(days_floor.floor AS VARCHAR),
        count(*) FILTER (WHERE case_in_month.sex = 2),
        count(*) FILTER (WHERE case_in_month.sex = 1)
    FROM case_in_month
    INNER JOIN days_floor ON days_floor.number = case_in_month.days
    GROUP BY case_in_month.provider_no, case_in_month.window_first, days_floor.floor
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
        case_in_month.provider_no,
        case_in_month.window_first,
        'doctor_age_sex',
        signer_kind.age_sex,
        count(*) FILTER (WHERE case_in_month.sex = 2),
        count(*) FILTER (WHERE case_in_month.sex = 1)
    FROM case_in_month
    INNER JOIN signer_kind ON signer_kind.kind_no = case_in_month.kind_no
    GROUP BY case_in_month.provider_no, case_in_month.window_first, signer_kind.age_sex
    UNION ALL
    SELECT
        case_in_month.provider_no,
        case_in_month.window_first,
        'doctor_titles',
        signer_kind.doctor_titles,
        count(*) FILTER (WHERE case_in_month.sex = 2),
        count(*) FILTER (WHERE case_in_month.sex = 1)
    FROM case_in_month
    INNER JOIN signer_kind ON signer_kind.kind_no = case_in_month.kind_no
    GROUP BY case_in_month.provider_no, case_in_month.window_first, signer_kind.doctor_titles
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
