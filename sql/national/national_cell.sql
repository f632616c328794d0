-- grain: one row per report, view, series, window and group
-- keys: report_id, view, series, window_first, window_last, group_key
-- inputs: provider_cell, provider_node, cell, period
-- rule: statistics 6.2: each provider's count of a cell and sex below $threshold becomes 0, only then providers are
--   summed; unknown sex is cut like a sex of its own; a cell is marked protected for a sex when some provider's count
--   was cut
WITH counted AS (
    SELECT
        cell_no,
        period_no,
        women,
        men,
        unknown_sex
    FROM provider_cell
    UNION ALL
    SELECT
        cell_no,
        period_no,
        women,
        men,
        0 AS unknown_sex
    FROM provider_node
),

summed AS (
    SELECT
        cell_no,
        period_no,
        CAST(sum(CASE WHEN women < $threshold THEN 0 ELSE women END) AS BIGINT) AS women,
        CAST(sum(CASE WHEN men < $threshold THEN 0 ELSE men END) AS BIGINT) AS men,
        CAST(sum(CASE WHEN unknown_sex < $threshold THEN 0 ELSE unknown_sex END) AS BIGINT) AS unknown_sex,
        max(women > 0 AND women < $threshold) AS women_protected,
        max(men > 0 AND men < $threshold) AS men_protected,
        max(unknown_sex > 0 AND unknown_sex < $threshold) AS unknown_protected
    FROM counted
    GROUP BY cell_no, period_no
)

SELECT
    cell.report_id,
    cell.view,
    cell.series,
    period.window_first,
    period.window_last,
    cell.group_key,
    summed.women,
    summed.men,
    summed.unknown_sex,
    summed.women_protected,
    summed.men_protected,
    summed.unknown_protected
FROM summed
INNER JOIN cell ON cell.cell_no = summed.cell_no
INNER JOIN period ON period.period_no = summed.period_no
