-- grain: one row per cell, period and provider
-- keys: cell_no, window_first, provider_no
-- inputs: provider_value, value_cell, provider_diagnosis, diagnosis_cell
-- rule: statistics 6.2: a provider's count of a cell, before the threshold; a value may belong to any number of cells
WITH counted AS (
    SELECT
        value_cell.cell_no,
        provider_value.window_first,
        provider_value.window_last,
        provider_value.provider_no,
        provider_value.women,
        provider_value.men,
        provider_value.unknown_sex
    FROM provider_value
    INNER JOIN value_cell
        ON
            value_cell.view = provider_value.view
            AND value_cell.attribute = provider_value.attribute
            AND value_cell.value = provider_value.value
    UNION ALL
    SELECT
        diagnosis_cell.cell_no,
        provider_diagnosis.window_first,
        provider_diagnosis.window_last,
        provider_diagnosis.provider_no,
        provider_diagnosis.women,
        provider_diagnosis.men,
        0 AS unknown_sex
    FROM provider_diagnosis
    INNER JOIN diagnosis_cell
        ON diagnosis_cell.diagnosis_no = provider_diagnosis.diagnosis_no AND diagnosis_cell.view = $view
)

SELECT
    cell_no,
    window_first,
    provider_no,
    max(window_last) AS window_last,
    CAST(sum(women) AS BIGINT) AS women,
    CAST(sum(men) AS BIGINT) AS men,
    CAST(sum(unknown_sex) AS BIGINT) AS unknown_sex
FROM counted
GROUP BY cell_no, window_first, provider_no
