-- grain: one row per provider, attribute and value for one window of the view $view
-- keys: provider_no, attribute, value
-- inputs: case_in_window, diagnosis_of_case, doctor_of_case
-- rule: statistics 6.2: cells are counted for each provider by itself; 3.4 cross-section: the sets of degrees and of
--   chapters of a case are one value each, of which every member is a group; a case of one diagnosis or one doctor has
--   one value
WITH counted AS (
    SELECT
        provider_no,
        'none' AS attribute,
        '' AS value,
        count(*) FILTER (WHERE sex = 2) AS women,
        count(*) FILTER (WHERE sex = 1) AS men
    FROM case_in_window
    GROUP BY provider_no
    UNION ALL
    SELECT
        provider_no,
        'age',
        CAST(age AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_window
    GROUP BY provider_no, age
    UNION ALL
    SELECT
        provider_no,
        'days',
        CAST(days AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_window
    GROUP BY provider_no, days
    UNION ALL
    SELECT
        provider_no,
        'certificates',
        CAST(certificates AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_window
    GROUP BY provider_no, certificates
    UNION ALL
    SELECT
        provider_no,
        'county',
        county,
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_window
    GROUP BY provider_no, county
    UNION ALL
    SELECT
        provider_no,
        'county_age',
        county || ':' || CAST(age AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_window
    GROUP BY provider_no, county, age
    UNION ALL
    SELECT
        provider_no,
        'degrees',
        CAST(degree_bits AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_window
    GROUP BY provider_no, degree_bits
    UNION ALL
    SELECT
        provider_no,
        'chapters',
        CAST(chapter_bits AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_window
    GROUP BY provider_no, chapter_bits
    UNION ALL
    SELECT
        provider_no,
        'diagnosis',
        CAST(first_diagnosis_no AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_window
    WHERE first_diagnosis_no = last_diagnosis_no
    GROUP BY provider_no, first_diagnosis_no
    UNION ALL
    SELECT
        provider_no,
        'doctor',
        CAST(kind_no AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_window
    WHERE first_doctor_no = last_doctor_no
    GROUP BY provider_no, kind_no
    UNION ALL
    SELECT
        provider_no,
        attribute,
        value,
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM diagnosis_of_case
    GROUP BY provider_no, attribute, value
    UNION ALL
    SELECT
        provider_no,
        attribute,
        value,
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM doctor_of_case
    GROUP BY provider_no, attribute, value
)

SELECT
    $view AS view,
    provider_no,
    CAST($first_day AS DATE) AS window_first,
    CAST($last_day AS DATE) AS window_last,
    attribute,
    value,
    women,
    men,
    0 AS unknown_sex
FROM counted
