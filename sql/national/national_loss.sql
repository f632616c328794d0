-- grain: one row per report, view, series and window from which the threshold took counts of enough providers
-- keys: report_id, view, series, window_first, window_last
-- inputs: provider_cell, cell, period
-- rule: dashboards 22.2: the amount lost is stated for a whole table, when counts of at least $fewest providers were
--   taken away, rounded to $unit; otherwise the row is left out, and nothing is stated. Of the diagnoses below a
--   diagnosis (provider_node) nothing is stated: their tables are nested, and differences of them would tell of few
--   counts
WITH taken AS (
    SELECT
        cell.report_id,
        cell.view,
        cell.series,
        provider_cell.period_no,
        provider_cell.provider_no,
        CASE WHEN provider_cell.women < $threshold THEN provider_cell.women ELSE 0 END
        + CASE WHEN provider_cell.men < $threshold THEN provider_cell.men ELSE 0 END
        + CASE WHEN provider_cell.unknown_sex < $threshold THEN provider_cell.unknown_sex ELSE 0 END AS amount
    FROM provider_cell
    INNER JOIN cell ON cell.cell_no = provider_cell.cell_no
),

of_provider AS (
    SELECT
        report_id,
        view,
        series,
        period_no,
        provider_no,
        sum(amount) AS amount
    FROM taken
    WHERE amount > 0
    GROUP BY report_id, view, series, period_no, provider_no
)

SELECT
    of_provider.report_id,
    of_provider.view,
    of_provider.series,
    period.window_first,
    period.window_last,
    CAST((2 * sum(of_provider.amount) + $unit) // (2 * $unit) * $unit AS BIGINT) AS amount
FROM of_provider
INNER JOIN period ON period.period_no = of_provider.period_no
GROUP BY
    of_provider.report_id,
    of_provider.view,
    of_provider.series,
    period.window_first,
    period.window_last
HAVING count(*) >= $fewest
