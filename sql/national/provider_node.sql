-- grain: one row per cell of a diagnosis below another, period and provider
-- keys: cell_no, period_no, provider_no
-- inputs: case_in_period, case_diagnosis, diagnosis_in_view
-- rule: statistics 6.2, 4.3.6 and 3.4: a provider's count of a block, category or code, before the threshold; in a
--   cross-section a case counts once in each distinct one. Where several diagnoses share a cell, cases of one diagnosis
--   are summed from `women_alone` and `men_alone`, and those of several are found once more
WITH provider_diagnosis AS MATERIALIZED (
    SELECT
        provider_no,
        period_no,
        diagnosis_no,
        CAST(count(*) FILTER (WHERE sex = 2) AS INTEGER) AS women,
        CAST(count(*) FILTER (WHERE sex = 1) AS INTEGER) AS men,
        CAST(count(*) FILTER (WHERE sex = 2 AND has_one_diagnosis) AS INTEGER) AS women_alone,
        CAST(count(*) FILTER (WHERE sex = 1 AND has_one_diagnosis) AS INTEGER) AS men_alone
    FROM (
        SELECT
            provider_no,
            period_no,
            diagnosis_no,
            sex,
            has_one_diagnosis
        FROM case_in_period
        WHERE has_one_diagnosis
        UNION ALL
        SELECT
            provider_no,
            period_no,
            diagnosis_no,
            sex,
            FALSE
        FROM case_diagnosis
    ) AS found
    GROUP BY provider_no, period_no, diagnosis_no
),

counted AS (
    SELECT
        diagnosis_in_view.cell_no,
        provider_diagnosis.period_no,
        provider_diagnosis.provider_no,
        provider_diagnosis.women_alone AS women,
        provider_diagnosis.men_alone AS men
    FROM provider_diagnosis
    INNER JOIN diagnosis_in_view ON diagnosis_in_view.diagnosis_no = provider_diagnosis.diagnosis_no
    WHERE NOT diagnosis_in_view.is_only
    UNION ALL
    SELECT
        cell_no,
        period_no,
        provider_no,
        CAST(sex = 2 AS INTEGER),
        CAST(sex = 1 AS INTEGER)
    FROM (
        SELECT DISTINCT
            case_diagnosis.case_no,
            case_diagnosis.provider_no,
            case_diagnosis.period_no,
            case_diagnosis.sex,
            diagnosis_in_view.cell_no
        FROM case_diagnosis
        INNER JOIN diagnosis_in_view ON diagnosis_in_view.diagnosis_no = case_diagnosis.diagnosis_no
        WHERE NOT diagnosis_in_view.is_only
    ) AS of_several
)

SELECT
    cell_no,
    period_no,
    provider_no,
    sum(women) AS women,
    sum(men) AS men
FROM counted
GROUP BY cell_no, period_no, provider_no
UNION ALL
SELECT
    diagnosis_in_view.cell_no,
    provider_diagnosis.period_no,
    provider_diagnosis.provider_no,
    provider_diagnosis.women,
    provider_diagnosis.men
FROM provider_diagnosis
INNER JOIN diagnosis_in_view ON diagnosis_in_view.diagnosis_no = provider_diagnosis.diagnosis_no
WHERE diagnosis_in_view.is_only
