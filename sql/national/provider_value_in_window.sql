-- grain: one row per provider, attribute and value for one window of the view $view
-- keys: provider_no, attribute, value
-- inputs: age_floor, days_floor, case_in_window, diagnosis_of_case, doctor_of_case, signer_kind
-- rule: statistics 6.2: cells are counted for each provider by itself; 3.4 cross-section: the sets of degrees and of
--   chapters of a case are one value each, of which every member is a group; a case counts for each of its doctors
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
        case_in_window.provider_no,
        'age',
        CAST(age_floor.floor AS VARCHAR),
        count(*) FILTER (WHERE case_in_window.sex = 2),
        count(*) FILTER (WHERE case_in_window.sex = 1)
    FROM case_in_window
    INNER JOIN age_floor ON age_floor.number = case_in_window.age
    GROUP BY case_in_window.provider_no, age_floor.floor
    UNION ALL
    SELECT
        case_in_window.provider_no,
        'days',
        CAST(days_floor.floor AS VARCHAR),
        count(*) FILTER (WHERE case_in_window.sex = 2),
        count(*) FILTER (WHERE case_in_window.sex = 1)
    FROM case_in_window
    INNER JOIN days_floor ON days_floor.number = case_in_window.days
    GROUP BY case_in_window.provider_no, days_floor.floor
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
        attribute,
        value,
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM diagnosis_of_case
    GROUP BY provider_no, attribute, value
    UNION ALL
    SELECT
        doctor_of_case.provider_no,
        'doctor_age_sex',
        signer_kind.age_sex,
        count(*) FILTER (WHERE doctor_of_case.sex = 2),
        count(*) FILTER (WHERE doctor_of_case.sex = 1)
    FROM doctor_of_case
    INNER JOIN signer_kind ON signer_kind.kind_no = doctor_of_case.kind_no
    GROUP BY doctor_of_case.provider_no, signer_kind.age_sex
    UNION ALL
    SELECT
        doctor_of_case.provider_no,
        'doctor_titles',
        signer_kind.doctor_titles,
        count(*) FILTER (WHERE doctor_of_case.sex = 2),
        count(*) FILTER (WHERE doctor_of_case.sex = 1)
    FROM doctor_of_case
    INNER JOIN signer_kind ON signer_kind.kind_no = doctor_of_case.kind_no
    GROUP BY doctor_of_case.provider_no, signer_kind.doctor_titles
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
