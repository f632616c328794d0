-- grain: one row per cell of a diagnosis below another, period and provider
-- keys: cell_no, period_no, provider_no
-- inputs: provider_diagnosis, case_diagnosis, diagnosis_cell
-- rule: statistics 6.2, 4.3.6 and 3.4: a provider's count of a block, category or code, before the threshold; in a
--   cross-section a case counts once in each distinct one
WITH diagnosis_in_view AS (
    SELECT
        diagnosis_no,
        block_cell_no,
        category_cell_no,
        code_cell_no
    FROM diagnosis_cell
    WHERE view = $view
),

placed AS (
    SELECT
        case_diagnosis.case_no,
        case_diagnosis.provider_no,
        case_diagnosis.period_no,
        case_diagnosis.sex,
        diagnosis_in_view.block_cell_no,
        diagnosis_in_view.category_cell_no,
        diagnosis_in_view.code_cell_no
    FROM case_diagnosis
    INNER JOIN diagnosis_in_view ON diagnosis_in_view.diagnosis_no = case_diagnosis.diagnosis_no
),

case_node AS (
    SELECT DISTINCT
        case_no,
        provider_no,
        period_no,
        sex,
        block_cell_no AS cell_no
    FROM placed
    UNION ALL
    SELECT DISTINCT
        case_no,
        provider_no,
        period_no,
        sex,
        category_cell_no
    FROM placed
    UNION ALL
    SELECT
        case_no,
        provider_no,
        period_no,
        sex,
        code_cell_no
    FROM placed
),

counted AS (
    SELECT
        diagnosis_in_view.block_cell_no AS cell_no,
        provider_diagnosis.period_no,
        provider_diagnosis.provider_no,
        provider_diagnosis.women,
        provider_diagnosis.men
    FROM provider_diagnosis
    INNER JOIN diagnosis_in_view ON diagnosis_in_view.diagnosis_no = provider_diagnosis.diagnosis_no
    UNION ALL
    SELECT
        diagnosis_in_view.category_cell_no,
        provider_diagnosis.period_no,
        provider_diagnosis.provider_no,
        provider_diagnosis.women,
        provider_diagnosis.men
    FROM provider_diagnosis
    INNER JOIN diagnosis_in_view ON diagnosis_in_view.diagnosis_no = provider_diagnosis.diagnosis_no
    UNION ALL
    SELECT
        diagnosis_in_view.code_cell_no,
        provider_diagnosis.period_no,
        provider_diagnosis.provider_no,
        provider_diagnosis.women,
        provider_diagnosis.men
    FROM provider_diagnosis
    INNER JOIN diagnosis_in_view ON diagnosis_in_view.diagnosis_no = provider_diagnosis.diagnosis_no
    UNION ALL
    SELECT
        cell_no,
        period_no,
        provider_no,
        CAST(sex = 2 AS INTEGER),
        CAST(sex = 1 AS INTEGER)
    FROM case_node
)

SELECT
    cell_no,
    period_no,
    provider_no,
    CAST(sum(women) AS INTEGER) AS women,
    CAST(sum(men) AS INTEGER) AS men
FROM counted
WHERE cell_no IS NOT NULL
GROUP BY cell_no, period_no, provider_no
