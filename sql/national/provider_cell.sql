-- grain: one row per cell, period and provider
-- keys: cell_no, window_first, window_last, provider_no
-- inputs: provider_value, value_cell
-- rule: statistics 6.2: a provider's count of a cell, before the threshold; a value may belong to any number of cells
SELECT
    value_cell.cell_no,
    provider_value.window_first,
    provider_value.window_last,
    provider_value.provider_no,
    CAST(sum(provider_value.women) AS BIGINT) AS women,
    CAST(sum(provider_value.men) AS BIGINT) AS men,
    CAST(sum(provider_value.unknown_sex) AS BIGINT) AS unknown_sex
FROM provider_value
INNER JOIN value_cell
    ON
        value_cell.view = provider_value.view
        AND value_cell.attribute = provider_value.attribute
        AND value_cell.value = provider_value.value
GROUP BY
    value_cell.cell_no, provider_value.window_first, provider_value.window_last, provider_value.provider_no
