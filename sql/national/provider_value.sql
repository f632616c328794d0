-- grain: one row per provider, period, attribute and value; county and age together only when $by_county_and_age
-- keys: provider_no, period_no, attribute, value
-- inputs: case_in_period, case_doctor, provider_days, days_floor, county_number, signer_kind
-- rule: statistics 6.2: cells are counted for each provider by itself; 3.4: what a case counts once for, and in a
--   cross-section once for each of its doctors. Values of sets stand in provider_set, diagnoses in provider_node
WITH county_age AS MATERIALIZED (
    SELECT
        case_in_period.provider_no,
        case_in_period.period_no,
        county_number.county,
        case_in_period.age,
        count(*) FILTER (WHERE case_in_period.sex = 2) AS women,
        count(*) FILTER (WHERE case_in_period.sex = 1) AS men
    FROM case_in_period
    INNER JOIN county_number ON county_number.county_no = case_in_period.county_no
    GROUP BY case_in_period.provider_no, case_in_period.period_no, county_number.county, case_in_period.age
),

signer AS MATERIALIZED (
    SELECT
        provider_no,
        period_no,
        kind_no,
        count(*) FILTER (WHERE sex = 2) AS women,
        count(*) FILTER (WHERE sex = 1) AS men
    FROM (
        SELECT provider_no, period_no, kind_no, sex FROM case_in_period WHERE has_one_doctor
        UNION ALL
        SELECT provider_no, period_no, kind_no, sex FROM case_doctor
    ) AS signed
    GROUP BY provider_no, period_no, kind_no
),

counted AS (
    SELECT
        provider_no,
        period_no,
        'none' AS attribute,
        '' AS value,
        sum(women) AS women,
        sum(men) AS men
    FROM provider_days
    GROUP BY provider_no, period_no
    UNION ALL
    SELECT
        provider_no,
        period_no,
        'age',
        CAST(age AS VARCHAR),
        sum(women),
        sum(men)
    FROM county_age
    GROUP BY provider_no, period_no, age
    UNION ALL
    SELECT
        provider_days.provider_no,
        provider_days.period_no,
        'days',
        CAST(days_floor.floor AS VARCHAR),
        sum(provider_days.women),
        sum(provider_days.men)
    FROM provider_days
    INNER JOIN days_floor ON days_floor.number = provider_days.days
    GROUP BY provider_days.provider_no, provider_days.period_no, days_floor.floor
    UNION ALL
    SELECT
        provider_no,
        period_no,
        'certificates',
        CAST(certificates AS VARCHAR),
        count(*) FILTER (WHERE sex = 2),
        count(*) FILTER (WHERE sex = 1)
    FROM case_in_period
    GROUP BY provider_no, period_no, certificates
    UNION ALL
    SELECT
        provider_no,
        period_no,
        'county',
        county,
        sum(women),
        sum(men)
    FROM county_age
    GROUP BY provider_no, period_no, county
    UNION ALL
    SELECT
        provider_no,
        period_no,
        'county_age',
        county || ':' || CAST(age AS VARCHAR),
        women,
        men
    FROM county_age
    WHERE $by_county_and_age
    UNION ALL
    SELECT
        signer.provider_no,
        signer.period_no,
        'doctor_age_sex',
        signer_kind.age_sex,
        sum(signer.women),
        sum(signer.men)
    FROM signer
    INNER JOIN signer_kind ON signer_kind.kind_no = signer.kind_no
    GROUP BY signer.provider_no, signer.period_no, signer_kind.age_sex
    UNION ALL
    SELECT
        signer.provider_no,
        signer.period_no,
        'doctor_titles',
        signer_kind.doctor_titles,
        sum(signer.women),
        sum(signer.men)
    FROM signer
    INNER JOIN signer_kind ON signer_kind.kind_no = signer.kind_no
    GROUP BY signer.provider_no, signer.period_no, signer_kind.doctor_titles
)

SELECT
    provider_no,
    period_no,
    attribute,
    value,
    CAST(women AS INTEGER) AS women,
    CAST(men AS INTEGER) AS men,
    0 AS unknown_sex
FROM counted
