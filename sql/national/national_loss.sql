-- grain: one row per report, view, series and window from which the threshold took counts of enough providers
-- keys: report_id, view, series, window_first, window_last
-- inputs: provider_cell, cell
-- rule: dashboards 22.2: the amount lost is stated for a whole table, when counts of at least $fewest providers were
--   taken away, rounded to $unit; otherwise the row is left out, and nothing is stated
WITH taken AS (
    SELECT
        cell_no,
        window_first,
        window_last,
        provider_no,
        CASE WHEN women < $threshold THEN women ELSE 0 END
        + CASE WHEN men < $threshold THEN men ELSE 0 END
        + CASE WHEN unknown_sex < $threshold THEN unknown_sex ELSE 0 END AS amount
    FROM provider_cell
)

SELECT
    cell.report_id,
    cell.view,
    cell.series,
    taken.window_first,
    taken.window_last,
    CAST((2 * sum(taken.amount) + $unit) // (2 * $unit) * $unit AS BIGINT) AS amount
FROM taken
INNER JOIN cell ON cell.cell_no = taken.cell_no
WHERE taken.amount > 0
GROUP BY cell.report_id, cell.view, cell.series, taken.window_first, taken.window_last
HAVING count(DISTINCT taken.provider_no) >= $fewest
