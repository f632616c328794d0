-- grain: one row per cell, period and provider
-- keys: cell_no, period_no, provider_no
-- inputs: provider_value, value_cell, provider_set, set_cell
-- rule: statistics 6.2: a provider's count of a cell, before the threshold; a value may belong to any number of cells,
--   and a set belongs to those of which it has any member. Diagnoses below a diagnosis stand in provider_node
WITH counted AS (
    SELECT
        value_cell.cell_no,
        provider_value.period_no,
        provider_value.provider_no,
        provider_value.women,
        provider_value.men,
        provider_value.unknown_sex
    FROM provider_value
    INNER JOIN value_cell
        ON
            value_cell.view = $view
            AND value_cell.attribute = provider_value.attribute
            AND value_cell.value = provider_value.value
    UNION ALL
    SELECT
        set_cell.cell_no,
        provider_set.period_no,
        provider_set.provider_no,
        provider_set.women,
        provider_set.men,
        0 AS unknown_sex
    FROM provider_set
    INNER JOIN set_cell
        ON
            set_cell.view = $view
            AND set_cell.attribute = provider_set.attribute
            AND set_cell.members & provider_set.members <> 0
)

SELECT
    cell_no,
    period_no,
    provider_no,
    CAST(sum(women) AS INTEGER) AS women,
    CAST(sum(men) AS INTEGER) AS men,
    CAST(sum(unknown_sex) AS INTEGER) AS unknown_sex
FROM counted
GROUP BY cell_no, period_no, provider_no
